"""Innocent look-alikes of money: trades that take from many, and dealings that go in the shapes fraud's money takes."""

import numpy as np

from workbench.city.paper import open_through
from workbench.city.sheets import Town, adults, first_row_of, ints, pick, rows_of, texts, with_innocent

TRADES = ("landlord", "supplier", "rotating_savings", "shop", "gold_buyer", "coin_trader")
# What people do with cards that looks like fraud's money, and how many cards one such dealing needs.
DEALINGS = {
    "fee_agency": 1,
    "illness_fund": 1,
    "group_buy": 1,
    "street_stall": 1,
    "foreman": 1,
    "school_dues": 5,
    "card_table": 4,
    "house_purchase": 6,
    "supply_chain": 4,
    "remittance": 3,
}


def add_trades(town: Town) -> Town:
    """People whose cards take from many or pay to many, for a living or among friends."""
    for trade in TRADES:
        rng = town.plan.draw(trade)
        fit = adults(town) & (first_row_of(town, "bank_card") >= 0)
        town, people = pick(town, rng, fit, town.plan.quota, trade)
        town = with_innocent(town, trade, first_row_of(town, "bank_card")[people])
    return town


def add_dealings(town: Town) -> Town:
    """Cards that serve in dealings: enough of each that its shape is at least as common as the same shape in fraud."""
    cards = open_through(town, rows_of(town, "bank_card"))
    debit = texts(town.paper, "card_type")[cards] != "credit"
    cards = cards[debit & adults(town)[ints(town.paper, "user")[cards]]]
    rng = town.plan.draw("dealings picked")
    for why, size in DEALINGS.items():
        count = max(town.plan.quota, round(1.4 * town.plan.rings) * size)
        town = with_innocent(town, why, np.sort(rng.permutation(cards)[:count]))
    return town

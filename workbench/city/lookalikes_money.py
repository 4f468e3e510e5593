"""Innocent look-alikes of money: landlords, suppliers, rotating savings, shops, gold buyers, coin traders."""

from workbench.city.sheets import Town, adults, first_row_of, pick, with_innocent

TRADES = ("landlord", "supplier", "rotating_savings", "shop", "gold_buyer", "coin_trader")


def add_trades(town: Town) -> Town:
    """People whose cards take from many or pay to many, for a living or among friends."""
    for trade in TRADES:
        rng = town.plan.draw(trade)
        fit = adults(town) & (first_row_of(town, "bank_card") >= 0)
        town, people = pick(town, rng, fit, town.plan.quota, trade)
        town = with_innocent(town, trade, first_row_of(town, "bank_card")[people])
    return town

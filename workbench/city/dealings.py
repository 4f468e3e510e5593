"""Innocent dealings in the shapes fraud's money takes: dues, funds, stalls, wages in hand, rounds of cards, flats."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pandas as pd

from workbench.city import shapes
from workbench.city.lookalikes_home import days
from workbench.city.lookalikes_money import DEALINGS
from workbench.city.money import card_of, merchants
from workbench.city.plan import END, START
from workbench.city.shapes import Steps
from workbench.city.sheets import Town, adults, ints, texts, times
from workbench.city.values import Bools, Floats, Ints, Texts, Times

Shape: TypeAlias = Callable[[np.random.Generator, Ints], Steps]
OTHERS = 30


def fees(rng: np.random.Generator, op: Ints) -> Steps:
    """An agency takes fees from many in a week and hands them on to the firm it works for."""
    return shapes.gather_scatter(rng, rng.integers(7, 16, op.size), 0 * op + 1, rng.integers(3, 7, op.size))


def fund(rng: np.random.Generator, op: Ints) -> Steps:
    """Many give for an illness within days; the hospital is paid in pieces."""
    return shapes.gather_scatter(rng, rng.integers(9, 25, op.size), rng.integers(1, 4, op.size), 0 * op + 4)


def shared_order(rng: np.random.Generator, op: Ints) -> Steps:
    """Neighbours pay the one who orders for all; suppliers are paid next day."""
    return shapes.gather_scatter(rng, rng.integers(5, 13, op.size), rng.integers(2, 5, op.size), 0 * op + 2)


def market_days(rng: np.random.Generator, op: Ints) -> Steps:
    """A stall takes small sums from passers-by for a day or three and pays for its goods."""
    return shapes.gather_scatter(rng, rng.integers(9, 24, op.size), 0 * op + 1, rng.integers(1, 4, op.size))


def wages_in_hand(rng: np.random.Generator, op: Ints) -> Steps:
    """A foreman is paid for a site and pays his people the same day or the next."""
    width = rng.integers(4, 10, op.size)
    taken = Steps(op, 1 + width, 0 * op, rng.uniform(-8, -1, op.size), rng.uniform(1.0, 1.2, op.size))
    return shapes.both(taken, shapes.fan_out(rng, width, rng.choice((0.0, 0.4), op.size)))


def dues(rng: np.random.Generator, op: Ints) -> Steps:
    """Parents of a class pay each of those who collect: for the trip, for milk, for books."""
    return shapes.bipartite(rng, 0 * op + 3, 0 * op + 2, rng.uniform(0, 1.5, op.size))


def rounds(rng: np.random.Generator, op: Ints) -> Steps:
    """Friends settle what they owe each other, round the table."""
    return shapes.cycle(rng, rng.integers(3, 5, op.size), rng.exponential(0.6, op.size))


def flat(rng: np.random.Generator, op: Ints) -> Steps:
    """The price of a flat goes over relatives' cards, for each may pay only so much a day, to the seller."""
    return shapes.scatter_gather(rng, rng.integers(3, 5, op.size), rng.exponential(0.6, op.size))


def goods(rng: np.random.Generator, op: Ints) -> Steps:
    """What customers pay a shop goes on to the wholesaler, the maker and the haulier."""
    return shapes.chain(rng, 0 * op + 4, rng.exponential(0.7, op.size))


def sent_home(rng: np.random.Generator, op: Ints) -> Steps:
    """Money sent home is passed to the one who needs it within the hour."""
    return shapes.chain(rng, 0 * op + 3, np.zeros(op.size))


# Shape, times in the window at the least and at the most, usual sum, sort of note, are the first others firms.
CUSTOMS: dict[str, tuple[Shape, int, int, float, str, bool]] = {
    "fee_agency": (fees, 2, 5, 700, "fee", True),
    "illness_fund": (fund, 1, 1, 320, "friend", True),
    "group_buy": (shared_order, 2, 6, 110, "shop", False),
    "street_stall": (market_days, 1, 4, 60, "shop", False),
    "foreman": (wages_in_hand, 2, 5, 26000, "salary", False),
    "school_dues": (dues, 1, 4, 1400, "fee", False),
    "card_table": (rounds, 2, 6, 900, "friend", False),
    "house_purchase": (flat, 1, 1, 90000, "friend", False),
    "supply_chain": (goods, 2, 5, 9000, "trade", False),
    "remittance": (sent_home, 2, 6, 3200, "friend", False),
}


def held_groups(town: Town, why: str) -> Ints:
    """Return the cards of a dealing, one row a group of the size it needs."""
    noted = town.innocent[0]
    rows = ints(noted[noted["why"] == why], "row")
    size = DEALINGS[why]
    # What fraud took has left gaps: groups close up, the last few cards go round again.
    return np.resize(rows, (-(-rows.size // size), size))


def own_others(rng: np.random.Generator, town: Town, keys: Texts, count: int, firms: bool) -> Texts:
    """Return the cards each group deals with: a few companies first where it pays those, else its own people."""
    people = rng.choice(np.flatnonzero(adults(town)), (count, OTHERS))
    at = np.full(count * OTHERS, START + days(np.array(90)))
    known = card_of(rng, town, keys, people.ravel(), at).reshape(people.shape).astype("<U40")
    if firms:
        known[:, :4] = rng.choice(merchants(town), (count, 4))
    return known


def occasions(rng: np.random.Generator, count: int, least: int, most: int) -> tuple[Ints, Times]:
    """Return the group and the morning of each time a dealing takes place: month by month where it is often."""
    op, place = shapes.spread(rng.integers(least, most + 1, count))
    first, gap = rng.integers(2, 170, count), rng.integers(13, 38, count)
    day = (first[op] + place * gap[op]) % 176
    return op, START + days(day) + rng.integers(8 * 3600, 13 * 3600, op.size).astype("timedelta64[s]")


def dealing(rng: np.random.Generator, town: Town, keys: Texts, why: str) -> pd.DataFrame:
    """Return the payments of all dealings of one sort."""
    shape, least, most, usual, note, firms = CUSTOMS[why]
    groups = held_groups(town, why)
    cast = np.concatenate([keys[groups].astype("<U40"), own_others(rng, town, keys, len(groups), firms)], axis=1)
    op, start = occasions(rng, len(groups), least, most)
    each: Floats = rng.lognormal(np.log(usual), 0.5, len(groups))[op] * rng.lognormal(0, 0.15, op.size)
    frame = shapes.payments(shape(rng, np.arange(op.size)), cast[op], start, each)
    rounded = frame["amount"].round(-1 if usual > 400 else 0)
    amount = np.where(
        (rng.random(len(frame)) < 0.5) & (rounded > 0), rounded, np.maximum(frame["amount"], 0.01).round(2)
    )
    return frame.assign(amount=amount, note=note).drop(columns="op")


def dealings(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return the payments of people's dealings."""
    frame = pd.concat([dealing(rng, town, keys, why) for why in CUSTOMS], ignore_index=True)
    return frame[times(frame, "at") <= END]


def pennies(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return what firms, and now and then friends, send to see whether a card is right: less than a yuan."""
    cards = np.flatnonzero((texts(town.paper, "kind") == "bank_card") & (ints(town.paper, "ring") < 0))
    row = rng.choice(cards, cards.size // 12)
    start = np.maximum(times(town.paper, "opened")[row], START)
    at = start + (rng.random(row.size) * np.maximum((END - start).astype(np.int64), 0)).astype("timedelta64[s]")
    closed = times(town.paper, "closed")[row]
    friend = card_of(rng, town, keys, rng.choice(np.flatnonzero(adults(town)), row.size), at)
    payer = np.where(rng.random(row.size) < 0.6, rng.choice(merchants(town), row.size), friend)
    columns = {"payer": payer, "payee": keys[row], "at": at, "amount": rng.integers(1, 100, row.size) / 100}
    frame = pd.DataFrame({**columns, "note": "friend"})
    open_then: Bools = (np.isnat(closed) | (closed > at)) & (start < END)
    return frame.loc[open_then]

"""What rings do with money besides passing it on: shapes run over their cards, and running-score deposits."""

import numpy as np
import pandas as pd

from workbench.city import shapes
from workbench.city.hands import begun
from workbench.city.lookalikes_home import days
from workbench.city.money import card_of
from workbench.city.paper import open_through
from workbench.city.plan import END, NEVER, START
from workbench.city.shapes import Steps
from workbench.city.sheets import Town, adults, ints, rows_of, texts, times
from workbench.city.values import Floats, Ints, Texts, Times

# Cards with a place of their own in the shape, and how many take part beside them at the least and at the most.
SIZES = {
    "fan_out": (1, 4, 7),
    "cycle": (0, 3, 5),
    "scatter_gather": (2, 3, 4),
    "gather_scatter": (1, 3, 4),
    "bipartite": (2, 2, 3),
    "pass_through": (0, 3, 3),
    "running_score": (1, 1, 1),
}
LONGEST = 12
HANDS = 8
OUTSIDERS = 24
# Shapes that people from anywhere pay into.
OPEN = ("gather_scatter", "running_score")


def morning(rng: np.random.Generator, count: int, first: int, last: int) -> Times:
    """Return mornings between two days of the window."""
    into_day = rng.integers(8 * 3600, 13 * 3600, count).astype("timedelta64[s]")
    at: Times = START.astype("datetime64[s]") + days(rng.integers(first, last, count)) + into_day
    return at


def planned(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return one row an operation: pattern, ring, start, how many cards it needs and would like."""
    frames = []
    for pattern, (fixed, least, most) in SIZES.items():
        ring = np.repeat(np.arange(town.plan.rings), 2 if pattern == "running_score" else 1)
        wish = fixed + rng.integers(least, most + 1, ring.size)
        columns = {"pattern": pattern, "ring": ring, "need": fixed + least, "wish": wish}
        frames.append(pd.DataFrame({**columns, "start": morning(rng, ring.size, 45, 168)}))
    return pd.concat(frames, ignore_index=True)


def hired(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return the cards of people who do a job or two for a ring for pay, on their own paper, some for two rings."""
    cards = open_through(town, rows_of(town, "bank_card"))
    cards = cards[~np.isin(cards, ints(town.innocent[0], "row")) & (texts(town.paper, "card_type")[cards] != "credit")]
    cards = rng.permutation(cards[adults(town)[ints(town.paper, "user")[cards]]])[: HANDS * town.plan.rings]
    ring = np.arange(cards.size) % town.plan.rings
    frame = pd.DataFrame({"row": cards, "ring": ring, "since": START, "closed": NEVER, "own": False})
    frame["use"] = town.plan.difficulty.hired * rng.gamma(1.0, 1.0, cards.size)
    both = frame[rng.random(cards.size) < 0.25].assign(ring=lambda one: (one["ring"] + 1) % town.plan.rings)
    return pd.concat([frame, both], ignore_index=True)


def hands_of(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return the cards rings can use: their own, of which some do most of the work, and hired ones."""
    paper = town.paper
    cards = np.flatnonzero((ints(paper, "ring") >= 0) & (texts(paper, "kind") == "bank_card"))
    columns = {"row": cards, "ring": ints(paper, "ring")[cards], "since": begun(town)[cards], "own": True}
    own = pd.DataFrame({**columns, "closed": times(paper, "closed")[cards], "use": rng.gamma(0.3, 1, cards.size)})
    return pd.concat([own, hired(rng, town)], ignore_index=True).drop_duplicates(["ring", "row"])


def crewed(rng: np.random.Generator, town: Town, plans: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """Return the operations that find enough cards, with their width, and the row of paper in each of their slots.

    The first slot is one of the ring's own cards.
    """
    found = plans.assign(op=np.arange(len(plans))).merge(hands_of(rng, town), on="ring")
    found = found[(found["since"] < found["start"]) & ~(found["closed"] < found["start"] + pd.Timedelta(days=LONGEST))]
    found = found.assign(order=-np.log(rng.random(len(found)) * found["use"].to_numpy() + 1e-12))
    found = found.sort_values(["op", "order"])
    lead = found[found["own"]].drop_duplicates("op").index
    found.loc[lead, "order"] = -100.0
    found = found.sort_values(["op", "order"])
    found["slot"] = found.groupby("op").cumcount()
    found = found[(found["slot"] < found["wish"]) & found["op"].isin(found.loc[lead, "op"])]
    width = np.bincount(ints(found, "op"), minlength=len(plans))
    cast = np.full((len(plans), max(fixed + most for fixed, _, most in SIZES.values())), -1, dtype=np.int64)
    cast[ints(found, "op"), ints(found, "slot")] = ints(found, "row")
    good = width >= ints(plans, "need")
    return plans.assign(width=width)[good].reset_index(drop=True), cast[good]


def steps_of(rng: np.random.Generator, pattern: str, width: Ints, lag: Floats) -> Steps:
    """Return the payments of operations of one pattern, so wide, their stages `lag` days apart."""
    if pattern == "fan_out":
        return shapes.fan_out(rng, width - 1, lag)
    if pattern == "scatter_gather":
        return shapes.scatter_gather(rng, width - 2, lag)
    if pattern == "gather_scatter":
        return shapes.gather_scatter(rng, rng.integers(4, 9, width.size), width - 1, rng.integers(1, 4, width.size))
    if pattern == "bipartite":
        return shapes.bipartite(rng, np.full(width.size, 2), width - 2, lag)
    if pattern == "running_score":
        return deposits(rng, width.size)
    return shapes.cycle(rng, width, lag) if pattern == "cycle" else twice(rng, width)


def twice(rng: np.random.Generator, width: Ints) -> Steps:
    """Return money running through a chain of cards within hours, one day and the next."""
    again = shapes.chain(rng, width, np.zeros(width.size))
    once_more = Steps(again.op, again.payer, again.payee, again.hour + 24.0, again.share * 0.83)
    return shapes.both(shapes.chain(rng, width, np.zeros(width.size)), once_more)


def deposits(rng: np.random.Generator, count: int) -> Steps:
    """Return running-score payments: a penny to try the card, a day or two of gamblers' deposits, all of it sent on.

    Slot one is the card that runs, slot nought gathers, the others gamble; parts are of the usual deposit.
    """
    op, place = shapes.spread(np.full(count, 3))
    penny = Steps(op, 2 + place, op * 0 + 1, rng.uniform(-6, -1, op.size), np.full(op.size, 1e-5))
    op, place = shapes.spread(rng.integers(14, 34, count))
    share = rng.lognormal(0, 0.8, op.size)
    paid = Steps(
        op, 2 + place % (OUTSIDERS - 2), 0 * op + 1, shapes.within_days(rng, rng.integers(1, 4, count)[op]), share
    )
    total = np.bincount(op, share, count)
    op, place = shapes.spread(rng.integers(2, 5, count))
    sent = shapes.portions(rng, op) * total[op] * 0.96
    on = Steps(op, 0 * op + 1, 0 * op, 24.0 + 24.0 * place + rng.uniform(9, 12, op.size), sent)
    return shapes.both(penny, shapes.both(paid, on))


def in_slots(rng: np.random.Generator, town: Town, keys: Texts, ops: tuple[Ints, Times], wanted: bool) -> Texts:
    """Return the cards in the slots of operations, where wanted those after the ring's filled with anybody's."""
    cast, start = ops
    if not wanted:
        return np.where(cast >= 0, keys[cast], "")
    outsiders = rng.choice(np.flatnonzero(adults(town)), (start.size, OUTSIDERS))
    card = card_of(rng, town, keys, outsiders.ravel(), np.repeat(start, OUTSIDERS)).reshape(outsiders.shape)
    whole = np.full((start.size, cast.shape[1] + OUTSIDERS), "", dtype=keys.dtype)
    whole[:, : cast.shape[1]] = np.where(cast >= 0, keys[cast], "")
    width = (cast >= 0).sum(axis=1)
    for slot in range(OUTSIDERS):
        whole[np.arange(start.size), width + slot] = card[:, slot]
    return whole


def penny_wise(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return payments with odd sums: cents that tell deposits apart; tries of a card stay below a yuan."""
    amount = frame["amount"].to_numpy(dtype=np.float64)
    odd = np.floor(np.maximum(amount, 20)) + rng.integers(1, 100, amount.size) / 100
    return frame.assign(amount=np.where(amount < 0.1, rng.integers(1, 100, amount.size) / 100, odd))


def run_operations(town: Town, keys: Texts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the payments of rings' operations, and the truth of them: pattern, id, card, part."""
    rng = town.plan.draw("operations")
    plans, cast = crewed(rng, town, planned(rng, town))
    paid, truth = [], []
    for pattern in SIZES:
        at = np.flatnonzero(texts(plans, "pattern") == pattern)
        start, width = times(plans, "start")[at], ints(plans, "width")[at]
        lag = rng.exponential(0.9, at.size) * town.plan.difficulty.patience
        steps = steps_of(rng, pattern, width, np.minimum(lag, 2.4))
        usual = 180.0 if pattern == "running_score" else 4500.0
        amount = rng.lognormal(np.log(usual), 0.5, at.size)
        slots = in_slots(rng, town, keys, (cast[at], start), pattern in OPEN)
        frame = shapes.payments(steps, slots, start, amount)
        frame = penny_wise(rng, frame) if pattern == "running_score" else frame
        frame = frame[times(frame, "at") <= END]
        paid.append(frame.assign(note="friend").drop(columns="op"))
        truth.append(parts_of(pattern, frame, keys[cast[at][cast[at] >= 0]]))
    return pd.concat(paid, ignore_index=True), pd.concat(truth, ignore_index=True)


def parts_of(pattern: str, frame: pd.DataFrame, cards: Texts) -> pd.DataFrame:
    """Return one row a card of a ring's and operation: source where it only pays, sink where it only takes."""
    sides = [frame[["op", side]].rename(columns={side: "card"}).assign(part=side) for side in ("payer", "payee")]
    rows = pd.concat(sides).drop_duplicates()
    rows = rows[rows["card"].isin(cards)]
    rows["part"] = np.where(rows["part"] == "payer", "source", "sink")
    rows.loc[rows.duplicated(["op", "card"], keep=False), "part"] = "middle"
    rows = rows.drop_duplicates(["op", "card"])
    rows["id"] = pattern + "-" + rows["op"].astype(str)
    return rows.assign(pattern=pattern)[["pattern", "id", "card", "part"]]

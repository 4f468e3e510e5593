"""Where rings' paper comes from: corrupt outlets and agents, villages where identities are collected for gifts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.city.lookalikes_home import days
from workbench.city.paper import at_office_hours, outlets_near
from workbench.city.plan import START
from workbench.city.sheets import Town, bools, floats, ints, texts
from workbench.city.values import Ints, Texts
from workbench.city.words import CITY, VILLAGES


@dataclass(frozen=True)
class Seats:
    """One row a key a ring works with: its ring, kind, part and how the paper was come by."""

    ring: Ints
    kind: Texts
    part: Texts
    how: Texts


def through_outlets(rng: np.random.Generator, town: Town, seats: Seats, rows: pd.DataFrame) -> pd.DataFrame:
    """Return new paper, some of it opened where the ring has its man: one outlet a ring and kind, mostly."""
    count = seats.ring.size
    supply = np.full(count, "", dtype="<U16")
    regions = np.array(list(CITY))
    for kind in ("phone", "bank_card"):
        main = outlets_near(rng, town, kind, rng.choice(regions, town.plan.rings))[seats.ring]
        aside = outlets_near(rng, town, kind, rng.choice(regions, town.plan.rings)[seats.ring])
        chosen = (rng.random(count) < town.plan.difficulty.chosen_outlet) & (seats.kind == kind)
        bought = chosen & (rng.random(count) < 0.65)
        rows["outlet"] = np.where(bought, main, np.where(chosen, aside, ints(rows, "outlet")))
        rows["channel"] = np.where(bought & (rng.random(count) < 0.5), "agent", texts(rows, "channel"))
        supply[bought] = "corrupt_outlet"
    return rows.assign(supply=supply)


def collected(rng: np.random.Generator, town: Town, seats: Seats, rows: pd.DataFrame) -> pd.DataFrame:
    """Return new paper where every third ring's is partly in the names of one village's elders, opened at home."""
    people, count = town.people, seats.ring.size
    age, rural = floats(people, "age"), np.isin(texts(people, "region"), VILLAGES)
    elders = np.flatnonzero((age >= 50) & bools(people, "local") & bools(people, "person"))
    order = elders[np.lexsort((rng.random(elders.size), texts(people, "region")[elders], ~rural[elders]))]
    takes = (
        np.isin(seats.how, ("stolen", "invented"))
        & (seats.ring % 3 == 1)
        & (rng.random(count) < town.plan.difficulty.collected)
    )
    # Neighbours stand side by side in that order; each ring goes to another stretch of it.
    stretch = rng.integers(0, max(1, order.size // 2), town.plan.rings)
    paper = order[(stretch[seats.ring] + rng.integers(0, 9, count)) % order.size]
    begin = (START - days(rng.integers(-60, 500, town.plan.rings)))[seats.ring] + days(rng.integers(0, 45, count))
    opened = at_office_hours(rng, begin.astype("datetime64[D]"))
    home = texts(people, "region")[paper]
    outlet = ints(rows, "outlet").copy()
    for kind in ("phone", "bank_card"):
        at = np.flatnonzero(takes & (seats.kind == kind))
        outlet[at] = outlets_near(rng, town, kind, home[at])
    changed = {"paper": paper, "opened": opened, "outlet": outlet, "how": "lent", "supply": "collector"}
    for name, value in changed.items():
        rows[name] = np.where(takes, value, rows[name].to_numpy())
    return rows


def make_supply(town: Town) -> pd.DataFrame:
    """Return kind, key, why: outlets that sold to rings beside the busiest honest ones, elders robbed or helped."""
    paper, code = town.paper, texts(town.places.outlets, "code")
    supply, outlet = texts(paper, "supply"), ints(paper, "outlet")
    sold = np.bincount(outlet[supply == "corrupt_outlet"], minlength=code.size)
    corrupt = np.flatnonzero(sold >= 2)
    agents = np.bincount(outlet[(texts(paper, "channel") == "agent") & (outlet >= 0)], minlength=code.size)
    busy = np.argsort(-np.where(sold > 0, 0, agents), kind="stable")[: max(3, corrupt.size)]
    noted = town.innocent[0]
    helped = ints(noted[noted["why"] == "village_helper"], "row")
    identity = texts(town.people, "identity")
    holders = {"collected": np.flatnonzero(supply == "collector"), "helped": helped}
    frames = [pd.DataFrame({"kind": "outlet", "key": code[corrupt], "why": "corrupt"})]
    frames.append(pd.DataFrame({"kind": "outlet", "key": code[busy], "why": "busy"}))
    for why, rows in holders.items():
        frames.append(pd.DataFrame({"kind": "identity", "key": identity[ints(paper, "paper")[rows]], "why": why}))
    return pd.concat(frames).drop_duplicates().sort_values(["kind", "why", "key"])

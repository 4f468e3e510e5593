"""Numbers that rings give up and replace, and the ties of a ring's phones: each other, and borrowed warm-up circles."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.city.calling import beside
from workbench.city.hands import begun
from workbench.city.lookalikes_home import days
from workbench.city.paper import at_office_hours
from workbench.city.plan import END, NEVER, START
from workbench.city.sheets import Town, bools, ints, rows_of, texts, times, with_changes, with_paper, with_ties
from workbench.city.values import Ints, Times


def add_switches(town: Town) -> Town:
    """Return the town where some callers' numbers are given up and others carry on in their place."""
    rng = town.plan.draw("switches")
    callers = np.flatnonzero((texts(town.paper, "part") == "caller") & (begun(town) < END - days(np.array([75]))))
    count = max(1, round(callers.size * town.plan.difficulty.switched))
    old = rng.permutation(callers)[:count]
    since = np.maximum(begun(town)[old], START)
    room = (END - since).astype(np.int64) // 86_400
    at = at_office_hours(
        rng, (since + days((room * rng.uniform(0.35, 0.7, count)).astype(np.int64))).astype("datetime64[D]")
    )
    papers = ints(town.paper, "paper")
    stolen = np.flatnonzero((ints(town.paper, "ring") >= 0) & (texts(town.paper, "how") == "stolen"))
    rows = town.paper.iloc[old].assign(number=-1, opened=at - days(rng.integers(0, 25, count)), closed=NEVER)
    users = np.where(ints(rows, "taker") >= 0, ints(rows, "taker"), ints(rows, "user"))
    rows = rows.assign(paper=papers[rng.choice(stolen, count)], user=users, how="stolen", asleep_until=at)
    device = np.where(ints(rows, "taken_device") >= 0, ints(rows, "taken_device"), ints(rows, "device"))
    rows = rows.assign(device=device, taker=-1, taken_device=-1, taken_at=NEVER)
    town, new = with_paper(with_changes(town, old, closed=at), rows)
    town = replace(town, switches=(pd.DataFrame({"old": old, "new": new, "at": at}),))
    heirs = pd.concat(town.pairs, ignore_index=True).merge(town.switches[0], left_on="dialler", right_on="old")
    return beside(town, ints(heirs, "new"), ints(heirs, "partner"), bools(heirs, "forwards"))


def inner_ties(rng: np.random.Generator, town: Town, phones: Ints) -> tuple[Ints, Ints]:
    """Return pairs of phones of one ring: a sparse star about each, not a clique."""
    ring = ints(town.paper, "ring")[phones]
    order = phones[np.argsort(ring + 0.9 * rng.random(ring.size))]
    one, other = np.r_[order[:-1], order[:-2]], np.r_[order[1:], order[2:]]
    same = ints(town.paper, "ring")[one] == ints(town.paper, "ring")[other]
    same &= rng.random(one.size) < 0.75
    return one[same], other[same]


def carried_over(town: Town, one: Ints, other: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the pairs again with each given-up number's heir in its place, and which pairs they repeat."""
    heirs = np.full(len(town.paper), -1)
    heirs[ints(town.switches[0], "old")] = ints(town.switches[0], "new")
    again = np.flatnonzero((heirs[one] >= 0) | (heirs[other] >= 0))
    first = np.where(heirs[one[again]] >= 0, heirs[one[again]], one[again])
    second = np.where(heirs[other[again]] >= 0, heirs[other[again]], other[again])
    return first, second, again


def add_ring_ties(town: Town) -> Town:
    """Return the town where rings' phones call each other and people who pass for friends."""
    rng = town.plan.draw("ring ties")
    heirs = ints(town.switches[0], "new")
    phones = np.flatnonzero((ints(town.paper, "ring") >= 0) & (texts(town.paper, "kind") == "phone"))
    phones = phones[~np.isin(phones, heirs)]
    one, other = inner_ties(rng, town, phones)
    warm = np.repeat(phones, rng.poisson(9 * town.plan.difficulty.warm_up, phones.size))
    one = np.r_[one, warm]
    other = np.r_[other, rng.choice(rows_of(town, "phone"), warm.size)]
    rate = rng.gamma(0.8, 2.8, one.size)
    first, second, again = carried_over(town, one, other)
    rate = np.r_[rate, rate[again]]
    one, other = np.r_[one, first], np.r_[other, second]
    start: Times = np.maximum(np.maximum(begun(town)[one], begun(town)[other]), START)
    closed = times(town.paper, "closed")
    stop = np.fmin(np.fmin(closed[one], closed[other]), END)
    return with_ties(town, one, other, rate, (start, stop))

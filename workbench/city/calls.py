"""The calls: people's own circles, work that rings strangers, and services; victims' calls are in victims.py."""

import numpy as np
import pandas as pd

from workbench.city.hands import begun, held_at, moments
from workbench.city.plan import DAY, END, START, WINDOW_DAYS
from workbench.city.sheets import Town, bools, floats, ints, texts, times
from workbench.city.values import Floats, Ints, Texts, Times

SERVICES = ("95588", "95533", "10086", "10000", "10010", "4008823823", "95311", "95338", "12306", "96110")


def near_pairs(rng: np.random.Generator, group: Ints, reach: int, each: float) -> tuple[Ints, Ints]:
    """Return pairs of people of one group, each with about `each` others at most `reach` places away."""
    order = np.argsort(group + 0.9 * rng.random(group.size))
    many = rng.poisson(each, order.size)
    one = np.repeat(np.arange(order.size), many)
    other = (one + rng.integers(1, reach + 1, one.size)) % order.size
    one, other = order[one], order[other]
    same = (group[one] == group[other]) & (group[one] >= 0) & (one != other)
    return one[same], other[same]


def circles(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return pairs of people who know each other and how often they call in the window."""
    people = town.people
    region = np.unique(texts(people, "region"), return_inverse=True)[1].astype(np.int64)
    groups = (
        (ints(people, "home"), 3, 1.3, 6.0),
        (region, 150, 2.6, 3.2),
        (ints(people, "employer"), 8, 2.0, 3.0),
        (ints(people, "school"), 12, 2.4, 3.0),
        (np.zeros(len(people), dtype=np.int64), len(people) // 2, 0.9, 2.0),
    )
    frames = []
    for group, reach, each, mean in groups:
        one, other = near_pairs(rng, group, reach, each)
        frames.append(pd.DataFrame({"one": one, "other": other, "rate": rng.gamma(0.8, mean / 0.8, one.size)}))
    known = pd.concat(frames, ignore_index=True)
    lively = rng.gamma(1.6, 1 / 1.6, len(people))
    return known.assign(rate=ints_rate(known, lively))


def ints_rate(known: pd.DataFrame, lively: Floats) -> Floats:
    """Return how often pairs call, by how fond of calling the two are."""
    return floats(known, "rate") * np.sqrt(lively[ints(known, "one")] * lively[ints(known, "other")])


def talk(rng: np.random.Generator, caller: Ints, callee: Ints, at: Times, mean: float | Floats) -> pd.DataFrame:
    """Return calls with their seconds: a fifth unanswered, one in seven a text."""
    text = rng.random(at.size) < 0.14
    seconds = (rng.lognormal(np.log(mean), 1.1, at.size)).astype(np.int64) + 2
    seconds = np.where(text | (rng.random(at.size) < 0.2), 0, np.minimum(seconds, 7200))
    medium = np.where(text, "sms", "voice")
    return pd.DataFrame({"caller": caller, "callee": callee, "at": at, "seconds": seconds, "medium": medium})


def circle_calls(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return calls within people's circles, from and to whichever phone each holds at the time."""
    known = circles(rng, town)
    many = rng.poisson(floats(known, "rate"))
    one, other = np.repeat(ints(known, "one"), many), np.repeat(ints(known, "other"), many)
    tilt = rng.lognormal(0, 1.1, len(town.people))
    forth = rng.random(one.size) < tilt[one] / (tilt[one] + tilt[other])
    at = moments(rng, np.full(one.size, START), np.full(one.size, END))
    caller = held_at(rng, town, "phone", np.where(forth, one, other), at)
    callee = held_at(rng, town, "phone", np.where(forth, other, one), at)
    return talk(rng, caller, callee, at, 70.0)


def tie_calls(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return calls along the ties decided row by row: elders and children, helpers, rings and their warm-up."""
    ties = pd.concat(town.ties, ignore_index=True)
    span = (times(ties, "stop") - times(ties, "start")).astype(np.int64) / (WINDOW_DAYS * DAY)
    many = rng.poisson(np.maximum(floats(ties, "rate") * span, 0))
    use = ties.loc[np.repeat(np.arange(len(ties)), many)]
    at = moments(rng, times(use, "start"), times(use, "stop"))
    forth = rng.random(at.size) < 0.5
    caller = np.where(forth, ints(use, "one"), ints(use, "other"))
    callee = np.where(forth, ints(use, "other"), ints(use, "one"))
    return talk(rng, caller, callee, at, 70.0)


def stranger_calls(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return calls to strangers: short, many unanswered, some repeated, few called back."""
    phones = np.flatnonzero((texts(town.paper, "kind") == "phone") & (floats(town.paper, "reach") > 0))
    start, stop = np.maximum(begun(town)[phones], START), np.fmin(times(town.paper, "closed")[phones], END)
    open_for = np.maximum((stop - start).astype(np.int64), 0) / (WINDOW_DAYS * DAY)
    many = rng.poisson(floats(town.paper, "reach")[phones] * np.sqrt(open_for))
    caller = np.repeat(phones, many)
    at = moments(rng, np.repeat(start, many), np.repeat(stop, many))
    local = np.flatnonzero(bools(town.people, "local"))
    known = held_at(rng, town, "phone", rng.choice(local, at.size), at)
    # Half dial from lists, which know nobody's hands: rings' phones ring too.
    dialled = rng.choice(np.flatnonzero(texts(town.paper, "kind") == "phone"), at.size)
    callee = np.where(rng.random(at.size) < 0.5, dialled, known)
    # Some trades talk long with strangers: doctors, brokers, repairs.
    first = talk(rng, caller, callee, at, np.repeat(rng.lognormal(np.log(26.0), 0.8, phones.size), many))
    back = first[rng.random(at.size) < np.repeat(rng.beta(1.2, 6, phones.size), many)]
    later = times(back, "at") + rng.integers(60, 3 * DAY, len(back)).astype("timedelta64[s]")
    back = talk(rng, ints(back, "callee"), ints(back, "caller"), later, 45.0)
    again = first[rng.random(at.size) < 0.15]
    more = times(again, "at") + rng.integers(DAY // 3, 9 * DAY, len(again)).astype("timedelta64[s]")
    return pd.concat([first, back, talk(rng, ints(again, "caller"), ints(again, "callee"), more, 40.0)])


def within(town: Town, calls: pd.DataFrame) -> pd.DataFrame:
    """Return the calls whose two phones are different, known and open at the time, inside the window."""
    calls = calls[(calls["caller"] >= 0) & (calls["callee"] >= 0) & (calls["caller"] != calls["callee"])]
    # A card that sleeps is rung and does not ring.
    keep = (times(calls, "at") <= END) & ~(
        times(town.paper, "asleep_until")[ints(calls, "caller")] > times(calls, "at")
    )
    for side in ("caller", "callee"):
        rows = ints(calls, side)
        keep &= times(town.paper, "opened")[rows] <= times(calls, "at")
        closed = times(town.paper, "closed")[rows]
        keep &= np.isnat(closed) | (times(calls, "at") <= closed)
    return calls[keep]


def everyday_calls(town: Town) -> pd.DataFrame:
    """Return all calls but those of fraud with its victims: rows of paper, time, seconds, medium."""
    rng = town.plan.draw("calls")
    parts = [circle_calls(rng, town), tie_calls(rng, town), stranger_calls(rng, town)]
    return within(town, pd.concat(parts, ignore_index=True))


def service_calls(town: Town, keys: Texts) -> pd.DataFrame:
    """Return texts and calls of banks, carriers and deliveries, which are numbers and no rows of paper."""
    rng = town.plan.draw("services")
    phones = np.flatnonzero((texts(town.paper, "kind") == "phone") & np.isnat(times(town.paper, "closed")))
    row = rng.choice(phones, 2 * phones.size)
    at = moments(rng, np.maximum(times(town.paper, "opened")[row], START), np.full(row.size, END))
    number = rng.choice(np.array(SERVICES[:-1]), row.size)
    incoming = rng.random(row.size) < 0.85
    calls = talk(rng, row, row, at, 40.0)
    calls["medium"] = np.where(incoming & (rng.random(row.size) < 0.8), "sms", "voice")
    calls["seconds"] = np.where(calls["medium"] == "sms", 0, calls["seconds"])
    caller, callee = np.where(incoming, number, keys[row]), np.where(incoming, keys[row], number)
    return calls.assign(caller=caller, callee=callee, row=row)

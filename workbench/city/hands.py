"""Whose hands a key is in at a moment, and the sessions that show it: handset, address, cell, region."""

from functools import lru_cache

import numpy as np
import pandas as pd

from workbench.city.plan import DAY, END, START, WINDOW_DAYS
from workbench.city.sheets import Town, bools, floats, ints, rows_of, texts, times
from workbench.city.values import Bools, Floats, Ints, Texts, Times, imeis, joined, padded

NIGHT = 0.09
SEEN_TOGETHER = 14
# Of 997 days, those spent somewhere else.
AWAY = 120


def begun(town: Town) -> Times:
    """Return since when each row is in its present hands and awake."""
    start = times(town.paper, "opened")
    since: Times = np.fmax(np.fmax(start, times(town.paper, "taken_at")), times(town.paper, "asleep_until"))
    return since


def moments(rng: np.random.Generator, start: Times, stop: Times) -> Times:
    """Return a time in each stretch, by day mostly, never outside the stretch."""
    span = np.maximum((stop - start).astype(np.int64), 1)
    at = start + (rng.random(span.size) * span).astype("timedelta64[s]")
    hour = np.clip(rng.normal(14.5, 4.0, span.size), 0, 23.99)
    hour = np.where(rng.random(span.size) < NIGHT, rng.uniform(0, 24, span.size), hour)
    moved = at.astype("datetime64[D]").astype("datetime64[s]") + (hour * 3600).astype("timedelta64[s]")
    kept: Times = np.where((moved >= start) & (moved <= stop), moved, at)
    return kept


def waking(rng: np.random.Generator, at: Times) -> Times:
    """Return the times, most of those before seven put off to that morning."""
    hour = (at - at.astype("datetime64[D]").astype("datetime64[s]")).astype(np.int64) / 3600
    put_off = (hour < 7) & (rng.random(at.size) < 0.75)
    wait = np.where(put_off, (7 - hour + rng.exponential(2.0, at.size)) * 3600, 0)
    moved: Times = at + wait.astype("timedelta64[s]")
    return moved


def held_from(town: Town, rows: Ints) -> tuple[Times, Times]:
    """Return from when to when rows are in their first user's hands within the window."""
    paper = town.paper
    start = np.fmax(np.fmax(times(paper, "opened")[rows], times(paper, "asleep_until")[rows]), START)
    same = ints(paper, "taker")[rows] == ints(paper, "user")[rows]
    passed = np.where(same, np.datetime64("NaT", "s"), times(paper, "taken_at")[rows])
    return start, np.fmin(np.fmin(times(paper, "closed")[rows], passed), END)


def own_rows(town: Town, kind: str) -> Ints:
    """Return rows of a kind that are at some time in the hands their users would call from."""
    ring, how = ints(town.paper, "ring"), texts(town.paper, "how")
    personal = (ring < 0) | np.isin(how, ("lent", "own"))
    return np.flatnonzero((texts(town.paper, "kind") == kind) & personal & (texts(town.paper, "card_type") != "credit"))


@lru_cache(maxsize=3)
def by_holder(town: Town, kind: str) -> tuple[Ints, Ints, Times, Times, Floats]:
    """Return the rows of a kind in order of their users: row, user, from when, to when, how likely it is used."""
    rows = own_rows(town, kind)
    rows = rows[np.argsort(ints(town.paper, "user")[rows], kind="stable")]
    start, stop = held_from(town, rows)
    weight = np.minimum(1.0, floats(town.paper, "activity")[rows] + 0.08)
    return rows, ints(town.paper, "user")[rows], start, stop, weight


def held_at(rng: np.random.Generator, town: Town, kind: str, users: Ints, at: Times) -> Ints:
    """Return a row of the kind in each user's hands at that time, the busier likelier, or -1."""
    rows, held, start, stop, weight = by_holder(town, kind)
    low, high = np.searchsorted(held, users, "left"), np.searchsorted(held, users, "right")
    found = np.full(users.size, -1, dtype=np.int64)
    for _ in range(5):
        at_row = np.minimum(low + (rng.random(users.size) * (high - low)).astype(np.int64), rows.size - 1)
        good = (high > low) & (start[at_row] <= at) & (at <= stop[at_row])
        good &= rng.random(users.size) < weight[at_row]
        found = np.where((found < 0) & good, rows[at_row], found)
    return found


def spells(town: Town) -> pd.DataFrame:
    """Return who used each row with which handset from when to when, within the window."""
    rows = np.arange(len(town.paper))
    start, stop = held_from(town, rows)
    passed = times(town.paper, "taken_at")
    first = {"row": rows, "user": ints(town.paper, "user"), "device": ints(town.paper, "device"), "start": start}
    early = pd.DataFrame({**first, "stop": np.fmin(stop, np.where(np.isnat(passed), END, passed))})
    late_start = np.fmax(np.fmax(passed, START), times(town.paper, "asleep_until"))
    second = {"row": rows, "user": ints(town.paper, "taker"), "device": ints(town.paper, "taken_device")}
    late = pd.DataFrame({**second, "start": late_start, "stop": np.fmin(times(town.paper, "closed"), END)})
    both = pd.concat([early, late[~np.isnat(passed)]], ignore_index=True)
    return both[(both["stop"] > both["start"]) & (both["user"] >= 0)].reset_index(drop=True)


def addresses_of(rng: np.random.Generator, town: Town, users: Ints, mobile: Bools) -> Texts:
    """Return the network address of each session: home, a carrier's shared one, campus, or work."""
    places = town.places
    home = ints(town.people, "home")[users]
    school, employer = ints(town.people, "school")[users], ints(town.people, "employer")[users]
    nat = places.homes + rng.integers(0, places.nats, users.size)
    chance = rng.random(users.size)
    where = np.where((chance < 0.45) & (school < 0), home, nat)
    where = np.where((chance < 0.6) & (school >= 0), places.homes + places.nats + school, where)
    office = places.homes + places.nats + places.campuses + employer
    where = np.where((chance > 0.88) & (employer >= 0), office, where)
    return np.where(mobile & (rng.random(users.size) < 0.35), "", places.ips[where])


def terminals(rng: np.random.Generator, town: Town) -> pd.DataFrame:
    """Return the sessions at agents' terminals: each card opened through an agent is seen there once."""
    opened = times(town.paper, "opened")
    kinds = np.isin(texts(town.paper, "kind"), ("phone", "bank_card"))
    rows = np.flatnonzero((texts(town.paper, "channel") == "agent") & kinds)
    columns = {"row": rows, "user": ints(town.paper, "user")[rows], "outlet": ints(town.paper, "outlet")[rows]}
    at = opened[rows] + rng.integers(120, 1500, rows.size).astype("timedelta64[s]")
    return pd.DataFrame({**columns, "at": at, "device": town.devices + columns["outlet"]})


def hands_at(town: Town, rows: Ints, at: Times) -> tuple[Ints, Ints]:
    """Return whose hands rows are in at those times, and in which handset."""
    paper = town.paper
    passed = times(paper, "taken_at")[rows] <= at
    user = np.where(passed, ints(paper, "taker")[rows], ints(paper, "user")[rows])
    return user, np.where(passed, ints(paper, "taken_device")[rows], ints(paper, "device")[rows])


def side_by_side(rng: np.random.Generator, town: Town, calls: pd.DataFrame) -> pd.DataFrame:
    """Return the sessions of phones that lie beside each other: while the one rings somebody, the other is on data."""
    pairs = pd.concat(town.pairs, ignore_index=True)
    met = calls[["caller", "at"]].merge(pairs, left_on="caller", right_on="dialler")
    met = met.iloc[rng.permutation(len(met))]
    met = met.loc[(met.groupby("dialler").cumcount() < SEEN_TOGETHER).to_numpy(dtype=np.bool_)]
    spot = rng.integers(0, 3, len(met))
    frames = []
    for side, early, late in (("dialler", 0, 40), ("partner", -150, 150)):
        row, at = ints(met, side), times(met, "at") + rng.integers(early, late, len(met)).astype("timedelta64[s]")
        user, device = hands_at(town, row, at)
        frame = pd.DataFrame({"row": row, "user": user, "device": device, "at": at, "spot": spot})
        closed = times(town.paper, "closed")[row]
        held: Bools = (begun(town)[row] <= at) & ~(closed < at) & (at <= END)
        frames.append(frame.loc[held])
    return pd.concat(frames, ignore_index=True)


def make_sessions(town: Town, keys: Texts, calls: pd.DataFrame) -> pd.DataFrame:
    """Return the sessions source, in order of time; `calls` are rows of paper that ring, and when."""
    rng = town.plan.draw("sessions")
    spell = spells(town)
    kind = texts(town.paper, "kind")[ints(spell, "row")]
    share = (times(spell, "stop") - times(spell, "start")).astype(np.int64) / (WINDOW_DAYS * DAY)
    usual = np.select([kind == "phone", kind == "bank_card"], [6.0, 3.5], 4.5)
    many = 1 + rng.poisson(usual * share * np.minimum(floats(town.paper, "activity")[ints(spell, "row")], 3.0))
    use = spell.loc[np.repeat(np.arange(len(spell)), many), ["row", "user", "device", "start", "stop"]]
    use = use.assign(at=moments(rng, times(use, "start"), times(use, "stop"))).drop(columns=["start", "stop"])
    use = pd.concat([use, terminals(rng, town)], ignore_index=True)
    use = use.assign(spot=rng.integers(0, 3, len(use)))
    use = pd.concat([use, side_by_side(rng, town, calls)], ignore_index=True)
    return shown(rng, town, keys, use)


def shown(rng: np.random.Generator, town: Town, keys: Texts, use: pd.DataFrame) -> pd.DataFrame:
    """Return uses as rows of the sessions source."""
    row, users = ints(use, "row"), ints(use, "user")
    handsets = imeis(town.plan.draw("imeis"), town.devices + len(town.places.outlets))
    kind = texts(town.paper, "kind")[row]
    region = region_of(town, row, users, times(use, "at"))
    mobile = kind == "phone"
    imsi = padded(rng.choice(10**10, len(town.paper), replace=False), 10)[ints(town.paper, "number")]
    seen = rng.random(row.size) < np.where(mobile, 0.92, 0.8)
    ip = addresses_of(rng, town, users, mobile)
    cell = joined(np.array("C"), region, padded(users % 37 * 3 + ints(use, "spot"), 3))
    columns = {
        "kind": kind,
        "key": keys[row],
        "device": np.where(seen | (ip == ""), handsets[ints(use, "device")], ""),
        "imsi": np.where(mobile, joined(np.array("46000"), imsi)[row], ""),
        "ip": ip,
        "cell": np.where(mobile, cell, ""),
        "region": region,
        "at": times(use, "at"),
    }
    return pd.DataFrame(columns).sort_values(["at", "key", "kind"], kind="stable", ignore_index=True)


def region_of(town: Town, rows: Ints, users: Ints, at: Times) -> Texts:
    """Return where a key is used: where its user lives, on some days where he works or visits, or on a journey."""
    used_in = texts(town.paper, "used_in")[rows]
    home = texts(town.people, "region")
    other = town.plan.draw("other places").choice(home, home.size)
    employer = ints(town.people, "employer")
    other = np.where(employer >= 0, texts(town.places.employers, "region")[employer], other)
    # By the day, so that all keys of one person are in one place.
    day = at.astype("datetime64[D]").astype(np.int64)
    out = (users * 7919 + day * 104_729) % 997 < AWAY
    return np.where(used_in != "", used_in, np.where(out, other[users], home[users]))


def live_phones(town: Town) -> Ints:
    """Return phones of people of the city, in ordinary hands."""
    rows = rows_of(town, "phone")
    return rows[bools(town.people, "local")[ints(town.paper, "user")[rows]]]


def as_share(part: Floats, whole: Floats) -> Floats:
    """Return parts of wholes, nought where the whole is nought."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def rows_opened_by(town: Town, keys: Texts, wanted: Texts, at: Times) -> Bools:
    """Return for each phone number and time whether some holding of the number is open then."""
    phones = np.flatnonzero(texts(town.paper, "kind") == "phone")
    index = pd.DataFrame({"key": keys[phones], "opened": times(town.paper, "opened")[phones]})
    index["closed"] = np.where(np.isnat(times(town.paper, "closed")[phones]), END, times(town.paper, "closed")[phones])
    asked = pd.DataFrame({"key": wanted, "at": at, "order": np.arange(at.size)}).merge(index, on="key")
    good = asked[(asked["opened"] <= asked["at"]) & (asked["at"] <= asked["closed"])]
    return np.isin(np.arange(at.size), ints(good, "order"))

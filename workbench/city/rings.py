"""The rings: crews, the phones, bank cards and accounts they work with, and how they come by the paper."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.city.lookalikes_home import days
from workbench.city.paper import at_office_hours, ordinary
from workbench.city.people import make_names
from workbench.city.plan import END, NEVER, START
from workbench.city.sheets import (
    Town,
    adults,
    bools,
    first_row_of,
    floats,
    ints,
    new_devices,
    rows_of,
    texts,
    times,
    with_changes,
    with_paper,
)
from workbench.city.supply import Seats, collected, through_outlets
from workbench.city.values import Ints, Texts, Times, resident_ids
from workbench.city.words import PLATFORMS

CREW = 3
HOWS = ("stolen", "lent", "invented", "own")


def crews(rng: np.random.Generator, town: Town) -> Ints:
    """Return three people a ring: grown-ups of the city, any job, each with a phone and a bank card."""
    fit = adults(town) & (first_row_of(town, "phone") >= 0) & (first_row_of(town, "bank_card") >= 0)
    return rng.permutation(np.flatnonzero(fit))[: CREW * town.plan.rings].reshape(-1, CREW)


def make_seats(rng: np.random.Generator, town: Town) -> Seats:
    """Return the seats of all rings."""
    chance = town.plan.difficulty
    ring, kind, part = [], [], []
    for number, (phones, cards, accounts) in enumerate(town.plan.ring_sizes()):
        callers = max(2, round(phones * 0.55))
        busy = cards - cards // 4
        layers = [f"mule_{1 + at * 3 // busy}" if at < busy else "spare" for at in range(cards)]
        ring += [number] * (phones + cards + accounts)
        kind += ["phone"] * phones + ["bank_card"] * cards + ["social_account"] * accounts
        part += ["boss"] + ["caller"] * callers + ["contact"] * (phones - callers - 1) + layers + ["lure"] * accounts
    rest = 1 - chance.stolen - chance.lent - chance.invented
    how = rng.choice(np.array(HOWS), len(ring), p=(chance.stolen, chance.lent, chance.invented, rest))
    how = np.where(np.array(part) == "boss", "own", how)
    how = np.where((how == "own") & ((np.array(kind) != "bank_card") & (np.array(part) != "boss")), "lent", how)
    return Seats(np.array(ring), np.array(kind), np.array(part), how)


def handsets(rng: np.random.Generator, town: Town, ring: Ints, size: int) -> tuple[Town, Ints]:
    """Return a handset for each seat: one of its ring's or a neighbour ring's few, or a clean one."""
    town, pool = new_devices(town, town.plan.rings * size)
    quiet = 1 + np.bincount(ring, minlength=town.plan.rings).max() // 7
    town, clean = new_devices(town, town.plan.rings * quiet)
    guest = rng.random(ring.size) < town.plan.difficulty.shared_hands
    owner = np.where(guest, (ring + 1) % town.plan.rings, ring)
    shared = pool[owner * size + rng.integers(0, size, ring.size)]
    alone = clean[ring * quiet + rng.integers(0, quiet, ring.size)]
    return town, np.where(rng.random(ring.size) < town.plan.difficulty.clean_device, alone, shared)


def opened_in_bursts(rng: np.random.Generator, town: Town, ring: Ints) -> Times:
    """Return opening times: a few errands a ring over two years, each spread over weeks."""
    errands = START - days(rng.integers(-70, 560, (town.plan.rings, 3)))
    base = errands[ring, rng.integers(0, 3, ring.size)]
    late = rng.exponential(town.plan.difficulty.spread_days / 2.5, ring.size).astype(np.int64)
    day = np.minimum(base + days(late), END - days(np.full(ring.size, 40)))
    return at_office_hours(rng, day.astype("datetime64[D]"))


def invent_people(rng: np.random.Generator, town: Town, count: int) -> tuple[Town, Ints]:
    """Return the town with identities of nobody."""
    model = town.people.iloc[rng.integers(0, len(town.people), count)]
    male = rng.random(count) < 0.6
    born = times(model, "born") + days(rng.integers(-400, 400, count))
    taken = texts(town.people, "identity")
    identity = resident_ids(rng, texts(model, "origin"), born, male)
    fresh = model.assign(identity=identity, name=make_names(rng, male), born=born, person=False)
    fresh = fresh[~np.isin(identity, taken)].assign(employer=-1, school=-1, job="nobody", local=False, place=0)
    start = len(town.people)
    people = pd.concat([town.people, fresh], ignore_index=True)
    return replace(town, people=people), np.arange(start, len(people))


def papers_for(rng: np.random.Generator, town: Town, seats: Seats) -> tuple[Town, Ints]:
    """Return whom the paper of new seats names: real people of other provinces, or nobody; a name serves twice."""
    size = 1 + np.bincount(seats.ring, minlength=town.plan.rings).max() // 2
    count = town.plan.rings * size
    far = np.flatnonzero(~bools(town.people, "local") & (floats(town.people, "age") > 17))
    real = rng.choice(far, count, replace=far.size < count)
    town, made = invent_people(rng, town, count)
    at = seats.ring * size + rng.integers(0, size, seats.ring.size)
    return town, np.where(seats.how == "invented", made[at % made.size], real[at])


def open_new(rng: np.random.Generator, town: Town, seats: Seats, crew: Ints) -> tuple[Town, Ints]:
    """Return the town with paper opened by the rings under stolen and invented identities."""
    count = seats.ring.size
    town, paper = papers_for(rng, town, seats)
    user = crew[seats.ring, rng.integers(0, CREW, count)]
    rows = pd.concat([ordinary(rng, town, kind, user[seats.kind == kind]) for kind in np.unique(seats.kind)])
    order = np.concatenate([np.flatnonzero(seats.kind == kind) for kind in np.unique(seats.kind)])
    rows = rows.set_axis(order).sort_index()
    rows = through_outlets(rng, town, seats, rows)
    platform = rng.choice(PLATFORMS, count, p=(0.5, 0.14, 0.22, 0.14))
    rows["card_type"] = np.where(seats.kind == "social_account", platform, usual_type(rng, seats.kind))
    rows["channel"] = np.where(seats.kind == "social_account", "online", texts(rows, "channel"))
    rows = rows.assign(paper=paper, opened=opened_in_bursts(rng, town, seats.ring), closed=NEVER)
    asleep = times(rows, "opened") + days(rng.integers(20, 150, count))
    rows = rows.assign(asleep_until=np.where(rng.random(count) < 0.35, asleep, NEVER))
    rows = collected(rng, town, seats, rows.assign(how=seats.how))
    return with_paper(town, rows.assign(ring=seats.ring, part=seats.part, used_in=""))


def usual_type(rng: np.random.Generator, kind: Texts) -> Texts:
    """Return the card type people usually hold of each kind."""
    debit = np.where(rng.random(kind.size) < 0.95, "debit", "credit")
    return np.where(kind == "bank_card", debit, "personal")


def take_over(rng: np.random.Generator, town: Town, seats: Seats, crew: Ints, device: Ints) -> Town:
    """Return the town with people's own cards passed to the rings."""
    taken = np.full(seats.ring.size, -1, dtype=np.int64)
    local = bools(town.people, "local") & bools(town.people, "person")
    for kind in np.unique(seats.kind):
        rows = rows_of(town, kind)
        plain = np.isnat(times(town.paper, "closed")[rows]) & (texts(town.paper, "card_type")[rows] != "industry")
        plain &= local[ints(town.paper, "paper")[rows]] & ~np.isin(ints(town.paper, "user")[rows], crew)
        plain &= times(town.paper, "opened")[rows] < END - days(np.array([70]))
        at = np.flatnonzero(seats.kind == kind)
        taken[at] = rng.permutation(rows[plain])[: at.size]
    since = START + days(rng.integers(-120, 110, taken.size))
    since = np.maximum(since, times(town.paper, "opened")[taken] + days(rng.integers(2, 30, taken.size)))
    user = crew[seats.ring, rng.integers(0, CREW, taken.size)]
    town = with_changes(town, taken, taker=user, taken_at=since, taken_device=device)
    return with_changes(town, taken, ring=seats.ring, part=seats.part, how=seats.how)


def own_paper(rng: np.random.Generator, town: Town, seats: Seats, crew: Ints) -> Town:
    """Return the town with the boss's own phone and mules' own cards at work for the rings."""
    boss = seats.kind == "phone"
    rows = np.where(boss, first_row_of(town, "phone")[crew[seats.ring, 0]], -1)
    cards = rows_of(town, "bank_card")
    local = bools(town.people, "local")[ints(town.paper, "user")[cards]]
    cards = rng.permutation(cards[local & np.isnat(times(town.paper, "closed")[cards])])
    rows[~boss] = cards[: (~boss).sum()]
    return with_changes(town, rows, ring=seats.ring, part=seats.part, how="own")


def only(seats: Seats, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Seats:
    """Return some of the seats."""
    return Seats(seats.ring[keep], seats.kind[keep], seats.part[keep], seats.how[keep])


def leave_contacts(rng: np.random.Generator, town: Town) -> Town:
    """Return the town with a phone behind each ring's card: one on the same paper, or one the ring shares."""
    paper = town.paper
    ring, kind, how = ints(paper, "ring"), texts(paper, "kind"), texts(paper, "how")
    opened = np.isin(how, ("stolen", "invented")) | (texts(paper, "supply") == "collector")
    needy = np.flatnonzero((ring >= 0) & (kind != "phone") & opened)
    phones = np.flatnonzero((ring >= 0) & (kind == "phone") & (texts(paper, "part") != "boss"))
    phones = phones[np.argsort(ring[phones], kind="stable")]
    low, high = np.searchsorted(ring[phones], ring[needy], "left"), np.searchsorted(ring[phones], ring[needy], "right")
    shared = phones[low + (rng.random(needy.size) * (high - low)).astype(np.int64)]
    rows = ordinary(rng, town, "phone", ints(paper, "user")[needy]).assign(device=ints(paper, "device")[needy])
    near = times(paper, "opened")[needy] - days(rng.integers(0, 12, needy.size))
    rows = rows.assign(paper=ints(paper, "paper")[needy], opened=near, closed=NEVER, activity=0.2)
    clean = rng.random(needy.size) < town.plan.difficulty.own_contact
    town, added = with_paper(town, rows[clean].assign(ring=ring[needy][clean], part="contact", how=how[needy][clean]))
    shared[clean] = added
    return with_changes(town, needy, contact=shared)


def add_rings(town: Town) -> Town:
    """Return the town with its rings at work."""
    rng = town.plan.draw("rings")
    crew = crews(rng, town)
    seats = make_seats(rng, town)
    town = own_paper(rng, town, only(seats, seats.how == "own"), crew)
    town, device = handsets(rng, town, seats.ring, 2)
    lent, fresh = seats.how == "lent", np.isin(seats.how, ("stolen", "invented"))
    town = take_over(rng, town, only(seats, lent), crew, device[lent])
    town, rows = open_new(rng, town, only(seats, fresh), crew)
    town = leave_contacts(rng, with_changes(town, rows, device=device[fresh]))
    callers = np.flatnonzero(texts(town.paper, "part") == "caller")
    return with_changes(town, callers, reach=(rng.gamma(1.2, 17, callers.size) + 2) * town.plan.difficulty.loud)

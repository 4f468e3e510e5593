"""Innocent look-alikes at home: families, a child as contact, second-hand handsets, numbers that change hands."""

import numpy as np

from workbench.city.paper import at_office_hours, contacts_for, ordinary
from workbench.city.plan import DAY, END, NEVER, START
from workbench.city.sheets import (
    Town,
    adults,
    bools,
    first_row_of,
    floats,
    ints,
    new_devices,
    pick,
    rows_of,
    texts,
    times,
    with_changes,
    with_innocent,
    with_paper,
    with_ties,
)
from workbench.city.values import Ints, Spans


def days(count: Ints) -> Spans:
    """Return whole days as spans of time."""
    return np.asarray(count * DAY, dtype=np.int64).astype("timedelta64[s]")


def add_families(town: Town) -> Town:
    """Relatives who use their paper on the head's handset."""
    rng = town.plan.draw("families")
    heads = np.full(ints(town.people, "home").max() + 1, -1)
    head = np.flatnonzero(ints(town.people, "place") == 0)
    heads[ints(town.people, "home")[head]] = head
    relatives = np.flatnonzero((ints(town.people, "place") > 0) & bools(town.people, "local"))
    chosen = rng.permutation(relatives)[: 2 * town.plan.quota]
    for kind in ("phone", "bank_card", "social_account"):
        rows = rows_of(town, kind, chosen)
        town = with_changes(town, rows, device=heads[ints(town.people, "home")[ints(town.paper, "user")[rows]]])
        town = with_innocent(town, "family", rows)
    return town


def add_child_contacts(town: Town) -> Town:
    """Elders whose cards name a grown child elsewhere in the city as contact."""
    rng = town.plan.draw("children")
    age, phones = floats(town.people, "age"), first_row_of(town, "phone")
    elders = rng.permutation(np.flatnonzero((age >= 58) & bools(town.people, "local")))[: 2 * town.plan.quota]
    children = rng.choice(np.flatnonzero(adults(town) & (phones >= 0)), elders.size)
    child = np.full(age.size, -1)
    child[elders] = phones[children]
    rows = rows_of(town, "bank_card", elders)
    town = with_changes(town, rows, contact=child[ints(town.paper, "user")[rows]])
    called = phones[elders] >= 0
    rate = rng.gamma(2, 6, elders.size)[called]
    return with_innocent(
        with_ties(town, phones[elders][called], phones[children][called], rate, (START, END)), "child_contact", rows
    )


def add_second_hand(town: Town) -> Town:
    """Handsets sold on: the buyer goes on with the seller's, the seller buys a new one."""
    rng = town.plan.draw("second hand")
    rows = rng.permutation(rows_of(town, "phone"))[: 2 * (town.plan.quota // 2 + 1)]
    sold, bought = rows[::2], rows[1::2]
    at = at_office_hours(rng, (START - days(rng.integers(-150, 300, sold.size))).astype("datetime64[D]"))
    town, fresh = new_devices(town, sold.size)
    user = ints(town.paper, "user")
    town = with_changes(town, bought, taker=user[bought], taken_at=at, taken_device=ints(town.paper, "device")[sold])
    town = with_changes(town, sold, taker=user[sold], taken_at=at, taken_device=fresh)
    return with_innocent(town, "second_hand", rows)


def add_recycled(town: Town) -> Town:
    """Numbers given up and later held by somebody else; old contacts may still name them."""
    rng = town.plan.draw("recycled")
    phones = rows_of(town, "phone")
    old = phones[times(town.paper, "opened")[phones] < np.datetime64("2025-01-01")]
    old = rng.permutation(old)[: town.plan.quota]
    opened = times(town.paper, "opened")[old]
    closed = opened + days(rng.integers(60, 420, old.size))
    again = at_office_hours(rng, (closed + days(rng.integers(95, 240, old.size))).astype("datetime64[D]"))
    town = with_changes(town, old, closed=closed)
    local = np.flatnonzero(bools(town.people, "local"))
    rows = ordinary(rng, town, "phone", rng.choice(local, old.size))
    town, added = with_paper(town, rows.assign(number=ints(town.paper, "number")[old], opened=again, closed=NEVER))
    return with_innocent(town, "recycled_number", added)


def add_number_changes(town: Town) -> Town:
    """People who take a new number and keep their friends."""
    rng = town.plan.draw("number changes")
    phones = rows_of(town, "phone")
    fit = np.isnat(times(town.paper, "closed")[phones]) & (times(town.paper, "opened")[phones] < START)
    old = rng.permutation(phones[fit])[: town.plan.quota]
    day = (START + days(rng.integers(15, 140, old.size))).astype("datetime64[D]")
    at = at_office_hours(rng, day)
    user = ints(town.paper, "user")[old]
    town = with_changes(town, old, closed=at + days(rng.integers(0, 9, old.size)))
    rows = ordinary(rng, town, "phone", user)
    rows = rows.assign(opened=at, closed=NEVER, device=ints(town.paper, "device")[old])
    rows = rows.assign(activity=floats(town.paper, "activity")[old])
    town, added = with_paper(town, rows)
    return with_innocent(town, "number_change", added)


def add_travellers(town: Town) -> Town:
    """Old second cards that sleep until a journey wakes them far away."""
    rng = town.plan.draw("travellers")
    town, people = pick(town, rng, bools(town.people, "local"), town.plan.quota, "")
    rows = ordinary(rng, town, "phone", people)
    opened = at_office_hours(rng, (START - days(rng.integers(120, 1500, people.size))).astype("datetime64[D]"))
    wakes = START + days(rng.integers(5, 150, people.size))
    away = rng.choice(texts(town.people, "origin")[~bools(town.people, "local")], people.size)
    rows = rows.assign(opened=opened, closed=NEVER, asleep_until=wakes, used_in=away)
    town, added = with_paper(town, rows)
    return with_innocent(town, "traveller", added)


def refresh_contacts(town: Town) -> Town:
    """Return the town where one card in nine names another of its holder's phones than it did."""
    rng = town.plan.draw("contacts anew")
    rows = rows_of(town, "bank_card")
    rows = rows[rng.random(rows.size) < 0.11]
    users = ints(town.paper, "user")[rows]
    contact = contacts_for(rng, town, users, times(town.paper, "opened")[rows])
    return with_changes(town, rows[contact >= 0], contact=contact[contact >= 0])

"""The ordinary paper: the phone cards, bank cards and social accounts people hold in their own names."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.city.plan import DAY, END, FIRST, NEVER, START
from workbench.city.sheets import Town, first_row_of, floats, ints, new_devices, sheet, texts, times, with_paper
from workbench.city.values import Floats, Ints, Texts, Times
from workbench.city.words import CITY, PLATFORMS

SPAN = int((END - FIRST).astype(np.int64))
CHANNELS = ("counter", "agent", "online")


def opening_times(rng: np.random.Generator, count: int) -> Times:
    """Return openings over five years, more of them lately, in opening hours mostly."""
    back = rng.beta(1.0, 1.7, count) * (SPAN - 40 * DAY) + 35 * DAY
    day = (END - back.astype("timedelta64[s]")).astype("datetime64[D]")
    return at_office_hours(rng, day)


def at_office_hours(rng: np.random.Generator, day: Times) -> Times:
    """Return times of those days: between nine and six mostly, one in ten at any hour."""
    office = rng.triangular(8.8, 13.0, 18.5, day.size)
    hour = np.where(rng.random(day.size) < 0.1, rng.uniform(0, 24, day.size), office)
    at: Times = day.astype("datetime64[D]").astype("datetime64[s]") + (hour * 3600).astype("timedelta64[s]")
    return at


def outlets_near(rng: np.random.Generator, town: Town, kind: str, region: Texts) -> Ints:
    """Return an outlet of the kind in each region; an unknown region gets any of the city's."""
    outlets = town.places.outlets
    mine = np.flatnonzero(texts(outlets, "kind") == kind)
    order = mine[np.argsort(texts(outlets, "region")[mine], kind="stable")]
    sorted_regions = texts(outlets, "region")[order]
    low = np.searchsorted(sorted_regions, region, "left")
    high = np.searchsorted(sorted_regions, region, "right")
    return order[low + (rng.random(region.size) * (high - low)).astype(np.int64)]


def ordinary(rng: np.random.Generator, town: Town, kind: str, people: Ints) -> pd.DataFrame:
    """Return one row of paper for each of the people named, opened near home mostly."""
    count = people.size
    chance = rng.random(count)
    home = texts(town.people, "region")[people]
    elsewhere = rng.choice(np.array(list(CITY)), count)
    local = town.people["local"].to_numpy(dtype=np.bool_)[people]
    region = np.where((chance < 0.1) & local, elsewhere, home)
    region = np.where(chance > 0.93, texts(town.people, "origin")[people], region)
    grown = times(town.people, "born")[people] + np.timedelta64(int(12.1 * 365.25 * DAY), "s")
    opened = np.maximum(opening_times(rng, count), grown)
    gone = opened + (rng.exponential(900, count) * DAY).astype("timedelta64[s]")
    closed = np.where(
        (rng.random(count) < 0.16) & (gone < END) & (gone > opened + np.timedelta64(30 * DAY)), gone, NEVER
    )
    return sheet(
        count,
        kind=kind,
        paper=people,
        user=people,
        device=people,
        opened=opened,
        closed=closed,
        outlet=outlets_near(rng, town, "bank_card" if kind == "bank_card" else "phone", region),
        channel=rng.choice(np.array(CHANNELS), count, p=(0.55, 0.27, 0.18)),
        reach=rng.gamma(0.32, 20, count) if kind == "phone" else 0.0,
        activity=rng.gamma(1.6, 0.62, count) + 0.05,
    )


def how_many(rng: np.random.Generator, age: Floats, mean: float) -> Ints:
    """Return how many of a kind each person holds; the young and the old hold fewer."""
    share = np.where(age < 16, 0.45, np.where(age > 70, 0.6, 1.0))
    return rng.poisson(mean * share) + (rng.random(age.size) < np.where(age < 16, 0.4, 0.93)).astype(np.int64)


def hold_phones(town: Town) -> Town:
    """Return the town with everybody's phone cards; a second card is in a second handset half the time."""
    rng = town.plan.draw("phones")
    everybody = np.arange(len(town.people))
    holders = np.repeat(everybody, how_many(rng, floats(town.people, "age"), 0.36))
    rows = ordinary(rng, town, "phone", holders)
    second = np.flatnonzero(np.r_[False, holders[1:] == holders[:-1]] & (rng.random(holders.size) < 0.5))
    town, fresh = new_devices(town, second.size)
    device = ints(rows, "device").copy()
    device[second] = fresh
    activity = floats(rows, "activity") * np.where(np.r_[False, holders[1:] == holders[:-1]], 0.35, 1.0)
    return with_paper(town, rows.assign(device=device, activity=activity))[0]


def contacts_for(rng: np.random.Generator, town: Town, users: Ints, opened: Times) -> Ints:
    """Return the phone left with a bank or platform: one's own mostly, else a relative's or an earlier number."""
    own = first_row_of(town, "phone")
    phones = np.flatnonzero(texts(town.paper, "kind") == "phone")
    mine = phones[np.argsort(ints(town.paper, "user")[phones], kind="stable")]
    held = ints(town.paper, "user")[mine]
    low, high = np.searchsorted(held, users, "left"), np.searchsorted(held, users, "right")
    any_own = np.where(
        high > low, mine[np.minimum(low + (rng.random(users.size) * (high - low)).astype(np.int64), mine.size - 1)], -1
    )
    home = ints(town.people, "home")
    heads = np.full(home.max() + 1, -1)
    heads[home[own >= 0]] = own[own >= 0]
    relative = heads[home[users]]
    chosen = np.where(rng.random(users.size) < 0.17, relative, any_own)
    known = (chosen >= 0) & (times(town.paper, "opened")[chosen] <= opened + np.timedelta64(400 * DAY, "s"))
    return np.where(known, chosen, any_own)


def second_handset(rng: np.random.Generator, town: Town, holders: Ints, share: float) -> Ints:
    """Return each holder's handset: the usual one, or for a share an old one or a tablet kept at home."""
    return np.where(rng.random(holders.size) < share, holders + len(town.people), holders)


def hold_cards(town: Town) -> Town:
    """Return the town with everybody's bank cards, each with a contact phone."""
    rng = town.plan.draw("bank cards")
    holders = np.repeat(np.arange(len(town.people)), how_many(rng, floats(town.people, "age"), 1.05))
    rows = ordinary(rng, town, "bank_card", holders)
    contact = contacts_for(rng, town, holders, times(rows, "opened"))
    kind = np.where(rng.random(holders.size) < 0.14, "credit", "debit")
    device = second_handset(rng, town, holders, 0.16)
    return with_paper(town, rows.assign(contact=contact, card_type=kind, device=device))[0]


def hold_accounts(town: Town) -> Town:
    """Return the town with everybody's social accounts; `card_type` holds the platform."""
    rng = town.plan.draw("social accounts")
    age = floats(town.people, "age")
    holders = np.repeat(np.arange(len(town.people)), how_many(rng, age, 0.75))
    rows = ordinary(rng, town, "social_account", holders)
    contact = contacts_for(rng, town, holders, times(rows, "opened"))
    platform = rng.choice(PLATFORMS, holders.size, p=(0.5, 0.14, 0.22, 0.14))
    device = second_handset(rng, town, holders, 0.3)
    return with_paper(town, rows.assign(contact=contact, card_type=platform, channel="online", device=device))[0]


def hold_paper(town: Town) -> Town:
    """Return the town with the ordinary paper of all its people; each may have a second handset, numbered after."""
    return hold_accounts(hold_cards(hold_phones(replace(town, devices=2 * len(town.people)))))


def open_through(town: Town, rows: Ints) -> Ints:
    """Return those of the rows that are open from before the window to its end."""
    paper = town.paper
    return rows[(times(paper, "opened")[rows] < START) & np.isnat(times(paper, "closed")[rows])]

"""Innocent look-alikes of place: freshmen, village helpers, migrants, agents' terminals, shared addresses."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.city.lookalikes_home import days
from workbench.city.paper import at_office_hours, ordinary, outlets_near
from workbench.city.plan import END, NEVER, START
from workbench.city.sheets import (
    Town,
    adults,
    bools,
    first_row_of,
    floats,
    ints,
    rows_of,
    texts,
    with_innocent,
    with_paper,
    with_ties,
)
from workbench.city.words import VILLAGES


def add_freshmen(town: Town) -> Town:
    """New students: phone and bank card from one outlet in one week, IDs from far away, one age, one address."""
    rng = town.plan.draw("freshmen")
    school = ints(town.people, "school")
    students = rng.permutation(np.flatnonzero(school >= 0))[: 2 * town.plan.quota]
    began = np.clip(2026 - (floats(town.people, "age")[students] - 18).astype(np.int64), 2022, 2026)
    week = np.array([f"{year}-09-01" for year in range(2022, 2027)], dtype="datetime64[D]")[began - 2022]
    region = texts(town.people, "region")[students]
    for kind in ("phone", "bank_card"):
        near = outlets_near(rng, town, kind, region)
        outlet = np.array([near[school[students] == one][:1].sum() for one in range(school.max() + 1)])
        day = week.astype("datetime64[s]") + days(rng.choice([-2, -1, 0, 0, 0, 1, 3], students.size))
        rows = ordinary(rng, town, kind, students).assign(opened=at_office_hours(rng, day.astype("datetime64[D]")))
        phones = first_row_of(town, "phone")[students]
        rows = rows.assign(closed=NEVER, channel="agent", contact=phones if kind == "bank_card" else -1)
        town, added = with_paper(town, rows.assign(outlet=outlet[school[students]]))
        town = with_innocent(town, "freshman", added)
    return town


def add_village_helpers(town: Town) -> Town:
    """Helpers who open cards for old neighbours with their own handset, contact phone and outlet."""
    rng = town.plan.draw("village helpers")
    age, phones = floats(town.people, "age"), first_row_of(town, "phone")
    rural = np.isin(texts(town.people, "region"), VILLAGES)
    old = (age >= 60) & bools(town.people, "local")
    order = np.argsort(np.where(old, 0, 2) - (old & rural) + rng.random(age.size) * 0.5)
    elders = order[: min(town.plan.quota, int(old.sum()))]
    group = np.arange(elders.size) // 9
    helpers = rng.permutation(np.flatnonzero(adults(town) & (phones >= 0)))[: group.max() + 1]
    base = START - days(rng.integers(-60, 700, group.max() + 1))
    for kind in ("phone", "bank_card"):
        rows = ordinary(rng, town, kind, elders).assign(closed=NEVER, channel="agent", device=helpers[group])
        opened = (base[group] + days(rng.integers(0, 40, elders.size))).astype("datetime64[D]")
        rows = rows.assign(outlet=ints(rows, "outlet")[group * 9], opened=at_office_hours(rng, opened))
        town, added = with_paper(town, rows.assign(contact=phones[helpers][group], activity=0.25))
        town = with_innocent(town, "village_helper", added)
    own = phones[elders] >= 0
    rate = rng.gamma(1.5, 4, elders.size)[own]
    return with_ties(town, phones[elders][own], phones[helpers][group][own], rate, (START, END))


def mark_places(town: Town) -> Town:
    """Note who only looks remote, or only shares an agent's terminal, a carrier's or a campus's address."""
    rng = town.plan.draw("places marked")
    paper, quota = town.paper, town.plan.quota
    phones, cards = rows_of(town, "phone"), rows_of(town, "bank_card")
    users = ints(paper, "user")
    moved = bools(town.people, "migrant") & bools(town.people, "local")
    town = with_innocent(town, "migrant", rng.permutation(phones[moved[users[phones]]])[: 3 * quota])
    both = np.r_[phones, cards]
    agent = both[texts(paper, "channel")[both] == "agent"]
    town = with_innocent(town, "agent_terminal", rng.permutation(agent)[: 3 * quota])
    town = with_innocent(town, "carrier_nat", rng.permutation(phones)[: 3 * quota])
    return with_innocent(town, "campus_ip", phones[ints(town.people, "school")[users[phones]] >= 0])


def seal(town: Town) -> pd.DataFrame:
    """Return who looks like fraud and is not: row of paper and why, without those that fraud took after all."""
    noted = pd.concat(town.innocent, ignore_index=True).drop_duplicates()
    numbers = ints(town.paper, "number")
    taken = numbers[ints(town.paper, "ring") >= 0]
    return noted.loc[~np.isin(numbers[ints(noted, "row")], taken)]


def settled(town: Town) -> Town:
    """Return the town with its innocent notes sealed."""
    return replace(town, innocent=(seal(town),))

"""The people: households, ages, where they come from, where they live and what they do."""

import numpy as np
import pandas as pd

from workbench.city.plan import Plan
from workbench.city.values import Bools, Floats, Ints, Texts, Times, joined, padded, resident_ids
from workbench.city.words import (
    AWAY,
    CITY,
    ESTATES,
    GIVEN_FEMALE,
    GIVEN_MALE,
    HAMLETS,
    SCHOOLS,
    SECOND,
    STREETS,
    SURNAMES,
    VILLAGES,
)

ELSEWHERE = 0.16
MIGRANT = 0.3
TODAY = np.datetime64("2026-11-01", "D")


def households(rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """Return each person's household and place in it (0 head, 1 spouse, 2 child, 3 grandparent, 4 child)."""
    sizes = rng.choice(np.arange(1, 6), count, p=[0.26, 0.26, 0.26, 0.14, 0.08])
    home = np.repeat(np.arange(count), sizes)[:count]
    start = np.searchsorted(home, home, side="left")
    return home, np.arange(count) - start


def ages(rng: np.random.Generator, home: Ints, place: Ints) -> Floats:
    """Return ages in years; those of one household fit together."""
    kind = rng.random(home.max() + 1)
    head = rng.triangular(23, 33, 62, home.max() + 1)
    head = np.where(kind < 0.17, rng.uniform(60, 86, kind.size), head)
    head = np.where(kind > 0.9, rng.uniform(18, 26, kind.size), head)[home]
    gap = rng.uniform(23, 31, home.size)
    spread = np.choose(place, [0 * gap, rng.normal(0, 3, home.size), -gap, gap, -gap - 3])
    whole: Floats = np.clip(head + spread, 12.2, 91.0)
    return whole


def regions(rng: np.random.Generator, home: Ints, place: Ints) -> pd.DataFrame:
    """Return region of the ID, region of residence, and who is a migrant or lives elsewhere."""
    houses = home.max() + 1
    away = np.array(list(AWAY))
    city = np.array(list(CITY))
    residence = rng.choice(city, houses)
    origin = rng.choice(away, houses)
    migrant = rng.random(houses) < MIGRANT
    elsewhere = rng.random(houses) < ELSEWHERE
    residence = np.where(elsewhere, origin, residence)
    native = np.where(rng.random(home.size) < 0.7, residence[home], rng.choice(city, home.size))
    native = np.where(elsewhere[home], origin[home], native)
    moved = (migrant & ~elsewhere)[home]
    own = np.where((place == 1) & (rng.random(home.size) < 0.3), rng.choice(away, home.size), origin[home])
    columns = {"origin": np.where(moved, own, native), "region": residence[home]}
    return pd.DataFrame({**columns, "migrant": moved, "local": ~elsewhere[home]})


def names(rng: np.random.Generator, home: Ints, place: Ints, male: Bools) -> Texts:
    """Return Chinese names; head, children and the head's parent share a surname."""
    weights = 1.0 / (np.arange(SURNAMES.size) + 4)
    weights /= weights.sum()
    family = rng.choice(SURNAMES, home.max() + 1, p=weights)[home]
    surname = np.where(place == 1, rng.choice(SURNAMES, home.size, p=weights), family)
    given = np.where(male, rng.choice(GIVEN_MALE, home.size), rng.choice(GIVEN_FEMALE, home.size))
    second = np.where(np.strings.str_len(given) > 1, "", rng.choice(SECOND, home.size))
    return joined(surname, second, given)


def make_names(rng: np.random.Generator, male: Bools) -> Texts:
    """Return names of people unrelated to each other."""
    alone = np.arange(male.size)
    return names(rng, alone, 0 * alone, male)


def addresses(rng: np.random.Generator, region: Texts, home: Ints) -> Texts:
    """Return one address a household: an estate in town, a hamlet in the country."""
    houses = home.max() + 1
    number = rng.integers(1, 400, houses).astype(np.str_)
    block = rng.integers(1, 30, houses).astype(np.str_)
    flat = padded(rng.integers(1, 33, houses) * 100 + rng.integers(1, 9, houses), 3)
    town = joined(
        rng.choice(STREETS, houses), number, np.array("号"), rng.choice(ESTATES, houses), block, np.array("栋"), flat
    )
    country = joined(rng.choice(HAMLETS, houses), block, np.array("组"), number, np.array("号"))
    where = {**CITY, **AWAY}
    prefix = np.array([where[code] for code in region])
    return joined(prefix, np.where(np.isin(region, VILLAGES), country[home], town[home]))


def work(rng: np.random.Generator, age: Floats, local: Bools, firms: int) -> tuple[Ints, Ints]:
    """Return employer (row of employers, or -1) and school (number, or -1)."""
    weights = 1.0 / (np.arange(firms) + 6)
    employed = (age >= 20) & (age < 61) & (rng.random(age.size) < 0.74) & local
    employer = np.where(employed, rng.choice(firms, age.size, p=weights / weights.sum()), -1)
    student = (age >= 18) & (age < 23) & (rng.random(age.size) < 0.75) & local
    # A small city may have few of that age: its youngest grown-ups study too.
    student[np.argsort(np.where(local & (age >= 18), age, 99.0), kind="stable")[: age.size // 25]] = True
    school = np.where(student, rng.integers(0, len(SCHOOLS), age.size), -1)
    return np.where(student, -1, employer), school


def settle_students(rng: np.random.Generator, frame: pd.DataFrame, school: Ints) -> tuple[pd.DataFrame, Texts]:
    """Return the people with students living at their school, most of them from other provinces."""
    campus = np.array(list(CITY))[school % len(CITY)]
    far = (school >= 0) & (rng.random(school.size) < 0.6)
    origin = np.where(far, rng.choice(np.array(list(AWAY)), school.size), frame["origin"].to_numpy(dtype=np.str_))
    hall = joined(np.array(SCHOOLS)[school], rng.integers(1, 9, school.size).astype(np.str_), np.array("号宿舍楼"))
    region = np.where(school >= 0, campus, frame["region"].to_numpy(dtype=np.str_))
    address = np.where(school >= 0, hall, frame["address"].to_numpy(dtype=np.str_))
    return frame.assign(origin=origin, region=region, migrant=frame["migrant"] | far), address


def make_people(plan: Plan, firms: int) -> pd.DataFrame:
    """Return one row a person, in an order that says nothing."""
    rng = plan.draw("people")
    home, place = households(rng, plan.people)
    age = ages(rng, home, place)
    male = np.where(place == 1, rng.random(home.size) < 0.08, rng.random(home.size) < 0.55)
    frame = regions(rng, home, place)
    born: Times = TODAY - (age * 365.25).astype("timedelta64[D]")
    employer, school = work(rng, age, frame["local"].to_numpy(dtype=np.bool_), firms)
    frame, address = settle_students(
        rng, frame.assign(address=addresses(rng, frame["region"].to_numpy(dtype=np.str_), home)), school
    )
    frame = frame.assign(
        identity=resident_ids(rng, frame["origin"].to_numpy(dtype=np.str_), born, male),
        name=names(rng, home, place, male),
        age=age,
        born=born.astype("datetime64[s]"),
        home=home,
        place=place,
        address=address,
        employer=employer,
        school=school,
        job="",
        person=True,
    )
    return frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)

"""Whom cards reach: only brief contacts, across phones, accounts and cards, and only where more than chance has it."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from scipy.stats import poisson

from signals.story import SPRING, Story, with_crowd
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.edges import edges
from workbench.signals.limits import Limits
from workbench.signals.reached import fellows, reached
from workbench.signals.scene import Scene, scene

LIMITS = Limits()


def met(story: Story, one: str, other: str, at: datetime, days: int = 1) -> None:
    kind, link = (k.PHONE, li.CALLED) if one.startswith("phone") or one == "line" else (k.BANK_CARD, li.PAID)
    row: dict[str, object] = {"first": at, "last": at + timedelta(days=days)}
    story.links.append((link, kind, one, kind, other, row))


@pytest.fixture
def world() -> Story:
    """A line that calls three people, and a card that the same three pay a week later."""
    story = Story()
    with_crowd(story, 40)
    for name in ("lender", "seller"):
        story.family(name, name)
    story.phone("line", "lender")
    story.bank_card("till", "seller")
    for number in range(3):
        at = SPRING + timedelta(days=30 * number)
        met(story, "line", f"phone of crowd {number} a", at)
        met(story, f"card of crowd {number} a", "till", at + timedelta(days=7))
    for number in range(30):
        met(story, f"phone of crowd {number} b", f"phone of crowd {number + 1} b", SPRING, days=150)
        met(story, f"phone of crowd {number} a", f"phone of crowd {number + 1} b", SPRING + timedelta(days=5 * number))
    return story


def named(at: Scene, *keys: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    entities = at.snapshot.entities
    return entities.index[entities["key"].isin(keys)].to_numpy(dtype=np.int64)


def test_a_line_and_a_card_meet_in_the_people_they_work_on(world: Story) -> None:
    at = scene(world.snapshot(), LIMITS)
    ends = named(at, "line", "till")
    found = fellows(at, ends, ends, LIMITS)
    assert found[["one", "other", "n"]].to_numpy().tolist() == [[*sorted(ends), 3]]
    assert found["surprise"].iloc[0] > LIMITS.circle_least


def test_the_surprise_is_poissons(world: Story) -> None:
    at = scene(world.snapshot(), LIMITS)
    ends = named(at, "line", "till")
    touched = reached(at, LIMITS)
    touched = touched[~touched["person"].isin(named(at, "lender", "seller"))]
    people = touched["person"].value_counts().astype("float64")
    window = (touched["last"].max() - touched["first"].min()) / timedelta(days=1)
    expected = 3 * 3 * (people**2).sum() / people.sum() ** 2 * min(1.0, 2 * LIMITS.fellow_days / window)
    found = fellows(at, ends, ends, LIMITS)["surprise"].iloc[0]
    assert found == pytest.approx(-np.log10(poisson.sf(2, expected)))


def test_months_apart_is_no_meeting(world: Story) -> None:
    late = [
        (*link, {**row, "first": row["first"] + timedelta(days=90), "last": row["last"] + timedelta(days=90)})  # type: ignore[operator]
        if link[4] == "till"
        else (*link, row)
        for *link, row in world.links
    ]
    at = scene(Story(world.entities, late).snapshot(), LIMITS)  # type: ignore[arg-type]
    ends = named(at, "line", "till")
    assert fellows(at, ends, ends, LIMITS).empty


def test_acquaintances_and_people_whom_everybody_reaches_do_not_count(world: Story) -> None:
    for number in range(40):
        for other in "ab":
            met(world, f"phone of crowd {number} {other}", "phone of lender", SPRING)
    at = scene(world.snapshot(), LIMITS)
    people = set(at.snapshot.entities["key"].reindex(reached(at, LIMITS)["person"]))
    assert "crowd 0 a" in people
    assert "lender" not in people
    friends = reached(at, LIMITS)
    friends = friends[friends["card"].isin(named(at, "phone of crowd 5 b"))]
    assert not {"crowd 4 b", "crowd 6 b"} & set(at.snapshot.entities["key"].reindex(friends["person"]))


def test_a_cards_circles_count_for_it_as_one(world: Story) -> None:
    for number in range(4):
        world.phone(f"line {number}", world.person(f"caller {number}"))
        for person in range(3):
            at = SPRING + timedelta(days=30 * person)
            row: dict[str, object] = {"first": at, "last": at + timedelta(days=1)}
            world.links.append((li.CALLED, k.PHONE, f"line {number}", k.PHONE, f"phone of crowd {person} a", row))
    at = scene(world.snapshot(), LIMITS)
    ends = named(at, "line", "till", *(f"line {number}" for number in range(4)))
    rows = edges(at, ends, ends, LIMITS)
    rows = rows[rows["family"] == "circle"]
    assert len(rows) == 15
    assert np.allclose(rows["share"], rows["weight"] / 5)


def test_who_was_rung_once_is_half_as_near_as_who_talks_with_one(world: Story) -> None:
    ends = named(scene(world.snapshot(), LIMITS), "line", "phone of crowd 0 a", "phone of crowd 1 b")
    for days in (0, LIMITS.talk_days):
        met(world, "line", "phone of crowd 1 b", SPRING, days=days)
        rows = edges(scene(world.snapshot(), LIMITS), ends, ends, LIMITS)
        worth = rows.loc[(rows["family"] == "talk") & (rows["one"].isin(ends)), "share"].tolist()
        assert (LIMITS.talk_once * LIMITS.talk_weight in worth) == (days == 0)
        world.links.pop()

"""Quiet groups: nobody complains of them, and no two of their cards work on the same people."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from signals.story import SPRING, Story, with_crowd
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.evidence import evidence
from workbench.signals.limits import Limits
from workbench.signals.quiet import quiet
from workbench.signals.scene import scene

LIMITS = Limits()
CARDS = tuple(f"phone {number}" for number in range(4))


def rang(story: Story, caller: str, callee: str, day: int = 0) -> None:
    row: dict[str, object] = {"calls": 1, "texts": 0, "seconds": 60, "longest": 60, "days": 1}
    at = SPRING + timedelta(days=day)
    times = {"first": at, "last": at + timedelta(hours=1)}
    story.links.append((li.CALLED, k.PHONE, caller, k.PHONE, callee, {**row, **times}))


@pytest.fixture
def world() -> Story:
    """Four people's phones, each of which rang three people whom the others did not ring."""
    story = Story()
    with_crowd(story, 40)
    for number, card in enumerate(CARDS):
        story.phone(card, story.person(f"person {number}"))
        for other in range(3):
            rang(story, card, f"phone of crowd {3 * number + other} a")
    for number in range(39):
        for other in ("a", "b"):
            rang(story, f"phone of crowd {number} a", f"phone of crowd {number + 1} {other}", day=4 * number)
    return story


def is_quiet(story: Story) -> bool:
    at = scene(story.snapshot(), LIMITS)
    keys = at.snapshot.entities["key"]
    codes = pd.Series(keys.index, index=keys)[list(CARDS)]
    held = pd.Series(7, index=codes.to_numpy())
    return list(quiet(at, held, evidence(at, LIMITS).rows, LIMITS)) == [7]


def test_where_everybody_has_people_of_his_own_it_is_quiet(world: Story) -> None:
    assert is_quiet(world)


def test_where_they_ring_the_same_strangers_it_is_not(world: Story) -> None:
    for card in CARDS:
        for number in range(3):
            rang(world, card, f"phone of crowd {30 + number} b")
    assert not is_quiet(world)


def test_where_somebody_complains_it_is_not(world: Story) -> None:
    world.case(k.PHONE, CARDS[0])
    assert not is_quiet(world)


def test_of_whom_no_call_is_known_nobody_can_say(world: Story) -> None:
    world.links = [link for link in world.links if link[2] not in CARDS or link[0] is not li.CALLED]
    assert not is_quiet(world)

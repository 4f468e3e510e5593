"""Pairs: how rare the shared value is, and who makes none."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from signals.story import SPRING, Story, with_crowd
from workbench.model import kinds as k
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene

LIMITS = Limits()


def pairs_at(at: Scene, value: str) -> pd.DataFrame:
    return at.paired[at.paired["value"].map(at.snapshot.entities["key"]) == value]


def shared(count: int, value: str = "tool") -> Story:
    story = Story()
    with_crowd(story, 30)
    for number in range(count):
        story.family(f"one {number}", f"one {number}")
        story.bank_card(f"card {number}", f"one {number}")
        story.used(k.BANK_CARD, f"card {number}", value)
    return story


@pytest.mark.parametrize("count", [2, 3, 7])
def test_the_weight_is_the_rarity_of_the_value(count: int) -> None:
    at = scene(shared(count).snapshot(), LIMITS)
    found = pairs_at(at, "tool")
    free = at.touched[(at.touched["context"] == "") & (at.touched["family"] == "device")]
    whole = max(free["party"].nunique(), 3)
    assert len(found) == count * (count - 1) // 2
    assert (found["one"] < found["other"]).all()
    assert np.allclose(found["weight"], np.log(whole / min(count, whole)) / np.log(whole))


def test_a_value_that_too_many_share_makes_no_pairs() -> None:
    assert pairs_at(scene(shared(LIMITS.device_cap).snapshot(), LIMITS), "tool").empty is False
    assert pairs_at(scene(shared(LIMITS.device_cap + 1).snapshot(), LIMITS), "tool").empty


def test_a_handset_sold_on_joins_nobody() -> None:
    story = shared(1)
    story.family("buyer", "buyer")
    story.bank_card("card of the buyer", "buyer")
    story.used(k.BANK_CARD, "card of the buyer", "tool", first=SPRING + timedelta(days=50 + LIMITS.overlap_days + 1))
    assert pairs_at(scene(story.snapshot(), LIMITS), "tool").empty


def test_openings_across_a_weeks_end_are_one_week() -> None:
    story = Story()
    with_crowd(story, 30)
    days = [SPRING + timedelta(days=day) for day in (0, 2, 40)]
    for number, day in enumerate(days):
        story.person(f"far {number}", region="410105")
        story.phone(f"phone {number}", f"far {number}", day, outlet="outlet")
    for start in range(7):
        moved = Story(story.entities, [(*link, _later(row, start)) for *link, row in story.links])
        at = scene(moved.snapshot(), LIMITS)
        keys = at.snapshot.entities["key"]
        found = pairs_at(at, "outlet")
        assert list(zip(found["one"].map(keys), found["other"].map(keys), strict=True)) == [("phone 0", "phone 1")]


def _later(row: dict[str, object], days: int) -> dict[str, object]:
    return {name: value + timedelta(days=days) if name in {"at", "opened_at"} else value for name, value in row.items()}

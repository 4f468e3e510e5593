"""Who holds what, and that a number's earlier holder is not held against the present one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from signals.story import SPRING, Story, with_crowd
from workbench.model import kinds as k
from workbench.model.links import BOUND
from workbench.signals.evidence import evidence
from workbench.signals.families import outdated
from workbench.signals.holdings import holdings, remote
from workbench.signals.limits import Limits
from workbench.signals.scene import scene

LIMITS = Limits()
BEFORE = SPRING - timedelta(days=400)


@pytest.fixture
def recycled() -> Story:
    """A number that a ring used until it was closed; a year later it is sold to somebody else."""
    story = Story()
    with_crowd(story, 20)
    for name in ("first", "second", "mate"):
        story.family(name, name)
    story.phone("number", "first", BEFORE, closed=BEFORE + timedelta(days=90))
    story.phone("number", "second", SPRING)
    story.phone("mates number", "mate", BEFORE)
    story.bank_card("mates card", "mate", BEFORE, contact="number")
    for phone in ("number", "mates number"):
        story.used(k.PHONE, phone, "tool", "den", days=3, first=BEFORE)
    story.case(k.PHONE, "number", at=BEFORE + timedelta(days=60))
    story.disputes("first", k.PHONE, "number")
    return story


def test_the_latest_opening_holds(recycled: Story) -> None:
    snapshot = recycled.snapshot()
    held = holdings(snapshot, LIMITS)
    keys = snapshot.entities["key"]
    row = held.loc[keys == "number"].iloc[0]
    assert keys[row["holder"]] == "second"
    assert row["before"] == 1
    assert row["opened"] == SPRING


def test_what_the_first_holder_did_is_not_held_against_the_second(recycled: Story) -> None:
    at = scene(recycled.snapshot(), LIMITS)
    code = at.snapshot.entities.index[at.snapshot.entities["key"] == "number"][0]
    assert not (at.touched["card"] == code).any()
    assert not (at.touched["value"] == code).any()
    assert not (evidence(at, LIMITS).rows["card"] == code).any()
    assert outdated(at.snapshot, at.held)[code] == 3


def test_what_the_second_does_counts(recycled: Story) -> None:
    recycled.case(k.PHONE, "number")
    at = scene(recycled.snapshot(), LIMITS)
    code = at.snapshot.entities.index[at.snapshot.entities["key"] == "number"][0]
    rows = evidence(at, LIMITS).rows
    assert rows.loc[rows["card"] == code, ["code", "n"]].to_numpy().tolist() == [["case_number", 1]]


def test_an_account_without_paper_is_its_phones_holders() -> None:
    story = Story()
    story.family("Wang", "Wang")
    story.entities["SocialAccount"]["qq:1"] = {}
    story.links.append((BOUND, k.SOCIAL_ACCOUNT, "qq:1", k.PHONE, "phone of Wang", {"first": SPRING, "last": SPRING}))
    snapshot = story.snapshot()
    held = holdings(snapshot, LIMITS)
    keys = snapshot.entities["key"]
    assert keys[held.loc[keys == "qq:1", "holder"].iloc[0]] == "Wang"


def test_far_from_home_is_another_prefecture_not_another_district() -> None:
    story = Story()
    story.person("near", region="510104")
    story.person("far", region="410105")
    story.person("unknown", region="")
    for one in ("near", "far", "unknown"):
        story.phone(f"phone of {one}", one, region="510121")
    snapshot = story.snapshot()
    held = holdings(snapshot, LIMITS)
    keys = snapshot.entities["key"].reindex(held.index)
    assert set(keys[remote(held)]) == {"phone of far"}


@pytest.mark.parametrize(("bound", "holder"), [(-10, "first"), (30, "first"), (410, "second")])
def test_an_account_without_paper_is_its_phones_holders_of_that_day(recycled: Story, bound: int, holder: str) -> None:
    day = BEFORE + timedelta(days=bound)
    recycled.entities["SocialAccount"]["wechat:lone"] = {}
    row: dict[str, object] = {"first": day, "last": day}
    recycled.links.append((BOUND, k.SOCIAL_ACCOUNT, "wechat:lone", k.PHONE, "number", row))
    snapshot = recycled.snapshot()
    keys = snapshot.entities["key"]
    assert keys[holdings(snapshot, LIMITS).loc[keys == "wechat:lone", "holder"].iloc[0]] == holder

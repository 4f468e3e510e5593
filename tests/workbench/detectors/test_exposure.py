"""People whom a doubtful line works on are found, by how it went; acquaintances, services and insiders are not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from signals.story import NOW, SPRING, Row, Story

from workbench.detectors import exposure
from workbench.model import Findings
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.limits import Limits

LIMITS = Limits()
LINE, VICTIM, MULE = "+8617000000001", "+8613800000001", "card of mule"


def talked(story: Story, one: str, other: str, seconds: int, calls: int = 1, **more: object) -> None:
    row: Row = {
        "calls": calls,
        "texts": 0,
        "seconds": seconds,
        "longest": seconds,
        "days": 1,
        "first": NOW,
        "last": NOW,
    }
    story.links.append((li.CALLED, k.PHONE, one, k.PHONE, other, {**row, **more}))


def paid(story: Story, payer: str, payee: str, fen: int, at: datetime = NOW) -> None:
    row: Row = {"transfers": 1, "fen": fen, "first": at, "last": at}
    story.links.append((li.PAID, k.BANK_CARD, payer, k.BANK_CARD, payee, row))


@pytest.fixture
def world() -> Story:
    """A line and a card that a case names, and somebody who has a phone and a card of his own."""
    story = Story()
    story.person("nobody")
    story.phone(LINE, "nobody")
    story.bank_card(MULE, "nobody")
    for kind, key in ((k.PHONE, LINE), (k.BANK_CARD, MULE)):
        story.case(kind, key)
    story.person("mother")
    story.phone(VICTIM, "mother", datetime(2020, 1, 1))
    story.bank_card("card of mother", "mother", datetime(2020, 1, 1), contact=VICTIM)
    return story


def found_in(story: Story) -> Findings:
    return exposure.find(story.snapshot(), (), LIMITS)


def people(found: Findings) -> dict[str, str]:
    rows = found.members[found.members["part"] != "line"]
    return dict(zip(rows["key"], rows["part"], strict=True))


def test_who_talked_for_long_and_paid_is_in_high_danger_and_visited(world: Story) -> None:
    talked(world, LINE, VICTIM, 1500, calls=2)
    paid(world, "card of mother", MULE, 5_000_000)
    paid(world, "card of mother", MULE, 1_000_000, NOW - timedelta(hours=2))
    found = found_in(world)
    assert people(found) == {VICTIM: "high"}
    assert found.mark("step").tolist() == ["visit"]
    assert found.mark("fraud_type").tolist() == ["loan"]


def test_every_reason_says_what_the_score_were_without_it(world: Story) -> None:
    talked(world, LINE, VICTIM, 2400, calls=4)
    paid(world, "card of mother", MULE, 5_000_000)
    found = found_in(world)
    score = float(found.findings["score"].iloc[0])
    assert {"doubt", "talk", "again"} <= set(found.reasons["code"])
    assert ((found.reasons["weight"] + found.reasons["without"] - score).abs() < 1e-9).all()
    assert abs(found.reasons["weight"].sum() + LIMITS.exposure.exposure_start - score) < 1e-9


def test_one_who_hung_up_is_not_in_danger(world: Story) -> None:
    talked(world, LINE, VICTIM, 4)
    assert people(found_in(world)) == {}


@pytest.mark.parametrize(("days", "there"), [(1, True), (90, False)])
def test_an_acquaintance_of_months_is_less_likely_a_victim(world: Story, days: int, there: bool) -> None:
    talked(world, LINE, VICTIM, 2400, calls=4, first=NOW - timedelta(days=days))
    paid(world, "card of mother", MULE, 5_000_000)
    assert (people(found_in(world)) == {VICTIM: "high"}) is there


def test_a_household_and_a_service_are_left_out(world: Story) -> None:
    world.phone("+8613800000002", "nobody", datetime(2020, 1, 1))
    world.phone("+8613800000003", "mother", datetime(2020, 1, 1), service="police")
    for other in ("+8613800000002", "+8613800000003", "96110"):
        talked(world, LINE, other, 2400, calls=4)
    world.links.append((li.REGISTERED, k.PHONE, "96110", k.IDENTITY, "mother", {"opened_at": SPRING}))
    assert people(found_in(world)) == {}


def test_calls_of_an_earlier_holder_say_nothing(world: Story) -> None:
    early = datetime(2024, 1, 1)
    talked(world, LINE, VICTIM, 4000, calls=5, first=early, last=early)
    assert people(found_in(world)) == {}


def test_who_is_in_doubt_himself_is_not_among_the_people_in_danger(world: Story) -> None:
    talked(world, LINE, VICTIM, 2400, calls=4)
    paid(world, "card of mother", MULE, 5_000_000)
    world.case(k.PHONE, VICTIM)
    assert people(found_in(world)) == {}


def test_the_order_of_rows_changes_nothing(world: Story) -> None:
    for number in range(6):
        phone = world.phone(f"+861390000000{number}", world.person(f"person {number}"), datetime(2020, 1, 1))
        talked(world, LINE, phone, 500 * number, calls=1 + number)
    one = exposure.find(world.snapshot(), (), LIMITS)
    other = exposure.find(world.snapshot(shuffled_by=3), (), LIMITS)
    for frame in ("findings", "members", "reasons", "grounds", "marks"):
        assert getattr(one, frame).equals(getattr(other, frame)), frame


def test_evidence_without_calls_cases_or_anything_gives_nothing() -> None:
    assert found_in(one_person()).findings.empty


def one_person() -> Story:
    story = Story()
    story.person("only")
    story.phone("+8613800000009", "only")
    return story

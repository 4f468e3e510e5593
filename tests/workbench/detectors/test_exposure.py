"""People whom a doubtful line works on are found, by how it went; acquaintances, services and insiders are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
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


def reports(story: Story, report: str, phone: str, suspect: str, fraud_type: str) -> None:
    story.entities["Report"][report] = {"fraud_type": fraud_type}
    story.links.append((li.HARMED, k.REPORT, report, k.PHONE, phone, {"at": NOW, "amount": 0}))
    story.links.append((li.NAMES, k.REPORT, report, k.PHONE, suspect, {"at": NOW, "fraud_type": fraud_type}))


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


def test_who_reported_a_line_is_in_danger_by_his_own_word_and_need_not_be_visited(world: Story) -> None:
    reports(world, "report", VICTIM, LINE, "romance_investment")
    found = found_in(world)
    assert people(found) == {VICTIM: "medium"}
    assert "told" in set(found.reasons["code"])
    assert found.mark("fraud_type").tolist() == ["romance_investment"]
    assert found.mark("step").tolist() == ["call"]


@pytest.mark.parametrize(("vague", "said"), [(10, "gaming"), (40, "other")])
def test_other_is_what_is_written_where_nobody_knows_yet(world: Story, vague: int, said: str) -> None:
    for number, fraud_type in enumerate(["gaming"] * 5 + ["other"] * vague):
        victim = world.phone(f"+86138000001{number:02d}", world.person(f"harmed {number}"), datetime(2020, 1, 1))
        reports(world, f"report {number}", victim, LINE, fraud_type)
    found = found_in(world)
    vaguely = found.members.loc[found.members["key"] == victim, "finding"].iloc[0]
    assert found.mark("fraud_type")[vaguely] == said


def test_whose_word_alone_speaks_against_a_line_is_not_in_danger_by_it(world: Story) -> None:
    world.phone("+8617000000009", world.person("mistaken"))
    reports(world, "report", VICTIM, "+8617000000009", "loan")
    assert people(found_in(world)) == {}
    # A second report bears the first out.
    world.phone("+8613800000008", world.person("neighbour"), datetime(2020, 1, 1))
    reports(world, "another report", "+8613800000008", "+8617000000009", "loan")
    assert people(found_in(world)) == {VICTIM: "medium", "+8613800000008": "medium"}


def test_a_report_that_names_no_phone_is_told_of_the_newest_phone_of_its_person(world: Story) -> None:
    older = world.phone("+8613800000004", "mother", datetime(2019, 1, 1))
    world.links.append((li.HARMED, k.REPORT, "report", k.IDENTITY, "mother", {"at": NOW, "amount": 100}))
    world.links.append((li.NAMES, k.REPORT, "report", k.PHONE, LINE, {"at": NOW, "fraud_type": "loan"}))
    found = people(found_in(world))
    assert VICTIM in found
    assert older not in found


@pytest.mark.parametrize("lure_first", [True, False])
def test_a_conversation_counts_whichever_side_tells_of_it(world: Story, lure_first: bool) -> None:
    world.account("wechat:lure", "nobody")
    world.case(k.SOCIAL_ACCOUNT, "wechat:lure")
    world.account("wechat:mother", "mother", datetime(2020, 1, 1), contact=VICTIM)
    ends = ("wechat:lure", "wechat:mother") if lure_first else ("wechat:mother", "wechat:lure")
    row: Row = {"messages": 40, "first": NOW, "last": NOW}
    world.links.append((li.MESSAGED, k.SOCIAL_ACCOUNT, ends[0], k.SOCIAL_ACCOUNT, ends[1], row))
    paid(world, "card of mother", MULE, 5_000_000)
    talked(world, LINE, VICTIM, 60)
    assert "wrote" in set(found_in(world).reasons["code"])


def visited(story: Story, phone: str, site: str, at: datetime) -> None:
    story.links.append((li.VISITED, k.PHONE, phone, k.SITE, site, {"times": 1, "first": at, "last": at}))


@pytest.mark.parametrize(("days", "says"), [(2, True), (-40, False), (60, False)])
def test_a_rare_site_counts_when_it_was_visited_soon_after_contact(world: Story, days: int, says: bool) -> None:
    begun = NOW - timedelta(days=90)
    for number in range(60):
        phone = world.phone(f"+861390000{number:04}", world.person(f"person {number}"), datetime(2020, 1, 1))
        visited(world, phone, "news.cn", SPRING + timedelta(days=number))
    talked(world, LINE, VICTIM, 1200, calls=2, first=begun, last=begun)
    visited(world, VICTIM, "daitong1.top", begun + timedelta(days=days))
    assert ("soon" in set(found_in(world).reasons["code"])) is says


@pytest.mark.parametrize(("shared", "says"), [(6, True), (1, False)])
def test_a_site_counts_where_chance_would_hardly_bring_so_many_there(world: Story, shared: int, says: bool) -> None:
    for number in range(60):
        phone = world.phone(f"+861390000{number:04}", world.person(f"person {number}"), datetime(2020, 1, 1))
        visited(world, phone, f"shop{number % 20}.cn", SPRING)
        if number < 12:
            talked(world, LINE, phone, 30, first=SPRING, last=SPRING)
        if number < shared:
            visited(world, phone, "quick-loan.top", SPRING - timedelta(days=90))
    for number in range(300):
        # Of whose visits nothing is known.
        world.phone(f"+861370000{number:04}", world.person(f"other {number}"), datetime(2020, 1, 1))
    talked(world, LINE, VICTIM, 1200, calls=2, first=SPRING, last=SPRING)
    paid(world, "card of mother", MULE, 5_000_000)
    visited(world, VICTIM, "quick-loan.top" if says else "shop3.cn", SPRING - timedelta(days=90))
    assert ("site" in set(found_in(world).reasons["code"])) is says


def test_who_called_the_line_first_is_less_likely_worked_on(world: Story) -> None:
    talked(world, LINE, VICTIM, 2400, calls=4)
    paid(world, "card of mother", MULE, 5_000_000)
    before = found_in(world).findings["score"].iloc[0]
    talked(world, VICTIM, LINE, 60, first=NOW - timedelta(days=1))
    found = found_in(world)
    assert found.findings["score"].iloc[0] < before
    assert found.reasons.set_index("code")["counter"]["own"]


def test_two_doubtful_accounts_in_a_group_speak_and_one_does_not(world: Story) -> None:
    talked(world, LINE, VICTIM, 1500, calls=2)
    paid(world, "card of mother", MULE, 5_000_000)
    world.account("wechat:mother", "mother", datetime(2020, 1, 1), contact=VICTIM)
    members = ["wechat:mother", "wechat:lure 1", "wechat:lure 2"]
    for account in members[1:]:
        world.account(account, "nobody")
        world.case(k.SOCIAL_ACCOUNT, account)
    for count, says in ((2, False), (3, True)):
        for account in members[:count]:
            row: Row = {"times": 1, "first": NOW, "last": NOW}
            world.links.append((li.JOINED, k.SOCIAL_ACCOUNT, account, k.GROUP, "wechat:g1", row))
        assert ("group" in set(found_in(world).reasons["code"])) is says


def _with_reach(world: Story, phones: int) -> float:
    """The points of reach where the line talks with one person in ten of so many phones."""
    for number in range(phones):
        other = world.phone(f"+86139{number:08}", world.person(f"other {number}"), datetime(2020, 1, 1))
        if number % 10 == 0:
            talked(world, LINE, other, 5)
    talked(world, LINE, VICTIM, 2400, calls=4)
    paid(world, "card of mother", MULE, 5_000_000)
    limits = replace(LIMITS, exposure=replace(LIMITS.exposure, reach=10.0, reach_share=0.05))
    why = exposure.find(world.snapshot(), (), limits).reasons
    return float(why.loc[why["code"] == "reach", "weight"].min())


def test_what_each_contact_says_falls_where_a_crew_reaches_very_many(world: Story) -> None:
    # 41 people are reached, a twentieth of 402 phones is 20.1.
    assert _with_reach(world, 400) == pytest.approx(-np.log(41 / 20.1))


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


def test_what_no_source_told_is_said(world: Story) -> None:
    talked(world, LINE, VICTIM, 1500, calls=2)
    paid(world, "card of mother", MULE, 5_000_000)
    says = found_in(world).reasons.query("code == 'not_known'")["says"]
    assert says.tolist() == [
        "not known here: who wrote to whom; who sat in which chat group; which sites were visited; "
        "which numbers are known services, so that these could not be left out"
    ]


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

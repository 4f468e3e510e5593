"""A number that carries on for one in doubt is found; people who change their numbers are left alone."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from signals.lines import LONG_AGO, Lines, crowd, line, town
from signals.story import SPRING

from workbench.detectors import switches
from workbench.model import Findings
from workbench.model import kinds as k
from workbench.signals.calls.succession import succession
from workbench.signals.limits import Limits
from workbench.signals.scene import scene

LIMITS = Limits()
DAY = timedelta(days=1)


@pytest.fixture
def lines() -> Lines:
    return town()


def found_in(lines: Lines) -> Findings:
    return switches.find(lines.snapshot(), (), LIMITS)


def pairs(found: Findings) -> set[tuple[str, str]]:
    ends = [found.members[found.members["part"] == part].set_index("finding")["key"] for part in ("old", "new")]
    return {(ends[0][one], ends[1][one]) for one in found.findings["finding"]}


def changed(lines: Lines, old: str, new: str, friends: list[str], day: float = 90) -> None:
    """The friends talk with the old number until the day, and with the new one from then on."""
    lines.friends(old, friends, 1, day)
    lines.friends(new, friends, day + 2, 182)


def with_switch(lines: Lines, name: str = "", friends: tuple[int, ...] = (3, 11, 19, 27)) -> tuple[str, str]:
    old = line(lines, f"old{name}", f"first victim{name}")
    new = line(lines, f"new{name}", f"second victim{name}", SPRING + 85 * DAY)
    changed(lines, old, new, crowd(*friends))
    return old, new


def test_who_carries_on_in_the_circle_of_a_number_of_a_case_is_found(lines: Lines) -> None:
    old, new = with_switch(lines)
    lines.story.case(k.PHONE, old)
    found = found_in(lines)
    assert pairs(found) == {(old, new)}
    assert {"same_circle", "took_up", "old_in_doubt", "other_paper"} <= set(found.reasons["code"])


def test_the_same_is_nobodys_business_where_neither_number_is_in_doubt(lines: Lines) -> None:
    old, new = with_switch(lines)
    follows = succession(scene(lines.snapshot(), LIMITS), LIMITS).pairs
    keys = lines.snapshot().entities["key"]
    assert (old, new) in set(zip(keys[follows["old"]], keys[follows["new"]], strict=True))
    assert found_in(lines).findings.empty


def test_a_person_who_changes_numbers_is_left_alone_after_one_report_and_told_so_after_a_case(lines: Lines) -> None:
    old, new = line(lines, "old", "mover"), line(lines, "new", "mover", SPRING + 85 * DAY)
    changed(lines, old, new, crowd(3, 11, 19, 27))
    lines.story.disputes("mover", k.PHONE, old)
    assert found_in(lines).findings.empty
    lines.story.case(k.PHONE, old)
    found = found_in(lines)
    assert pairs(found) == {(old, new)}
    assert "same_holder" in set(found.reasons.loc[found.reasons["counter"].astype(bool), "code"])


def test_a_crew_that_changes_all_its_numbers_is_matched_together(lines: Lines) -> None:
    olds = [line(lines, f"old {number}", f"paper {number}") for number in range(4)]
    news = [line(lines, f"new {number}", f"other paper {number}", SPRING + 85 * DAY) for number in range(4)]
    for numbers, first, last in ((olds, 1, 90), (news, 92, 182)):
        for place, phone in enumerate(numbers):
            # Two know a person outside; the rest of the circle is the crew, which nobody outside ever calls.
            lines.friends(phone, numbers[place + 1 :], first, last)
            lines.friends(phone, crowd(5 + 7 * place, 8 + 7 * place), first, last)
    for old in olds:
        lines.story.case(k.PHONE, old)
    found = found_in(lines)
    assert pairs(found) == set(zip(olds, news, strict=True))
    lent = found.reasons[found.reasons["code"] == "same_circle"]["says"]
    # Three of the crew and two outside: whom old and new share once the crew's pairs lend each other their circles.
    assert lent.str.contains("5 numbers").all()


def test_the_next_number_on_the_handset_of_a_number_of_a_case_is_found(lines: Lines) -> None:
    old, new = line(lines, "old", "victim"), line(lines, "new", "other victim", SPRING + 85 * DAY)
    lines.rang_strangers(old, crowd(*range(12)), 30, 88)
    lines.rang_strangers(new, crowd(*range(20, 32)), 92, 180)
    for phone, day in ((old, 30), (new, 92)):
        lines.story.used(k.PHONE, phone, "tool", days=5, first=SPRING + day * DAY)
    lines.story.case(k.PHONE, old)
    assert pairs(found_in(lines)) == {(old, new)}


# --- Innocent twins


def test_the_buyer_of_a_handset_is_not_its_sellers_heir(lines: Lines) -> None:
    old, new = line(lines, "old", "seller"), line(lines, "new", "buyer", SPRING + 85 * DAY)
    lines.friends(old, crowd(*range(10)), 1, 88)
    lines.friends(new, crowd(*range(20, 30)), 92, 182)
    for phone, day in ((old, 30), (new, 92)):
        lines.story.used(k.PHONE, phone, "handset", days=5, first=SPRING + day * DAY)
    lines.story.case(k.PHONE, old)
    assert found_in(lines).findings.empty


def test_two_who_ring_each_other_are_two_people(lines: Lines) -> None:
    old, new = with_switch(lines)
    lines.friends(old, [new], 86, 89.9)
    lines.story.case(k.PHONE, old)
    assert found_in(lines).findings.empty


def test_friends_of_the_circle_who_were_there_all_along_are_no_heirs(lines: Lines) -> None:
    old = line(lines, "old", "victim")
    lines.friends(old, crowd(3, 4, 5, 6), 1, 90)
    lines.story.case(k.PHONE, old)
    assert found_in(lines).findings.empty


def test_a_number_that_somebody_else_holds_now_is_not_held_to_its_past(lines: Lines) -> None:
    line(lines, "recycled", "first holder")
    lines.friends("recycled", crowd(3, 11, 19, 27), 1, 40)
    line(lines, "recycled", "second holder", SPRING + 130 * DAY)
    lines.friends("recycled", crowd(2, 10, 18, 26), 131, 182)
    new = line(lines, "new", "bystander", SPRING + 44 * DAY)
    lines.friends(new, crowd(3, 11, 19, 27), 45, 182)
    lines.story.case(k.PHONE, "recycled", SPRING + 41 * DAY)
    assert found_in(lines).findings.empty


def test_each_old_number_has_one_heir(lines: Lines) -> None:
    old, new = with_switch(lines)
    rival = line(lines, "rival", "third victim", SPRING + 85 * DAY)
    lines.friends(rival, crowd(3, 11, 35), 93, 182)
    lines.story.case(k.PHONE, old)
    assert pairs(found_in(lines)) == {(old, new)}


# --- What may stand in evidence and must do no harm


def test_without_calls_nothing_is_found() -> None:
    assert switches.find(Lines().snapshot(), (), LIMITS).findings.empty
    lines = Lines()
    line(lines, "silent", "somebody")
    lines.story.case(k.PHONE, "silent")
    assert found_in(lines).findings.empty


def test_calls_to_oneself_to_one_hub_and_of_the_future_do_no_harm(lines: Lines) -> None:
    old, new = with_switch(lines)
    lines.story.case(k.PHONE, old)
    for number in range(3000):
        lines.rang(f"guest {number}", "hub", number % 180)
    lines.friends(old, ["hub"], 1, 90)
    lines.friends(new, [new], 92, 180)
    lines.rang("guest 1", "guest 2", 26_000)
    assert pairs(found_in(lines)) == {(old, new)}


def test_calls_alone_are_enough_and_what_nobody_told_is_said() -> None:
    lines = Lines()
    for number in range(40):
        near = [f"+861380000{(number + step) % 40:04}" for step in (1, 2, 3)]
        lines.friends(f"+861380000{number:04}", near, 0.1, 183, times=8)
    friends = [f"+861380000{number:04}" for number in (3, 11, 19, 27)]
    changed(lines, "+8617000000001", "+8617000000002", friends)
    lines.story.case(k.PHONE, "+8617000000001")
    found = found_in(lines)
    assert pairs(found) == {("+8617000000001", "+8617000000002")}
    against = found.reasons.query("code == 'not_known'")["says"]
    assert against.str.contains("not known here: whose the numbers are").all()


def test_shuffled_rows_give_the_same_findings(lines: Lines) -> None:
    old, _ = with_switch(lines)
    lines.story.case(k.PHONE, old)
    one, other = (switches.find(lines.snapshot(shuffled_by=by), (), LIMITS) for by in (None, 5))
    for frame in ("findings", "members", "reasons", "grounds", "marks"):
        pd.testing.assert_frame_equal(getattr(one, frame), getattr(other, frame))


def test_every_reason_rests_on_links_and_no_sentence_names_anybody(lines: Lines) -> None:
    old, _ = with_switch(lines)
    lines.story.case(k.PHONE, old)
    found = found_in(lines)
    weighty = found.reasons[~found.reasons["counter"].astype(bool)]
    assert set(weighty["code"]) <= set(found.grounds["code"])
    assert (weighty["weight"] <= 0.4 * found.findings["score"].iloc[0] + 1e-9).all()
    says = [*found.findings["says"], *found.reasons["says"]]
    assert not any(key in text for key in lines.snapshot().entities["key"] for text in says if len(key) > 4)
    assert not any("{" in text or "nan" in text for text in says)


def test_opened_long_before_and_first_used_then_is_new(lines: Lines) -> None:
    old, new = line(lines, "old", "victim"), line(lines, "new", "sleeper", LONG_AGO)
    changed(lines, old, new, crowd(3, 11, 19, 27))
    lines.story.case(k.PHONE, old)
    assert pairs(found_in(lines)) == {(old, new)}

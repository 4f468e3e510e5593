"""Verify says what is known now: a case entered a moment ago counts at once, and the previous holder's does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from taken import desk_over

from workbench.desk import Desk, Verified

LINE, MOTHER, OTHER, POLICE = "13800000001", "13800000002", "13800000003", "02886407110"

FILES = {
    "phone_cards.csv": "phone,identity,opened_at\n"
    f"{LINE},11010519491231002X,2026-05-01\n{MOTHER},510101199001010015,2020-01-01\n",
    "calls.csv": "caller,callee,at,seconds\n"
    f"{LINE},{MOTHER},2026-06-01 09:00:00,1500\n{LINE},{MOTHER},2026-06-01 10:00:00,900\n"
    f"{MOTHER},{LINE},2026-06-01 11:00:00,60\n{LINE},{OTHER},2026-06-01 12:00:00,3\n",
    "known_services.csv": f"kind,key,why\nphone,{POLICE},police\n",
}
CASE = "case,kind,key,fraud_type,at\nA1,phone,{phone},impersonating_authority,{at}\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path, FILES) as opened:
        yield opened


def verified(desk: Desk, value: str) -> Verified:
    return desk.verify(desk.look.find(value)[0].token)


def enter(desk: Desk, folder: Path, phone: str, at: str) -> None:
    file = folder / "case_numbers.csv"
    file.write_text(CASE.format(phone=phone, at=at), "utf-8")
    desk.load([file])


def test_nothing_is_known_of_a_phone_nobody_names(desk: Desk) -> None:
    one = verified(desk, LINE)
    assert (one.level, one.doubt, one.reasons, one.danger) == ("nothing known", 0.0, (), None)


def test_a_case_entered_now_counts_now_and_says_whom_the_line_reached(desk: Desk, tmp_path: Path) -> None:
    enter(desk, tmp_path, LINE, "2026-06-02")
    line, mother = verified(desk, LINE), verified(desk, MOTHER)
    assert line.level == "high"
    assert line.reasons == ("named in 1 case of impersonating authority, last on 2026-06-02",)
    assert [(one.entity.token, one.step) for one in desk.reached(line.entity.token)] == [(mother.entity.token, "call")]
    assert (mother.level, mother.doubt) == ("nothing known", 0.0)


def test_what_was_said_of_the_previous_holder_does_not_count(desk: Desk, tmp_path: Path) -> None:
    enter(desk, tmp_path, LINE, "2026-01-02")
    one = verified(desk, LINE)
    assert (one.level, one.reasons) == ("nothing known", ())
    assert len(one.counters) == 1
    assert "previous holder" in one.counters[0]
    assert desk.reached(one.entity.token) == ()


def test_a_known_service_is_said_to_be_one(desk: Desk, tmp_path: Path) -> None:
    enter(desk, tmp_path, POLICE, "2026-06-02")
    one = verified(desk, POLICE)
    assert (one.level, one.counters) == ("nothing known", ("a known service: police",))


def test_every_look_is_on_the_record_and_masked(desk: Desk, tmp_path: Path) -> None:
    enter(desk, tmp_path, LINE, "2026-06-02")
    one = verified(desk, LINE)
    desk.reached(one.entity.token)
    assert {"verify", "reached"} <= {each.act.action for each in desk.acts()}
    assert LINE not in repr(one)
    assert LINE not in repr([each.act for each in desk.acts()])

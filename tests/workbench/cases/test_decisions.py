"""Decisions: the last one counts, none is lost, and none is changed behind the audit's back."""

from __future__ import annotations

import sqlite3

import pytest

from workbench.cases import Act, Decision, Verdict, Work
from workbench.errors import BadHome, UsedWrongly

FIRST = Decision("rings-1", "rings", "run-1", "wang", Verdict.UNDECIDED, "two cards only")
SECOND = Decision("rings-1", "rings", "run-2", "li", Verdict.CONFIRMED, "同一台设备")
OTHER = Decision("rings-2", "rings", "run-2", "li", Verdict.REJECTED, "a family plan")


def told(decisions: tuple[Decision, ...]) -> list[tuple[str, Verdict, str]]:
    return [(one.finding, one.decision, one.reason) for one in decisions]


def test_the_last_decision_on_a_finding_counts(work: Work) -> None:
    for decision in (FIRST, OTHER, SECOND):
        work.decide(decision)
    assert told(work.decisions()) == told((OTHER, SECOND))
    assert told(work.decisions("rings-1")) == told((FIRST, SECOND))
    assert work.decisions("rings-9") == ()


def test_a_decision_is_an_act_of_the_same_moment(work: Work) -> None:
    place = work.decide(SECOND)
    (act,) = work.acts()
    assert (act.seq, act.act) == (place, Act("li", "decide", "rings-1", "同一台设备", "confirmed"))
    assert act.at == work.decisions()[0].at


def test_a_decision_without_a_reason_leaves_no_trace(work: Work) -> None:
    with pytest.raises(UsedWrongly, match="reason"):
        work.decide(Decision("rings-1", "rings", "run-1", "wang", Verdict.CONFIRMED, "  "))
    assert (work.acts(), work.decisions()) == ((), ())


def test_an_act_cannot_pass_for_a_decision_but_a_refusal_can_be_recorded(work: Work) -> None:
    with pytest.raises(UsedWrongly, match="decide"):
        work.record(Act("wang", "decide", "rings-1", "why", "confirmed"))
    work.record(Act("wang", "decide", "rings-1", "not his to decide", "refused"))
    assert work.verify_audit().intact


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decision SET decision = 'rejected' WHERE act = 2",
        "UPDATE decision SET finding = 'rings-3' WHERE act = 2",
        "UPDATE decision SET person = 'zhao' WHERE act = 2",
        "UPDATE decision SET reason = '' WHERE act = 2",
        "UPDATE decision SET at = '2026' WHERE act = 2",
        "DELETE FROM decision WHERE act = 2",
        "INSERT INTO decision VALUES (4, 'rings-3', 'rings', 'run', 'p', 't', 'confirmed', 'why')",
    ],
)
def test_a_decision_changed_beside_the_audit_is_found(work: Work, disarmed: sqlite3.Connection, change: str) -> None:
    for decision in (FIRST, SECOND, OTHER):
        work.decide(decision)
    work.record(Act("wang", "search", "rings-1"))
    assert work.verify_audit().intact
    disarmed.execute("PRAGMA foreign_keys = OFF")
    disarmed.execute(change)
    state = work.verify_audit()
    assert (state.intact, state.first_bad) == (False, 4 if change.startswith("INSERT") else 2)


def test_a_verdict_that_is_none_is_not_handed_to_the_detectors(work: Work, disarmed: sqlite3.Connection) -> None:
    work.decide(FIRST)
    disarmed.execute("PRAGMA ignore_check_constraints = ON")
    disarmed.execute("UPDATE decision SET decision = 'guilty'")
    with pytest.raises(BadHome, match="altered"):
        work.decisions()

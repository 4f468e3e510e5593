"""Decisions as rows: each stands beside the act that recorded it, and must say the same."""

from __future__ import annotations

from sqlalchemy import Connection, Row, func, insert, select

from workbench.cases.acts import Act, Decision, Verdict
from workbench.cases.tables import AUDIT, DECISION
from workbench.errors import BadHome

DECIDE = "decide"
_VERDICTS = tuple(verdict.value for verdict in Verdict)
_SAME = (
    (DECISION.c.act == AUDIT.c.seq)
    & (DECISION.c.finding == AUDIT.c.object)
    & (DECISION.c.person == AUDIT.c.person)
    & (DECISION.c.at == AUDIT.c.at)
    & (DECISION.c.decision == AUDIT.c.outcome)
    & (DECISION.c.reason == AUDIT.c.reason)
)
_RECORDED = (AUDIT.c.action == DECIDE) & AUDIT.c.outcome.in_(_VERDICTS)


def records_decision(act: Act) -> bool:
    """Whether the act records a decision; one that was refused is an act like any other."""
    return act.action == DECIDE and act.outcome in _VERDICTS


def keep_decision(connection: Connection, decision: Decision, act: int) -> None:
    """Write the decision beside the act that recorded it."""
    kept = {name: getattr(decision, name) for name in Decision.__slots__}
    connection.execute(insert(DECISION), kept | {"act": act, "decision": decision.decision.value})


def read_decisions(connection: Connection, finding: str | None) -> tuple[Decision, ...]:
    """The last decision on each finding, or all there ever were on one; oldest first."""
    newest = select(func.max(DECISION.c.act)).group_by(DECISION.c.finding)
    which = DECISION.c.finding == finding if finding is not None else DECISION.c.act.in_(newest)
    rows = connection.execute(select(DECISION).where(which).order_by(DECISION.c.act))
    return tuple(_decision(row) for row in rows)


def first_altered(connection: Connection) -> int | None:
    """The first act whose decision does not say what it recorded, or is gone, or was never recorded."""
    astray = select(func.min(DECISION.c.act)).select_from(DECISION.outerjoin(AUDIT, _SAME & _RECORDED))
    gone = select(func.min(AUDIT.c.seq)).select_from(AUDIT.outerjoin(DECISION, DECISION.c.act == AUDIT.c.seq))
    found = (
        connection.execute(astray.where(AUDIT.c.seq.is_(None))).scalar(),
        connection.execute(gone.where(_RECORDED, DECISION.c.act.is_(None))).scalar(),
    )
    return min((act for act in found if act is not None), default=None)


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    if row.decision not in _VERDICTS:
        raise BadHome(f"the decision of act {row.act} was altered; look the audit through")
    return Decision(row.finding, row.detector, row.run, row.person, Verdict(row.decision), row.reason, row.at)

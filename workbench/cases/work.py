"""People's work, open: the audit is written and looked through here, and decisions are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, func, insert, select

from workbench.cases.acts import Act, Anchor, AuditState, Decision, Recorded, check_act, check_decision
from workbench.cases.chain import SEALED, START, Line, chain_key, look, seal
from workbench.cases.decisions import DECIDE, first_altered, keep_decision, read_decisions, records_decision
from workbench.cases.engine import file_of, make_engine, read_url, reading, writing
from workbench.cases.schema import bring_up
from workbench.cases.tables import AUDIT
from workbench.errors import BadHome, UsedWrongly

_SEALED = tuple(AUDIT.c[name] for name in SEALED)


@contextmanager
def open_work(url: str, secret: bytes) -> Iterator[Work]:
    """People's work at that address, brought to the newest schema; an older SQLite file is copied beside itself first.

    `sqlite:///FILE` or `postgresql+psycopg://…`; `secret` (16 bytes or more) seals the audit. BadHome where the
    store is newer than this version, foreign or damaged; HomeLocked where another writer does not let go.
    """
    key = chain_key(secret)
    address = read_url(url)
    file = file_of(address)
    if file is not None:
        _make(file)
    engine = make_engine(address)
    try:
        with writing(engine) as connection:
            bring_up(connection, file)
        yield Work(engine, key)
    finally:
        engine.dispose()


def _make(file: Path) -> None:
    """Create the file for its owner's eyes only; SQLite gives its log the same rights."""
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise BadHome(f"{file} cannot be written: {error.strerror}; give an existing folder of your own") from error


class Work:
    """An open work store; threads may share it, processes open their own."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._key = key

    def record(self, act: Act) -> int:
        """Add an act to the audit and give its place; when this returns, the act is on disk."""
        check_act(act)
        if records_decision(act):
            raise UsedWrongly("a decision is kept by decide(), which writes its act itself")
        with writing(self._engine) as connection:
            return self._append(connection, act)[0]

    def acts(self, limit: int = 100, before: int | None = None) -> tuple[Recorded, ...]:
        """The newest acts, newest first; `before` is the place of the last one already seen."""
        asked = select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(limit)
        if before is not None:
            asked = asked.where(AUDIT.c.seq < before)
        with reading(self._engine) as connection:
            return tuple(_recorded(row) for row in connection.execute(asked))

    def count(self, person: str, action: str, since: datetime) -> int:
        """How often a person has done that since a moment (with zone): what a budget of reveals is held against."""
        asked = select(func.count()).where(
            AUDIT.c.person == person, AUDIT.c.action == action, AUDIT.c.outcome == "done", AUDIT.c.at >= _written(since)
        )
        with reading(self._engine) as connection:
            return connection.execute(asked).scalar_one()

    def anchor(self) -> Anchor:
        """The chain's length and last seal, to be kept where the store's owner cannot reach it."""
        with reading(self._engine) as connection:
            return Anchor(*_head(connection))

    def verify_audit(self, head: Anchor | None = None) -> AuditState:
        """Whether every act and decision stands as written; only an anchor kept elsewhere shows a tail that was cut."""
        asked = select(*_SEALED, AUDIT.c.mac).order_by(AUDIT.c.seq)
        with reading(self._engine) as connection:
            rows = connection.execute(asked)
            state = look((Line(tuple(row[:-1]), row[-1]) for row in rows), self._key, head)
            altered = first_altered(connection) if state.intact else None
        if altered is None:
            return state
        return replace(state, intact=False, first_bad=altered, says=f"the decision of act {altered} was altered")

    def decide(self, decision: Decision) -> int:
        """Keep a decision and its act in the audit, both or neither; give the act's place."""
        act = Act(decision.person, DECIDE, decision.finding, decision.reason, decision.decision.value)
        check_decision(decision)
        check_act(act)
        with writing(self._engine) as connection:
            seq, at = self._append(connection, act)
            keep_decision(connection, replace(decision, at=at), seq)
            return seq

    def decisions(self, finding: str | None = None) -> tuple[Decision, ...]:
        """The last decision on each finding, oldest first; with a finding named, all that was ever decided on it."""
        with reading(self._engine) as connection:
            return read_decisions(connection, finding)

    def _append(self, connection: Connection, act: Act) -> tuple[int, str]:
        count, head = _head(connection)
        at = _written(datetime.now(UTC))
        sealed = (count + 1, at, act.person, act.action, act.object, act.reason, act.outcome, head)
        row = dict(zip(SEALED, sealed, strict=True)) | {"mac": seal(self._key, sealed)}
        connection.execute(insert(AUDIT), row)
        return count + 1, at


def _head(connection: Connection) -> tuple[int, str]:
    last = connection.execute(select(AUDIT.c.seq, AUDIT.c.mac).order_by(AUDIT.c.seq.desc()).limit(1)).first()
    return (last.seq, last.mac) if last else (0, START)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _recorded(row: Row[tuple[object, ...]]) -> Recorded:
    act = Act(row.person, row.action, row.object, row.reason, row.outcome)
    return Recorded(row.seq, row.at, act, row.mac)

"""The marker: one entity in a Neo4j that says whose the graph is, what it shows, and who writes it right now."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from neo4j import ManagedTransaction, Session

from workbench.errors import GraphChanged, GraphForeign, GraphUnavailable
from workbench.graph.store import graph_format

MARKER = "WorkbenchGraph"
BUILDING = "building"
UNIQUE = f"CREATE CONSTRAINT IF NOT EXISTS FOR (m:{MARKER}) REQUIRE m.name IS UNIQUE"
_OURS = f"MATCH (m:{MARKER} {{name: 'graph'}}) "
# To set anything locks the marker, and only then is it looked at: whoever claims the graph waits for a batch that is on
# its way, and a batch that comes after the claim sees it.
_HELD = _OURS + "SET m.held = $writing WITH m WHERE m.writing = $writing RETURN 1"


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker says; `drawings` name what each entity and link may have been written from, none: unknown."""

    home: str
    state: str | None
    drawings: tuple[str, ...]
    bare: bool
    """Whether constraints and indexes are still to be made: files that were imported bring none."""


def read_marker(rows: list[list[Any]]) -> Marker | None:
    """The marker from what MARKER_QUERY found; None where there is none. Another format shows no state."""
    if not rows:
        return None
    home, state, form, drawings, bare = rows[0]
    if form != graph_format():
        return Marker(str(home), None, (), bool(bare))
    return Marker(str(home), None if state == BUILDING else str(state), tuple(drawings or ()), bool(bare))


MARKER_QUERY = f"MATCH (m:{MARKER}) RETURN m.home, m.state, m.format, m.drawings, m.bare"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write, until somebody else claims the graph; `fresh` where the database was empty before."""

    writing: str
    fresh: bool = False


def claim_whole(session: Session, home: str) -> Claim:
    """The graph is ours and shows nothing known, whatever was in it; of two homes that try at once, one is told."""
    session.run(UNIQUE).consume()
    writing = secrets.token_hex(8)
    text = (
        f"MERGE (m:{MARKER} {{name: 'graph'}}) ON CREATE SET m.home = $home, m.first = $writing "
        f"WITH m WHERE m.home = $home SET m.writing = $writing, m.state = '{BUILDING}', m.format = $format, "
        "m.drawings = null RETURN m.first = $writing"
    )
    given = {"home": home, "writing": writing, "format": graph_format()}
    found = session.execute_write(_rows, text, given)
    if not found:
        raise GraphForeign("another home has just begun to use this Neo4j; give an empty database")
    return Claim(writing, fresh=bool(found[0][0]))


def claim_change(session: Session, drawings: tuple[str, ...], following: str) -> Claim:
    """What the graph shows begins to change from these drawings to the following one.

    Raises GraphChanged where it was not written from these any more.
    """
    writing = secrets.token_hex(8)
    text = (
        f"{_OURS} SET m.writing = $writing WITH m WHERE m.drawings = $drawings AND m.format = $format "
        f"SET m.state = '{BUILDING}', m.drawings = $drawings + $following RETURN 1"
    )
    given = {"writing": writing, "drawings": list(drawings), "following": following, "format": graph_format()}
    if not session.execute_write(_rows, text, given):
        raise GraphChanged("the graph is not as it was left; `workbench rebuild` makes it anew")
    return Claim(writing)


def claim_beside(session: Session) -> Claim:
    """What is no part of the graph may be written beside it; what the graph shows stays.

    Raises GraphChanged where it is not whole: somebody writes it, or was cut off.
    """
    writing = secrets.token_hex(8)
    text = (
        f"{_OURS} SET m.held = $writing WITH m WHERE m.state <> '{BUILDING}' AND m.format = $format "
        "SET m.writing = $writing RETURN 1"
    )
    if not session.execute_write(_rows, text, {"writing": writing, "format": graph_format()}):
        raise GraphChanged("the graph is not whole; `workbench rebuild` makes it anew, then try again")
    return Claim(writing)


def hold(transaction: ManagedTransaction, claim: Claim) -> None:
    """Nothing, or GraphUnavailable where somebody else has claimed the graph; nobody can until the transaction ends."""
    if not _rows(transaction, _HELD, {"writing": claim.writing}):
        raise GraphUnavailable("somebody else has begun to write this graph; wait for it to end and run it again")


def finish(session: Session, claim: Claim, state: str, drawings: tuple[str, ...]) -> None:
    """The graph shows that state, written from these drawings."""

    def work(transaction: ManagedTransaction) -> None:
        hold(transaction, claim)
        _rows(transaction, f"{_OURS} SET m.state = $state, m.drawings = $drawings RETURN 1", given)

    given = {"state": state, "drawings": list(drawings)}
    session.execute_write(work)


def name_drawing(session: Session, state: str, drawing: str) -> None:
    """The state that the graph shows was written from this drawing."""
    text = f"{_OURS} WHERE m.state = $state SET m.drawings = [$drawing] RETURN 1"
    session.execute_write(_rows, text, {"state": state, "drawing": drawing})


def clothe(session: Session) -> None:
    """The constraints and indexes are made."""
    session.execute_write(_rows, f"{_OURS} REMOVE m.bare RETURN 1", {})


def _rows(transaction: ManagedTransaction, text: str, given: dict[str, Any]) -> list[list[Any]]:
    return [record.values() for record in transaction.run(text, given)]

"""Findings drawn into a Neo4j beside the graph: nodes and links of their own, which no other text of ours names."""

from __future__ import annotations

from neo4j import Session

from workbench.graph.neo4j_write import Writing
from workbench.graph.store import FindingTables

FINDING, MEMBER = "Finding", "MEMBER"
_RULE = "workbench_finding_name"
LAID = f"CREATE CONSTRAINT {_RULE} IF NOT EXISTS FOR (f:{FINDING}) REQUIRE f.name IS UNIQUE"
TAKEN_UP = f"DROP CONSTRAINT {_RULE} IF EXISTS"

AT_ONCE = 10_000
"""Findings or their links that one transaction takes away."""

# Links first: a finding with all its links may be more than a transaction holds.
_CLEARED = (
    f"MATCH (:{FINDING})-[m:{MEMBER}]->() WITH m LIMIT {AT_ONCE} DELETE m RETURN count(*)",
    f"MATCH (f:{FINDING}) WITH f LIMIT {AT_ONCE} DETACH DELETE f RETURN count(*)",
)


def draw(writing: Writing, found: FindingTables) -> int:
    """How many members were tied: those whose entity the graph holds."""
    lay(writing.session)
    clear(writing)
    names = found.findings.column_names
    sets = ", ".join(f"f.`{name}` = r[{at}]" for at, name in enumerate(names))
    writing.send(f"UNWIND $rows AS r CREATE (f:{FINDING}) SET {sets} RETURN count(*)", found.findings, FINDING)
    tied = 0
    for kind, rows in found.members.items():
        at = {name: f"r[{place}]" for place, name in enumerate(rows.column_names)}
        # An entity that went since the run is not there to be tied.
        text = (
            f"UNWIND $rows AS r MATCH (f:{FINDING} {{name: {at['finding']}}}) MATCH (n:`{kind}` {{key: {at['key']}}}) "
            f"CREATE (f)-[:{MEMBER} {{part: {at['part']}, rank: {at['rank']}}}]->(n) RETURN count(*)"
        )
        tied += writing.send(text, rows, MEMBER)
    return tied


def clear(writing: Writing) -> None:
    """No finding is drawn any more."""
    for text in _CLEARED:
        while writing.commit(text):
            pass


def lay(session: Session) -> None:
    """The rule without which members are not found quickly."""
    session.run(LAID).consume()


def take_up(session: Session) -> None:
    """That rule is gone."""
    session.run(TAKEN_UP).consume()

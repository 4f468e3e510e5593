"""Writing entities and links into a Neo4j, a batch a transaction, while the graph is held; and taking them away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa
from neo4j import ManagedTransaction, Session

from workbench.errors import GraphChanged
from workbench.graph.neo4j_marker import Claim, hold
from workbench.graph.neo4j_rows import Spoken, speak
from workbench.graph.rows import entity_names, entity_rows, link_names, link_rows
from workbench.graph.store import Progress
from workbench.model import KINDS, LINK_TYPES, EntityTable, LinkTable

BATCH = 20_000
"""Rows a transaction: 5,000 were slower."""

MOST_STALE = 500_000
"""How many of what is to go are looked up at once."""

WRITTEN = "written_"
"""The property by which an entity or link says which whole writing touched it last."""


class Put(StrEnum):
    """How rows go in: as new, which is quicker and would double what is there; or found first and then set."""

    NEW = "CREATE"
    KNOWN = "MERGE"


@dataclass(frozen=True, slots=True)
class Writing:
    """A writing under way; `marked` where everything it touches shall say so."""

    session: Session
    claim: Claim
    progress: Progress
    marked: bool = False

    def send(self, text: str, rows: pa.Table, name: str) -> int:
        """Every batch of the rows through the text, which counts what it touched; gives the sum."""
        touched = 0
        for batch in _batches(rows):
            touched += self.commit(text, rows=batch)
            self.progress(name, len(batch))
        return touched

    def clear(self, text: str, stale: list[str]) -> None:
        """The text over so many ids."""
        for start in range(0, len(stale), BATCH):
            self.commit(text, stale=stale[start : start + BATCH])

    def commit(self, text: str, **given: Any) -> int:
        """One transaction of the text; gives the number that it answers."""

        def work(transaction: ManagedTransaction) -> int:
            hold(transaction, self.claim)
            told = {"writing": self.claim.writing, **given}
            return int(transaction.run(text, told).single(strict=True).value())

        # A managed transaction is tried again where the server was busy, and only where nothing of it was committed.
        return self.session.execute_write(work)


def rules() -> Iterator[str]:
    """The statements without which writing is neither quick nor safe."""
    for kind in KINDS:
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:`{kind}`) REQUIRE n.key IS UNIQUE"
        if any(one.name == "name" for one in kind.properties):
            yield f"CREATE INDEX IF NOT EXISTS FOR (n:`{kind}`) ON (n.name)"


def put_entities(writing: Writing, put: Put, table: EntityTable) -> None:
    """Every entity of the table once, with the table's properties."""
    rows = speak(entity_rows(table))
    text = f"UNWIND $rows AS r {put} (n:`{table.kind}` {{key: {rows.said['key']}}}) {_sets('n', rows, writing)}"
    writing.send(f"{text} RETURN count(*)", rows.plain, table.kind.name)


def put_links(writing: Writing, put: Put, table: LinkTable) -> None:
    """Every link of the table once, with the table's properties; GraphChanged where an end is not there."""
    rows = speak(link_rows(table))
    named = _named(rows, table)
    text = (
        f"UNWIND $rows AS r {_ends(table, rows)} {put} (a)-[l:`{table.type}` {{{named}}}]->(b) "
        f"{_sets('l', rows, writing)} RETURN count(*)"
    )
    if writing.send(text, rows.plain, table.type.name) != rows.plain.num_rows:
        raise GraphChanged("the graph could not be built: the rows hold a link without its entity; run check")


def drop_entities(writing: Writing, table: EntityTable) -> None:
    """The entities of the table go, and whatever anybody tied to them."""
    rows = speak(entity_names(table))
    # DETACH: a link that somebody else tied to an entity does not keep the entity when its evidence is gone.
    text = f"UNWIND $rows AS r MATCH (n:`{table.kind}` {{key: {rows.said['key']}}}) DETACH DELETE n RETURN count(*)"
    writing.send(text, rows.plain, table.kind.name)


def drop_links(writing: Writing, table: LinkTable) -> None:
    """The links of the table go."""
    rows = speak(link_names(table))
    # CALL: planned in one piece, all the links of an end are read for each row, and an end may be a hub.
    text = (
        f"UNWIND $rows AS r {_ends(table, rows)} "
        f"CALL (r, a, b) {{ MATCH (a)-[l:`{table.type}` {{{_named(rows, table)}}}]->(b) DELETE l }} RETURN count(*)"
    )
    writing.send(text, rows.plain, table.type.name)


def drop_others(writing: Writing) -> None:
    """Take away the entities and links of the model's kinds and types that this writing did not touch."""
    stale = f"x.{WRITTEN} IS NULL OR x.{WRITTEN} <> $writing"
    # By their ids, a batch a transaction: `IN TRANSACTIONS` goes on in the server when we are gone, and holds nothing.
    by_id = f"UNWIND $stale AS id MATCH {{}} WHERE elementId(x) = id AND ({stale}) {{}} x RETURN count(*)"
    for one in LINK_TYPES:
        _drop(writing, f"MATCH ()-[x:`{one}`]->() WHERE {stale}", by_id.format(f"()-[x:`{one}`]->()", "DELETE"))
    for kind in KINDS:
        _drop(writing, f"MATCH (x:`{kind}`) WHERE {stale}", by_id.format(f"(x:`{kind}`)", "DETACH DELETE"))


def _drop(writing: Writing, found: str, text: str) -> None:
    while True:
        found_ids = f"{found} RETURN elementId(x) LIMIT {MOST_STALE}"
        stale = [str(row[0]) for row in writing.session.run(found_ids, writing=writing.claim.writing)]
        writing.clear(text, stale)
        if len(stale) < MOST_STALE:
            return


def _batches(rows: pa.Table) -> Iterator[list[tuple[object, ...]]]:
    for start in range(0, rows.num_rows, BATCH):
        yield list(zip(*(column.slice(start, BATCH).to_pylist() for column in rows.columns), strict=True))


def _ends(table: LinkTable, rows: Spoken) -> str:
    start, end = rows.said["start"], rows.said["end"]
    return f"MATCH (a:`{table.start}` {{key: {start}}}) MATCH (b:`{table.end}` {{key: {end}}})"


def _named(rows: Spoken, table: LinkTable) -> str:
    return ", ".join(f"`{one.name}`: {rows.said[one.name]}" for one in table.type.identity)


def _sets(name: str, rows: Spoken, writing: Writing) -> str:
    sets = [f"{name}.`{one}` = {value}" for one, value in rows.said.items() if one not in ("key", "start", "end")]
    if writing.marked:
        sets.append(f"{name}.{WRITTEN} = $writing")
    return f"SET {', '.join(sets)}" if sets else ""

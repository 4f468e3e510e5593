"""Writing a projection into a Neo4j: constraints, entities, links, then what is no longer among them goes."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
from neo4j import ManagedTransaction, Session

from workbench.errors import GraphUnavailable
from workbench.graph.rows import entity_rows, link_rows
from workbench.graph.store import Progress
from workbench.model import KINDS, LINK_TYPES, EntityTable, LinkTable, Property, Type

BATCH = 20_000
"""Rows a transaction: 5,000 were slower."""

WRITTEN = "written_"
"""The property by which an entity or link says which writing touched it last."""


def rules() -> Iterator[str]:
    """The statements without which MERGE is neither quick nor safe."""
    for kind in KINDS:
        yield f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:`{kind}`) REQUIRE n.key IS UNIQUE"
        if any(one.name == "name" for one in kind.properties):
            yield f"CREATE INDEX IF NOT EXISTS FOR (n:`{kind}`) ON (n.name)"


def write_entities(session: Session, writing: str, table: EntityTable, progress: Progress) -> None:
    """Every entity of the table once, with the table's properties."""
    rows = entity_rows(table)
    sets = _sets("n", _said(table.kind.properties, 1, rows))
    text = f"UNWIND $rows AS r MERGE (n:`{table.kind}` {{key: r[0]}}) SET {sets} RETURN count(*)"
    for batch in _batches(rows):
        _send(session, text, writing, batch)
        progress(table.kind.name, len(batch))


def write_links(session: Session, writing: str, table: LinkTable, progress: Progress) -> None:
    """Every link of the table once, with the table's properties."""
    rows = link_rows(table)
    said = _said(table.type.all_properties, 2, rows)
    named = ", ".join(f"`{one.name}`: {said.pop(one.name)}" for one in table.type.identity)
    text = (
        f"UNWIND $rows AS r MATCH (a:`{table.start}` {{key: r[0]}}) MATCH (b:`{table.end}` {{key: r[1]}}) "
        f"MERGE (a)-[l:`{table.type}` {{{named}}}]->(b) SET {_sets('l', said)} RETURN count(*)"
    )
    for batch in _batches(rows):
        _send(session, text, writing, batch)
        progress(table.type.name, len(batch))


def remove_others(session: Session, writing: str) -> None:
    """Take away the entities and links of the model's kinds and types that this writing did not touch."""
    stale = f"x.{WRITTEN} IS NULL OR x.{WRITTEN} <> $writing"
    texts = [f"MATCH ()-[x:`{one}`]->() WHERE {stale} CALL (x) {{ DELETE x }}" for one in LINK_TYPES]
    # DETACH: a link that somebody else tied to an entity does not keep the entity when its evidence is gone.
    texts += [f"MATCH (x:`{one}`) WHERE {stale} CALL (x) {{ DETACH DELETE x }}" for one in KINDS]
    for text in texts:
        session.run(f"{text} IN TRANSACTIONS OF {BATCH} ROWS", writing=writing).consume()


def _send(session: Session, text: str, writing: str, rows: list[tuple[object, ...]]) -> None:
    def work(transaction: ManagedTransaction) -> int:
        found = transaction.run(text, rows=rows, writing=writing).single(strict=True)
        return int(found.value())

    # A managed transaction is tried again where the server was busy; MERGE makes the second time harmless.
    if session.execute_write(work) != len(rows):
        raise GraphUnavailable("the graph could not be built: the rows hold a link without its entity; run check")


def _batches(rows: pa.Table) -> Iterator[list[tuple[object, ...]]]:
    # Numbers rather than datetimes: the driver packs 15,000 datetimes a second and half a million numbers.
    plain = [_milliseconds(one) if pa.types.is_timestamp(one.type) else one for one in rows.columns]
    for start in range(0, rows.num_rows, BATCH):
        yield list(zip(*(column.slice(start, BATCH).to_pylist() for column in plain), strict=True))


def _milliseconds(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole milliseconds since 1970 where all moments are such, else microseconds."""
    return (moments if _is_fine(moments) else moments.cast(pa.timestamp("ms"))).cast(pa.int64())


def _is_fine(moments: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.not_equal(pc.microsecond(moments), 0)).as_py())


def _sets(name: str, said: dict[str, str]) -> str:
    return ", ".join([*(f"{name}.`{one}` = {value}" for one, value in said.items()), f"{name}.{WRITTEN} = $writing"])


def _said(properties: tuple[Property, ...], first: int, rows: pa.Table) -> dict[str, str]:
    """What Cypher says for each property of a row that stands from that place on."""
    return {
        one.name: _moment(at, rows.column(one.name)) if one.type is Type.TIME else f"r[{at}]"
        for at, one in enumerate(properties, first)
    }


def _moment(at: int, moments: pa.ChunkedArray) -> str:
    # Evidence is seldom finer than a second, and the sum that keeps microseconds halves the speed.
    parts = f"epochMillis: r[{at}]"
    if _is_fine(moments):
        second, rest = f"toInteger(floor(r[{at}] / 1000000.0))", f"((r[{at}] % 1000000) + 1000000) % 1000000 * 1000"
        parts = f"epochSeconds: {second}, nanosecond: {rest}"
    return f"CASE WHEN r[{at}] IS NULL THEN null ELSE datetime({{{parts}}}) END"

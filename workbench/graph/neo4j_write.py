"""Writing a projection into a Neo4j: constraints, entities, links, then what is no longer among them goes."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
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
    sets = _sets("n", table.kind.properties, 1)
    text = f"UNWIND $rows AS r MERGE (n:`{table.kind}` {{key: r[0]}}) SET {sets} RETURN count(*)"
    for rows in _batches(entity_rows(table)):
        _send(session, text, writing, rows)
        progress(table.kind.name, len(rows))


def write_links(session: Session, writing: str, table: LinkTable, progress: Progress) -> None:
    """Every link of the table once, with the table's properties."""
    beyond = table.type.identity
    named = ", ".join(f"`{one.name}`: {_value(one, at)}" for at, one in enumerate(beyond, 2))
    text = (
        f"UNWIND $rows AS r MATCH (a:`{table.start}` {{key: r[0]}}) MATCH (b:`{table.end}` {{key: r[1]}}) "
        f"MERGE (a)-[l:`{table.type}` {{{named}}}]->(b) "
        f"SET {_sets('l', table.type.properties, 2 + len(beyond))} RETURN count(*)"
    )
    for rows in _batches(link_rows(table)):
        _send(session, text, writing, rows)
        progress(table.type.name, len(rows))


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
    for start in range(0, rows.num_rows, BATCH):
        part = rows.slice(start, BATCH)
        yield list(zip(*(_plain(column) for column in part.columns), strict=True))


def _plain(column: pa.ChunkedArray) -> list[object]:
    # Microseconds rather than datetimes: the driver packs 7,000 datetimes a second and 500,000 numbers.
    return list((column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist())


def _sets(name: str, properties: tuple[Property, ...], first: int) -> str:
    each = [f"{name}.`{one.name}` = {_value(one, at)}" for at, one in enumerate(properties, first)]
    return ", ".join([*each, f"{name}.{WRITTEN} = $writing"])


def _value(property_: Property, at: int) -> str:
    if property_.type is not Type.TIME:
        return f"r[{at}]"
    second, rest = f"toInteger(floor(r[{at}] / 1000000.0))", f"((r[{at}] % 1000000) + 1000000) % 1000000 * 1000"
    return f"CASE WHEN r[{at}] IS NULL THEN null ELSE datetime({{epochSeconds: {second}, nanosecond: {rest}}}) END"

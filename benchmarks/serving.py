"""Evidence drawn into a Neo4j: over Bolt as the desk does, beside the bare driver with ready rows and a MERGE a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
from neo4j import GraphDatabase, Session

from benchmarks.drawing import TOKEN, ready
from benchmarks.fresh import Found, Prepared
from benchmarks.table import Figure, Way, side_by_side
from graph_loaders.sources import SOURCES
from workbench.evidence import Evidence, open_projection
from workbench.graph import open_graph
from workbench.graph.neo4j_write import rules

BATCH = 20_000
SAMPLE = 2_000
"""Links that are merged one by one: more would take minutes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A statement and the rows it takes, in batches as the driver sends them."""

    text: str
    batches: tuple[list[list[object]], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A server that was emptied, and what is to be sent to it."""

    url: str
    parts: tuple[Part, ...]


def served(folder: Path, evidence: Path, url: str, turns: int) -> list[Figure]:
    """Ours, the bare driver, and one statement a link; the server, which no figure of memory holds, starts empty."""
    rows = ready(evidence, folder)
    few = min(SAMPLE, rows)
    return side_by_side(
        "calls, evidence to Neo4j over Bolt",
        Way("workbench, folded and written", Prepared(partial(emptied, url), partial(_written, evidence)), rows),
        Way("driver, ready rows", Prepared(partial(_all_ready, url, folder), _sent), rows),
        Way("driver, a MERGE a link", Prepared(partial(_few_ready, url, folder, few), _merged), few),
        turns=turns,
    )


def emptied(url: str) -> str:
    """The address of the server, once nothing is left in it."""
    with _session(url) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT `{row['name']}`").consume()
    return url


@contextmanager
def _session(url: str) -> Iterator[Session]:
    parts = urlsplit(url)
    server = f"{parts.scheme}://{parts.hostname}:{parts.port}"
    auth = (parts.username, parts.password) if parts.username and parts.password else None
    with GraphDatabase.driver(server, auth=auth) as driver, driver.session() as session:
        yield session


def _written(evidence: Path, url: str) -> Found:
    with open_graph(url, TOKEN) as graph, open_projection(Evidence(evidence), SOURCES) as projection:
        graph.write(Evidence(evidence).state(), projection.entities(), projection.links(), lambda *_: None)
        return {"rows": sum(graph.counts().values())}


def _all_ready(url: str, tables: Path) -> Ready:
    _ruled(url)
    return Ready(url, tuple(_part(file) for file in sorted(tables.iterdir())))


def _few_ready(url: str, tables: Path, most: int) -> Ready:
    """The server with all entities in it, and so many links to be merged."""
    files = sorted(tables.iterdir())
    _ruled(url)
    _sent(Ready(url, tuple(_part(file) for file in files if file.name.startswith("1."))))
    links = next(file for file in files if file.name.startswith("2."))
    return Ready(url, (_part(links, most),))


def _ruled(url: str) -> None:
    with _session(emptied(url)) as session:
        for rule in rules():
            session.run(rule).consume()
        session.run("CALL db.awaitIndexes(300)").consume()


def _part(file: Path, most: int | None = None) -> Part:
    _, name, *ends, _ = file.name.split(".")
    table = pq.read_table(file).slice(0, most)
    keys = 2 if ends else 1
    sets = ", ".join(f"x.`{field.name}` = {_value(at, field)}" for at, field in enumerate(table.schema) if at >= keys)
    text = f"MERGE (x:`{name}` {{key: r[0]}})"
    if ends:
        text = f"MATCH (a:`{ends[0]}` {{key: r[0]}}) MATCH (b:`{ends[1]}` {{key: r[1]}}) MERGE (a)-[x:`{name}`]->(b)"
    return Part(f"{text} SET {sets}" if sets else text, tuple(_batches(table)))


def _value(at: int, field: pa.Field) -> str:
    if not pa.types.is_timestamp(field.type):
        return f"r[{at}]"
    return f"CASE WHEN r[{at}] IS NULL THEN null ELSE datetime({{epochMillis: r[{at}]}}) END"


def _batches(table: pa.Table) -> Iterator[list[list[object]]]:
    plain = [one.cast(pa.timestamp("ms")).cast(pa.int64()) if _is_time(one) else one for one in table.columns]
    for at in range(0, len(table), BATCH):
        columns = (one.slice(at, BATCH).to_pylist() for one in plain)
        yield [list(row) for row in zip(*columns, strict=True)]


def _is_time(column: pa.ChunkedArray) -> bool:
    return bool(pa.types.is_timestamp(column.type))


def _sent(ready: Ready) -> Found:
    rows = 0
    with _session(ready.url) as session:
        for part in ready.parts:
            for batch in part.batches:
                session.run(f"UNWIND $rows AS r {part.text}", rows=batch).consume()
                rows += len(batch)
    return {"rows": rows}


def _merged(ready: Ready) -> Found:
    rows = 0
    with _session(ready.url) as session:
        for part in ready.parts:
            for row in (row for batch in part.batches for row in batch):
                session.run(f"WITH $row AS r {part.text}", row=row).consume()
                rows += 1
    return {"rows": rows}

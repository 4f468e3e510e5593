"""Amending a ladybug graph: a copy of its file, in which a few entities and links are written anew, a row at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import ladybug
import pyarrow as pa

from workbench.errors import GraphChanged
from workbench.graph.ladybug_build import most_memory, run
from workbench.graph.rows import entity_names, entity_rows, link_names, link_rows
from workbench.graph.store import Progress, Tables
from workbench.model import LinkTable

Given = Mapping[str, object]
_Statement = tuple[str, str, Given]
"""The kind or type, the statement, and its values."""


def amend(old: Path, file: Path, change: tuple[Tables, Tables], progress: Progress) -> None:
    """The old graph in a new file, with the entities and links of the first tables, and without those of the second.

    Raises GraphChanged where the engine cannot do it, or a link's ends are not there.
    """
    there, gone = change
    try:
        shutil.copyfile(old, file)
        with (
            ladybug.Database(file, buffer_pool_size=most_memory(), auto_checkpoint=False) as database,
            ladybug.Connection(database) as connection,
        ):
            # One row a statement: given many at once the engine reads all links of a type for them.
            for name, text, given in (*_removals(gone), *_entities(there), *_links(there)):
                _, rows = run(connection, text, given)
                if rows and rows[0][0] != 1:
                    raise GraphChanged("the graph lacks an end of a link that it should hold")
                progress(name, 1)
            run(connection, "CHECKPOINT")
    except (OSError, RuntimeError):
        # A disk that is full, or a file that somebody took away: writing it whole mends that, or says what is wrong.
        raise GraphChanged("the graph could not be amended where it stands; it is written whole instead") from None


def _removals(gone: Tables) -> Iterator[_Statement]:
    for link_table in gone.links():
        matched = _matched(link_table)
        for row in _rows(link_names(link_table)):
            yield link_table.type.name, f"{matched}-[l:`{link_table.type}` {{{_named(link_table)}}}]->(b) DELETE l", row
    for entity_table in gone.entities():
        text = f"MATCH (n:`{entity_table.kind}` {{key: $v0}}) DETACH DELETE n"
        yield from ((entity_table.kind.name, text, row) for row in _rows(entity_names(entity_table)))


def _entities(there: Tables) -> Iterator[_Statement]:
    for table in there.entities():
        sets = ", ".join(f"n.`{one.name}` = $v{at}" for at, one in enumerate(table.kind.properties, 1))
        text = f"MERGE (n:`{table.kind}` {{key: $v0}}){f' SET {sets}' if sets else ''} RETURN count(*)"
        yield from ((table.kind.name, text, row) for row in _rows(entity_rows(table)))


def _links(there: Tables) -> Iterator[_Statement]:
    for table in there.links():
        identity = len(table.type.identity)
        sets = ", ".join(f"l.`{one.name}` = $v{at}" for at, one in enumerate(table.type.properties, 2 + identity))
        merged = f"MERGE (a)-[l:`{table.type}` {{{_named(table)}}}]->(b){f' SET {sets}' if sets else ''}"
        text = f"{_matched(table, apart=True)} {merged} RETURN count(*)"
        yield from ((table.type.name, text, row) for row in _rows(link_rows(table)))


def _matched(table: LinkTable, *, apart: bool = False) -> str:
    end = f"(b:`{table.end}` {{key: $v1}})"
    start = f"MATCH (a:`{table.start}` {{key: $v0}})"
    return f"{start}, {end}" if apart else f"MATCH {end} {start}"


def _named(table: LinkTable) -> str:
    return ", ".join(f"`{one.name}`: $v{at}" for at, one in enumerate(table.type.identity, 2))


def _rows(rows: pa.Table) -> Iterator[Given]:
    for row in rows.to_pylist():
        yield {f"v{at}": value for at, value in enumerate(row.values())}

"""Building a ladybug graph: its tables, generated from the model, and the copy of the projection into them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ladybug
import pyarrow as pa

from workbench.errors import BadQuery, GraphUnavailable
from workbench.graph.answering import Found
from workbench.graph.rows import entity_rows, link_rows
from workbench.graph.store import Progress
from workbench.model import KINDS, LINK_TYPES, EntityTable, Kind, LinkTable, LinkType, Type

COLUMN = {Type.TEXT: "STRING", Type.TIME: "TIMESTAMP", Type.WHOLE: "INT64", Type.FEN: "INT64"}
MOST_MEMORY = 8 << 30
# How the engine begins what it says of a disk that is full, or that refuses it.
_DISK = "IO exception"

# Neo4j's names for what ladybug says otherwise, so that one text of a query serves both. ladybug's own start_node()
# gives the first node of the pattern, not the link's start, where the pattern has no direction.
MACROS = (
    "CREATE MACRO type(l) AS label(l)",
    "CREATE MACRO head(l) AS l",
    "CREATE MACRO startNode(l) AS {_ID: struct_extract(l, '_SRC')}",
    "CREATE MACRO elementId(x) AS struct_extract(x, '_ID')",
)


def lay_tables(connection: ladybug.Connection) -> None:
    """Make an empty graph."""
    statements = [_entity_table(kind) for kind in KINDS] + [_link_table(link_type) for link_type in LINK_TYPES]
    for statement in (*statements, *MACROS):
        run(connection, statement)


def run(connection: ladybug.Connection, text: str, given: Mapping[str, Any] = MappingProxyType({})) -> Found:
    """The columns and rows of one statement."""
    result = connection.execute(text, dict(given))
    # A list is what several statements answer; the texts are ours and hold one.
    if isinstance(result, list):
        raise BadQuery("a query is one statement")
    with result:
        return tuple(result.get_column_names()), [list(row) for row in result.get_all()]


def most_memory() -> int:
    """How many bytes the engine may hold while it writes."""
    return min(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2, MOST_MEMORY)


def build(file: Path, entities: Iterable[EntityTable], links: Iterable[LinkTable], progress: Progress) -> None:
    """A whole graph in one new file; GraphUnavailable where the disk is full or refuses it.

    COPY from Arrow: 600,000 rows a second; MERGE of links after LOAD FROM took 115 s for 20,000.
    """
    try:
        _build(file, entities, links, progress)
    except RuntimeError as error:
        if not str(error).startswith(_DISK):
            raise
        raise GraphUnavailable(
            "the graph could not be written to the disk; make room, or mend the rights of its folder, and run it again"
        ) from None


def _build(file: Path, entities: Iterable[EntityTable], links: Iterable[LinkTable], progress: Progress) -> None:
    # One checkpoint at the end: after each of 60 copies it doubled the time of a small build.
    with (
        ladybug.Database(file, buffer_pool_size=most_memory(), auto_checkpoint=False) as database,
        ladybug.Connection(database) as connection,
    ):
        lay_tables(connection)
        for entity_table in entities:
            _copy(connection, f"COPY `{entity_table.kind}` FROM $rows", entity_rows(entity_table))
            progress(entity_table.kind.name, entity_table.rows.num_rows)
        for link_table in links:
            between = f"(from='{link_table.start}', to='{link_table.end}')"
            _copy(connection, f"COPY `{link_table.type}` FROM $rows {between}", link_rows(link_table))
            progress(link_table.type.name, link_table.rows.num_rows)
        run(connection, "CHECKPOINT")


def _copy(connection: ladybug.Connection, statement: str, rows: pa.Table) -> None:
    if not rows.num_rows:
        return
    try:
        run(connection, statement, {"rows": rows})
    except RuntimeError as error:
        if str(error).startswith(_DISK):
            raise
        # The engine's words name keys; they go no further.
        why = "an entity twice, or a link without its entity" if "primary key" in str(error) else "what it cannot hold"
        raise GraphUnavailable(f"the graph could not be built: the rows hold {why}; run check, then rebuild") from None


def _entity_table(kind: Kind) -> str:
    columns = "".join(f", `{one.name}` {COLUMN[one.type]}" for one in kind.properties)
    return f"CREATE NODE TABLE `{kind}` (`key` STRING{columns}, PRIMARY KEY (`key`))"


def _link_table(link_type: LinkType) -> str:
    pairs = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in link_type.pairs)
    columns = "".join(f", `{one.name}` {COLUMN[one.type]}" for one in link_type.all_properties)
    return f"CREATE REL TABLE `{link_type}` ({pairs}{columns})"

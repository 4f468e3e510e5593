"""A graph as the files that `neo4j-admin database import full` takes: the quickest way into a Neo4j that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from workbench.graph.neo4j_marker import MARKER
from workbench.graph.rows import entity_rows, link_rows
from workbench.graph.store import Progress, Tables, graph_format
from workbench.model import EntityTable, LinkTable, Property, Type

ARGUMENTS = "arguments.txt"
_HEADER = {Type.TEXT: "string", Type.TIME: "datetime", Type.WHOLE: "long", Type.FEN: "long"}
STRETCH = 200_000
"""Rows that are made text at once."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What the marker shall say: whose the graph is, what it shows, and which drawing it was written from."""

    home: str
    state: str
    drawing: str


def write_files(folder: Path, imported: Imported, tables: Tables, progress: Progress) -> Path:
    """A CSV file a kind, and a type and pair of kinds, in that folder; gives the file of arguments, written last.

    Headers are typed; an absent value is an empty field, an empty text a quoted one; times are UTC. Indexes are not
    among the files: the graph makes them when it is opened first.
    """
    said = ["--input-type=csv", "--input-encoding=UTF-8", "--bad-tolerance=0", *_mark(folder, imported)]
    many_lines = False
    for entity_table in tables.entities():
        many_lines |= _write(folder, _entity_file(entity_table), entity_table.kind.name, progress)
        said.append(f"--nodes={entity_table.kind}={entity_table.kind}.csv")
    for link_table in tables.links():
        name = f"{link_table.type}_{link_table.start}_{link_table.end}"
        many_lines |= _write(folder, _link_file(link_table, name), link_table.type.name, progress)
        said.append(f"--relationships={link_table.type}={name}.csv")
    # Only where it is needed: it makes the reading a good deal slower.
    said += ["--multiline-fields=true"] if many_lines else []
    arguments = folder / ARGUMENTS
    arguments.write_text("\n".join(said) + "\n", encoding="utf-8")
    return arguments


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    header: list[str]
    rows: pa.Table


def _mark(folder: Path, imported: Imported) -> list[str]:
    header = [f"name:ID({MARKER})", "home:string", "state:string", "format:string", "drawings:string[]", "bare:boolean"]
    values = ["graph", imported.home, imported.state, graph_format(), imported.drawing, "true"]
    pv.write_csv(pa.table([pa.array([one]) for one in values], names=header), folder / f"{MARKER}.csv")
    return [f"--nodes={MARKER}={MARKER}.csv"]


def _entity_file(table: EntityTable) -> _File:
    return _File(table.kind.name, [f"key:ID({table.kind})", *_typed(table.kind.properties)], entity_rows(table))


def _link_file(table: LinkTable, name: str) -> _File:
    ends = [f":START_ID({table.start})", f":END_ID({table.end})"]
    return _File(name, [*ends, *_typed(table.type.all_properties)], link_rows(table))


def _typed(properties: tuple[Property, ...]) -> Iterator[str]:
    return (f"{one.name}:{_HEADER[one.type]}" for one in properties)


def _write(folder: Path, file: _File, name: str, progress: Progress) -> bool:
    """Whether a value of the file goes over several lines."""
    many_lines = False
    shape = pa.schema([(one, _as_text(field.type)) for one, field in zip(file.header, file.rows.schema, strict=True)])
    with pv.CSVWriter(folder / f"{file.name}.csv", shape) as writer:
        for start in range(0, file.rows.num_rows, STRETCH):
            stretch = file.rows.slice(start, STRETCH)
            many_lines |= any(_breaks(column) for column in stretch.columns)
            writer.write_table(pa.table([_plain(column) for column in stretch.columns], schema=shape))
            progress(name, stretch.num_rows)
    return many_lines


def _as_text(type_: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_timestamp(type_) else type_


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_timestamp(column.type):
        return column
    return pc.binary_join_element_wise(pc.strftime(column, "%Y-%m-%dT%H:%M:%S"), "Z", "")


def _breaks(column: pa.ChunkedArray) -> bool:
    return pa.types.is_string(column.type) and bool(pc.any(pc.match_substring_regex(column, "[\r\n]")).as_py())

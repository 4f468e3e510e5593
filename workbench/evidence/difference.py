"""The difference: which entities and links of a projection are new, changed or gone against drawings of before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from workbench.evidence.drawings import Drawings
from workbench.evidence.duck import quoted, text
from workbench.evidence.folds import SQL_TYPES, entity_table, link_table
from workbench.evidence.projection import Projection
from workbench.model import KINDS, LINK_TYPES, EntityTable, Kind, LinkTable, LinkType, Property

# A drawing's file that is damaged, or of other columns than today's: then the graph is written whole.
_UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException)


@dataclass(frozen=True, slots=True)
class Part:
    """The new, the changed or the gone ones; of the gone only what names them."""

    duck: duckdb.DuckDBPyConnection
    prefix: str
    sizes: dict[str, int]

    def entities(self) -> Iterator[EntityTable]:
        """A kind at a time, sorted by key."""
        for kind in KINDS:
            if self.sizes.get(entity_table(kind)):
                yield EntityTable(kind, self._rows(entity_table(kind)))

    def links(self) -> Iterator[LinkTable]:
        """A type and pair of kinds at a time, sorted by ends."""
        for link_type, start, end in _tied():
            if self.sizes.get(link_table(link_type, start, end)):
                yield LinkTable(link_type, start, end, self._rows(link_table(link_type, start, end)))

    def _rows(self, table: str) -> pa.Table:
        return self.duck.sql(f"FROM {self.prefix}_{table}").to_arrow_table()


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads to the projection from anything of which each entity and link is as in one of the drawings.

    `new` stands in none of the drawings, `changed` in some, but not alike in all, `gone` in some and not in the
    projection.
    """

    new: Part
    changed: Part
    gone: Part

    @property
    def size(self) -> int:
        """How many entities and links differ."""
        return sum(sum(part.sizes.values()) for part in (self.new, self.changed, self.gone))


def difference(projection: Projection, drawings: Drawings, names: Sequence[str]) -> Difference | None:
    """How the projection differs from these drawings; None where one of them is not there, or cannot be read.

    Its tables live as long as the projection's.
    """
    before = [drawings.files(name) for name in names]
    there = [files for files in before if files is not None]
    if not there or len(there) < len(before):
        return None
    tables = projection.tables()
    try:
        shapes = [one for one in _shapes() if one.table in tables or any(one.table in files for files in there)]
        for shape in shapes:
            _compare(projection, shape, [files.get(shape.table) for files in there])
    except _UNREADABLE:
        return None
    return Difference(*(_part(projection.duck, prefix, shapes) for prefix in ("new", "changed", "gone")))


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table: its columns, with their SQL types, and those that name a row."""

    table: str
    columns: dict[str, str]
    named: tuple[str, ...]

    @property
    def names(self) -> str:
        return ", ".join(quoted(one) for one in self.named)

    @property
    def all(self) -> str:
        return ", ".join(quoted(one) for one in self.columns)

    @property
    def nothing(self) -> str:
        return (
            "SELECT " + ", ".join(f"NULL::{kind} AS {quoted(one)}" for one, kind in self.columns.items()) + " LIMIT 0"
        )


def _shapes() -> Iterator[_Shape]:
    for kind in KINDS:
        yield _Shape(entity_table(kind), {"key": "VARCHAR"} | _typed(kind.properties), ("key",))
    for link_type, start, end in _tied():
        columns = {"start": "VARCHAR", "end": "VARCHAR"} | _typed(link_type.all_properties)
        named = ("start", "end", *(one.name for one in link_type.identity))
        yield _Shape(link_table(link_type, start, end), columns, named)


def _tied() -> Iterator[tuple[LinkType, Kind, Kind]]:
    return ((link_type, start, end) for link_type in LINK_TYPES for start, end in link_type.pairs)


def _typed(properties: Sequence[Property]) -> dict[str, str]:
    return {one.name: SQL_TYPES[one.type] for one in properties}


def _compare(projection: Projection, shape: _Shape, files: Sequence[Path | None]) -> None:
    """The tables new_, changed_ and gone_ of one shape, sorted by what names a row."""
    duck, table, names = projection.duck, shape.table, shape.names
    olds = [_old(shape, file) for file in files]
    now = f"SELECT {shape.all} FROM {table}" if table in projection.tables() else shape.nothing
    duck.execute(f"CREATE OR REPLACE TEMP VIEW now AS {now}")
    # What every drawing says alike is certain to stand so; EXCEPT and INTERSECT take two absent values for alike.
    certain = " INTERSECT ".join(f"({old})" for old in olds)
    duck.execute(f"CREATE OR REPLACE TEMP VIEW certain AS {certain}")
    known = " UNION ".join(f"(SELECT {names} FROM ({old}))" for old in olds)
    duck.execute(f"CREATE OR REPLACE TEMP VIEW known AS {known}")
    duck.execute("CREATE OR REPLACE TEMP TABLE touched AS (FROM now) EXCEPT (FROM certain)")
    for prefix, of, join, other in (
        ("new", "touched", "ANTI", "known"),
        ("changed", "touched", "SEMI", "known"),
        ("gone", "known", "ANTI", "now"),
    ):
        duck.execute(
            f"CREATE OR REPLACE TEMP TABLE {prefix}_{table} AS "
            f"FROM {of} {join} JOIN {other} USING ({names}) ORDER BY {names}"
        )


def _old(shape: _Shape, file: Path | None) -> str:
    return f"SELECT {shape.all} FROM read_parquet({text(str(file))})" if file else shape.nothing


def _part(duck: duckdb.DuckDBPyConnection, prefix: str, shapes: Sequence[_Shape]) -> Part:
    counted = {
        shape.table: int(duck.execute(f"SELECT count(*) FROM {prefix}_{shape.table}").fetchall()[0][0])
        for shape in shapes
    }
    return Part(duck, prefix, counted)

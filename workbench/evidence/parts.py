"""Parts of a projection: some of its entities and links, in tables of the projection's shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from workbench.evidence.duck import quoted
from workbench.evidence.folds import SQL_TYPES, entity_table, link_table
from workbench.model import KINDS, LINK_TYPES, EntityTable, Kind, LinkTable, LinkType, Property


@dataclass(frozen=True, slots=True)
class Part:
    """Some entities and links, in tables called by the prefix and the projection's names; `sizes` counts their rows."""

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
class Shape:
    """A table: its columns, with their SQL types, and those that name a row."""

    table: str
    columns: dict[str, str]
    named: tuple[str, ...]

    @property
    def names(self) -> str:
        """The columns that name a row, as SQL lists them."""
        return ", ".join(quoted(one) for one in self.named)

    @property
    def all(self) -> str:
        """All columns, as SQL lists them."""
        return ", ".join(quoted(one) for one in self.columns)

    @property
    def nothing(self) -> str:
        """A SELECT of these columns and no row."""
        return (
            "SELECT " + ", ".join(f"NULL::{kind} AS {quoted(one)}" for one, kind in self.columns.items()) + " LIMIT 0"
        )


def shapes() -> Iterator[Shape]:
    """The shape of every table that a projection may have."""
    for kind in KINDS:
        yield Shape(entity_table(kind), {"key": "VARCHAR"} | _typed(kind.properties), ("key",))
    for link_type, start, end in _tied():
        columns = {"start": "VARCHAR", "end": "VARCHAR"} | _typed(link_type.all_properties)
        named = ("start", "end", *(one.name for one in link_type.identity))
        yield Shape(link_table(link_type, start, end), columns, named)


def part(duck: duckdb.DuckDBPyConnection, prefix: str, of: Sequence[Shape]) -> Part:
    """What lies in the tables of these shapes under the prefix."""
    counted = {
        shape.table: int(duck.execute(f"SELECT count(*) FROM {prefix}_{shape.table}").fetchall()[0][0]) for shape in of
    }
    return Part(duck, prefix, counted)


def _tied() -> Iterator[tuple[LinkType, Kind, Kind]]:
    return ((link_type, start, end) for link_type in LINK_TYPES for start, end in link_type.pairs)


def _typed(properties: Sequence[Property]) -> dict[str, str]:
    return {one.name: SQL_TYPES[one.type] for one in properties}

"""What one batch touches: the entities and links that its events tell of, folded from every row that tells of them.

A fact of one row in a home of millions need not have all of it folded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from workbench.evidence.batches import Batch, Evidence
from workbench.evidence.duck import open_duck, quoted, rows_query, text
from workbench.evidence.events import events_among
from workbench.evidence.folds import entity_query, entity_table, link_query, link_table
from workbench.evidence.parts import Part, Shape, part, shapes
from workbench.model import KINDS, LINK_TYPES, EntityFact, Source

_BEFORE, _AFTER, _NOW = "before", "after", "now"


@dataclass(frozen=True, slots=True)
class Touched:
    """What may have become otherwise: `there` as it is now, `gone` what nothing tells of any more, only by its names.

    Its tables live as long as the connection.
    """

    duck: duckdb.DuckDBPyConnection
    shapes: tuple[Shape, ...]
    there: Part
    gone: Part

    @property
    def size(self) -> int:
        """How many entities and links were touched."""
        return sum(sum(one.sizes.values()) for one in (self.there, self.gone))

    @staticmethod
    def names(shape: Shape) -> str:
        """The name of the table of what names the touched rows of this shape."""
        return f"names_{shape.table}"


@contextmanager
def open_touched(evidence: Evidence, sources: Sequence[Source], batch: Batch) -> Iterator[Touched]:
    """What the batch, which stands in the evidence, touches there."""
    with open_duck(evidence.folder) as duck:
        ground = _Ground(duck, evidence, tuple(sources), batch)
        ground.lay_told()
        touched = _lay_names(duck)
        ground.lay_now(touched)
        yield _touched(duck, touched)


@dataclass(frozen=True, slots=True)
class _Ground:
    duck: duckdb.DuckDBPyConnection
    evidence: Evidence
    sources: tuple[Source, ...]
    batch: Batch

    @property
    def source(self) -> Source:
        return next(source for source in self.sources if source.name == self.batch.source)

    def lay_told(self) -> None:
        """What the batch's events told of without it, and what they tell of with it.

        An event of several rows says the greatest of what they say: the batch may change what it tells of.
        """
        mine = rows_query([self.evidence.rows_file(self.batch)])
        self.duck.execute(f"CREATE TEMP TABLE told AS SELECT DISTINCT {_event(self.source)} FROM ({mine})")
        others = [one for one in self.evidence.of(self.source.name) if one != self.batch]
        for schema, batches in ((_BEFORE, others), (_AFTER, [*others, self.batch])):
            self.duck.execute(f"CREATE SCHEMA {schema}")
            if batches:
                rows = _alike(self.source, self._rows(batches), "told")
                self._lay_events(schema, self.source, events_among(self.source, rows, distinct=False))
                _fold(self.duck, schema, [self.source])

    def lay_now(self, touched: Sequence[Shape]) -> None:
        """All that is told of the touched ones, folded; what is beside them may be folded by half."""
        keys, lost = _keys(self.duck, touched)
        self.duck.execute(f"CREATE SCHEMA {_NOW}")
        there = []
        for source in self.sources:
            batches = self.evidence.of(source.name)
            if batches and keys:
                self._lay_events(_NOW, source, self._naming(source, batches, _condition(source, keys, lost)))
                there.append(source)
        _fold(self.duck, _NOW, there)

    def _naming(self, source: Source, batches: Sequence[Batch], condition: str) -> str:
        """The events some row of which meets the condition."""
        rows = self._rows(batches)
        if source is not self.source and not any(batch.known for batch in batches):
            return events_among(source, f"SELECT * FROM ({rows}) WHERE {condition}", distinct=True)
        found = f"SELECT DISTINCT {_event(source)} FROM ({rows}) WHERE {condition}"
        more = " UNION SELECT * FROM told" if source is self.source else ""
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE naming AS {found}{more}")
        return events_among(source, _alike(source, rows, "naming"), distinct=False)

    def _rows(self, batches: Iterable[Batch]) -> str:
        return rows_query([self.evidence.rows_file(one) for one in batches])

    def _lay_events(self, schema: str, source: Source, query: str) -> None:
        self.duck.execute(f"CREATE TABLE {schema}.events_{source.name} AS {query}")


def _event(source: Source) -> str:
    return ", ".join(quoted(name) for name in source.event)


def _alike(source: Source, rows: str, events: str) -> str:
    """The rows of these events; two absent values are alike."""
    alike = " AND ".join(f"{events}.{quoted(one)} IS NOT DISTINCT FROM rows.{quoted(one)}" for one in source.event)
    return f"SELECT rows.* FROM ({rows}) AS rows SEMI JOIN {events} ON {alike}"


def _fold(duck: duckdb.DuckDBPyConnection, schema: str, sources: Sequence[Source]) -> None:
    """The projection of the schema's events, in tables there."""
    duck.execute(f"SET schema = '{schema}'")
    links = []
    for between in ((link_type, start, end) for link_type in LINK_TYPES for start, end in link_type.pairs):
        query = link_query(*between, sources)
        if query is not None:
            duck.execute(f"CREATE TABLE {schema}.{link_table(*between)} AS {query}")
            links.append(between)
    for kind in KINDS:
        ends = [(link_table(*one), "start") for one in links if one[1] is kind]
        ends += [(link_table(*one), "end") for one in links if one[2] is kind]
        query = entity_query(kind, sources, ends)
        if query is not None:
            duck.execute(f"CREATE TABLE {schema}.{entity_table(kind)} AS {query}")
    duck.execute("SET schema = 'main'")


def _tables(duck: duckdb.DuckDBPyConnection, schema: str) -> frozenset[str]:
    rows = duck.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = $schema", {"schema": schema})
    return frozenset(str(row[0]) for row in rows.fetchall())


def _lay_names(duck: duckdb.DuckDBPyConnection) -> tuple[Shape, ...]:
    """Makes the tables of what names the touched ones; gives the shapes that there are any of."""
    there = {schema: _tables(duck, schema) for schema in (_BEFORE, _AFTER)}
    found = []
    for shape in shapes():
        told = [
            f"SELECT {shape.names} FROM {one}.{shape.table}" for one, names in there.items() if shape.table in names
        ]
        if told:
            duck.execute(f"CREATE TEMP TABLE {Touched.names(shape)} AS {' UNION '.join(told)}")
            found.append(shape)
    return tuple(found)


def _keys(duck: duckdb.DuckDBPyConnection, touched: Sequence[Shape]) -> tuple[str, str]:
    """The keys of all that is touched, and of the entities that the batch's events name no more, as SQL lists them."""
    after = _tables(duck, _AFTER)
    columns = [(shape, name) for shape in touched for name in ("key", "start", "end") if name in shape.named]
    every = [f"SELECT {quoted(name)} FROM {Touched.names(shape)}" for shape, name in columns]
    lost = [
        f"SELECT key FROM {Touched.names(shape)} EXCEPT SELECT key FROM {_AFTER}.{shape.table}"
        if shape.table in after
        else f"SELECT key FROM {Touched.names(shape)}"
        for shape, name in columns
        if name == "key"
    ]
    return _listed(duck, " UNION ".join(every)), _listed(duck, " UNION ".join(f"({one})" for one in lost))


def _listed(duck: duckdb.DuckDBPyConnection, query: str) -> str:
    return ", ".join(sorted(text(str(row[0])) for row in duck.execute(query).fetchall())) if query else ""


def _condition(source: Source, keys: str, lost: str) -> str:
    """Which rows tell of what is touched; of an entity that may be gone, every row that names it is asked for."""
    conditions = []
    for fact in source.facts:
        columns = [quoted(ref.column) for ref in fact.refs]
        within = [f"{column} IN ({keys})" for column in columns]
        conditions.append(within[0] if isinstance(fact, EntityFact) else f"({' AND '.join(within)})")
        conditions += [f"{column} IN ({lost})" for column in columns if lost]
    return " OR ".join(dict.fromkeys(conditions)) or "false"


def _touched(duck: duckdb.DuckDBPyConnection, touched: tuple[Shape, ...]) -> Touched:
    now = _tables(duck, _NOW)
    for shape in touched:
        table, names = shape.table, Touched.names(shape)
        rows = f"SELECT {shape.all} FROM {_NOW}.{table}" if table in now else shape.nothing
        for prefix, made in (
            ("there", f"FROM ({rows}) SEMI JOIN {names} USING ({shape.names})"),
            ("gone", f"FROM {names} ANTI JOIN ({rows}) USING ({shape.names})"),
        ):
            duck.execute(f"CREATE TEMP TABLE {prefix}_{table} AS {made} ORDER BY {shape.names}")
    return Touched(duck, touched, part(duck, "there", touched), part(duck, "gone", touched))

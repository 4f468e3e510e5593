"""The projection: evidence folded into the entities and links of the graph, which can always be made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb

from workbench.errors import WorkbenchError
from workbench.evidence.batches import Batch, Evidence
from workbench.evidence.counted import folded_table, is_counted, lay_counted
from workbench.evidence.duck import open_duck
from workbench.evidence.events import lay_events
from workbench.evidence.folds import entity_query, entity_table, link_query, link_table, told_query
from workbench.evidence.keys import Between, keys_table, lay_keys, spelled
from workbench.evidence.steady import steadily
from workbench.model import KINDS, LINK_TYPES, EntityTable, Kind, LinkTable, Source, Type

TRIES = 5


@dataclass(frozen=True, slots=True)
class Projection:
    """Evidence folded; tables are made when the projection is opened and gone when it is closed."""

    duck: duckdb.DuckDBPyConnection
    sources: tuple[Source, ...]
    link_tables: tuple[Between, ...]
    kinds: tuple[Kind, ...]
    coded: frozenset[Between] = frozenset()
    """The links that are folded in codes; the tables of these that `tables` names are views."""

    def entities(self) -> Iterator[EntityTable]:
        """All entities, a kind at a time, sorted by key."""
        for kind in self.kinds:
            yield EntityTable(kind, self.duck.sql(f"FROM {entity_table(kind)}").to_arrow_table())

    def links(self) -> Iterator[LinkTable]:
        """All links, a type and pair of kinds at a time, sorted by ends."""
        for between in self.link_tables:
            link_type, start, end = between
            rows = self.duck.sql(f"FROM {self._folded(between)}").to_arrow_table()
            if between in self.coded:
                rows = spelled(self.duck, rows, {"start": start, "end": end})
            yield LinkTable(link_type, start, end, rows)

    def tables(self) -> tuple[str, ...]:
        """The names of the tables that hold the entities and links."""
        links = (link_table(*one) for one in self.link_tables)
        return *(entity_table(kind) for kind in self.kinds), *links

    def counts(self) -> dict[str, int]:
        """How many entities of each kind and links of each type there are; noughts included."""
        counts = dict.fromkeys([*(kind.name for kind in KINDS), *(one.name for one in LINK_TYPES)], 0)
        for kind in self.kinds:
            counts[kind.name] = self._number(f"SELECT count(*) FROM {entity_table(kind)}")
        for between in self.link_tables:
            counts[between[0].name] += self._number(f"SELECT count(*) FROM {self._folded(between)}")
        return counts

    def totals(self) -> dict[str, int]:
        """The sum of every whole-number property of every link type, as `CALLED.seconds`."""
        totals: dict[str, int] = {}
        for between in self.link_tables:
            for one in between[0].properties:
                if one.type in {Type.WHOLE, Type.FEN}:
                    name = f"{between[0].name}.{one.name}"
                    total = self._number(f'SELECT coalesce(sum("{one.name}"), 0)::BIGINT FROM {self._folded(between)}')
                    totals[name] = totals.get(name, 0) + total
        return totals

    def latest(self) -> datetime | None:
        """The time of the latest event, UTC without zone; None where the evidence is empty."""
        times = [
            self.duck.execute(f'SELECT max("{source.at}") FROM events_{source.name}').fetchall()[0][0]
            for source in self.sources
            if source.at
        ]
        return max((time for time in times if time is not None), default=None)

    def _folded(self, between: Between) -> str:
        return folded_table(between) if between in self.coded else link_table(*between)

    def _number(self, query: str) -> int:
        rows = self.duck.execute(query).fetchall()
        return int(rows[0][0])


def events_of(evidence: Evidence, sources: Sequence[Source]) -> dict[str, int]:
    """How many events of each source the evidence tells of, each counted once; no link is folded for it."""
    return steadily(evidence, lambda batches: {one.name: _events(evidence, one, batches) for one in sources})


def _events(evidence: Evidence, source: Source, batches: Sequence[Batch]) -> int:
    own = [batch for batch in batches if batch.source == source.name]
    if not any(batch.known for batch in own):
        return sum(batch.accepted for batch in own)
    with open_duck(evidence.folder) as duck:
        lay_events(duck, source, [evidence.rows_file(batch) for batch in own], distinct=False)
        rows = duck.execute(f"SELECT coalesce(sum(n), 0)::BIGINT FROM events_{source.name}").fetchall()
    return int(rows[0][0])


@contextmanager
def open_projection(evidence: Evidence, sources: Sequence[Source]) -> Iterator[Projection]:
    """The evidence folded into entities and links, as it stood at one moment."""
    with ExitStack() as stack:
        yield _open(stack, evidence, sources)


def _open(stack: ExitStack, evidence: Evidence, sources: Sequence[Source]) -> Projection:
    for _ in range(TRIES):
        batches = evidence.batches()
        try:
            return _fold(stack.enter_context(open_duck(evidence.folder)), evidence, sources, batches)
        except (FileNotFoundError, duckdb.IOException):
            # A batch was taken out while it was read: readers go on while a writer works.
            if evidence.batches() == batches:
                raise
            stack.close()
    raise WorkbenchError("the evidence changed each time it was read; wait for the writing to end and try again")


def _fold(
    duck: duckdb.DuckDBPyConnection, evidence: Evidence, sources: Sequence[Source], batches: Sequence[Batch]
) -> Projection:
    there = tuple(source for source in sources if any(batch.source == source.name for batch in batches))
    for source in there:
        _make_events(duck, evidence, source, [batch for batch in batches if batch.source == source.name])
    links, coded = _make_links(duck, there)
    return Projection(duck, there, links, tuple(_make_entities(duck, there, (links, coded))), coded)


def _make_events(duck: duckdb.DuckDBPyConnection, evidence: Evidence, source: Source, batches: Sequence[Batch]) -> None:
    # Receipts count the rows that repeat another: where there are none, grouping millions of rows would change nothing.
    distinct = not any(batch.known for batch in batches)
    lay_events(duck, source, [evidence.rows_file(batch) for batch in batches], distinct=distinct)


def _make_links(
    duck: duckdb.DuckDBPyConnection, sources: Sequence[Source]
) -> tuple[tuple[Between, ...], frozenset[Between]]:
    """The links that some source tells of, and which of them are folded in codes."""
    betweens = ((link_type, start, end) for link_type in LINK_TYPES for start, end in link_type.pairs)
    links = tuple(between for between in betweens if told_query(*between, sources) is not None)
    coded = frozenset(between for between in links if is_counted(between[0]))
    lay_keys(duck, (between for between in links if between in coded), sources)
    for between in links:
        if between in coded:
            lay_counted(duck, between, sources)
        else:
            duck.execute(f"CREATE TEMP TABLE {link_table(*between)} AS {link_query(*between, sources)}")
    return links, coded


def _make_entities(
    duck: duckdb.DuckDBPyConnection, sources: Sequence[Source], made: tuple[tuple[Between, ...], frozenset[Between]]
) -> Iterator[Kind]:
    links, coded = made
    for kind in KINDS:
        ends = [(link_table(*one), "start") for one in links if one[1] is kind and one not in coded]
        ends += [(link_table(*one), "end") for one in links if one[2] is kind and one not in coded]
        if any(kind in one[1:] for one in coded):
            ends.append((keys_table(kind), "key"))
        query = entity_query(kind, sources, ends)
        if query is not None:
            duck.execute(f"CREATE TEMP TABLE {entity_table(kind)} AS {query}")
            yield kind

"""Links that rest on nothing but facts typed by hand: no file that was handed over tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from workbench.evidence.batches import Batch, Evidence
from workbench.evidence.duck import open_duck, rows_query, text
from workbench.evidence.folds import link_query
from workbench.evidence.steady import steadily
from workbench.model import LINK_TYPES, Entity, Kind, Link, LinkType, Scalar, Source

LinkName = tuple[str, str, str, str, str, str]
"""What `Link.name` says."""


def typed_links(evidence: Evidence, sources: Sequence[Source]) -> frozenset[LinkName]:
    """The names of the links whose every row was typed by hand."""
    return steadily(evidence, lambda batches: _typed(evidence, sources, batches))


def _typed(evidence: Evidence, sources: Sequence[Source], batches: tuple[Batch, ...]) -> frozenset[LinkName]:
    if not any(batch.told_by for batch in batches):
        return frozenset()
    with open_duck(evidence.folder) as duck:
        typed = _events(duck, evidence, sources, "typed", [batch for batch in batches if batch.told_by])
        others = _events(duck, evidence, sources, "others", [batch for batch in batches if not batch.told_by])
        return frozenset(
            name
            for link_type in LINK_TYPES
            for start, end in link_type.pairs
            for name in _alone(duck, (link_type, start, end), typed, others)
        )


def remembered(evidence: Evidence, sources: Sequence[Source]) -> Callable[[], frozenset[LinkName]]:
    """The links that rest on typed facts alone, worked out again only where a batch came or went."""
    held: dict[tuple[tuple[str, int], ...], frozenset[LinkName]] = {}

    def links() -> frozenset[LinkName]:
        state = tuple(sorted((one.name, one.stat().st_mtime_ns) for one in evidence.folder.iterdir()))
        if state not in held:
            found = typed_links(evidence, sources)
            held.clear()
            held[state] = found
        return held[state]

    return links


def _events(
    duck: duckdb.DuckDBPyConnection, evidence: Evidence, sources: Sequence[Source], schema: str, batches: list[Batch]
) -> tuple[Source, ...]:
    """A view of each source's rows in the schema, under the name that folding reads; the sources that have any."""
    duck.execute(f"CREATE SCHEMA {schema}")
    files: dict[str, list[Path]] = {}
    for batch in batches:
        files.setdefault(batch.source, []).append(evidence.rows_file(batch))
    there = tuple(source for source in sources if source.name in files)
    for source in there:
        query = f"SELECT *, 1 AS n FROM ({rows_query(files[source.name])})"
        duck.execute(f"CREATE VIEW {schema}.events_{source.name} AS {query}")
    return there


def _alone(
    duck: duckdb.DuckDBPyConnection,
    between: tuple[LinkType, Kind, Kind],
    typed: tuple[Source, ...],
    others: tuple[Source, ...],
) -> Iterator[LinkName]:
    link_type, start, end = between
    rows = _links(duck, "typed", link_query(link_type, start, end, typed), link_type)
    if not rows:
        return
    # The few starts as they stand: only so does the engine look no further than their rows.
    starts = ", ".join(text(str(row[0])) for row in rows)
    rows -= _links(duck, "others", link_query(link_type, start, end, others), link_type, f"WHERE start IN ({starts})")
    for row in rows:
        beyond: dict[str, Scalar] = {
            one.name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
            for one, value in zip(link_type.identity, row[2:], strict=True)
        }
        yield Link(link_type, Entity(start, str(row[0])), Entity(end, str(row[1])), beyond).name


def _links(
    duck: duckdb.DuckDBPyConnection, schema: str, query: str | None, link_type: LinkType, where: str = ""
) -> set[tuple[str | datetime | None, ...]]:
    if query is None:
        return set()
    names = ", ".join(["start", '"end"', *(f'"{one.name}"' for one in link_type.identity)])
    duck.execute(f"SET schema = '{schema}'")
    return set(duck.execute(f"SELECT {names} FROM ({query}) {where}").fetchall())

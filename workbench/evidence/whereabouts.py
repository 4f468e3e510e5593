"""Whereabouts: when and where each phone called or was on data, and which phones pass their calls on to others."""

from __future__ import annotations

import pyarrow as pa

from workbench.evidence.duck import quoted, text
from workbench.evidence.projection import Projection
from workbench.model import LinkFact, Source, Whereabouts
from workbench.model.kinds import PHONE
from workbench.model.links import CALLED, SEEN_AT, USED_ON


def whereabouts(projection: Projection) -> Whereabouts:
    """Give one row a phone, time and place it was seen at, and one row a pair of phones that pass calls on.

    Whoever calls is seen where the call began, whoever has a session where that was: at a cell, or where no cell is
    told in a region. What the evidence does not tell gives empty tables.
    """
    seen = [query for source in projection.sources if (query := _seen(source))]
    passed = [query for source in projection.sources if (query := _passed(source))]
    return Whereabouts(
        projection.duck.sql(" UNION ALL ".join(seen)).to_arrow_table() if seen else SIGHTINGS.empty_table(),
        projection.duck.sql(" UNION ALL ".join(passed)).to_arrow_table() if passed else FORWARDS.empty_table(),
    )


SIGHTINGS = pa.schema(
    [("phone", pa.string()), ("at", pa.timestamp("us")), ("place", pa.string()), ("calling", pa.bool_())]
)
FORWARDS = pa.schema([("start", pa.string()), ("end", pa.string()), ("times", pa.int64())])


def _seen(source: Source) -> str:
    """A SELECT of the phones that a source saw, when and where; empty where it saw none."""
    facts = [fact for fact in source.facts if isinstance(fact, LinkFact)]
    columns = {column.name for column in source.columns}
    places = [quoted(name) for name in ("cell", "region") if name in columns]
    if not places or not source.at:
        return ""
    place = f"coalesce({', '.join(places)})"
    calling = next((fact for fact in facts if fact.type is CALLED), None)
    there = calling or next((fact for fact in facts if fact.type in (USED_ON, SEEN_AT)), None)
    if there is None:
        return ""
    key, kind = there.start.column, there.start.kind
    where = f" AND {quoted(kind)} = {text(PHONE.word)}" if isinstance(kind, str) else ""
    return (
        f"SELECT {quoted(key)} AS phone, {quoted(source.at)}::TIMESTAMP AS at, {place} AS place, "
        f"{bool(calling)} AS calling FROM events_{source.name} WHERE {quoted(key)} IS NOT NULL{where}"
    )


def _passed(source: Source) -> str:
    """A SELECT of who passed calls on to whom, and how often; empty where the source does not tell."""
    calling = next((fact for fact in source.facts if isinstance(fact, LinkFact) and fact.type is CALLED), None)
    dialled = "forwarded_from"
    if calling is None or dialled not in {column.name for column in source.columns}:
        return ""
    answers = quoted(calling.end.column)
    return (
        f'SELECT {dialled} AS start, {answers} AS "end", sum(n)::BIGINT AS times FROM events_{source.name} '
        f"WHERE {dialled} IS NOT NULL AND {dialled} != {answers} GROUP BY ALL"
    )

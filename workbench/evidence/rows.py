"""Back to the rows: from a link or an entity to every row of evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from workbench.evidence.batches import Evidence
from workbench.evidence.duck import open_duck, quoted, rows_query, text
from workbench.model import Entity, EntityFact, Link, LinkFact, Ref, Row, Scalar, Source

MOST_ROWS = 1000


def rows_of(
    evidence: Evidence, sources: Sequence[Source], what: Link | Entity, most: int = MOST_ROWS
) -> tuple[Row, ...]:
    """The rows that tell of the link or describe the entity, each with its batch, file and record number."""
    found: list[Row] = []
    for source in sources:
        conditions = [one for fact in source.facts if (one := _condition(source, fact, what))]
        if conditions and evidence.of(source.name):
            query = _query(evidence, source, " OR ".join(dict.fromkeys(conditions)), most - len(found))
            found += _rows(evidence, source, query, what)
    return tuple(found)


def _query(evidence: Evidence, source: Source, condition: str, most: int) -> str:
    rows = rows_query(evidence.files(source), named=True)
    return f"SELECT * FROM ({rows}) WHERE {condition} ORDER BY filename, record LIMIT {most}"


def _rows(evidence: Evidence, source: Source, query: str, what: Link | Entity) -> Iterator[Row]:
    batches = {batch.name: batch for batch in evidence.of(source.name)}
    keys = [what.start.key, what.end.key] if isinstance(what, Link) else [what.key]
    names = {f"key{place}": key for place, key in enumerate(keys)}
    with open_duck(evidence.folder) as duck:
        answer = duck.execute(query, names)
        columns = [one[0] for one in answer.description or ()]
        for values in answer.fetchall():
            row = dict(zip(columns, values, strict=True))
            batch = batches[str(row.pop("filename")).rsplit("/", 1)[-1].removesuffix(".parquet")]
            record, told = int(row.pop("record")), _told(source, row)
            yield Row(source.name, batch.name, batch.file, record, told, batch.papers, batch.told_by)


def _told(source: Source, row: dict[str, Scalar]) -> dict[str, Scalar]:
    return {column.name: row[column.name] for column in source.columns if row.get(column.name) is not None}


def _condition(source: Source, fact: EntityFact | LinkFact, what: Link | Entity) -> str:
    if isinstance(what, Entity):
        if not isinstance(fact, EntityFact) or not _may_be(fact.of, what):
            return ""
        return _names(fact.of, what, "$key0")
    if not isinstance(fact, LinkFact) or fact.type is not what.type:
        return ""
    if not _may_be(fact.start, what.start) or not _may_be(fact.end, what.end):
        return ""
    beyond = [
        f"{quoted(one.name if one.name in {c.name for c in source.columns} else source.at)} = {_time(what, one.name)}"
        for one in what.type.identity
        if what.properties.get(one.name) is not None
    ]
    where = [f"{quoted(fact.where[0])} = {text(fact.where[1])}"] if fact.where else []
    parts = [_names(fact.start, what.start, "$key0"), _names(fact.end, what.end, "$key1"), *beyond, *where]
    return f"({' AND '.join(parts)})"


def _may_be(ref: Ref, entity: Entity) -> bool:
    return ref.kind is entity.kind or isinstance(ref.kind, str)


def _names(ref: Ref, entity: Entity, parameter: str) -> str:
    named = f"{quoted(ref.column)} = {parameter}"
    return f"({named} AND {quoted(ref.kind)} = {text(entity.kind.word)})" if isinstance(ref.kind, str) else named


def _time(link: Link, name: str) -> str:
    value = link.properties[name]
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC)
    stamp = value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else str(value)
    return f"TIMESTAMP {text(stamp)}"

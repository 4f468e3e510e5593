"""The SQL that folds events into entities and links, generated from the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.evidence.duck import quoted, text
from workbench.model import EntityFact, Fold, Kind, LinkFact, LinkType, Property, Ref, Source, Type

SQL_TYPES = {Type.TEXT: "VARCHAR", Type.TIME: "TIMESTAMP", Type.WHOLE: "BIGINT", Type.FEN: "BIGINT"}
SHANGHAI = "INTERVAL 8 HOUR"
DATED = '"(dated)"'


def link_query(link_type: LinkType, start: Kind, end: Kind, sources: Sequence[Source]) -> str | None:
    """All links of the type between the two kinds, folded; None where no source tells of them."""
    told = told_query(link_type, start, end, sources)
    if told is None:
        return None
    names = ", ".join(["start", '"end"', *(quoted(one.name) for one in link_type.identity)])
    folded = "".join(f", {_fold(one)} AS {quoted(one.name)}" for one in link_type.properties)
    return f"SELECT {names}{folded} FROM ({told}) GROUP BY {names} ORDER BY {names}"


def told_query(link_type: LinkType, start: Kind, end: Kind, sources: Sequence[Source]) -> str | None:
    """Every event that tells of such a link, with the values its properties are folded from; None where none may."""
    told = [
        _told(source, fact, start, end)
        for source in sources
        for fact in source.facts
        if isinstance(fact, LinkFact)
        and fact.type is link_type
        and _may_be(fact.start, start)
        and _may_be(fact.end, end)
    ]
    return " UNION ALL ".join(told) or None


def entity_query(kind: Kind, sources: Sequence[Source], ends: Iterable[tuple[str, str]]) -> str | None:
    """All entities of the kind, folded; `ends` are (link table, column) that name such entities too."""
    told = [
        f"SELECT DISTINCT {quoted(column)} AS key, NULL AS {DATED}{_nothing(kind)} FROM {table}"
        for table, column in ends
    ]
    for source in sources:
        for fact in source.facts:
            told += [_described(kind, source, fact, ref) for ref in _extra_refs(fact) if _may_be(ref, kind)]
    if not told:
        return None
    folded = "".join(f", {_fold(one)} AS {quoted(one.name)}" for one in kind.properties)
    return f"SELECT key{folded} FROM ({' UNION ALL '.join(told)}) GROUP BY key ORDER BY key"


def link_table(link_type: LinkType, start: Kind, end: Kind) -> str:
    """The name of the table that holds these links while a projection is open."""
    return f"link_{link_type.name}_{start.name}_{end.name}"


def entity_table(kind: Kind) -> str:
    """The name of the table that holds these entities while a projection is open."""
    return f"entity_{kind.name}"


def _extra_refs(fact: EntityFact | LinkFact) -> tuple[Ref, ...]:
    # A link's own ends are read from the link tables; where some rows do not count, their entities still stand.
    if isinstance(fact, EntityFact):
        return (fact.of,)
    return fact.refs if fact.where else ()


def _may_be(ref: Ref, kind: Kind) -> bool:
    return ref.kind is kind or isinstance(ref.kind, str)


def _is(ref: Ref, kind: Kind) -> str:
    there = f"{quoted(ref.column)} IS NOT NULL"
    return f"{there} AND {quoted(ref.kind)} = {text(kind.word)}" if isinstance(ref.kind, str) else there


def _told(source: Source, fact: LinkFact, start: Kind, end: Kind) -> str:
    conditions = [_is(fact.start, start), _is(fact.end, end)]
    if fact.where:
        conditions.append(f"{quoted(fact.where[0])} = {text(fact.where[1])}")
    identity = "".join(f", {_value(source, one.reads, one.type)} AS {quoted(one.name)}" for one in fact.type.identity)
    columns = _wanted(fact.type.properties)
    values = "".join(f", {_value(source, name, kind)} AS {quoted('of ' + name)}" for name, kind in columns.items())
    return (
        f'SELECT {quoted(fact.start.column)} AS start, {quoted(fact.end.column)} AS "end"{identity}{values}, '
        f"{_dated(source)} AS {DATED}, n FROM events_{source.name} WHERE {' AND '.join(conditions)}"
    )


def _described(kind: Kind, source: Source, fact: EntityFact | LinkFact, ref: Ref) -> str:
    told = fact.columns if isinstance(fact, EntityFact) else ()
    values = "".join(
        f", {_value(source, name, one) if name in told else f'NULL::{SQL_TYPES[one]}'} AS {quoted('of ' + name)}"
        for name, one in _wanted(kind.properties).items()
    )
    return (
        f"SELECT {quoted(ref.column)} AS key, {_dated(source)} AS {DATED}{values} "
        f"FROM events_{source.name} WHERE {_is(ref, kind)}"
    )


def _nothing(kind: Kind) -> str:
    return "".join(
        f", NULL::{SQL_TYPES[one]} AS {quoted('of ' + name)}" for name, one in _wanted(kind.properties).items()
    )


def _wanted(properties: Iterable[Property]) -> dict[str, Type]:
    """The columns that the properties are folded from, each with its type."""
    wanted: dict[str, Type] = {}
    for one in properties:
        counted = one.fold in {Fold.COUNT, Fold.DAYS}
        wanted[one.reads] = Type.TIME if counted else one.type
        if one.where:
            wanted[one.where[0]] = Type.TEXT
    return wanted


def _value(source: Source, name: str, kind: Type) -> str:
    names = {column.name for column in source.columns}
    if name in names:
        return quoted(name)
    return _dated(source) if name == "at" else f"NULL::{SQL_TYPES[kind]}"


def _dated(source: Source) -> str:
    return quoted(source.at) if source.at else "NULL::TIMESTAMP"


def _fold(one: Property) -> str:
    value = quoted("of " + one.reads)
    only = f" FILTER (WHERE {quoted('of ' + one.where[0])} = {text(one.where[1])})" if one.where else ""
    if one.fold is Fold.SUM:
        return f"coalesce(sum({value} * n){only}, 0)::BIGINT"
    if one.fold is Fold.COUNT:
        return f"coalesce(sum(n){only}, 0)::BIGINT"
    if one.fold is Fold.DAYS:
        return f"count(DISTINCT ({value} + {SHANGHAI})::DATE){only}"
    if one.fold is Fold.LATEST:
        dated = f"struct_pack(dated := coalesce({DATED}, TIMESTAMP '0001-01-01'), value := {value})"
        return f"max({dated}) FILTER (WHERE {value} IS NOT NULL).value"
    return f"{one.fold.value}({value}){only}"

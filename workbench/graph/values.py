"""Values on their way: parameters into an engine, entities and links out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from workbench.errors import BadQuery
from workbench.graph.cypher import Query
from workbench.graph.store import Value
from workbench.model import Entity, LinkType, Property, Scalar, kind_of, link_type_of

_BIG = 2**63


def check_values(query: Query, parameters: Mapping[str, Value]) -> None:
    """Nothing, or BadQuery where the values are not those the query names, or not such as an engine can hold."""
    if parameters.keys() != query.wants:
        wanted = ", ".join(sorted(query.wants)) or "none"
        raise BadQuery(f"{query.name} wants the values {wanted}; it got {', '.join(sorted(parameters)) or 'none'}")
    for name, value in parameters.items():
        _check(name, value)


def _check(name: str, value: object) -> None:
    if isinstance(value, list | tuple):
        for one in value:
            _check(name, one)
    if isinstance(value, str) and not _is_utf8(value):
        raise BadQuery(f"the value of {name} holds half a character: it is no text")
    if isinstance(value, int) and not -_BIG <= value < _BIG:
        raise BadQuery(f"the value of {name} is beyond 64 bits")


def _is_utf8(text: str) -> bool:
    return text.isascii() or text.encode("utf-8", "replace").decode("utf-8") == text


def utc(moment: datetime) -> datetime:
    """The moment, aware and in UTC; a time without zone is UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def entity(kind: str, stored: Mapping[str, object]) -> Entity:
    """The entity an engine holds, its kind's properties only; None where it has none."""
    known = kind_of(kind)
    return Entity(known, str(stored["key"]), _own(known.properties, stored))


def link_properties(type_name: str, stored: Mapping[str, object]) -> tuple[LinkType, dict[str, Scalar]]:
    """The type of a link an engine holds, and that type's properties only."""
    known = link_type_of(type_name)
    return known, _own(known.all_properties, stored)


def _own(properties: tuple[Property, ...], stored: Mapping[str, object]) -> dict[str, Scalar]:
    return {one.name: scalar(stored.get(one.name)) for one in properties}


def scalar(value: object) -> Scalar:
    """A plain value as the model has it: sums are whole numbers again, times aware."""
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, Decimal):
        return int(value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise BadQuery(f"a query returned a {type(value).__name__}; return entities, links, plain values or lists of them")

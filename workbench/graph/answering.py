"""What both engines answer alike: counts, sums, and rows turned into entities and links."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from workbench.errors import BadQuery
from workbench.graph.cypher import Query
from workbench.graph.store import Answer, Value, totalled
from workbench.graph.values import check_values, entity, link_properties, scalar
from workbench.model import KINDS, LINK_TYPES, Entity, Kind, Link

Found = tuple[tuple[str, ...], list[list[Any]]]


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity as an engine hands it over; `place` tells it from every other in the answer."""

    place: Hashable
    kind: str
    stored: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as an engine hands it over, with the places of its ends."""

    type: str
    start: Hashable
    end: Hashable
    stored: Mapping[str, object]


class Answering(ABC):
    """An engine's half that asks; what is particular to an engine is how it runs a text and what a value is."""

    @abstractmethod
    def run(self, text: str, parameters: Mapping[str, Value]) -> Found:
        """The columns and rows of one statement, values as the engine has them."""

    @abstractmethod
    def told(self, value: object) -> object:
        """A FoundEntity, a FoundLink, or the plain value that the engine's value is; None where it found nothing."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""

    def counts(self) -> dict[str, int]:
        """How many entities of each kind and links of each type it holds, by their names."""
        found = {kind.name: self._number(f"MATCH (n:`{kind}`) RETURN count(*)") for kind in KINDS}
        return found | {one.name: self._number(f"MATCH ()-[l:`{one}`]->() RETURN count(*)") for one in LINK_TYPES}

    def totals(self) -> dict[str, int]:
        """The sums of calls, texts, seconds, transfers and fen over all links."""
        return {
            name: self._number(f"MATCH ()-[l:`{link_type}`]->() RETURN sum(l.`{name}`)")
            for link_type, names in totalled()
            for name in names
        }

    def read(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> Answer:
        """What the query answers; `kind` and `other` where its text says KIND and OTHER."""
        check_values(query, parameters)
        columns, rows = self.run(query.about(kind, other), parameters)
        told = [[self._told(value) for value in row] for row in rows]
        known: dict[Hashable, Entity] = {}
        _gather(told, known)
        return Answer(columns, tuple(tuple(_value(query, value, known) for value in row) for row in told))

    def explain(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> None:
        """Nothing, or BadQuery where the engine cannot run the query."""
        check_values(query, parameters)
        self.run(f"EXPLAIN {query.about(kind, other)}", parameters)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _number(self, text: str) -> int:
        _, rows = self.run(text, {})
        return int(rows[0][0] or 0)

    def _told(self, value: object) -> object:
        return [self._told(one) for one in value] if isinstance(value, list) else self.told(value)


def _gather(value: object, known: dict[Hashable, Entity]) -> None:
    """Every entity in the answer by its place: links name their ends by it."""
    if isinstance(value, list):
        for one in value:
            _gather(one, known)
    if isinstance(value, FoundEntity) and value.place not in known:
        known[value.place] = entity(value.kind, value.stored)


def _value(query: Query, value: object, known: Mapping[Hashable, Entity]) -> object:
    if isinstance(value, list):
        return tuple(_value(query, one, known) for one in value)
    if isinstance(value, FoundEntity):
        return known[value.place]
    if not isinstance(value, FoundLink):
        return scalar(value)
    start, end = known.get(value.start), known.get(value.end)
    if start is None or end is None:
        raise BadQuery(f"{query.name} returns links without the entities they join")
    link_type, properties = link_properties(value.type, value.stored)
    return Link(link_type, start, end, properties)

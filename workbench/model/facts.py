"""One entity, one link, one batch: what crosses the walls between evidence, graph and desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from workbench.model.kinds import Kind
from workbench.model.links import LinkType

Scalar = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity with its whole key; only the desk decides how it is shown."""

    kind: Kind
    key: str
    properties: dict[str, Scalar] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A dated fact joining two entities."""

    type: LinkType
    start: Entity
    end: Entity
    properties: dict[str, Scalar] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> tuple[str, str, str, str, str, str]:
        """What tells it from every other link: type, ends, and its identity beyond the pair."""
        beyond = "|".join(str(self.properties.get(one.name)) for one in self.type.identity)
        return (
            self.type.name,
            self.start.kind.name,
            self.start.key,
            self.end.kind.name,
            self.end.key,
            beyond,
        )


@dataclass(frozen=True, slots=True)
class EntityTable:
    """All entities of a kind, sorted by key: columns `key` and the kind's properties; times are UTC without zone."""

    kind: Kind
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class LinkTable:
    """All links of a type between two kinds, sorted: columns `start`, `end` (keys) and the type's properties."""

    type: LinkType
    start: Kind
    end: Kind
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """When and where phones were, and which pass their calls on to others.

    `sightings`: phone (key), at (UTC without zone), place (a cell's or a region's name, or null), calling (whether
    it called somebody then, or was only seen). `forwards`: start (the phone dialled), end (the phone that answered),
    times.
    """

    sightings: pa.Table
    forwards: pa.Table


@dataclass(frozen=True, slots=True)
class Row:
    """One row of evidence, where it stands: batch, the file it came in, its record number there, its values.

    `papers` are the legal papers it was handed over under; `told_by` who told it, where it was typed by hand.
    """

    source: str
    batch: str
    file: str
    record: int
    values: dict[str, Scalar]
    papers: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What taking a file in did; read = accepted + refused, `known` of the accepted stood in evidence before."""

    file: str
    source: str
    batch: str
    read: int
    accepted: int
    refused: int
    known: int
    unanswered: int = 0
    dropped: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    refused_file: str = ""
    papers: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """Entities and links cut out of the graph, to be drawn, tabled or handed over."""

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]

"""Looking things up: a value found, its links counted and opened a few at a time, and the rows behind a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from graph_loaders import clean
from graph_loaders.sources import SOURCES
from workbench.desk.show import Showing, link_name
from workbench.errors import NotFound, UsedWrongly
from workbench.evidence import Evidence, rows_of
from workbench.graph import Answer, Graph, Value, query
from workbench.model import (
    BANK_CARD,
    CASE_NUMBER,
    DEVICE,
    IDENTITY,
    IP,
    OUTLET,
    PHONE,
    REPORT,
    SITE,
    SOCIAL_ACCOUNT,
    Clean,
    Entity,
    Extract,
    Kind,
    Link,
)
from workbench.model.shown import Shown, ShownEntity, ShownLink

Names = Mapping[str, Value]
A_FEW = 25
MOST_AROUND = 1_000
SPELLINGS: tuple[tuple[Kind, Clean], ...] = (
    (PHONE, clean.phone),
    (IDENTITY, clean.identity),
    (BANK_CARD, clean.card),
    (SOCIAL_ACCOUNT, clean.account),
    (DEVICE, clean.device),
    (IP, clean.ip),
    (SITE, clean.site),
    (OUTLET, clean.outlet),
    (REPORT, clean.number),
    (CASE_NUMBER, clean.number),
)


@dataclass(frozen=True, slots=True)
class Total:
    """How many neighbours of a kind an entity has over a type of link."""

    type: str
    kind: str
    total: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """Some neighbours with their links, and how many there are in all."""

    extract: Shown
    shown: int
    total: int


class Look:
    """Looks in one graph, and shows what it sees masked."""

    def __init__(self, graph: Graph, showing: Showing, evidence: Evidence, record: Callable[[str, str], None]) -> None:
        self._graph = graph
        self._showing = showing
        self._evidence = evidence
        self._record = record

    def find(self, value: str) -> tuple[ShownEntity, ...]:
        """All entities that the value may name, and people whose name begins with it; the look is on the record."""
        hits = [hit for kind, spelling in SPELLINGS for hit in self._look_up(kind, _spelled(spelling, value))]
        if not hits and value.strip():
            hits = _entities(self._ask("explore/name", {"begin": value.strip(), "limit": A_FEW}))
        shown = tuple(self._showing.entity(hit) for hit in hits)
        self._record("find", shown[0].token if shown else "nothing")
        return shown

    def entity(self, token: str) -> ShownEntity:
        """The entity with all that is known of it."""
        entity = self._showing.entity_of(token)
        found = self._look_up(entity.kind, entity.key)
        if not found:
            raise NotFound("that entity is no longer in the graph; look it up on Find again")
        return self._showing.entity(found[0])

    def totals(self, token: str) -> tuple[Total, ...]:
        """How many links and neighbours there are, by type and kind: what an expansion may choose from."""
        entity = self._showing.entity_of(token)
        answer = self._ask("explore/totals", {"key": entity.key}, entity.kind)
        rows = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
        return tuple(Total(str(row["type"]), str(row["kind"]), int(str(row["links"]))) for row in rows)

    def expand(self, token: str, only: Total | None = None, limit: int = A_FEW) -> Expansion:
        """The weightiest links of the entity, of one type and kind where that is said, and how many there are."""
        entity = self._showing.entity_of(token)
        if only is None:
            answer = self._ask("explore/around", {"key": entity.key, "without": [], "limit": limit}, entity.kind)
            total = sum(one.total for one in self.totals(token))
        else:
            names: Names = {"key": entity.key, "type": only.type, "kind": only.kind, "limit": limit}
            answer, total = self._ask("explore/expand", names, entity.kind), only.total
        links = _links(answer)
        return Expansion(self._showing.extract(_extract([entity], links), "", ""), len(links), total)

    def around(self, token: str, hops: int, limit: int) -> Shown:
        """The entity and what it leads to in that many steps; services are shown and not gone through."""
        entities, links = {token: self.entity(token)}, dict[str, ShownLink]()
        frontier, opened = [token], set[str]()
        for _ in range(hops):
            for name in frontier:
                near = self.expand(name, limit=limit).extract
                entities |= {one.token: one for one in near.entities if one.token not in entities}
                links |= {link_name(one): one for one in near.links}
                if len(entities) > MOST_AROUND:
                    raise UsedWrongly(f"more than {MOST_AROUND:,} entities are that near; ask for fewer hops or links")
            opened.update(frontier)
            frontier = [
                name for name, one in entities.items() if name not in opened and not one.properties.get("service")
            ]
        return Shown("Around", "", tuple(entities.values()), tuple(links.values()))

    def among(self, entities: Iterable[Entity], title: str) -> Shown:
        """The entities and all links among them."""
        return self._showing.extract(self.extract_among(entities), title, "")

    def extract_among(self, entities: Iterable[Entity]) -> Extract:
        """The entities and all links among them, whole."""
        members = list(entities)
        named = [f"{one.kind.name}:{one.key}" for one in members]
        found, links = list[Entity](), list[Link]()
        for kind in dict.fromkeys(one.kind for one in members):
            keys = [one.key for one in members if one.kind is kind]
            answer = self._ask("ring/members", {"keys": keys, "members": named}, kind)
            found += _entities(answer)
            links += _links(answer)
        return _extract([*found, *members], links)

    def common(self, one: str, other: str, limit: int = A_FEW) -> Shown:
        """The neighbours that two entities share, with the links to both."""
        first, second = self._showing.entity_of(one), self._showing.entity_of(other)
        names: Names = {"key": first.key, "other": second.key, "limit": limit}
        answer = self._ask("explore/common", names, first.kind, second.kind)
        return self._showing.extract(_extract([first, second], _links(answer)), "", "")

    def paths(self, one: str, other: str, limit: int = 5) -> Shown:
        """The shortest ways between two entities, of at most six steps."""
        first, second = self._showing.entity_of(one), self._showing.entity_of(other)
        names: Names = {"key": first.key, "other": second.key, "limit": limit}
        answer = self._ask("explore/paths", names, first.kind, second.kind)
        return self._showing.extract(_extract([first, second], _links(answer)), "", "")

    def rows(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of evidence that the shown link of that name rests on, masked."""
        link = self._showing.links.get(name)
        if link is None:
            raise NotFound("that link has not been shown at this desk yet; open the picture again")
        rows = rows_of(self._evidence, SOURCES, link)
        refs = {source.name: [ref for fact in source.facts for ref in fact.refs] for source in SOURCES}
        return tuple(self._showing.row(row, refs[row.source]) for row in rows)

    def _look_up(self, kind: Kind, key: str | None) -> list[Entity]:
        return _entities(self._ask("explore/entity", {"key": key}, kind)) if key else []

    def _ask(self, name: str, names: Names, kind: Kind | None = None, other: Kind | None = None) -> Answer:
        return self._graph.read(query(name, self._graph.engine), names, kind, other)


def _spelled(spelling: Clean, value: str) -> str | None:
    spelled = spelling(pa.array([value], pa.string()), None).values[0].as_py()
    return spelled if isinstance(spelled, str) else None


def _entities(answer: Answer) -> list[Entity]:
    return [one for one in _values(answer) if isinstance(one, Entity)]


def _links(answer: Answer) -> list[Link]:
    return [one for one in _values(answer) if isinstance(one, Link)]


def _values(answer: Answer) -> Iterator[object]:
    for row in answer.rows:
        for one in row:
            yield from one if isinstance(one, tuple) else (one,)


def _extract(entities: Iterable[Entity], links: Iterable[Link]) -> Extract:
    links = list({link.name: link for link in links}.values())
    found: dict[tuple[str, str], Entity] = {}
    for one in [*entities, *(end for link in links for end in (link.start, link.end))]:
        held = found.get((one.kind.name, one.key))
        if held is None or len(one.properties) > len(held.properties):
            found[one.kind.name, one.key] = one
    return Extract(tuple(found.values()), tuple(links))

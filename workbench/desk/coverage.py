"""Who answered and who did not, as people read it: about one entity, or every answerer in a line."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from graph_loaders.sources import SOURCES
from workbench.desk.base import Base
from workbench.desk.look import SPELLINGS
from workbench.desk.show import Showing, show_time
from workbench.evidence import Answerer, Covered, answerers, coverage_of
from workbench.model import Answer, Dated, Entity, kind_of
from workbench.model.shown import ShownEntity
from workbench.privacy import mask_identifiers

Line = dict[str, str | int]
TIMES = {Dated.ASKED: "as asked", Dated.EVENTS: "of what was answered", Dated.UNKNOWN: ""}


class Covering(Base):
    """Looking into the ledger of answers."""

    def coverage(self, entity: ShownEntity | str = "") -> tuple[Line, ...]:
        """Who was asked about the entity (shown, its token, or a value), for which time, and what came of it, masked.

        A line for each answer and for each question without one; overlapping answers of one answerer are one.
        Without an entity a line for each answerer: about how many entities of a kind it was asked, and how many it
        answered, answered with none, and did not answer; the best answer about an entity counts.
        """
        if not entity:
            return tuple(_answerer(one) for one in answerers(self.evidence, SOURCES))
        asked = self._meant(entity)
        self.record("coverage", self.showing.entity(asked[0]).token if asked else "nothing")
        return self._lines(asked)

    def answered(self, entity: ShownEntity | str) -> str:
        """The same of an entity that a look on the record has shown, in a sentence: how many answered, and who not."""
        return said(self._lines(self._meant(entity)))

    def _lines(self, asked: tuple[Entity, ...]) -> tuple[Line, ...]:
        found = [one for named in asked for one in coverage_of(self.evidence, SOURCES, named)]
        return tuple(_line(self.showing, one) for one in found)

    def _meant(self, entity: ShownEntity | str) -> tuple[Entity, ...]:
        name = entity if isinstance(entity, str) else entity.token
        if name in self.showing.known:
            return (self.showing.known[name],)
        return tuple(_spelled(name))


def _spelled(value: str) -> Iterator[Entity]:
    """What the value may name, whether the graph knows of it or not."""
    for kind, spelling in SPELLINGS:
        key = spelling(pa.array([value], pa.string()), None).values[0].as_py()
        if isinstance(key, str):
            yield Entity(kind, key)


def _line(showing: Showing, one: Covered) -> Line:
    entity = showing.entity(Entity(kind_of(one.kind), one.key))
    return {
        "kind": entity.kind,
        "value": entity.text,
        "tag": entity.tag,
        "asked": one.asked,
        "who": mask_identifiers(one.who),
        "answer": one.answer,
        "from": show_time(one.first) if one.first else "",
        "to": show_time(one.last) if one.last else "",
        "time": TIMES[Dated(one.dated)],
        "reason": mask_identifiers(one.reason),
        "batch": one.batch,
        "record": one.record,
        "entries": one.entries,
    }


def _answerer(one: Answerer) -> Line:
    return {
        "asked": one.asked,
        "who": mask_identifiers(one.who),
        "kind": kind_of(one.kind).name if one.kind else "",
        "entities": one.entities,
        "answered": one.answered,
        "none": one.none,
        "not_answered": one.silent,
        "unnamed": one.unnamed,
    }


def said(lines: tuple[Line, ...]) -> str:
    """The lines about one entity in a sentence; who did not answer is never counted as having none."""
    best: dict[tuple[str, str], Answer] = {}
    for one in lines:
        who = (str(one["asked"]), str(one["who"]))
        best[who] = min(best.get(who, Answer.SILENT), Answer(str(one["answer"])), key=tuple(Answer).index)
    if not best:
        return "Nobody's answer about it is in the evidence: that nothing is there says nothing."
    came = sorted(who for who, answer in best.items() if answer is not Answer.SILENT)
    silent = [who for who in sorted(best) if best[who] is Answer.SILENT]
    told = f"{len(came)} of {len(best)} that were asked answered"
    told += f" ({_named(came)})" if came else ""
    return f"{told}; no answer from {_named(silent)}." if silent else f"{told}."


def _named(who: list[tuple[str, str]]) -> str:
    return ", ".join(name or f"a {asked or 'house'} not named" for asked, name in who)

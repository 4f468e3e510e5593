"""Verifying: what is known of one value now, and whom it has reached, from the graph and the newest run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.cases import Verdict
from workbench.desk.explaining import Explaining, serves
from workbench.desk.exposed import Reached, reached
from workbench.desk.lacking import unseen
from workbench.desk.said import sentences
from workbench.desk.told import Headline, headlines_of, part_in, score_in
from workbench.desk.verify import Told, Verified, verify
from workbench.detectors import exposure
from workbench.errors import NotFound
from workbench.model import Entity, Findings, kind_of
from workbench.signals.exposure.odds import LEVELS
from workbench.signals.limits import Limits

NO_RUN = "no detector has looked at the evidence yet"


class Verifying(Explaining):
    """One value in, a verdict with reasons and counter-reasons out."""

    def verify(self, name: str) -> Verified:
        """The verdict on an entity (by its token) as the graph stands now; the look is on the record.

        A report or case number entered a moment ago counts at once; what only detectors see is of the newest run.
        """
        entity = self._now(name)
        self.record("verify", name)
        verdict = self._verdict(entity)
        return replace(verdict, unseen=unseen(self.run()) if self.runs() else NO_RUN)

    def _verdict(self, entity: Entity) -> Verified:
        """The verdict, with what the newest run took the entity for and what people said of that since."""
        known = self._explanations_of(entity)
        if not serves(known):
            entity = replace(entity, properties={**entity.properties, "service": None})
        verdict = verify(self.graph, self.showing, entity, self._told_of(entity), Limits())
        return replace(verdict, counters=(*verdict.counters, *sentences(known)))

    def reached(self, name: str) -> tuple[Reached, ...]:
        """The people whom a line, card or account that is in doubt has reached, most urgent first.

        By the graph as it stands, and by the newest run where there is one, which sees reports and sites too: of a
        person whom both name what is more urgent.
        """
        entity = self._now(name)
        verdict = self._verdict(entity)
        if verdict.doubt < Limits().exposure.least_doubt:
            return ()
        self.record("reached", name)
        people = (*reached(self.graph, self.showing, entity, verdict.doubt, Limits()), *self._reached_in_run(entity))
        once: dict[str, Reached] = {}
        for one in sorted(people, key=lambda one: (LEVELS.index(one.level), -one.score, one.entity.token)):
            once.setdefault(one.entity.token, one)
        return tuple(once.values())

    def _reached_in_run(self, entity: Entity) -> Iterator[Reached]:
        """The people in danger from the entity by the newest run's findings that nobody rejected."""
        if not self.runs():
            return
        findings = self.run().findings(exposure.NAME)
        for headline in headlines_of(findings, entity, self.showing, self._decided()):
            if headline.decision == Verdict.REJECTED.value:
                continue
            members = findings.members[findings.members["finding"] == headline.finding]
            others = set(zip(members["kind"], members["key"], strict=True)) - {(entity.kind.word, entity.key)}
            exposed = (self._exposed(findings, headline, Entity(kind_of(kind), key)) for kind, key in others)
            yield from (one for one in exposed if one)

    def _now(self, name: str) -> Entity:
        """The entity as the graph has it now."""
        self.look.entity(name)
        return self.showing.entity_of(name)

    def _told_of(self, entity: Entity) -> tuple[Told, ...]:
        """The newest run's findings that have the entity among their members."""
        try:
            run = self.run()
        except NotFound:
            return ()
        decided = self._decided()
        found = ((name, run.findings(name)) for name in self.detectors())
        return tuple(
            Told(
                headline,
                score_in(findings, headline.finding, entity),
                part_in(findings, headline.finding, entity),
                self._exposed(findings, headline, entity),
            )
            for _, findings in found
            for headline in headlines_of(findings, entity, self.showing, decided)
        )

    def _exposed(self, findings: Findings, headline: Headline, entity: Entity) -> Reached | None:
        """The danger that a finding says the entity is in; None where it is the one that the danger comes from."""
        level, step = (findings.mark(name).get(headline.finding) for name in ("level", "step"))
        if level is None or part_in(findings, headline.finding, entity) != level:
            return None
        return Reached(self.showing.entity(entity), str(level), str(step), headline.score, headline.says)

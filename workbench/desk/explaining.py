"""Explaining: what was taken for innocent and why, what people say against or for that, and services they know."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from workbench.cases import Decision, Verdict
from workbench.desk.detecting import Detecting
from workbench.desk.said import EXPLAINED, name_of, sentences
from workbench.desk.typed import Typing
from workbench.errors import NotFound
from workbench.model import Entity, Receipt
from workbench.privacy import mask_identifiers

EXPLAINED_COLUMNS = ("kind", "text", "tag", "context", "says", "cards", "households", "decision", "name", "token")


class Explaining(Detecting, Typing):
    """The register of innocent explanations, which people can correct."""

    def explained(self, context: str = "", most: int = 500, run: str = "latest") -> pd.DataFrame:
        """What the run took for innocent, a line each, what explains most cards first; of one context where named.

        `says` tells in words what it was taken for and whether it still explains; `decision` is what somebody said
        of it since: rejected (it explains nothing), confirmed (it explains in any case), or nothing.
        """
        rows = self.run(run).explained()
        rows = rows[rows["context"] == context] if context else rows
        rows = rows.sort_values(["cards", "context", "kind", "key"], ascending=[False, True, True, True]).head(most)
        shown = self._shown(rows)
        tokens = zip(shown["context"], shown["kind"], shown["token"], strict=True)
        shown["name"] = pd.Series([name_of(*one) for one in tokens], index=shown.index, dtype="str")
        decided = self._decided()
        shown["decision"] = shown["name"].map(lambda name: decided.get(name, ""))
        shown["says"] = pd.Series(sentences(shown.to_dict("records")), index=shown.index, dtype="str")
        return shown[list(EXPLAINED_COLUMNS)]

    def overrule(self, name: str, decision: str, reason: str) -> None:
        """Keeps what the person makes of an explanation, by its `name`, with the reason; it is on the record.

        rejected: it explains nothing; confirmed: it explains, though its cards go bad; undecided: as the detectors
        see it. Verify says so at once, and the next run counts by it.
        """
        verdict = self._verdict_of(decision, reason)
        known = set(self.explained(most=len(self.run().explained()))["name"])
        # A word on what the evidence no longer holds can be taken back as well.
        if name not in known | set(self._said()):
            raise NotFound("no such explanation stands in the newest run; open the list again")
        self._decide(EXPLAINED, name, verdict, reason)

    def overruled(self) -> tuple[Decision, ...]:
        """What people said of explanations, the last word on each, newest first."""
        return tuple(reversed([one for one in self.work.decisions() if one.detector == EXPLAINED]))

    def known_service(self, name: str, why: str) -> Receipt:
        """Keeps that the entity of this token is a known service, or one's own line, and why: as a fact told by hand.

        It counts in Verify at once and is taken out again as any batch is.
        """
        self.need_reason(why)
        entity = self.showing.entity_of(name)
        row = {"kind": entity.kind.word, "key": entity.key, "why": mask_identifiers(why)}
        return self.type_fact("known_services", row, self.person)

    def _explanations_of(self, entity: Entity) -> tuple[Mapping[Hashable, object], ...]:
        """What the newest run took the entity for, with what people said of that since."""
        if not self.runs():
            return ()
        rows = self.run().explained()
        rows = rows[(rows["kind"] == entity.kind.word) & (rows["key"] == entity.key)]
        token, decided = self.showing.token(entity.kind, entity.key), self._decided()
        names = [name_of(context, entity.kind.word, token) for context in rows["context"]]
        said = rows.assign(decision=[decided.get(name, "") for name in names], name=names)
        return tuple(said.to_dict("records"))


def serves(explanations: Iterable[Mapping[Hashable, object]]) -> bool:
    """Whether nobody said that the entity is no known service."""
    return not any(
        one["context"] == "known_service" and one["decision"] == Verdict.REJECTED.value for one in explanations
    )

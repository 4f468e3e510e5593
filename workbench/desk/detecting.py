"""Detecting: runs of the detectors, their findings as people read them, and what people decide of them."""

from __future__ import annotations

import pandas as pd

from workbench.cases import Decision, Verdict
from workbench.desk import lacking, told
from workbench.desk.base import Base
from workbench.desk.compare import Compared, compare
from workbench.desk.runs import Run, all_runs, run_detectors, the_run
from workbench.desk.said import EXPLAINED
from workbench.desk.take_in import Progress, silent
from workbench.detectors import DETECTORS
from workbench.errors import NotFound, UsedWrongly
from workbench.home import writing
from workbench.model import Entity, kind_of
from workbench.model.shown import Shown
from workbench.privacy import mask_identifiers

MOST_PICTURED = 300
OUTLET_FIRST = ("rank", "kind", "text", "tag")


class Detecting(Base):
    """Finding rings and stolen identities."""

    def detect(self, progress: Progress = silent) -> Run:
        """Runs the detectors over the evidence as it stands."""
        with writing(self.home, "detect"):
            batches = tuple(f"{batch.source}/{batch.name}" for batch in self.evidence.batches())
            run = run_detectors(self.home, batches, self._said(), progress)
            self.record("detect", run.name)
        return run

    def detectors(self) -> tuple[str, ...]:
        """The names of the detectors, in their order."""
        return tuple(one.NAME for one in DETECTORS)

    def runs(self) -> tuple[Run, ...]:
        """The runs, newest first."""
        return all_runs(self.home.runs)

    def run(self, name: str = "latest") -> Run:
        """The run of that name, or the newest."""
        return the_run(self.home.runs, name)

    def compare(self, before: str = "", now: str = "latest") -> Compared:
        """Two runs held against each other; without names the newest and the one before it."""
        later = self.run(now)
        earlier = [one for one in self.runs() if one.ran_at < later.ran_at]
        if not before and not earlier:
            raise NotFound("there is no earlier run to compare with; load more and run `workbench detect` again")
        return compare(self.run(before) if before else earlier[0], later, self.evidence)

    def risk(self, most: int = 200, run: str = "latest") -> pd.DataFrame:
        """What all detectors say of one entity put together: kind, text, tag, score, level and token, highest first.

        People's decisions count at once; levels are high, medium and low.
        """
        rows = self._shown(self.run(run).risk(self._decided()).head(most))
        return rows[["kind", "text", "tag", "score", "level", "token"]]

    def outlets(self, most: int = 200, run: str = "latest") -> pd.DataFrame:
        """Outlets and agents' devices, those first whose cards most surely go bad oftener than at places like them.

        A line each: rank, kind, text, tag, region, cards, households and of them bad, share with low and high (its
        95 % interval), peers and peers_share (of places like it), excess, stands_out, says, but and token. People's
        confirmed findings count at once. It says where a visit is worth its way, and nothing of clerk or customers.
        """
        rows = self._shown(self.run(run).outlets(self._decided()).head(most)).drop(columns="key")
        return rows[[*OUTLET_FIRST, *(name for name in rows if name not in OUTLET_FIRST and name != "token"), "token"]]

    def _shown(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with text, tag and token of the entity that each names."""
        pairs = zip(rows["kind"], rows["key"], strict=True)
        shown = [self.showing.entity(Entity(kind_of(kind), key)) for kind, key in pairs]
        columns = {name: [getattr(one, name) for one in shown] for name in ("text", "tag", "token")}
        return rows.assign(**columns).reset_index(drop=True)

    def headlines(self, detector: str, most: int = 200, run: str = "latest") -> tuple[told.Headline, ...]:
        """The best findings of a detector, a line each."""
        chosen = self.run(run)
        before = self._known_before(detector, chosen)
        return told.headlines(chosen.findings(detector), self.showing, self._decided(), before, most)

    def undecided(self, detector: str, most: int = 200, run: str = "latest") -> tuple[told.Headline, ...]:
        """The best findings of a detector on which nobody has decided, a line each."""
        chosen = self.run(run)
        before = self._known_before(detector, chosen)
        return told.undecided(chosen.findings(detector), self.showing, self._decided(), before, most)

    def tally(self, detector: str, run: str = "latest") -> told.Tally:
        """How many findings of a detector there are in all, how many are new, and how many of each level."""
        chosen = self.run(run)
        return told.tally(chosen.findings(detector), self._known_before(detector, chosen))

    def _known_before(self, detector: str, run: Run) -> frozenset[str]:
        """The names of what the run before this one had found."""
        earlier = [one for one in self.runs() if one.ran_at < run.ran_at]
        return frozenset(earlier[0].findings(detector).findings["finding"]) if earlier else frozenset()

    def finding(self, detector: str, name: str, run: str = "latest") -> told.ToldFinding:
        """One finding with members, reasons, counter-reasons and grounds."""
        return told.tell(self.run(run).findings(detector), name, self.showing, self._decided())

    def picture(self, detector: str, name: str, run: str = "latest") -> Shown:
        """The finding's members, what the links it rests on lead to, and all links among them, masked."""
        chosen = self.run(run).findings(detector)
        headline = told.headline_of(chosen, name, self.showing, {})
        return self.look.among(told.pictured(chosen, name, MOST_PICTURED), headline.says)

    def findings_of(self, name: str, run: str = "latest") -> tuple[tuple[str, told.Headline], ...]:
        """The findings that have the entity among their members: detector and headline of each."""
        if not self.runs():
            return ()
        entity, chosen = self.showing.entity_of(name), self.run(run)
        return tuple(
            (detector, headline)
            for detector in self.detectors()
            for headline in told.headlines_of(chosen.findings(detector), entity, self.showing, self._decided())
        )

    def lacked(self, detector: str, run: str = "latest") -> tuple[str, ...]:
        """What the detector could not see in that run, in sentences; those first that leave nothing to be found."""
        return lacking.said(self.run(run), detector)

    def decide(self, detector: str, name: str, decision: str, reason: str) -> None:
        """Keeps what the person makes of a finding: confirmed, rejected or undecided, with the reason."""
        self._decide(detector, name, self._verdict_of(decision, reason), reason)

    def _verdict_of(self, decision: str, reason: str) -> Verdict:
        """The verdict that the word names; raises UsedWrongly where it is none, or where no reason is given."""
        if decision not in set(Verdict):
            raise UsedWrongly(f"a decision is one of {', '.join(Verdict)}")
        self.need_reason(reason)
        return Verdict(decision)

    def _decide(self, under: str, name: str, verdict: Verdict, reason: str) -> None:
        self.work.decide(Decision(name, under, self.run().name, self.person, verdict, mask_identifiers(reason)))

    def _said(self) -> dict[str, str]:
        """What people make of innocent explanations, the last word on each, by their names."""
        return {one.finding: one.decision.value for one in self.work.decisions() if one.detector == EXPLAINED}

    def _decided(self) -> dict[str, str]:
        return {one.finding: one.decision.value for one in self.work.decisions()}

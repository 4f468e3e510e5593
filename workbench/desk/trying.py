"""Trying: a detector of one's own over the evidence, beside those that are listed; nothing it finds is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbench.desk import told
from workbench.desk.frames import members_of, reasons_of
from workbench.desk.runs import Run
from workbench.desk.structuring import Structuring
from workbench.desk.tried import ready
from workbench.desk.truths import truth_in
from workbench.detectors import Detector
from workbench.detectors.measure import evaluate
from workbench.errors import UsedWrongly
from workbench.model import Findings
from workbench.signals.limits import Limits

MOST_TOLD = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """What a detector on trial found, masked, and how well that fits a truth.

    `findings`, `members` and `reasons` are frames of its best findings, as the desk gives them of a run. `measured`
    are its figures, and `beside` those of the listed detector that it was held against, over the same evidence;
    both are empty where no truth was given.
    """

    findings: pd.DataFrame
    members: pd.DataFrame
    reasons: pd.DataFrame
    measured: dict[str, object] = field(default_factory=dict)
    beside: dict[str, object] = field(default_factory=dict)


class Trying(Structuring):
    """Running detectors that stand in no list yet."""

    def try_detector(
        self, detector: Detector, limits: Limits | None = None, truth: Path | None = None, like: str = "stolen_identity"
    ) -> Tried:
        """What the detector finds in the evidence as it stands; that it was tried is on the record, the findings not.

        `detector` is anything with NAME, ABOUT and `find`: a module, or names put together in a notebook. It is given
        what the newest run found before it. With a truth it is measured as the listed detector `like` is.
        Raises UsedWrongly where no run has seen this evidence, or where what it gives are no findings.
        """
        run = self._current()
        if like not in self.detectors():
            raise UsedWrongly(
                f"there is no detector {like!r} to be held against; there are: {', '.join(self.detectors())}"
            )
        name, snapshot = str(detector.NAME), self._snapshot()
        if not name.isidentifier():
            raise UsedWrongly("a detector's NAME is one word of letters, digits and underscores")
        self.record("try detector", name)
        found = detector.find(snapshot, self._before(run, name), limits or Limits())
        masked = ready(found, name, snapshot, self.home.secret)
        headlines = told.headlines(masked, self.showing, {}, frozenset(), MOST_TOLD)
        there = {str(kind): count for kind, count in snapshot.entities["kind"].value_counts().items()}
        return Tried(
            told.listed(headlines).drop(columns=["is_new", "decision"]),
            members_of(masked, self.showing, MOST_TOLD),
            reasons_of(masked, self.showing, MOST_TOLD),
            _figures(found, truth, like, there),
            _figures(run.findings(like), truth, like, there),
        )

    def _current(self) -> Run:
        """The newest run, if it looked at the evidence as it stands."""
        batches = sorted(f"{batch.source}/{batch.name}" for batch in self.evidence.batches())
        run = self.run()
        if run.manifest["batches"] != batches:
            raise UsedWrongly("the newest run looked at other evidence than there is now; detect once, then try again")
        return run

    def _before(self, run: Run, name: str) -> tuple[Findings, ...]:
        """What the listed detectors before it found: of one that is not listed, all."""
        listed = self.detectors()
        first = listed[: listed.index(name)] if name in listed else listed
        return tuple(run.findings(one) for one in first)


def _figures(found: Findings, truth: Path | None, like: str, there: Mapping[str, int]) -> dict[str, object]:
    if truth is None:
        return {}
    figures = evaluate({like: found}, truth_in(truth), there=there).get(like)
    if not isinstance(figures, dict):
        raise UsedWrongly(f"{truth.name} holds no truth that {like} is measured by")
    return figures

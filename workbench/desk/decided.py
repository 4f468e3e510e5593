"""Decided: findings that people confirmed or rejected, each as it stood in the run that was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.cases import Decision, Verdict
from workbench.desk.runs import the_run
from workbench.detectors import rings
from workbench.errors import BadHome, NotFound
from workbench.model import Findings
from workbench.reranking import Decided, features, groups_of

_DECISIVE = (Verdict.CONFIRMED, Verdict.REJECTED)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one run said of findings that were decided on, and its rings' members."""

    features: pd.DataFrame
    members: pd.DataFrame
    rings: pd.DataFrame


def decided_on(runs: Path, decisions: Iterable[Decision], detector: str) -> Decided:
    """The decisions on the detector's findings, oldest first; undecided ones, and those of lost runs, are left out.

    What a finding rests on is taken as it was: what became known since may be known because of the decision.
    """
    decisive = [one for one in decisions if one.detector == detector and one.decision in _DECISIVE]
    seen = list(_seen(runs, decisive, detector))
    if not seen:
        nothing = pd.Index([], dtype="str", name="finding")
        return Decided(pd.DataFrame(index=nothing), pd.Series(dtype="bool"), pd.Series(dtype="int64"))
    rows = pd.concat([one.features for one in seen]).fillna(0.0)
    rows = rows.loc[[one.finding for one in decisive if one.finding in rows.index]]
    confirmed = {one.finding: one.decision is Verdict.CONFIRMED for one in decisive}
    members = pd.concat([one.members for one in seen], ignore_index=True)
    ties = pd.concat([one.rings for one in seen], ignore_index=True)
    return Decided(
        rows,
        pd.Series([confirmed[name] for name in rows.index], index=rows.index, dtype="bool"),
        groups_of(rows.index, members, ties),
    )


def _seen(runs: Path, decisive: list[Decision], detector: str) -> Iterator[_Seen]:
    for name in dict.fromkeys(one.run for one in decisive):
        try:
            run = the_run(runs, name)
            found, tied = run.findings(detector), run.findings(rings.NAME).members
        except (NotFound, BadHome):
            # Taken away since, or of a version that said other things.
            continue
        wanted = {one.finding for one in decisive if one.run == name}
        frames = (found.findings, found.members, found.reasons, found.grounds, found.marks)
        mine = Findings(*(frame[frame["finding"].isin(wanted)] for frame in frames))
        yield _Seen(features(mine), mine.members, tied)

"""Made-up findings and decisions: reasons drawn by lot, and people who go by one of them, or by nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.cases import Decision, Verdict
from workbench.desk import Desk, open_desk
from workbench.desk.runs import FRAMES
from workbench.detectors import DETECTORS
from workbench.model import Findings, no_findings
from workbench.model.finding import FINDING_COLUMNS, GROUND_COLUMNS, MEMBER_COLUMNS, REASON_COLUMNS
from workbench.reranking import Decided, features, groups_of
from workbench.settings import Settings

STOLEN, NUMBER = "stolen_identity", 160
CODES = ("guest_address", "shared_device", "never_home", "contact_strange", "opened_away", "calls_out")
TELLING = "contact_strange"
"""The reason that people go by, which weighs least in the score."""


def card(at: int) -> str:
    """The phone that the finding of that place is about."""
    return f"+8613{at:09}"


def found(number: int, seed: int) -> Findings:
    """So many findings of one card each, two and two on one paper, by rank; their reasons are drawn by lot."""
    dice = np.random.default_rng(seed)
    points = dice.uniform(0, 2, (number, len(CODES))) * (dice.random((number, len(CODES))) < 0.6)
    points[:, CODES.index(TELLING)] *= 0.4
    points = points[np.argsort(-points.sum(axis=1))]
    names = [f"paper-{at:04}" for at in range(number)]
    score = points.sum(axis=1)
    findings = [(name, STOLEN, at + 1, score[at], "says") for at, name in enumerate(names)]
    members = [(name, "phone", card(at), "lent", score[at]) for at, name in enumerate(names)]
    members += [(name, "identity", f"5101011990010{at // 2:05}", "paper", score[at]) for at, name in enumerate(names)]
    reasons = [
        (name, "phone", card(at), code, code, False, points[at, place], 0.0, "")
        for at, name in enumerate(names)
        for place, code in enumerate(CODES)
        if points[at, place]
    ]
    reasons += [(name, "", "", "household", "kin", True, 0.0, 0.0, "") for name in names[::3]]
    return Findings(
        pd.DataFrame(findings, columns=list(FINDING_COLUMNS)),
        pd.DataFrame(members, columns=list(MEMBER_COLUMNS)),
        pd.DataFrame(reasons, columns=list(REASON_COLUMNS)),
        pd.DataFrame(columns=list(GROUND_COLUMNS)),
    )


def decided(one: Findings, confirmed: pd.Series) -> Decided:
    """These decisions (index finding) on the findings."""
    rows = features(one).loc[confirmed.index]
    return Decided(rows, confirmed, groups_of(rows.index, one.members, one.members.head(0)))


def by_reason(one: Findings, seed: int, wrong: float = 0.1) -> pd.Series:
    """Confirmed where the telling reason stands, but for one in so many errors."""
    told = set(one.reasons.loc[one.reasons["code"] == TELLING, "finding"])
    names = pd.Index(one.findings["finding"])
    amiss = _dice(seed).random(len(names)) < wrong
    return pd.Series(names.isin(list(told)) ^ amiss, index=names)


def by_lot(one: Findings, seed: int) -> pd.Series:
    """Confirmed by nothing but chance."""
    names = pd.Index(one.findings["finding"])
    return pd.Series(_dice(seed).random(len(names)) < 0.5, index=names)


def by_score(one: Findings, seed: int) -> pd.Series:
    """Confirmed the more often the higher the score."""
    score = one.findings.set_index("finding")["score"]
    chance = 1 / (1 + np.exp(-2 * (score - score.median())))
    return _dice(seed).random(len(score)) < chance


def _dice(seed: int) -> np.random.Generator:
    """Throws of their own: those that drew the findings must not decide on them too."""
    return np.random.default_rng((seed, 1))


def keep_run(desk: Desk, name: str, at: str, stolen: Findings) -> None:
    """A run as the desk keeps it, with these findings of one detector."""
    folder = desk.home.runs / name
    folder.mkdir()
    for one in DETECTORS:
        for frame in FRAMES:
            rows = getattr(stolen if one.NAME == STOLEN else no_findings(), frame)
            rows.to_parquet(folder / f"{one.NAME}.{frame}.parquet", index=False)
    (folder / "manifest.json").write_text(json.dumps({"detectors": [one.NAME for one in DETECTORS]}))
    (folder / "ran_at").write_text(at)


def decide(desk: Desk, said: Iterable[tuple[str, bool]], run: str) -> None:
    """What somebody made of each finding."""
    for name, yes in said:
        verdict = Verdict.CONFIRMED if yes else Verdict.REJECTED
        desk.work.decide(Decision(name, STOLEN, run, "李警官", verdict, "looked into"))


def decided_home(folder: Path) -> Path:
    """A home with one run, of which every finding was decided on by the telling reason."""
    with open_desk(settings=Settings(home=folder)) as desk:
        stolen = found(NUMBER, 1)
        keep_run(desk, "first", "2026-11-01T00:00:00+00:00", stolen)
        decide(desk, ((str(name), bool(yes)) for name, yes in by_reason(stolen, 1).items()), "first")
    return folder

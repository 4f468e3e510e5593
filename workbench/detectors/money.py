"""Money: cards on which strangers' money gathers, moves on and comes round, once innocent reasons are taken away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.model import Findings, no_findings
from workbench.model.finding import MARK_COLUMNS
from workbench.model.kinds import BANK_CARD, SOCIAL_ACCOUNT
from workbench.signals import telling
from workbench.signals.evidence import Ledger, evidence, scored, together
from workbench.signals.limits import Limits
from workbench.signals.money import company, patterns, shapes
from workbench.signals.money import evidence as seen
from workbench.signals.money.flow import Flow, flow
from workbench.signals.money.innocence import counters
from workbench.signals.money.relations import paid
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot
from workbench.signals.telling import Count

NAME = "money"
ABOUT = "Cards on which strangers' money gathers, is passed on in layers, or comes round"
SEEK = (
    seen.passes_on,
    seen.in_chain,
    seen.gathers,
    seen.odd_sums,
    seen.pennies,
    seen.out_of_habit,
    seen.spreads,
    seen.little_life,
    seen.frozen,
)
# Registers, reports and freezes bear money out; alone they are for other detectors.
_NOT_MONEY = ("hands", "freeze", "named", "dispute", "life")


def find(snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
    """Give shapes of money whose cards at least three families of evidence speak against, best first.

    Without single payments in the snapshot nothing is found. What registers that are not there would have told is
    said in each finding.
    """
    if snapshot.payments.empty:
        return no_findings()
    at = scene(snapshot, limits)
    known = evidence(at, limits)
    sure = company.suspects(at, so_far, known, limits)
    moved = flow(paid(at), np.asarray(sure.index, dtype=np.int64), limits)
    shaped = pd.concat([seek(moved, limits) for seek in (shapes.circles, shapes.scattered, shapes.shared_payers)])
    parts = [*(seek(moved, limits) for seek in SEEK), *company.ledgers(moved, sure, known, limits)]
    whole = together([*parts, *shapes.ledgers(shaped, limits)])
    rows = scored(_of_accounts(at, whole.rows), limits.money.family_share)
    rows = rows[(rows["score"] >= limits.money.least_score) & (_points_of_money(rows) >= limits.money.least_money)]
    if rows.empty:
        return no_findings()
    return _told(moved, _members(moved, rows, shaped, limits), rows, whole)


def _of_accounts(at: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of cards and accounts that are no known service."""
    held = at.held[at.held["kind"].isin((BANK_CARD.word, SOCIAL_ACCOUNT.word)) & at.held["service"].isna()]
    return rows[rows["card"].isin(held.index)]


def _points_of_money(rows: pd.DataFrame) -> pd.Series:
    """The points each row's card has by what its money does."""
    own = rows["points"].where(~rows["family"].isin(_NOT_MONEY), 0.0)
    return own.groupby(rows["card"]).transform("sum")


def _members(moved: Flow, rows: pd.DataFrame, shaped: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """One row a shape and card: pattern, shape, card, part, score, kind, key, finding."""
    score = rows.drop_duplicates("card").set_index("card")["score"].sort_index()
    strength = rows.pivot_table(index="card", columns="code", values="strength", aggfunc="max", fill_value=0.0)
    wanted = strength.reindex(columns=["odd_sums", "gathers", "spreads"], fill_value=0.0)
    frames = [
        patterns.alone(wanted),
        patterns.together(shaped, score.index),
        patterns.layered(moved, score.index, limits),
    ]
    members = pd.concat(frames, ignore_index=True)
    members["score"] = members["card"].map(score)
    members[["kind", "key"]] = telling.keyed(moved.paid.scene, members["card"])
    members = members.sort_values(
        ["pattern", "shape", "score", "kind", "key"], ascending=[True, True, False, True, True], ignore_index=True
    )
    # The strongest cards name the finding, so that it keeps its name when one joins or leaves at the rim.
    top = members[members.groupby(["pattern", "shape"]).cumcount() < 5]
    names = {
        shape: telling.name_of("money", [*part["pattern"].head(1), *part["kind"] + part["key"]])
        for shape, part in top.groupby(["pattern", "shape"])
    }
    members["finding"] = [names[shape] for shape in zip(members["pattern"], members["shape"], strict=True)]
    return members.drop_duplicates(["finding", "card"], ignore_index=True)


def _told(moved: Flow, members: pd.DataFrame, rows: pd.DataFrame, whole: Ledger) -> Findings:
    at = moved.paid.scene
    found = members.groupby("finding").agg(
        score=("score", "mean"), cards=("card", "size"), pattern=("pattern", "first")
    )
    found = found.reset_index().sort_values(["score", "finding"], ascending=[False, True], ignore_index=True)
    found = found.assign(rank=np.arange(1, len(found) + 1), detector=NAME)
    found["says"] = [
        patterns.SAYS[pattern].format(n=Count(cards))
        for pattern, cards in zip(found["pattern"], found["cards"], strict=True)
    ]
    members["total"] = members["finding"].map(found.set_index("finding")["score"])
    held = members[["finding", "card"]]
    told = telling.findings(
        found,
        members,
        pd.concat([telling.reasons(at, held.merge(rows, on="card")), counters(moved, members)]),
        telling.grounds(at, held.merge(whole.grounds, on="card")),
    )
    marks = found[["finding", "pattern"]].rename(columns={"pattern": "value"}).assign(name="pattern")
    return replace(told, marks=marks[list(MARK_COLUMNS)])

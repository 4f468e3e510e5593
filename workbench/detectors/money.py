"""Money: cards on which strangers' money gathers, moves on and comes round, once innocent reasons are taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.model import Findings, no_findings
from workbench.model.finding import MARK_COLUMNS
from workbench.model.kinds import BANK_CARD, SOCIAL_ACCOUNT
from workbench.signals import lacks, telling
from workbench.signals.evidence import Ledger, evidence, scored, together
from workbench.signals.limits import Limits
from workbench.signals.money import company, patterns, shapes
from workbench.signals.money import evidence as seen
from workbench.signals.money.flow import Flow, flow, known
from workbench.signals.money.innocence import counters
from workbench.signals.money.relations import paid
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot
from workbench.signals.telling import Count

NAME = "money"
ABOUT = "Cards on which strangers' money gathers, is passed on in layers, or comes round"
READS = (
    lacks.Read((lacks.PAYMENTS,), "who paid whom, when and how much", needed=True),
    lacks.Read((lacks.CARD_PAPER,), "whose the cards are, so own cards, kin and colleagues could not be told"),
    lacks.Read((lacks.PEOPLE,), "where people live and work, so kin and wages could not be told"),
    lacks.Read((lacks.CALLS,), "who talks with whom, so friends could not be told"),
    lacks.Read(lacks.NAMING, "what cases and reports name"),
    lacks.Read((lacks.FREEZES,), "which cards an authority froze"),
)
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
    """Give shapes of money whose cards at least two families of evidence speak against, best first.

    Without single payments in the snapshot nothing is found. What registers that are not there would have told is
    said in each finding.
    """
    if snapshot.payments.empty:
        return no_findings()
    at = scene(snapshot, limits)
    told = evidence(at, limits)
    ready = known(paid(at), limits)
    before = sure = company.suspects(at, so_far, told, limits)
    others = company.told_before(at, before, told)
    for _ in range(limits.money.rounds):
        # Who deals with the surest cards of one round is in their company in the next.
        look = _look(flow(ready, np.asarray(sure.index, dtype=np.int64), limits), sure, others, limits)
        sure = company.surer(before, look.rows, limits)
    rows = _enough(look.rows, limits)
    if rows.empty:
        return no_findings()
    return _told(look.moved, _members(look, rows, limits), rows, look.whole)


def _enough(rows: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """The rows of cards that three families of evidence speak against, or two that weigh more."""
    three = scored(rows, limits.family_share)["score"].to_numpy() >= limits.money.least_score
    return rows[three | (rows["score"] >= limits.money.two_score).to_numpy()]


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the money: its flow, the shapes in it, all evidence, and what is scored of it."""

    moved: Flow
    shaped: pd.DataFrame
    whole: Ledger
    rows: pd.DataFrame


def _look(moved: Flow, sure: pd.Series[float], others: list[Ledger], limits: Limits) -> _Look:
    shaped = pd.concat([seek(moved, limits) for seek in (shapes.circles, shapes.scattered, shapes.shared_payers)])
    parts = [seek(moved, limits) for seek in SEEK] + [seek(moved, sure, limits) for seek in company.SEEK]
    dealing = pd.concat([moved.rows["start"], moved.rows["end"]]).nunique()
    shown = seen.by_rarity(together([*parts, *shapes.ledgers(shaped, limits)]), dealing, limits)
    whole = together([*others, shown])
    rows = scored(_of_accounts(moved.paid.scene, whole.rows), limits.money.family_share)
    return _Look(moved, shaped, whole, rows[_points_of_money(rows) >= limits.money.least_money])


def _of_accounts(at: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of cards and accounts that are no known service."""
    held = at.held[at.held["kind"].isin((BANK_CARD.word, SOCIAL_ACCOUNT.word)) & at.held["service"].isna()]
    return rows[rows["card"].isin(held.index)]


def _points_of_money(rows: pd.DataFrame) -> pd.Series:
    """The points each row's card has by what its money does."""
    own = rows["points"].where(~rows["family"].isin(_NOT_MONEY), 0.0)
    return own.groupby(rows["card"]).transform("sum")


def _members(look: _Look, rows: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """One row a shape and card: pattern, shape, card, part, score, kind, key, finding."""
    score = rows.drop_duplicates("card").set_index("card")["score"].sort_index()
    strength = rows.pivot_table(index="card", columns="code", values="strength", aggfunc="max", fill_value=0.0)
    wanted = strength.reindex(columns=["odd_sums", "gathers", "spreads"], fill_value=0.0)
    frames = [
        patterns.alone(wanted),
        patterns.together(look.shaped, score.index),
        patterns.layered(look.moved, score.index, limits),
    ]
    members = pd.concat(frames, ignore_index=True)
    members["score"] = members["card"].map(score)
    members[["kind", "key"]] = telling.keyed(look.moved.paid.scene, members["card"])
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
    found = members.groupby("finding").agg(cards=("card", "size"), pattern=("pattern", "first"))
    # A shape of many cards is as sure as three in four of them are: it comes after the surest of its cards alone.
    found["score"] = members.groupby("finding")["score"].quantile(0.25)
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
        pd.concat(
            [
                telling.reasons(at, held.merge(rows, on="card")),
                counters(moved, members),
                lacks.not_known(found, at.snapshot, READS),
            ]
        ),
        telling.grounds(at, held.merge(whole.grounds, on="card")),
    )
    marks = found[["finding", "pattern"]].rename(columns={"pattern": "value"}).assign(name="pattern")
    return replace(told, marks=marks[list(MARK_COLUMNS)])

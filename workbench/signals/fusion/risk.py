"""Fusion: what all detectors say against one card put together, each family of evidence once and capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from workbench.model import Findings
from workbench.model.kinds import BANK_CARD, DEVICE, IP, PHONE, SOCIAL_ACCOUNT
from workbench.signals.evidence import BY_NAME
from workbench.signals.evidence.adding import capped
from workbench.signals.fusion.limits import RiskLimits

RISK_COLUMNS = ("kind", "key", "score", "level")
# Reasons that only say again what another detector found, whose own reasons are counted already.
_AGAIN = ("strange_hands", "old_in_doubt", "new_in_doubt")
# Papers and people in danger are whom it is done to; who is beside, or was the line before, speaks for himself.
_CARDS = (PHONE.word, BANK_CARD.word, SOCIAL_ACCOUNT.word)
_HUBS = (DEVICE.word, IP.word)
_DECIDED = "decision"


def risk(found: Mapping[str, Findings], decided: Mapping[str, str], limits: RiskLimits) -> pd.DataFrame:
    """Give one row an entity that anything speaks against: kind, key, score (points), level; the highest first.

    `found` are the findings by detector; `decided` says of findings that people looked at `confirmed` or `rejected`:
    a rejected one says nothing any more, a confirmed one gives its cards a family of its own. Of nuisance callers
    nothing is counted, as that need be no fraud; counter-reasons took their links away before. Levels are high,
    medium and low. Handsets and addresses get the score of the second-highest of the cards that findings rest on.
    """
    standing = {name: _standing(one, decided) for name, one in found.items()}
    rows = _spoken(standing.values(), decided, limits)
    if rows.empty:
        return pd.DataFrame(columns=list(RISK_COLUMNS)).astype({"score": "float64"})
    whole = rows.pivot_table(index=["kind", "key"], columns="family", values="weight", aggfunc="max", fill_value=0.0)
    # Rounded: what too few families say comes to nought, and not to the last bit of a sum.
    points = capped(whole.to_numpy(dtype=np.float64), limits.family_share).sum(axis=1).round(9)
    cards = whole.index.to_frame(index=False).assign(score=points)
    both = pd.concat([cards, _hubs(cards, standing.values(), limits)], ignore_index=True)
    both = both[both["score"] > 0]
    levels = np.select([both["score"] >= limits.high, both["score"] >= limits.medium], ["high", "medium"], "low")
    both = both.assign(level=levels).sort_values(["score", "kind", "key"], ascending=[False, True, True])
    return both.reset_index(drop=True)[list(RISK_COLUMNS)]


def _standing(one: Findings, decided: Mapping[str, str]) -> Findings:
    """The findings that count: none that a person rejected, none of mere nuisance."""
    left = set(one.findings["finding"]) - {name for name, verdict in decided.items() if verdict == "rejected"}
    left -= set(one.mark("profile")[lambda marks: marks == "nuisance"].index)
    frames = (one.findings, one.members, one.reasons, one.grounds, one.marks)
    return Findings(*(frame[frame["finding"].isin(left)] for frame in frames))


def _spoken(found: Iterable[Findings], decided: Mapping[str, str], limits: RiskLimits) -> pd.DataFrame:
    """Every reason against a card: kind, key, family, weight."""
    frames = []
    for one in found:
        why = one.reasons[~one.reasons["counter"].astype(bool) & one.reasons["kind"].isin(_CARDS)]
        why = why[~why["code"].isin(_AGAIN)]
        family = why["code"].map(lambda code: BY_NAME[code].family if code in BY_NAME else code)
        frames.append(why.assign(family=family)[["kind", "key", "family", "weight"]])
        sure = one.members[one.members["finding"].map(decided).eq("confirmed") & one.members["kind"].isin(_CARDS)]
        sure = sure[sure["finding"].isin(one.findings["finding"]) & ~sure["part"].isin(("beside", "old"))]
        frames.append(sure.assign(family=_DECIDED, weight=limits.decided)[["kind", "key", "family", "weight"]])
    return pd.concat(frames, ignore_index=True)


def _hubs(cards: pd.DataFrame, found: Iterable[Findings], limits: RiskLimits) -> pd.DataFrame:
    """What cards share: kind, key and the score of the last of the cards that it takes."""
    frames = []
    for one in found:
        for card, hub in (("start", "end"), ("end", "start")):
            rows = one.grounds[one.grounds[f"{hub}_kind"].isin(_HUBS)]
            names = {f"{card}_kind": "kind", card: "key", f"{hub}_kind": "hub_kind", hub: "hub"}
            frames.append(rows[list(names)].rename(columns=names))
    ties = pd.concat(frames, ignore_index=True).drop_duplicates().merge(cards, on=["kind", "key"])
    ties = ties.sort_values("score", ascending=False, kind="stable")
    last = ties[ties.groupby(["hub_kind", "hub"]).cumcount() == limits.hub_cards - 1]
    return last[["hub_kind", "hub", "score"]].rename(columns={"hub_kind": "kind", "hub": "key"})

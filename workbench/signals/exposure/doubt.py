"""Doubt: how likely each phone, card and account is in fraud's hands, from what is named, disputed or found."""

from __future__ import annotations

import pandas as pd

from workbench.model import Findings
from workbench.signals.evidence import evidence
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

_WHY = {"rings": "ring", "stolen_identity": "paper", "money": "money"}
_NAMED = ("case_number", "reported", "disputed")


def doubts(scene: Scene, so_far: tuple[Findings, ...], limits: Limits) -> pd.DataFrame:
    """Give one row a card and ground of doubt: card, why, doubt (0 to 1).

    `why` is case_number, reported, disputed, ring, paper or money. Grounds bear one another out as independent words
    do: what is doubtful by two is `1 - (1 - a)(1 - b)`.
    """
    said = evidence(scene, limits).rows
    said = said[said["code"].isin(_NAMED)]
    # One word a ground and number of words: there are a handful of such pairs however many cards there are.
    worth = {(why, n): named(why, n, limits) for why, n in set(zip(said["code"], said["n"], strict=True))}
    pairs = pd.Series(list(zip(said["code"], said["n"], strict=True)), index=said.index)
    named_rows = pd.DataFrame({"card": said["card"], "why": said["code"], "doubt": pairs.map(worth).astype("float64")})
    by_finding = [_found(scene, each, limits) for each in so_far]
    frame = pd.concat([named_rows, *by_finding], ignore_index=True)
    return frame.sort_values(["card", "why"], ignore_index=True)


def named(why: str, words: int, limits: Limits) -> float:
    """Give the doubt that cases, reports or disputes cast on what they name."""
    most = {
        "case_number": limits.exposure.doubt_case,
        "reported": limits.exposure.doubt_report,
        "disputed": limits.exposure.doubt_dispute,
    }[why]
    # A second report is a second independent word; a second case is often the same investigation.
    counted = min(max(words, 1), limits.exposure.doubt_reports) if why == "reported" else 1
    return float(1 - (1 - most) ** counted)


def found(detector: str, score: float, limits: Limits) -> float:
    """Give the doubt that a finding casts on a member with that score; nought for detectors of other things."""
    rule = limits.exposure
    most = {"rings": rule.doubt_ring, "stolen_identity": rule.doubt_paper, "money": rule.doubt_money}.get(detector, 0.0)
    return most * min(max(score, 0.0) / limits.exposure.doubt_score, 1.0)


def together(rows: pd.DataFrame) -> pd.Series:
    """Give the doubt of each card over all its grounds, index card code."""
    certain = rows.assign(left=1 - rows["doubt"].astype("float64")).groupby("card")["left"].prod()
    return 1 - certain


def _found(scene: Scene, one: Findings, limits: Limits) -> pd.DataFrame:
    """What earlier detectors say of cards, by how strongly they say it."""
    names = one.findings.loc[one.findings["detector"].isin(list(_WHY)), ["finding", "detector"]]
    rows = one.members[~one.members["part"].isin(("paper", "hub"))].merge(names, on="finding")
    entities = scene.snapshot.entities
    codes = entities.assign(kind=entities["kind"].astype("str"), card=entities.index)
    rows = rows.merge(codes, on=["kind", "key"])
    share = (rows["score"].astype("float64") / limits.exposure.doubt_score).clip(0.0, 1.0)
    most = (
        rows["detector"]
        .map({name: found(name, limits.exposure.doubt_score, limits) for name in _WHY})
        .astype("float64")
    )
    frame = pd.DataFrame({"card": rows["card"], "why": rows["detector"], "doubt": share * most})
    frame["why"] = frame["why"].map(_WHY)
    return frame.sort_values("doubt", kind="stable").drop_duplicates(["card", "why"], keep="last")

"""Doubt: how likely each phone, card and account is in fraud's hands, from what is named, disputed or found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import Findings
from workbench.signals.evidence import evidence
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

_NAMED = ("case_number", "reported", "disputed")


def doubts(scene: Scene, so_far: tuple[Findings, ...], limits: Limits) -> pd.DataFrame:
    """Give one row a card and ground of doubt: card, why, doubt (0 to 1).

    `why` is case_number, reported, disputed, ring or paper. Grounds bear one another out as independent words do:
    what is doubtful by two is `1 - (1 - a)(1 - b)`.
    """
    said = evidence(scene, limits).rows
    said = said[said["code"].isin(_NAMED)]
    most = {"case_number": limits.doubt_case, "reported": limits.doubt_report, "disputed": limits.doubt_dispute}
    one = said["code"].map(most).astype("float64")
    # A second report is a second independent word; a second case is often the same investigation.
    words = np.where(said["code"] == "reported", said["n"].clip(1, limits.doubt_reports), 1)
    named = pd.DataFrame({"card": said["card"], "why": said["code"], "doubt": 1 - (1 - one) ** words})
    found = [_found(scene, each, limits) for each in so_far]
    frame = pd.concat([named, *found], ignore_index=True)
    return frame.sort_values(["card", "why"], ignore_index=True)


def together(rows: pd.DataFrame) -> pd.Series:
    """Give the doubt of each card over all its grounds, index card code."""
    certain = rows.assign(left=1 - rows["doubt"].astype("float64")).groupby("card")["left"].prod()
    return 1 - certain


def _found(scene: Scene, one: Findings, limits: Limits) -> pd.DataFrame:
    """What earlier detectors say of cards, by how strongly they say it."""
    names = one.findings.loc[one.findings["detector"].isin(("rings", "stolen_identity")), ["finding", "detector"]]
    rows = one.members[~one.members["part"].isin(("paper", "hub"))].merge(names, on="finding")
    entities = scene.snapshot.entities
    codes = entities.assign(kind=entities["kind"].astype("str"), card=entities.index)
    rows = rows.merge(codes, on=["kind", "key"])
    share = np.minimum(rows["score"].astype("float64") / limits.doubt_score, 1.0)
    most = np.where(rows["detector"] == "rings", limits.doubt_ring, limits.doubt_paper)
    frame = pd.DataFrame({"card": rows["card"], "why": rows["detector"], "doubt": share * most})
    frame["why"] = frame["why"].map({"rings": "ring", "stolen_identity": "paper"})
    return frame.sort_values("doubt", kind="stable").drop_duplicates(["card", "why"], keep="last")

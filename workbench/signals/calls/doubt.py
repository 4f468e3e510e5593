"""Doubt of numbers: what cases, reports, holders and the detectors before say, and how a phone calls."""

from __future__ import annotations

import pandas as pd

from workbench.model import Findings
from workbench.signals.exposure.doubt import doubts, together
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene


def doubt_of(scene: Scene, so_far: tuple[Findings, ...], limits: Limits) -> pd.Series:
    """Give how likely each phone, card and account is in fraud's hands (0 to 1), index card code.

    To the doubt of exposure comes what the profile of a caller says, weighed lower: couriers ring strangers too.
    """
    frames = [doubts(scene, so_far, limits)[["card", "doubt"]]]
    entities = scene.snapshot.entities
    codes = entities.assign(kind=entities["kind"].astype("str"), card=entities.index)
    for one in so_far:
        names = one.findings.loc[one.findings["detector"] == "calls", "finding"]
        rows = one.members[one.members["finding"].isin(names)].merge(codes, on=["kind", "key"])
        share = (rows["score"].astype("float64") / limits.calls.full_score).clip(0.0, 1.0)
        frame = pd.DataFrame({"card": rows["card"], "doubt": share * limits.calls.doubt_caller})
        frames.append(frame.sort_values("doubt").drop_duplicates("card", keep="last"))
    return together(pd.concat(frames, ignore_index=True))

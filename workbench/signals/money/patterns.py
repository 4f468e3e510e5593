"""Patterns: which shape each suspect card's money makes, and the cards that make it together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.groups import components
from workbench.signals.limits import Limits
from workbench.signals.money.flow import NOBODY_ELSE, Flow

MEMBER_COLUMNS = ("pattern", "shape", "card", "part")
SAYS = {
    "fan_in": "many who are new to it pay a card within days",
    "fan_out": "a card pays many that are new to it within days",
    "gather_scatter": "a card takes from many who are new to it and divides the money among others",
    "pass_through": "a card passes money of strangers on within hours or days",
    "running_score": "a card takes many odd sums from strangers within days, as betting platforms' cards do",
    "cycle": "money comes back to the card it left, over {n:card}",
    "scatter_gather": "money leaves a card for several others and comes together again on one",
    "bipartite": "the same strangers pay {n:card}",
    "layered": "money of strangers runs through {n:card}, one after the other",
}


def alone(strength: pd.DataFrame) -> pd.DataFrame:
    """Give the pattern each card makes by itself: pattern, shape, card, part; `strength` is one column a code."""
    odd, gathers, spreads = (strength[name] for name in ("odd_sums", "gathers", "spreads"))
    choices = [odd > 0, (gathers >= 0.6) & (spreads >= 0.5), gathers >= 0.6, spreads >= 0.5]
    names = ["running_score", "gather_scatter", "fan_in", "fan_out"]
    pattern = np.select(choices, names, "pass_through")
    part = np.select(choices, ["gatherer", "gatherer", "gatherer", "spreader"], "passer")
    columns = {"pattern": pattern, "shape": np.arange(len(strength)), "card": strength.index, "part": part}
    return pd.DataFrame(columns)


def together(shapes: pd.DataFrame, cards: pd.Index[int]) -> pd.DataFrame:
    """Give the shapes of which at least half the cards of a part are suspect, with those cards."""
    rows = shapes[list(MEMBER_COLUMNS)].drop_duplicates(["pattern", "shape", "card"])
    rows = rows[(rows["pattern"] != "bipartite") | (rows["part"] == "sink")]
    rows = rows.assign(suspect=rows["card"].isin(cards))
    groups = rows.groupby(["pattern", "shape"])["suspect"]
    kept = (groups.transform("mean") >= 0.5) & (groups.transform("sum") >= 2) & rows["suspect"]
    return rows.loc[kept, list(MEMBER_COLUMNS)]


def layered(flow: Flow, cards: pd.Index[int], limits: Limits) -> pd.DataFrame:
    """Give suspect cards that pass strangers' money to one another over two cards or more, by layer."""
    rows = flow.rows[(flow.rows["depth"] > 0) & (flow.rows["taint"] >= limits.money.least_taint)]
    rows = rows[rows["start"].isin(cards) & rows["end"].isin(cards) & ~rows["context"].isin(NOBODY_ELSE)]
    group = components(rows[["start", "end"]].set_axis(["one", "other"], axis=1))
    frame = group.rename("shape").rename_axis("card").reset_index()
    frame = frame[frame.groupby("shape")["card"].transform("size") >= 3]
    layer = rows.groupby("end")["depth"].min().reindex(frame["card"]).fillna(0).astype("int64") + 1
    part = "layer " + layer.astype(str).to_numpy()
    return frame.assign(pattern="layered", part=part)[list(MEMBER_COLUMNS)]

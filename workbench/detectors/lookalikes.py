"""Look-alikes: whether innocents of one sort are flagged more often than innocents are on the whole."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.detectors.figures import exact
from workbench.detectors.truth import pairs
from workbench.model import Findings

# A sort of innocents is wronged where even the low end of the interval says that it is flagged so many times as often.
TIMES = 2.0
# Paper, hubs and lines are what flagged cards have in common; who is beside, or was before, is told of with them.
_BESIDE = ("paper", "hub", "line", "beside", "old")
_RINGS = "rings"


def flagged(name: str, one: Findings, wanted: int) -> pd.DataFrame:
    """Give kind and key of what a detector ranks among the first as many as are wanted: of rings, their members."""
    pests = one.mark("profile")[lambda marks: marks == "nuisance"].index
    rows = one.members[~one.members["part"].isin(_BESIDE) & ~one.members["finding"].isin(pests)]
    rows = rows.merge(one.findings[["finding", "rank"]], on="finding").sort_values(["rank", "kind", "key"])
    first = rows[rows["rank"] <= wanted] if name == _RINGS else rows.drop_duplicates(["kind", "key"]).head(wanted)
    return first[["kind", "key"]].astype("str").drop_duplicates(ignore_index=True)


def look_alikes(
    first: pd.DataFrame, innocent: pd.DataFrame, fraud: set[tuple[str, str]], there: Mapping[str, int]
) -> dict[str, dict[str, dict[str, object]]]:
    """Give for each sort of innocents, and each kind of entity in it, how often it is flagged.

    `first` is what was flagged (kind, key), `innocent` says of which sort innocents are (kind, key, why), `fraud` who
    is none, and `there` how many entities of each kind the world has. Each has flagged and of (how many), rate, base
    (the rate among all innocents of that kind of entity), ratio, low and high, and more_than_twice: whether the whole
    interval lies beyond `TIMES`. The interval is the exact one, at 95 %, of the sort's share of all that were flagged
    wrongly, held against its share of all innocents; it takes each entity for itself, though a person's cards are
    flagged together, and every sort by itself: of forty, one may be named by chance.
    """
    wrong = _free(first, fraud)
    sorts = _free(innocent, fraud).drop_duplicates(["kind", "key", "why"])
    hit = pd.Series(pairs(sorts), index=sorts.index).isin(set(pairs(wrong)))
    counts = sorts.assign(hit=hit).groupby(["why", "kind"])["hit"].agg(["sum", "size"])
    told: dict[str, dict[str, dict[str, object]]] = {}
    for (why, kind), (hits, size) in zip(counts.index, counts.to_numpy().tolist(), strict=True):
        innocents = there.get(kind, 0) - sum(1 for one, _ in fraud if one == kind)
        among = int((wrong["kind"] == kind).sum())
        told.setdefault(str(why), {})[str(kind)] = _held_against(hits, size, among, max(innocents, size))
    return told


def _free(rows: pd.DataFrame, fraud: set[tuple[str, str]]) -> pd.DataFrame:
    """The rows of those who are in no fraud's hands."""
    return rows[np.array([pair not in fraud for pair in pairs(rows)], dtype=np.bool_)]


def _held_against(hits: int, size: int, among: int, innocents: int) -> dict[str, object]:
    """One sort's figures: `hits` of its `size` were flagged, as `among` of all `innocents` were."""
    part = size / innocents
    low, high = (end / part for end in exact(hits, among))
    figures = {
        "rate": hits / size,
        "base": among / innocents,
        "ratio": hits / among / part if among else 0.0,
        "low": low,
        "high": high,
    }
    told: dict[str, object] = {name: round(figure, 4) for name, figure in figures.items()}
    return {"flagged": hits, "of": size} | told | {"more_than_twice": low > TIMES}


def wronged(figures: Mapping[str, Mapping[str, Mapping[str, object]]]) -> list[str]:
    """Give a line for each sort that is surely flagged more than twice as often as innocents are on the whole."""
    return [
        f"{why} ({kind.replace('_', ' ')}): flagged {one['ratio']:.1f} times as often as innocents are "
        f"[{one['low']:.1f}, {one['high']:.1f}], {one['flagged']} of {one['of']}"
        for why, kinds in figures.items()
        for kind, one in kinds.items()
        if one["more_than_twice"]
    ]

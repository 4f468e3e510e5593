"""Activity: from when to when each phone was at work by its own doing, and from when to when evidence reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import SEEN_AT, USED_ON
from workbench.signals.calls.circles import calls
from workbench.signals.scene import Scene

# A handful of wrong clocks must not stretch what evidence reaches.
_OUTLIERS = 0.005


@dataclass(frozen=True, slots=True)
class Activity:
    """`spans`: begin and end (seconds since 1970), index phone code; `since` and `until` are where evidence reaches."""

    spans: pd.DataFrame
    since: float
    until: float


def activity(scene: Scene) -> Activity:
    """Give when each phone of the holdings called or was used within its present holding, worked out once.

    Being rung does not count: a number that was given up is rung for months. Nor does a session before the first
    call: cards are tried at the counter long before they are put to work.
    """
    return scene.snapshot.once("activity", lambda: _activity(scene))


def _activity(scene: Scene) -> Activity:
    phones = scene.held[scene.held["kind"] == PHONE.word]
    parts = [calls(scene), *(scene.snapshot.links(one) for one in (USED_ON, SEEN_AT))]
    named = [one[["start", "first", "last"]].assign(calling=place == 0) for place, one in enumerate(parts)]
    rows = pd.concat(named, ignore_index=True)
    rows = rows[rows["start"].isin(phones.index)].dropna()
    opened = phones["opened"].reindex(pd.Index(rows["start"])).to_numpy()
    rows = rows[~(rows["last"].to_numpy() < opened)]
    spans = rows.groupby("start").agg(begin=("first", "min"), end=("last", "max")).rename_axis("phone")
    spans["begin"] = rows[rows["calling"]].groupby("start")["first"].min().reindex(spans.index).fillna(spans["begin"])
    opened, closed = (phones[name].reindex(spans.index).to_numpy() for name in ("opened", "closed"))
    begin = _seconds(np.fmax(spans["begin"].to_numpy(), opened))
    end = np.maximum(_seconds(np.fmin(spans["end"].to_numpy(), closed)), begin)
    spans = pd.DataFrame({"begin": begin, "end": end}, index=spans.index)
    if spans.empty:
        return Activity(spans, 0.0, 0.0)
    return Activity(
        spans, float(np.quantile(spans["begin"], _OUTLIERS)), float(np.quantile(spans["end"], 1 - _OUTLIERS))
    )


def _seconds(times: np.ndarray) -> np.ndarray:
    return times.astype("datetime64[s]").astype(np.int64).astype(np.float64)

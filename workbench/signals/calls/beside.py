"""Beside one another: phones that are on data at one place whenever another rings strangers, far beyond chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.calls.callers import callers
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

Seconds = npt.NDArray[np.int64]
PAIR_COLUMNS = ("phone", "other", "times", "moments", "chance")


def beside(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give pairs of a caller and a phone that lies beside it, with `PAIR_COLUMNS` and strength.

    `moments` are the caller's sightings about its calls, `times` those at which the other was on data at the same
    place within minutes, `chance` how many such there would be if the two merely lived in one place: by how often
    they meet there within hours. Crowded places and minutes make no pairs.
    """
    return scene.snapshot.once(("beside", limits), lambda: _beside(scene, limits))


def _beside(scene: Scene, limits: Limits) -> pd.DataFrame:
    rule, seen = limits.calls, scene.snapshot.sightings
    seen = seen[seen["place"] >= 0]
    seen = seen.assign(at=seen["at"].to_numpy().astype("datetime64[s]").astype(np.int64))
    moments = _moments(seen, callers(scene, limits).index, rule.beside_seconds)
    data = seen.loc[~seen["calling"], ["phone", "place", "at"]]
    pairs = _met(moments, data, limits)
    counts = {
        name: _within(pairs, moments, data, reach)
        for name, reach in (("near", rule.beside_seconds), ("wide", rule.beside_wide_seconds))
    }
    near, wide = counts["near"], counts["wide"]
    rest = (wide["sum"] - near["sum"]).clip(lower=0)
    chance = rest * rule.beside_seconds / (rule.beside_wide_seconds - rule.beside_seconds)
    above = (near["hits"] - chance) / np.sqrt(chance + 1)
    strength = np.interp(above, rule.beside_points, rule.beside_strengths, left=0.0)
    pairs = pairs.assign(times=near["hits"], moments=near["moments"], chance=chance, strength=strength)
    pairs = pairs[(pairs["times"] >= rule.beside_times) & (pairs["strength"] > 0)]
    few = pairs.groupby("phone")["other"].transform("size") <= rule.beside_most
    return pairs[few].reset_index(drop=True)


def _moments(seen: pd.DataFrame, phones: pd.Index, reach: int) -> pd.DataFrame:
    """The sightings of callers within minutes of a call of theirs: phone, place, at; one a place and such minutes."""
    mine = seen[seen["phone"].isin(phones)]
    calling = mine[mine["calling"]]
    span = int(mine["at"].max() - mine["at"].min()) + 4 * reach if len(mine) else 1
    low = int(mine["at"].min()) if len(mine) else 0
    calls = np.sort(calling["phone"].to_numpy() * span + calling["at"].to_numpy() - low)
    at = mine["phone"].to_numpy() * span + mine["at"].to_numpy() - low
    near = np.searchsorted(calls, at + reach, "right") > np.searchsorted(calls, at - reach, "left")
    rows: pd.DataFrame = mine.loc[near, ["phone", "place", "at"]]
    return rows[~rows.assign(slot=rows["at"] // reach).duplicated(["phone", "place", "slot"])]


def _met(moments: pd.DataFrame, data: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Pairs that met often enough to be looked at: phone, other."""
    rule = limits.calls
    slots = data.assign(slot=data["at"] // rule.beside_seconds).drop_duplicates(["place", "slot", "phone"])
    quiet = slots.groupby(["place", "slot"])["phone"].transform("size") <= rule.beside_crowd
    slots = slots[quiet].rename(columns={"phone": "other"})[["place", "slot", "other"]]
    asked = [moments.assign(slot=moments["at"] // rule.beside_seconds + step) for step in (-1, 0, 1)]
    both = pd.concat(asked)[["phone", "place", "slot"]].merge(slots, on=["place", "slot"])
    both = both[both["phone"] != both["other"]]
    counts = both.groupby(["phone", "other"]).size().rename("n").reset_index()
    return counts.loc[counts["n"] >= rule.beside_times, ["phone", "other"]].reset_index(drop=True)


def _within(pairs: pd.DataFrame, moments: pd.DataFrame, data: pd.DataFrame, reach: int) -> pd.DataFrame:
    """For each pair: sum (of the other's sightings at the moments' places within reach), hits and moments."""
    asked = pairs.assign(pair=np.arange(len(pairs))).merge(moments, on="phone")
    group = pd.concat([asked[["other", "place"]].set_axis(["phone", "place"], axis=1), data[["phone", "place"]]])
    number = group.groupby(["phone", "place"]).ngroup().to_numpy().astype(np.int64)
    mine, theirs = number[: len(asked)], number[len(asked) :]
    when, known = (np.asarray(frame["at"], dtype=np.int64) for frame in (asked, data))
    many = _between(mine, when, _ordered(theirs, known), reach)
    grouped = pd.DataFrame({"pair": asked["pair"], "many": many, "hit": many > 0}).groupby("pair")
    frame = grouped.agg(sum=("many", "sum"), hits=("hit", "sum"), moments=("many", "size"))
    return frame.reindex(np.arange(len(pairs)), fill_value=0)


_FAR = 1 << 40


def _ordered(group: Codes, at: Seconds) -> Seconds:
    return np.sort(group * _FAR + np.clip(at, 0, _FAR // 2))


def _between(group: Codes, at: Seconds, known: Seconds, reach: int) -> Codes:
    """How many of the known times of its group lie within reach of each time."""
    key = group * _FAR + np.clip(at, 0, _FAR // 2)
    many = np.searchsorted(known, key + reach, "right") - np.searchsorted(known, key - reach, "left")
    return many.astype(np.int64)

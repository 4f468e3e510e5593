"""Circles: with whom each phone is in touch, on how many days, and since when, within its present holding."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import CALLED
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes


def calls(scene: Scene) -> pd.DataFrame:
    """Give the call links between two different phones, those of an earlier holder of either left out, once worked out.

    Columns: start, end, calls, texts, seconds, longest, first, last, days. Times after the evidence was asked for
    are kept: a wrong clock is no reason to lose a call.
    """
    return scene.snapshot.once("calls", lambda: _calls(scene))


def _calls(scene: Scene) -> pd.DataFrame:
    rows = scene.snapshot.links(CALLED)
    opened = scene.held.loc[(scene.held["kind"] == PHONE.word) & (scene.held["before"] > 0), "opened"].dropna()
    rows = rows[rows["start"] != rows["end"]]
    earlier = np.zeros(len(rows), dtype=np.bool_)
    for side in ("start", "end"):
        changed = rows[side].isin(opened.index).to_numpy()
        begun = opened.reindex(pd.Index(rows[side][changed])).to_numpy()
        earlier[changed] |= rows["last"].to_numpy()[changed] < begun
    return rows[~earlier].reset_index(drop=True)


def contacts(scene: Scene) -> pd.DataFrame:
    """Give one row a phone and another it is in touch with: phone, other, out and into (days), sorted."""
    return scene.snapshot.once("contacts", lambda: _contacts(scene))


def _contacts(scene: Scene) -> pd.DataFrame:
    rows, size = calls(scene), len(scene.snapshot.entities)
    start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
    days = rows["days"].fillna(1).to_numpy(dtype=np.int64)
    pairs, place = np.unique(np.concatenate([start * size + end, end * size + start]), return_inverse=True)
    out, into = (np.zeros(pairs.size, dtype=np.int64) for _ in range(2))
    out[place[: len(rows)]] = days
    into[place[len(rows) :]] = days
    return pd.DataFrame({"phone": pairs // size, "other": pairs % size, "out": out, "into": into})


def among(pairs: Codes, rows: pd.DataFrame, size: int) -> npt.NDArray[np.bool_]:
    """Say which pairs (phone x size + other) stand in these contacts, which must be in their order."""
    known = (rows["phone"] * size + rows["other"]).to_numpy(dtype=np.int64)
    if not known.size:
        return np.zeros(pairs.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, pairs), known.size - 1)
    return np.asarray(known[place] == pairs)


def circle(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give the kept contacts of each phone with their weight: phone, other, weight (days, capped, by rarity).

    Kept are those that talked on several days or both ways, and are nobody's hotline. Rarity is log(N/m) / log N,
    where m of the N phones are in touch with the other.
    """
    return scene.snapshot.once(("circle", limits), lambda: _circle(scene, limits))


def _circle(scene: Scene, limits: Limits) -> pd.DataFrame:
    rule, rows = limits.calls, contacts(scene)
    known = np.bincount(rows["other"]) if len(rows) else np.zeros(1, dtype=np.int64)
    phones = max(rows["phone"].nunique(), 3)
    many = known[rows["other"].to_numpy()]
    days = (rows["out"] + rows["into"]).to_numpy()
    kept = (days >= rule.circle_days) & (many <= rule.circle_cap)
    rarity = np.log(phones / np.minimum(many, phones - 1)) / np.log(phones)
    whole: pd.DataFrame = rows[["phone", "other"]].assign(weight=np.minimum(days, rule.circle_most) * rarity)
    whole = whole[kept]
    return whole.reset_index(drop=True)

"""Strength: how many links a group has within itself, against a graph rewired so that every card keeps its number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammaincc

from workbench.model.links import BOUND, CALLED, MESSAGED, PAID, RESERVED
from workbench.signals.scene import Scene


def strength(scene: Scene, group: pd.Series) -> pd.DataFrame:
    """Give for each group (`group`: index card, value its name) inside, expected and surprise, index the name.

    `inside` counts the pairs of its cards that are linked, by a rare value they share or directly; `expected` is what
    rewiring gives that leaves each card its number of links (the configuration model: the square of the group's link
    ends over four times all links); `surprise` is -log10 of the chance of so many or more (Poisson), absent where the
    group holds more than half of all link ends.
    """
    pairs = linked(scene)
    degree = pd.Series(pairs.ravel()).value_counts().reindex(group.index, fill_value=0)
    ends = degree.groupby(group).sum().astype("float64")
    one, other = pd.Series(pairs[:, 0]).map(group), pd.Series(pairs[:, 1]).map(group)
    inside = one[(one == other).to_numpy()].value_counts().reindex(ends.index, fill_value=0)
    expected = ends**2 / max(4.0 * len(pairs), 1.0)
    # The chance of n or more is the regularised lower gamma function at n; none or more is certain.
    chance = np.where(inside > 0, 1.0 - gammaincc(np.maximum(inside, 1), expected), 1.0)
    # A group that holds most link ends there are stays among itself however they are rewired.
    surprise = np.where(ends > len(pairs), np.nan, -np.log10(np.maximum(chance, 1e-15)))
    return pd.DataFrame({"inside": inside, "expected": expected, "surprise": surprise})


def linked(scene: Scene) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Give every pair of cards of different holders that is linked, once: one < other."""
    frames = [scene.paired[["one", "other"]].to_numpy(dtype=np.int64)]
    for one in (CALLED, MESSAGED, PAID, RESERVED, BOUND):
        links = scene.snapshot.links(one)
        links = links[links["start"].isin(scene.held.index) & links["end"].isin(scene.held.index)]
        frames.append(links[["start", "end"]].to_numpy(dtype=np.int64))
    pairs = np.unique(np.sort(np.concatenate(frames), axis=1), axis=0)
    holder = scene.held["holder"]
    held = [holder.reindex(pd.Index(pairs[:, side])).to_numpy() for side in (0, 1)]
    return np.asarray(pairs[(pairs[:, 0] != pairs[:, 1]) & ((held[0] != held[1]) | (held[0] < 0))])

"""Cuts: parts of a graph found as finely as may be, and put together again unless the cut between them is thin."""

from __future__ import annotations

import heapq
from collections import defaultdict

import graspologic_native
import numpy as np
import pandas as pd

from workbench.signals.limits import Limits

_Links = dict[int, dict[int, float]]


def parted(pairs: pd.DataFrame, found: pd.Series, limits: Limits) -> pd.Series:
    """Give the components (`found`, index card) with those that are wide enough to be two parted by Leiden.

    Leiden (Traag, Waltman and van Eck 2019) on modularity, component by component, so that no part depends on what
    else there is; a fixed seed on edges in an order of their own gives the same parts for the same links. `pairs`: one,
    other, share.
    """
    sizes = found.value_counts()
    home = found.reindex(pairs["one"]).to_numpy()
    for wide in sorted(sizes.index[sizes >= 2 * limits.ring_cards]):
        # What all share that are seen at all is worth nothing, and of such links alone nothing can be parted.
        rows = pairs[(home == wide) & (pairs["share"] > 0).to_numpy()]
        if rows.empty:
            continue
        _, parts = graspologic_native.leiden(
            _in_order(rows), resolution=1.0, use_modularity=True, iterations=3, trials=5, seed=limits.seed
        )
        start = int(found.max()) + 1
        fresh = pd.Series({int(card): start + part for card, part in parts.items()}, dtype="int64")
        found = found.where(~found.index.isin(fresh.index), fresh.reindex(found.index)).astype("int64")
    return found


def _in_order(rows: pd.DataFrame) -> list[tuple[str, str, float]]:
    """The edges in an order that hangs on the links alone, not on how the cards' keys are spelt.

    Cards stand by what their links and their neighbours' links sum up to, three steps far (after Weisfeiler and Leman).
    """
    cards, ends = np.unique(rows[["one", "other"]].to_numpy(dtype=np.int64), return_inverse=True)
    ends, share = ends.reshape(-1, 2), rows["share"].to_numpy(dtype=np.float64)
    look = np.ones(cards.size)
    for _ in range(4):
        around = np.bincount(ends[:, 0], share * np.cos(look[ends[:, 1]]), cards.size)
        look = look / 2 + around + np.bincount(ends[:, 1], share * np.cos(look[ends[:, 0]]), cards.size)
    place = np.argsort(np.argsort(np.round(look, 6), kind="stable"), kind="stable")
    named = np.sort(place[ends], axis=1)
    order = np.lexsort((named[:, 1], named[:, 0]))
    names = cards[np.argsort(place)].astype(str)
    return [(str(names[a]), str(names[b]), float(w)) for (a, b), w in zip(named[order], share[order], strict=True)]


def merged(found: pd.Series, joined: pd.DataFrame, limits: Limits) -> pd.Series:
    """Give the parts (`found`, index card) put together two by two, thickest cut first, until all cuts are thin.

    A cut's thickness is its conductance in the two parts alone: the links across, over all link ends of the part
    with fewer. It says the same whatever the size of the parts and of the graph. `joined`: one, other, share.
    """
    rows = pd.DataFrame({"a": joined["one"].map(found), "b": joined["other"].map(found), "share": joined["share"]})
    rows = rows.dropna()
    ends = np.sort(rows[["a", "b"]].to_numpy(dtype=np.int64), axis=1)
    rows = rows.assign(low=ends[:, 0], high=ends[:, 1])
    kinds = rows.groupby(["low", "high"], as_index=False)["share"].sum()
    within = kinds[kinds["low"] == kinds["high"]].set_index("low")["share"].to_dict()
    across: _Links = defaultdict(dict)
    for low, high, share in kinds.loc[kinds["low"] != kinds["high"], ["low", "high", "share"]].itertuples(index=False):
        across[low][high] = across[high][low] = float(share)
    into = _joined(defaultdict(float, within), across, limits.thin_cut)
    return found.map(lambda part: _root(into, int(part))).astype("int64")


def _joined(within: dict[int, float], across: _Links, thin: float) -> dict[int, int]:
    """Which part each part that is no more has gone into."""
    into: dict[int, int] = {}
    heap = [(-_thickness(within, across, a, b), a, b) for a in sorted(across) for b in sorted(across[a]) if a < b]
    heapq.heapify(heap)
    while heap:
        thick, a, b = heapq.heappop(heap)
        if -thick < thin:
            break
        if a in into or b in into or thick != -_thickness(within, across, a, b):
            continue
        into[b] = a
        within[a] += within[b] + across[a].pop(b)
        for c, share in sorted(across.pop(b).items()):
            if c == a:
                continue
            del across[c][b]
            across[a][c] = across[c][a] = across[a].get(c, 0.0) + share
        for c in sorted(across[a]):
            heapq.heappush(heap, (-_thickness(within, across, a, c), min(a, c), max(a, c)))
    return into


def _thickness(within: dict[int, float], across: _Links, a: int, b: int) -> float:
    """The conductance of the cut between two parts in the graph of the two."""
    cut = across[a].get(b, 0.0)
    return float(cut / max(2 * min(within[a], within[b]) + cut, 1e-9))


def _root(into: dict[int, int], part: int) -> int:
    while part in into:
        part = into[part]
    return part

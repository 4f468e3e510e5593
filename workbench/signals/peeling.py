"""Peeling: the densest part of what cards share; a second opinion on groups that were put together otherwise."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

_SPREAD = 5.0


def peeled(scene: Scene, group: pd.Series) -> pd.DataFrame:
    """Give for each group (`group`: index card, value its name) kept and dense, index the name.

    `dense` counts the cards of the densest part hereabouts, `kept` those of them that are the group's.
    """
    touched = scene.touched[(scene.touched["context"] == "") & (scene.touched["party"] >= 0)]
    # What no group touches is near none: looked for once, not in all there is for each group.
    touched = _near(touched, np.asarray(group.index, dtype=np.int64))
    rows = {}
    for name, part in group.groupby(group):
        cards = np.asarray(part.index, dtype=np.int64)
        found = densest(touched, cards)
        rows[name] = (np.isin(found, cards).sum(), found.size)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["kept", "dense"], dtype="int64")


def densest(touched: pd.DataFrame, cards: Codes) -> Codes:
    """Give the cards of the densest part of these cards, what they touch, and all others that touch it; sorted.

    After FRAUDAR (Hooi and others 2016): a link to a value of n cards weighs 1 / log(n + 5), so that it is no use to
    hide among the many. The card or value with the least weight left is taken away until nothing is left; what stood
    where the weight a node was highest is the densest part. `touched`: card, value, slot, one row a pair.
    """
    near = _near(touched, cards)
    # An address is another thing in each of its leases.
    things = near.groupby(["value", "slot"], sort=False).ngroup()
    mine = things.isin(things[near["card"].isin(cards)])
    near, things = near[mine], things[mine]
    if near.empty:
        return np.zeros(0, dtype=np.int64)
    ends, card = np.unique(near["card"].to_numpy(dtype=np.int64), return_inverse=True)
    thing = np.unique(things, return_inverse=True)[1] + ends.size
    weight = 1.0 / np.log(np.bincount(thing)[thing] + _SPREAD)
    order = _peeled(np.concatenate([card, thing]), np.concatenate([thing, card]), np.tile(weight, 2))
    left = order[_best(order, card, thing, weight) :]
    return np.sort(ends[left[left < ends.size]])


def _near(touched: pd.DataFrame, cards: Codes) -> pd.DataFrame:
    """The touches of every value that one of the cards touches."""
    return touched[touched["value"].isin(touched.loc[touched["card"].isin(cards), "value"])]


def _peeled(start: npt.NDArray[np.intp], end: npt.NDArray[np.intp], weight: npt.NDArray[np.float64]) -> Codes:
    """The nodes in the order in which they are taken away, the least weight first; of equals the first number."""
    rows = np.argsort(start, kind="stable")
    first = np.searchsorted(start[rows], np.arange(start.max() + 2))
    left = np.bincount(start, weight).tolist()
    heap = [(one, node) for node, one in enumerate(left)]
    heapq.heapify(heap)
    order: list[int] = []
    gone = [False] * len(left)
    while heap:
        now, node = heapq.heappop(heap)
        if gone[node] or now != left[node]:
            continue
        gone[node] = True
        order.append(node)
        for row in rows[first[node] : first[node + 1]].tolist():
            other = int(end[row])
            if not gone[other]:
                left[other] -= float(weight[row])
                heapq.heappush(heap, (left[other], other))
    return np.array(order, dtype=np.int64)


def _best(
    order: Codes, card: npt.NDArray[np.intp], thing: npt.NDArray[np.intp], weight: npt.NDArray[np.float64]
) -> int:
    """How many are taken away where the weight a node left is highest."""
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    # A link goes with whichever of its ends is taken away first.
    lost = np.bincount(np.minimum(place[card], place[thing]), weight, order.size)
    remains = weight.sum() - np.concatenate([[0.0], np.cumsum(lost)[:-1]])
    return int(np.argmax(np.round(remains / (order.size - np.arange(order.size)), 9)))

"""Betweenness: how many shortest ways between others lead through each node."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.signals.flows.compiled import compiled
from workbench.signals.flows.lanes import LANES, lanes
from workbench.signals.graph.csr import Csr, Nodes, Places, Shares, as_nodes


def betweenness(graph: Csr, sources: npt.ArrayLike) -> Shares:
    """Give how many of the shortest ways from these sources to all others lead through each node, by their shares.

    Times nodes over sources, halved where every pair counts once, it estimates the whole (Brandes and Pich 2007); each
    source takes time as the graph has links (Brandes 2001).
    """
    dealt = as_nodes(sources, graph.size)
    with lanes() as run:
        found = run(lambda lane: _through(graph.begins, graph.ends, dealt[lane::LANES].copy()))
    between: Shares = np.sum(found, axis=0)
    return between


def sample(size: int, most: int, seed: int) -> Places:
    """Give `most` of so many nodes, ascending, as sources: all where there are no more; the same for the same seed."""
    return np.sort(np.random.default_rng(seed).choice(size, min(size, most), replace=False)).astype(np.int64)


@compiled
def _spread(begins: Places, ends: Nodes, order: Nodes, steps: Nodes, ways: Shares) -> int:
    """Goes out from `order[0]`: how many nodes are met, nearest first in `order`, steps to each and ways there."""
    met, place = 1, 0
    while place < met:
        node = order[place]
        place += 1
        for near in ends[begins[node] : begins[node + 1]]:
            if steps[near] < 0:
                steps[near] = steps[node] + 1
                order[met] = near
                met += 1
            if steps[near] == steps[node] + 1:
                ways[near] += ways[node]
    return met


@compiled
def _through(begins: Places, ends: Nodes, sources: Nodes) -> Shares:
    size = begins.size - 1
    between, owed, ways = np.zeros(size), np.zeros(size), np.zeros(size)
    order, steps = np.empty(size, dtype=np.int32), np.full(size, -1, dtype=np.int32)
    for source in sources:
        order[0], steps[source], ways[source] = source, 0, 1.0
        met = _spread(begins, ends, order, steps, ways)
        for place in range(met - 1, -1, -1):
            node, farther = order[place], 0.0
            for near in ends[begins[node] : begins[node + 1]]:
                if steps[near] == steps[node] + 1:
                    farther += owed[near]
            passed = farther * ways[node]
            between[node] += passed if place else 0.0
            # What each way that comes to it owes it: itself, and what it leads to.
            owed[node] = (1.0 + passed) / ways[node]
        for node in order[:met]:
            steps[node], ways[node], owed[node] = -1, 0.0, 0.0
    return between

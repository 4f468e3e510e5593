"""Triangles: how many pairs of each node's neighbours are neighbours of one another."""

from __future__ import annotations

import numpy as np

from workbench.signals.flows.compiled import compiled
from workbench.signals.graph.csr import Csr, Nodes, Places


def triangles(graph: Csr) -> Places:
    """Give how many triangles each node stands in.

    Links are followed from the node of fewer neighbours to that of more (Latapy 2008): a hub, which would cost the
    square of its neighbours, hands its links to them.
    """
    return _closed(*_upward(graph.begins, graph.ends))


@compiled
def _upward(begins: Places, ends: Nodes) -> tuple[Places, Nodes]:
    """The links that lead to more neighbours, or to as many and a larger number."""
    fresh, kept = np.zeros_like(begins), 0
    up = np.empty(ends.size // 2, dtype=np.int32)
    for node in range(begins.size - 1):
        own = begins[node + 1] - begins[node]
        for near in ends[begins[node] : begins[node + 1]]:
            theirs = begins[near + 1] - begins[near]
            if theirs > own or (theirs == own and near > node):
                up[kept] = near
                kept += 1
        fresh[node + 1] = kept
    return fresh, up


@compiled
def _closed(begins: Places, ends: Nodes) -> Places:
    count = np.zeros(begins.size - 1, dtype=np.int64)
    met = np.full(begins.size - 1, -1, dtype=np.int32)
    for node in range(begins.size - 1):
        met[ends[begins[node] : begins[node + 1]]] = node
        for near in ends[begins[node] : begins[node + 1]]:
            for far in ends[begins[near] : begins[near + 1]]:
                if met[far] == node:
                    count[node] += 1
                    count[near] += 1
                    count[far] += 1
    return count

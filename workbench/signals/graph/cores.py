"""Cores: how deep each node lies in a graph, by peeling away those with the fewest neighbours."""

from __future__ import annotations

import numpy as np

from workbench.signals.flows.compiled import compiled
from workbench.signals.graph.csr import Csr, Nodes, Places


def cores(graph: Csr) -> Places:
    """Give every node's core number: the largest k so that it has k neighbours which have k such neighbours too.

    Time grows as the graph's links (Batagelj and Zaversnik 2003).
    """
    return _peeled(graph.begins, graph.ends)


@compiled
def _in_order(degree: Places) -> tuple[Places, Places, Places]:
    """The nodes by degree, each node's place among them, and where each degree begins."""
    first = np.zeros(degree.max() + 2, dtype=np.int64)
    for one in degree:
        first[one + 1] += 1
    for one in range(first.size - 1):
        first[one + 1] += first[one]
    order, place, free = np.empty_like(degree), np.empty_like(degree), first.copy()
    for node in range(degree.size):
        place[node] = free[degree[node]]
        order[place[node]] = node
        free[degree[node]] += 1
    return order, place, first


@compiled
def _peeled(begins: Places, ends: Nodes) -> Places:
    degree = np.diff(begins)
    if degree.size == 0:
        return degree
    order, place, first = _in_order(degree)
    for rank in range(degree.size):
        node = order[rank]
        for near in ends[begins[node] : begins[node + 1]]:
            if degree[near] > degree[node]:
                # The neighbour changes places with the first of its degree, which then is the last of the one below.
                head = first[degree[near]]
                order[place[near]], place[order[head]] = order[head], place[near]
                order[head], place[near] = near, head
                first[degree[near]] += 1
                degree[near] -= 1
    return degree

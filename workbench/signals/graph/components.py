"""Components: which nodes any way leads between, straight from the links."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.signals.flows.compiled import compiled
from workbench.signals.graph.csr import Nodes, Places, as_nodes


def components(one: npt.ArrayLike, other: npt.ArrayLike, size: int) -> Places:
    """Give every node's component, numbered from 0 by their least nodes; links are read both ways.

    Union-find with path halving (Tarjan and van Leeuwen 1984): no neighbours need be laid out for it.
    """
    return _numbered(_united(as_nodes(one, size), as_nodes(other, size), size))


@compiled
def _root(above: Nodes, node: int) -> int:
    while above[node] != node:
        above[node] = above[above[node]]
        node = above[node]
    return node


@compiled
def _united(one: Nodes, other: Nodes, size: int) -> Nodes:
    """For every node one above it, the least of its component at the top."""
    above = np.arange(size).astype(np.int32)
    for link in range(one.size):
        left, right = _root(above, one[link]), _root(above, other[link])
        if left < right:
            above[right] = left
        elif right < left:
            above[left] = right
    return above


@compiled
def _numbered(above: Nodes) -> Places:
    part, count = np.empty(above.size, dtype=np.int64), 0
    for node in range(above.size):
        # What stands above a node is less than it, and has its number already.
        if above[node] == node:
            part[node] = count
            count += 1
        else:
            part[node] = part[above[node]]
    return part

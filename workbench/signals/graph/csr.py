"""Neighbours as arrays: every node's neighbours one after another (compressed sparse rows), each row ascending."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.errors import UsedWrongly
from workbench.signals.flows.compiled import compiled

Places = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]
MOST_NODES = np.iinfo(np.int32).max
"""Nodes are numbered in 32 bits: neighbours are most of what a graph takes, and are read out of order."""


@dataclass(frozen=True, slots=True, eq=False)
class Csr:
    """Nodes from 0: the neighbours of node n are `ends[begins[n]:begins[n + 1]]`, ascending, each once.

    Every link stands in it twice, once from either end, and none leads from a node to itself.
    """

    begins: Places
    ends: Nodes

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return self.begins.size - 1

    @property
    def degrees(self) -> Places:
        """How many neighbours each node has."""
        return np.diff(self.begins)

    @property
    def starts(self) -> Nodes:
        """The node that each of `ends` is a neighbour of."""
        return np.repeat(np.arange(self.size, dtype=np.int32), self.degrees)


def undirected(one: npt.ArrayLike, other: npt.ArrayLike, size: int) -> Csr:
    """Give the graph of these links, read both ways: those of the same ends are one, those to oneself none.

    Ends are whole numbers from 0 to `size` - 1. Raises UsedWrongly where one is not.
    """
    left, right = as_nodes(one, size), as_nodes(other, size)
    apart = left != right
    if not apart.all():
        left, right = left[apart], right[apart]
    # Read both ways, a graph is its own reverse: to turn it once is to sort it.
    return Csr(*_distinct(*_turned(*_counted(np.concatenate([left, right]), np.concatenate([right, left]), size))))


def as_nodes(codes: npt.ArrayLike, size: int) -> Nodes:
    """Give the numbers as nodes of a graph of that size; raises UsedWrongly where one lies outside."""
    whole = np.asarray(codes)
    fit = not whole.size or (whole.dtype.kind in "iu" and 0 <= int(whole.min()) <= int(whole.max()) < size)
    if size > MOST_NODES or not fit:
        raise UsedWrongly(f"a graph of {size:,} nodes has these numbered from 0, and {MOST_NODES:,} at the most")
    # Writable as well: machine code is compiled once more for arrays that are not.
    return np.require(whole, np.int32, ["C", "W"])


@compiled
def _counted(start: Nodes, end: Nodes, size: int) -> tuple[Places, Nodes]:
    """The ends by their starts, within one start as they come."""
    begins = np.zeros(size + 1, dtype=np.int64)
    for node in start:
        begins[node + 1] += 1
    for node in range(size):
        begins[node + 1] += begins[node]
    ends, free = np.empty_like(end), begins[:-1].copy()
    for link in range(start.size):
        ends[free[start[link]]] = end[link]
        free[start[link]] += 1
    return begins, ends


@compiled
def _turned(begins: Places, ends: Nodes) -> tuple[Places, Nodes]:
    """The starts by their ends: each row is ascending then, since the rows are gone through in their order."""
    turned = np.zeros_like(begins)
    for node in ends:
        turned[node + 1] += 1
    for node in range(begins.size - 1):
        turned[node + 1] += turned[node]
    starts, free = np.empty_like(ends), turned[:-1].copy()
    for node in range(begins.size - 1):
        for place in range(begins[node], begins[node + 1]):
            starts[free[ends[place]]] = node
            free[ends[place]] += 1
    return turned, starts


@compiled
def _distinct(begins: Places, ends: Nodes) -> tuple[Places, Nodes]:
    """Each neighbour once; rows must be ascending."""
    fresh, kept = np.zeros_like(begins), 0
    for node in range(begins.size - 1):
        for place in range(begins[node], begins[node + 1]):
            if place == begins[node] or ends[place] != ends[place - 1]:
                ends[kept] = ends[place]
                kept += 1
        fresh[node + 1] = kept
    return fresh, ends[:kept].copy()

"""Neighbours as arrays: every node's neighbours one after another (compressed sparse rows), each row ascending."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from workbench.errors import UsedWrongly

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
    ends = np.concatenate([left, right]), np.concatenate([right, left])
    # Rows are sorted and made distinct on the way, as what alike links weigh is added up; nobody asks for that.
    whole = coo_array((np.ones(ends[0].size, dtype=np.int8), ends), shape=(size, size)).tocsr()
    return Csr(whole.indptr.astype(np.int64), whole.indices.astype(np.int32, copy=False))


def as_nodes(codes: npt.ArrayLike, size: int) -> Nodes:
    """Give the numbers as nodes of a graph of that size; raises UsedWrongly where one lies outside."""
    whole = np.asarray(codes)
    fit = not whole.size or (whole.dtype.kind in "iu" and 0 <= int(whole.min()) <= int(whole.max()) < size)
    if size > MOST_NODES or not fit:
        raise UsedWrongly(f"a graph of {size:,} nodes has these numbered from 0, and {MOST_NODES:,} at the most")
    # Writable as well: machine code is compiled once more for arrays that are not.
    return np.require(whole, np.int32, ["C", "W"])

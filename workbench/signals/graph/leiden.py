"""Parts: nodes that are linked among themselves more than with others, found as Leiden finds them."""

from __future__ import annotations

import numpy as np

from workbench.signals.graph.components import components
from workbench.signals.graph.csr import Csr, Nodes, Places
from workbench.signals.graph.moving import Weighed, gathered, moved, refined


def leiden(graph: Csr, seed: int, resolution: float = 1.0) -> Places:
    """Give every node's part, numbered from 0 by their least nodes; the same for the same seed.

    Modularity is what is sought, the larger `resolution` the smaller parts are (Traag, Waltman and van Eck 2019: nodes
    are moved, parts refined so that none falls apart, and gathered to be moved again). Refining takes the best
    part, not one by chance. Each link weighs as much as any.
    """
    if not graph.ends.size:
        return np.arange(graph.size, dtype=np.int64)
    # Once: to go through all anew from the parts found took half as long again and was worth a thousandth more.
    part = _settled(_whole(graph), resolution / graph.ends.size, np.random.default_rng(seed))
    # A node that moved away may have held its part together: pieces of a part are parts.
    inside = part[graph.starts] == part[graph.ends]
    return components(graph.starts[inside], graph.ends[inside], graph.size)


def modularity(graph: Csr, part: Places, resolution: float = 1.0) -> float:
    """Give the share of links inside the parts beyond what chance puts there; each link weighs as much as any."""
    if not graph.ends.size:
        return 0.0
    inside = np.count_nonzero(part[graph.starts] == part[graph.ends]) / graph.ends.size
    taken = np.bincount(part, graph.degrees) / graph.ends.size
    return float(inside - resolution * (taken**2).sum())


def _whole(graph: Csr) -> Weighed:
    return graph.begins, graph.ends, np.ones(graph.ends.size, dtype=np.float32), graph.degrees.astype(np.float64)


def _settled(graph: Weighed, pull: float, dice: np.random.Generator) -> Nodes:
    """The parts after moving, refining and gathering until nothing moves any more."""
    part = np.arange(graph[3].size, dtype=np.int32)
    into = part
    while True:
        size = graph[3].size
        part = moved(graph, part, _any_order(size, dice), pull)
        count, fine = _dense(refined(graph, part, _any_order(size, dice), pull))
        if count == size:
            return part[into]
        # Each refined part lies in one part; what is gathered stands there to begin with.
        inside = np.empty(count, dtype=np.int32)
        inside[fine] = part
        part, graph, into = _dense(inside)[1], gathered(graph, fine, count), fine[into]


def _any_order(size: int, dice: np.random.Generator) -> Nodes:
    return dice.permutation(size).astype(np.int32)


def _dense(part: Nodes) -> tuple[int, Nodes]:
    """How many parts there are, and the parts numbered from 0 in their order."""
    there = np.zeros(part.max(initial=-1) + 1, dtype=np.bool_)
    there[part] = True
    number = np.cumsum(there, dtype=np.int32)
    return int(number[-1]), number[part] - np.int32(1)

"""Ranks: where a walk is found that follows links at random and now and then begins anew (PageRank)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.errors import UsedWrongly
from workbench.signals.flows.compiled import compiled
from workbench.signals.graph.csr import Csr, Nodes, Places, Shares

FOLLOWED = 0.85
"""How often the walk goes on; one in seven steps begins anew, as everybody who publishes ranks has it."""
ERROR = 1e-6
"""A round that changes all ranks together by less is the last: what follows adds six times as much at most."""


def ranks(graph: Csr, restart: npt.ArrayLike | None = None) -> Shares:
    """Give every node's PageRank, together 1 (Brin and Page 1998), to within about `ERROR`.

    `restart` says how often the walk begins at each node (numbers not below nought, personalised PageRank); without it
    all are alike. From a node without neighbours it begins anew. Raises UsedWrongly where it may begin nowhere.
    """
    begin = np.ones(graph.size) if restart is None else np.array(restart, dtype=np.float64)
    if begin.shape != (graph.size,) or not (begin >= 0).all() or (graph.size and not 0 < begin.sum() < np.inf):
        raise UsedWrongly(f"restart is one number a node, {graph.size:,} of them, none below nought and not all nought")
    begin /= max(float(begin.sum()), 1e-300)
    degrees, share = graph.degrees, begin.copy()
    stuck, changed = degrees == 0, 1.0
    while changed >= ERROR:
        given = share * FOLLOWED / np.maximum(degrees, 1)
        anew = 1.0 - FOLLOWED + FOLLOWED * float(share[stuck].sum())
        fresh = _passed(graph.begins, graph.ends, given, anew * begin)
        changed, share = float(np.abs(fresh - share).sum()), fresh
    return share


@compiled
def _passed(begins: Places, ends: Nodes, given: Shares, rank: Shares) -> Shares:
    """The ranks with what every node gives each of its neighbours."""
    for node in range(given.size):
        for near in ends[begins[node] : begins[node + 1]]:
            rank[near] += given[node]
    return rank

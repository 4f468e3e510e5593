"""Ranks: where a walk is found that follows links at random and now and then begins anew (PageRank)."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from workbench.errors import UsedWrongly
from workbench.signals.flows.compiled import compiled
from workbench.signals.flows.lanes import LANES, lanes
from workbench.signals.graph.csr import Csr, Nodes, Places, Shares

FOLLOWED = 0.85
"""How often the walk goes on; one in seven steps begins anew, as everybody who publishes ranks has it."""
ERROR = 1e-6
"""A round that changes all ranks together by less is the last: what follows adds six times as much at most."""

Ranks = tuple[Shares, Shares]
"""Every node's rank, and what it gives each neighbour."""


def ranks(graph: Csr, restart: npt.ArrayLike | None = None) -> Shares:
    """Give every node's PageRank, together 1 (Brin and Page 1998), to within about `ERROR`.

    `restart` says how often the walk begins at each node (numbers not below nought, personalised PageRank); without it
    all are alike. From a node without neighbours it begins anew. Raises UsedWrongly where it may begin nowhere.
    """
    begin = np.ones(graph.size) if restart is None else np.array(restart, dtype=np.float64)
    if begin.shape != (graph.size,) or not (begin >= 0).all() or (graph.size and not 0 < begin.sum() < np.inf):
        raise UsedWrongly(f"restart is one number a node, {graph.size:,} of them, none below nought and not all nought")
    begin /= max(float(begin.sum()), 1e-300)
    part, stuck = FOLLOWED / np.maximum(graph.degrees, 1), np.flatnonzero(graph.degrees == 0)
    rows, now, changed = (graph.begins, graph.ends, _bounds(graph.begins)), (begin, begin * part), 1.0
    with lanes() as run:
        while changed >= ERROR:
            anew = 1.0 - FOLLOWED + FOLLOWED * float(now[0][stuck].sum())
            fresh = anew * begin, np.empty_like(begin)
            changed = sum(run(partial(_passed, rows, part, now, fresh)))
            now = fresh
    return now[0]


def _bounds(begins: Places) -> Places:
    """Where each lane's nodes begin, so that all lanes have about as many links."""
    inner = np.searchsorted(begins, np.linspace(0, begins[-1], LANES + 1)[1:-1])
    return np.concatenate([[0], inner, [begins.size - 1]])


@compiled
def _passed(rows: tuple[Places, Nodes, Places], part: Shares, now: Ranks, fresh: Ranks, lane: int) -> float:
    """Adds to the fresh ranks of one lane's nodes what their neighbours give; gives by how much they changed."""
    (begins, ends, bounds), (rank, given), (ranked, gives) = rows, now, fresh
    changed = 0.0
    for node in range(bounds[lane], bounds[lane + 1]):
        came = ranked[node]
        for near in ends[begins[node] : begins[node + 1]]:
            came += given[near]
        ranked[node], gives[node] = came, came * part[node]
        changed += abs(came - rank[node])
    return changed

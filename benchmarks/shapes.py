"""Our ways to look at a graph, each a step that is measured; what is compiled is compiled before the clock starts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fresh import Found
from benchmarks.plain_graph import PARTS, Numbers, ends_of
from workbench.signals.flows.cycles import Walk, cycles
from workbench.signals.graph.betweenness import betweenness
from workbench.signals.graph.components import components
from workbench.signals.graph.cores import cores
from workbench.signals.graph.csr import Csr, undirected
from workbench.signals.graph.leiden import leiden, modularity
from workbench.signals.graph.ranks import ranks
from workbench.signals.graph.triangles import triangles

WEEK = Walk(hops=5, least=3, within=7 * 86_400)
Ends = tuple[Numbers, Numbers]


def compiled() -> None:
    """Calls all of it once: what numba keeps on disk is read before the clock starts, as libraries are imported."""
    one, other = np.array([0, 1, 2], dtype=np.int32), np.array([1, 2, 0], dtype=np.int32)
    graph = undirected(one, other, 3)
    components(one, other, 3)
    for work in (cores, ranks, triangles):
        work(graph)
    leiden(graph, 1)
    betweenness(graph, [0])
    payments = pd.DataFrame({"start": [0, 1, 2], "end": [1, 2, 0], "at": [0, 1, 2], "fen": [1, 1, 1]})
    cycles(payments, WEEK)


def web_ready(web: Path) -> Path:
    """The web's folder, and all compiled."""
    compiled()
    return web


def ends_ready(web: Path) -> Ends:
    """The links' ends as numbers, and all compiled."""
    compiled()
    return ends_of(web)


def graph_ready(web: Path) -> Csr:
    """The graph of a web, and all compiled."""
    compiled()
    return _built(ends_of(web))


def components_of_keys(web: Path) -> Found:
    """Keys as text to components: each key a number first."""
    rows = pq.read_table(web / "keys.parquet")
    ends = [rows[name].chunks for name in ("start", "end")]
    coded = pa.chunked_array([*ends[0], *ends[1]]).dictionary_encode()
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in coded.chunks])
    found = components(codes[: rows.num_rows], codes[rows.num_rows :], len(coded.chunk(0).dictionary))
    return {"components": int(found.max()) + 1}


def components_of_codes(web: Path) -> Found:
    """Numbers kept on disk to components; those that no link names are none."""
    start, end = ends_of(web)
    size = int(max(start.max(), end.max())) + 1
    named = np.zeros(size, dtype=np.bool_)
    named[start], named[end] = True, True
    found = components(start, end, size)
    return {"components": int(found.max()) + 1 - int(np.count_nonzero(~named))}


def build(ends: Ends) -> Found:
    """Numbers to neighbours."""
    return {"links": _built(ends).ends.size // 2}


def components_of(graph: Csr) -> Found:
    """Components."""
    return {"components": int(components(graph.starts, graph.ends, graph.size).max()) + 1}


def cores_of(graph: Csr) -> Found:
    """Core numbers."""
    return {"deepest": int(cores(graph).max())}


def ranks_of(graph: Csr, *, begins: tuple[int, ...] = ()) -> Found:
    """PageRank, begun anew anywhere or at these nodes."""
    restart = np.bincount(begins, minlength=graph.size) if begins else None
    return {"highest": round(float(ranks(graph, restart).max()) * PARTS)}


def triangles_of(graph: Csr) -> Found:
    """Triangles."""
    return {"triangles": int(triangles(graph).sum()) // 3}


def leiden_of(graph: Csr) -> Found:
    """Parts by Leiden."""
    found = leiden(graph, seed=1)
    return {"quality": round(modularity(graph, found) * PARTS), "parts": int(found.max()) + 1}


def betweenness_of(graph: Csr, *, sources: tuple[int, ...]) -> Found:
    """Shortest ways from some nodes through each."""
    return {"highest": round(float(betweenness(graph, sources).max()))}


def payments_ready(file: Path) -> pd.DataFrame:
    """The payments, and all compiled."""
    compiled()
    return pd.read_parquet(file)


def cycles_of(payments: pd.DataFrame) -> Found:
    """Circles of three to five payments within a week, in order of time."""
    found = cycles(payments, WEEK)
    return {"circles": len(found.rows), "cut": found.cut}


def _built(ends: Ends) -> Csr:
    start, end = ends
    return undirected(start, end, int(max(start.max(), end.max())) + 1)

"""The plain ways to look at a graph: NetworkX, and igraph's Leiden where somebody has put it there (it is GPL).

Apart from ours, so that a process that measures these holds nothing of the workbench.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.fresh import Found

Numbers = npt.NDArray[np.int32]
PARTS = 10_000
"""Qualities and ranks are told as whole numbers of so many parts of one."""


def components_of_keys(_folder: Path, *, web: Path) -> Found:
    """Keys as text to components."""
    rows = pd.read_parquet(web / "keys.parquet")
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True))
    return {"components": nx.number_connected_components(graph)}


def ends_of(web: Path) -> tuple[Numbers, Numbers]:
    """The links' ends as numbers."""
    return np.load(web / "start.npy"), np.load(web / "end.npy")


def built(ends: tuple[Numbers, Numbers]) -> nx.Graph[int]:
    """The graph of links between two."""
    start, end = ends
    apart = start != end
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(int(max(start.max(), end.max())) + 1))
    graph.add_edges_from(zip(start[apart].tolist(), end[apart].tolist(), strict=True))
    return graph


def ready(web: Path) -> nx.Graph[int]:
    """The graph of a web."""
    return built(ends_of(web))


def build(ends: tuple[Numbers, Numbers]) -> Found:
    """Numbers to a graph."""
    return {"links": built(ends).number_of_edges()}


def components(graph: nx.Graph[int]) -> Found:
    """Components."""
    return {"components": nx.number_connected_components(graph)}


def cores(graph: nx.Graph[int]) -> Found:
    """Core numbers."""
    return {"deepest": max(nx.core_number(graph).values())}


def ranks(graph: nx.Graph[int], *, error: float, begins: tuple[int, ...] = ()) -> Found:
    """PageRank, begun anew anywhere or at these nodes, as exact as ours."""
    restart = dict.fromkeys(begins, 1.0) if begins else None
    found = nx.pagerank(graph, personalization=restart, tol=error / len(graph), max_iter=1000)
    return {"highest": round(max(found.values()) * PARTS)}


def triangles(graph: nx.Graph[int]) -> Found:
    """Triangles."""
    # A number only where one node is asked for.
    found = cast("dict[int, int]", nx.triangles(graph))
    return {"triangles": sum(found.values()) // 3}


def louvain(graph: nx.Graph[int]) -> Found:
    """Parts: it has Louvain, Leiden only through others."""
    parts = nx.community.louvain_communities(graph, seed=1)
    return {"quality": round(nx.community.modularity(graph, parts) * PARTS), "parts": len(parts)}


def betweenness(graph: nx.Graph[int], *, sources: tuple[int, ...]) -> Found:
    """Shortest ways from some nodes through each."""
    found = nx.betweenness_centrality_subset(graph, list(sources), list(graph))
    return {"highest": round(2 * max(found.values()))}


def has_igraph() -> bool:
    """Whether igraph is there to be held against."""
    return find_spec("igraph") is not None


def igraph_ready(web: Path) -> Any:
    """The graph of a web, as igraph has it."""
    import igraph

    start, end = ends_of(web)
    apart = start != end
    pairs = np.unique(np.sort(np.stack([start[apart], end[apart]], axis=1), axis=1), axis=0)
    return igraph.Graph(n=int(pairs.max()) + 1, edges=pairs)


def igraph_leiden(graph: Any) -> Found:
    """Leiden as igraph has it, two rounds as it does of itself."""
    parts = graph.community_leiden(objective_function="modularity", n_iterations=2)
    return {"quality": round(parts.modularity * PARTS), "parts": len(parts)}

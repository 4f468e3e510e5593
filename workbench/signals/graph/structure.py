"""Structure: how each entity stands in the graph, all measures side by side in one frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model import LINK_TYPES, LinkType
from workbench.signals.snapshot import Snapshot

MEASURES = ("neighbours", "component", "core", "triangles", "part", "rank", "between")
ORDERING = ("neighbours", "core", "triangles", "rank", "between")
"""Those of which more is more; components and parts are only numbered."""
SOURCES = 100
"""Where ways between are followed from. In made-up webs of thousands, shares were then at most some hundredths off, and
of the first hundred two thirds were among the true first hundred; it takes as long as it has sources."""
SEED = 1


def structure(one: npt.ArrayLike, other: npt.ArrayLike, size: int) -> pd.DataFrame:
    """Give `MEASURES` of every node from 0, index the node; links are read both ways, those of the same ends are one.

    `component` and `part` (by Leiden) are numbered by their least nodes; `core` is the core number; `rank` the
    PageRank; `between` the share of shortest ways between others that lead through it, followed from all nodes, or
    estimated from `SOURCES` of them where there are more.
    """
    # Here, since compiling takes seconds that no other command should wait for.
    from workbench.signals.graph.betweenness import betweenness, sample
    from workbench.signals.graph.components import components
    from workbench.signals.graph.cores import cores
    from workbench.signals.graph.csr import undirected
    from workbench.signals.graph.leiden import leiden
    from workbench.signals.graph.ranks import ranks
    from workbench.signals.graph.triangles import triangles

    graph, sources = undirected(one, other, size), sample(size, SOURCES, SEED)
    of_all = size / max(sources.size, 1) / max((size - 1) * (size - 2), 1)
    columns = {
        "neighbours": graph.degrees,
        "component": components(graph.starts, graph.ends, size),
        "core": cores(graph),
        "triangles": triangles(graph),
        "part": leiden(graph, SEED),
        "rank": ranks(graph),
        "between": betweenness(graph, sources) * of_all,
    }
    return pd.DataFrame(columns, columns=list(MEASURES))


def snapshot_structure(snapshot: Snapshot, types: Sequence[LinkType] = LINK_TYPES) -> pd.DataFrame:
    """Give the same of every entity of a snapshot, index its code, over links of these types; worked out once."""
    return snapshot.once(("structure", tuple(one.name for one in types)), lambda: _of(snapshot, types))


def _of(snapshot: Snapshot, types: Sequence[LinkType]) -> pd.DataFrame:
    ends = [np.concatenate([snapshot.links(one)[side].to_numpy() for one in types]) for side in ("start", "end")]
    return structure(ends[0], ends[1], len(snapshot.entities)).rename_axis("code")

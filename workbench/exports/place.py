"""Where entities stand in a picture: worked out once, here, so that everybody sees the same one."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from workbench.model.shown import Shown

Places = NDArray[np.float64]

LINK_LENGTH = 165.0
MARGIN = 95.0
NAME = np.array([150.0, 84.0])
"""The room an entity takes with its name beneath it."""

_SEED = 7
# Kamada-Kawai draws the clearest small picture, and its time grows with the cube.
_SMALL = 60
_WIDE = 1.7
# Names are wide and lie flat: more room sideways keeps them off the links.
_STRETCH = np.array([1.3, 1.0])


def places(shown: Shown) -> list[tuple[int, int]]:
    """A place in pixels for each entity, in the order given; the same whatever the order, the links or the process."""
    graph: nx.Graph[str] = nx.Graph()
    # Sorted, and parts rebuilt from lists: sets of texts are walked in another order in every process.
    graph.add_nodes_from(sorted(entity.token for entity in shown.entities))
    ends = sorted({(min(link.start, link.end), max(link.start, link.end)) for link in shown.links})
    graph.add_edges_from(pair for pair in ends if pair[0] != pair[1])
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    drawn = [_draw(part, graph) for part in parts]
    standing: dict[str, tuple[int, int]] = {}
    for part, where in zip(parts, _shelve(drawn), strict=True):
        standing.update(zip(part, ((round(x), round(y)) for x, y in where.tolist()), strict=True))
    return [standing[entity.token] for entity in shown.entities]


def _draw(part: Sequence[str], graph: nx.Graph[str]) -> Places:
    """One connected part about its own middle, its links about LINK_LENGTH long and no name on another."""
    if len(part) == 1:
        return np.zeros((1, 2))
    piece: nx.Graph[str] = nx.Graph()
    piece.add_nodes_from(part)
    piece.add_edges_from((one, other) for one in part for other in sorted(graph[one]) if one < other)
    if len(part) <= _SMALL:
        found = nx.kamada_kawai_layout(piece)
    else:
        found = nx.spring_layout(piece, seed=_SEED, iterations=_turns(len(part)), method="force")
    where = np.array([found[token] for token in part])
    lengths = [np.hypot(*(found[one] - found[other])) for one, other in piece.edges]
    grow = LINK_LENGTH / max(float(np.median(lengths)), 1e-6)
    return _apart(_level((where - where.mean(axis=0)) * grow) * _STRETCH)


def _apart(where: Places, turns: int = 80) -> Places:
    """The same, each pair whose names overlap pushed apart along the way that needs the smaller push."""
    for _ in range(turns):
        pairs = KDTree(where).query_pairs(float(np.hypot(*NAME)), output_type="ndarray")
        # The tree gives its pairs in no promised order, and sums of floats depend on it.
        pairs = pairs[np.lexsort(pairs.T[::-1])]
        one, other = pairs[:, 0], pairs[:, 1]
        between = where[other] - where[one]
        short = NAME - np.abs(between)
        push = np.where(between < 0, -1.0, 1.0) * np.maximum(short, 0) * 0.26
        push[np.arange(len(push)), short.argmax(axis=1)] = 0.0
        push[(short <= 0.5).any(axis=1)] = 0.0
        if not push.any():
            break
        moved = where.copy()
        np.add.at(moved, one, -push)
        np.add.at(moved, other, push)
        where = moved
    return where


def _turns(count: int) -> int:
    # A turn's time grows with the square: 2,000 entities in one part took 17 s of a core with 50 turns.
    return max(25, min(120, 36_000 // count))


def _level(where: Places) -> Places:
    """Turned so that the longest way lies flat: screens are wide."""
    turned: Places = where @ np.linalg.svd(where, full_matrices=False)[2].T
    # The sign of a singular vector is the library's whim.
    signs = np.where(turned[np.abs(turned).argmax(axis=0), (0, 1)] < 0, -1.0, 1.0)
    return turned * signs


def _shelve(parts: Sequence[Places]) -> list[Places]:
    """The parts side by side on shelves, biggest first, the whole about as wide as a screen."""
    sizes = [np.ptp(part, axis=0) + 2 * MARGIN for part in parts]
    width = max(
        [float(np.sqrt(sum(size.prod() for size in sizes)) * _WIDE), *(float(size[0]) for size in sizes)], default=0
    )
    x = y = tallest = 0.0
    laid = []
    for part, size in zip(parts, sizes, strict=True):
        if x and x + size[0] > width:
            x, y, tallest = 0.0, y + tallest, 0.0
        laid.append(part - part.min(axis=0) + MARGIN + np.array([x, y]))
        x, tallest = x + float(size[0]), max(tallest, float(size[1]))
    return laid

"""The loops of Leiden: nodes moved to the part that draws them most, parts refined, and refined parts gathered."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from workbench.signals.flows.compiled import compiled
from workbench.signals.flows.lanes import LANES, lanes
from workbench.signals.graph.csr import Nodes, Places, Shares

Weights = npt.NDArray[np.float32]
Weighed = tuple[Places, Nodes, Weights, Shares]
"""Where neighbours begin, neighbours, the links' weights, and each node's strength: all its links, its own included."""
Sums = Weights | Shares
"""What is added up at each part."""
Flags = npt.NDArray[np.bool_]
Refined = tuple[Shares, Nodes, Shares, Shares, Flags]
"""Strength of parts; refined parts, their strength, what leads from each to the rest of its part, who stands alone."""
LEAST_GAIN = 1e-6
"""Of a link: what sums of the same numbers in another order may differ by moves nothing."""


@compiled
def _drawn(graph: Weighed, part: Nodes, node: int, weight: Sums, near: Nodes) -> int:
    """Adds up the node's links to each part: how many parts, listed in `near`, with `weight` at each."""
    begins, ends, weights, _ = graph
    count = 0
    for place in range(begins[node], begins[node + 1]):
        one = part[ends[place]]
        if weight[one] == 0.0:
            near[count] = one
            count += 1
        weight[one] += weights[place]
    return count


@compiled
def _best(own: int, chance: float, total: Shares, drawn: tuple[Sums, Nodes, int]) -> int:
    """The part that gains most by the node, its own where no other gains more; -1 where it is best alone.

    `total` is without the node.
    """
    weight, near, count = drawn
    best, most = own, weight[own] - chance * total[own] + LEAST_GAIN
    for place in range(count):
        one = near[place]
        gain = weight[one] - chance * total[one]
        if gain > most:
            best, most = one, gain
    return best if most >= 0.0 else -1


@compiled
def _forget(weight: Sums, near: Nodes, count: int) -> None:
    """Nothing is added up any more at the parts listed."""
    for place in range(count):
        weight[near[place]] = 0.0


@compiled
def _totals(part: Nodes, strength: Shares) -> Shares:
    total = np.zeros(part.size)
    for node in range(part.size):
        total[part[node]] += strength[node]
    return total


@compiled
def _side_by_side(total: Shares) -> tuple[Shares, Shares]:
    """Noughts, and the totals beside them in memory: what is added up at a part is held against its total next."""
    both = np.zeros((total.size, 2))
    both[:, 1] = total
    return both[:, 0], both[:, 1]


@compiled
def _spare(part: Nodes) -> tuple[Nodes, int]:
    """The numbers that no part has, with room for more behind them, and how many there are."""
    unused = np.flatnonzero(np.bincount(part, minlength=part.size) == 0)
    spare = np.empty_like(part)
    spare[: unused.size] = unused
    return spare, unused.size


@compiled
def moved(graph: Weighed, part: Nodes, order: Nodes, pull: float) -> Nodes:
    """Give the parts after every node, in that order, went where it is drawn most or alone, and neighbours after it.

    `part` are numbers below the number of nodes; `pull` is the resolution over all links' ends.
    """
    strength = graph[3]
    size, part, near = part.size, part.copy(), np.empty_like(part)
    weight, total = _side_by_side(_totals(part, strength))
    spare, free = _spare(part)
    queue, waits, head, waiting = order.copy(), np.ones(size, dtype=np.bool_), 0, size
    while waiting:
        node, head, waiting = queue[head], head + 1, waiting - 1
        head = 0 if head == size else head
        own, waits[node] = part[node], False
        count = _drawn(graph, part, node, weight, near)
        total[own] -= strength[node]
        best = _best(own, strength[node] * pull, total, (weight, near, count))
        if best < 0:
            free, best = free - 1, spare[free - 1]
        total[best] += strength[node]
        _forget(weight, near, count)
        if best == own:
            continue
        if total[own] == 0.0:
            spare[free], free = own, free + 1
        part[node] = best
        waiting = _roused(graph, part, node, (queue, waits, head, waiting))
    return part


@compiled
def _roused(graph: Weighed, part: Nodes, node: int, line: tuple[Nodes, Flags, int, int]) -> int:
    """How many wait once the node's neighbours in other parts stand in the line too."""
    begins, ends, _, _ = graph
    queue, waits, head, waiting = line
    for place in range(begins[node], begins[node + 1]):
        other = ends[place]
        if not waits[other] and part[other] != part[node]:
            back = head + waiting
            queue[back if back < queue.size else back - queue.size] = other
            waits[other], waiting = True, waiting + 1
    return waiting


@compiled
def _within(graph: Weighed, part: Nodes, node: int) -> float:
    """How much of the node's links stays in its part."""
    begins, ends, weights, _ = graph
    inside = 0.0
    for place in range(begins[node], begins[node + 1]):
        if part[ends[place]] == part[node]:
            inside += weights[place]
    return inside


def refined(graph: Weighed, part: Nodes, order: Nodes, pull: float) -> Nodes:
    """Give parts of the parts, each one well linked with the rest of the part that it lies in, and in one piece.

    Each node that still stands alone joins what it is drawn to most, where both hold on to their part. What becomes
    of one part is nothing to another, so that they are dealt to lanes.
    """
    fine = np.arange(part.size, dtype=np.int32)
    state = (_totals(part, graph[3]), fine, graph[3].copy(), np.empty(part.size), np.ones(part.size, dtype=np.bool_))
    with lanes() as run:
        run(partial(_refine, graph, part, (order, pull), state))
    return fine


@compiled
def _drawn_most(part: Nodes, state: Refined, near: Nodes, weight: Weights, offer: tuple[int, float, float]) -> int:
    """The refined part that the node gains most by, which holds on to the part that both lie in; itself where none."""
    whole, _, total, cut, _ = state
    node, own, pull = offer
    best, most = node, 0.0
    for one in near:
        held = part[one] == part[node] and cut[one] >= total[one] * (whole[part[node]] - total[one]) * pull
        gain = weight[one] - own * total[one] * pull
        if one != node and held and gain > most:
            best, most = one, gain
    return best


@compiled
def _refine(graph: Weighed, part: Nodes, walk: tuple[Nodes, float], state: Refined, lane: int) -> None:
    """Joins the nodes of one lane's parts."""
    strength, (order, pull), (whole, fine, total, cut, alone) = graph[3], walk, state
    weight, near = np.zeros(part.size, dtype=np.float32), np.empty_like(part)
    for node in range(part.size):
        if part[node] % LANES == lane:
            cut[node] = _within(graph, part, node)
    for node in order:
        own = strength[node]
        if part[node] % LANES != lane or not alone[node] or cut[node] < own * (whole[part[node]] - own) * pull:
            continue
        count = _drawn(graph, fine, node, weight, near)
        best = _drawn_most(part, state, near[:count], weight, (node, own, pull))
        if best != node:
            fine[node], alone[best] = best, False
            cut[best] += cut[node] - 2.0 * weight[best]
            total[best] += own
        weight[near[:count]] = 0.0


@compiled
def _by_part(part: Nodes, count: int) -> tuple[Places, Nodes]:
    """Where each part's nodes begin, and all nodes by part."""
    begins, order = np.zeros(count + 1, dtype=np.int64), np.empty_like(part)
    for one in part:
        begins[one + 1] += 1
    for one in range(count):
        begins[one + 1] += begins[one]
    free = begins[:-1].copy()
    for node in range(part.size):
        order[free[part[node]]] = node
        free[part[node]] += 1
    return begins, order


@compiled
def gathered(graph: Weighed, part: Nodes, count: int) -> Weighed:
    """Give the graph of the parts (numbers below `count`): links between them add up, those within are left out."""
    begins, ends, weights, _ = graph
    first, order = _by_part(part, count)
    fresh, strength = np.zeros(count + 1, dtype=np.int64), _totals(part, graph[3])[:count].copy()
    fewer, summed, kept = np.empty_like(ends), np.empty_like(weights), 0
    weight, near = np.zeros(count, dtype=np.float32), np.empty(count, dtype=np.int32)
    for one in range(count):
        met = 0
        for node in order[first[one] : first[one + 1]]:
            for place in range(begins[node], begins[node + 1]):
                other = part[ends[place]]
                if other != one:
                    if weight[other] == 0.0:
                        near[met] = other
                        met += 1
                    weight[other] += weights[place]
        for other in near[:met]:
            fewer[kept], summed[kept] = other, weight[other]
            weight[other], kept = 0.0, kept + 1
        fresh[one + 1] = kept
    return fresh, fewer[:kept].copy(), summed[:kept].copy(), strength

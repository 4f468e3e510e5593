"""The loops of Leiden: nodes moved to the part that draws them most, parts refined, and refined parts gathered."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.signals.flows.compiled import compiled
from workbench.signals.graph.csr import Nodes, Places, Shares

Weights = npt.NDArray[np.float32]
Weighed = tuple[Places, Nodes, Weights, Shares]
"""Where neighbours begin, neighbours, the links' weights, and each node's strength: all its links, its own included."""
LEAST_GAIN = 1e-6
"""Of a link: what sums of the same numbers in another order may differ by moves nothing."""


@compiled
def _drawn(graph: Weighed, part: Places, node: int, weight: Shares, near: Places) -> int:
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
def _best(own: int, chance: float, total: Shares, weight: Shares, near: Places) -> int:
    """The part that gains most by the node, its own where no other gains more; -1 where it is best alone.

    `total` is without the node.
    """
    best, most = own, weight[own] - chance * total[own] + LEAST_GAIN
    for one in near:
        gain = weight[one] - chance * total[one]
        if gain > most:
            best, most = one, gain
    return best if most >= 0.0 else -1


@compiled
def _totals(part: Places, strength: Shares) -> Shares:
    total = np.zeros(part.size)
    for node in range(part.size):
        total[part[node]] += strength[node]
    return total


@compiled
def _spare(part: Places) -> tuple[Places, int]:
    """The numbers that no part has, with room for more behind them, and how many there are."""
    unused = np.flatnonzero(np.bincount(part, minlength=part.size) == 0)
    spare = np.empty_like(part)
    spare[: unused.size] = unused
    return spare, unused.size


@compiled
def moved(graph: Weighed, part: Places, order: Places, pull: float) -> Places:
    """Give the parts after every node, in that order, went where it is drawn most or alone, and neighbours after it.

    `part` are numbers below the number of nodes; `pull` is the resolution over all links' ends.
    """
    begins, ends, _, strength = graph
    size, part, total = part.size, part.copy(), _totals(part, strength)
    weight, near = np.zeros(size), np.empty(size, dtype=np.int64)
    spare, free = _spare(part)
    queue, waits, head, waiting = order.copy(), np.ones(size, dtype=np.bool_), 0, size
    while waiting:
        node, head, waiting = queue[head], (head + 1) % size, waiting - 1
        own, waits[node] = part[node], False
        count = _drawn(graph, part, node, weight, near)
        total[own] -= strength[node]
        best = _best(own, strength[node] * pull, total, weight, near[:count])
        if best < 0:
            free, best = free - 1, spare[free - 1]
        total[best] += strength[node]
        weight[near[:count]] = 0.0
        if best == own:
            continue
        if total[own] == 0.0:
            spare[free], free = own, free + 1
        part[node] = best
        for other in ends[begins[node] : begins[node + 1]]:
            if not waits[other] and part[other] != best:
                queue[(head + waiting) % size] = other
                waits[other], waiting = True, waiting + 1
    return part


@compiled
def _within(graph: Weighed, part: Places, node: int) -> float:
    """How much of the node's links stays in its part."""
    begins, ends, weights, _ = graph
    inside = 0.0
    for place in range(begins[node], begins[node + 1]):
        if part[ends[place]] == part[node]:
            inside += weights[place]
    return inside


@compiled
def refined(graph: Weighed, part: Places, order: Places, pull: float) -> Places:
    """Give parts of the parts, each one well linked with the rest of the part that it lies in, and in one piece.

    Each node that still stands alone joins what it is drawn to most, where both hold on to their part.
    """
    strength = graph[3]
    size, whole = part.size, _totals(part, strength)
    fine, total, cut = np.arange(size), strength.copy(), np.empty(size)
    weight, near, alone = np.zeros(size), np.empty(size, dtype=np.int64), np.ones(size, dtype=np.bool_)
    for node in range(size):
        cut[node] = _within(graph, part, node)
    for node in order:
        own, rest = strength[node], whole[part[node]]
        if not alone[node] or cut[node] < own * (rest - own) * pull:
            continue
        count, best, most = _drawn(graph, fine, node, weight, near), node, 0.0
        for one in near[:count]:
            held = part[one] == part[node] and cut[one] >= total[one] * (rest - total[one]) * pull
            gain = weight[one] - own * total[one] * pull
            if one != node and held and gain > most:
                best, most = one, gain
        if best != node:
            fine[node], alone[best] = best, False
            cut[best] += cut[node] - 2.0 * weight[best]
            total[best] += own
        weight[near[:count]] = 0.0
    return fine


@compiled
def _by_part(part: Places, count: int) -> tuple[Places, Places]:
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
def gathered(graph: Weighed, part: Places, count: int) -> Weighed:
    """Give the graph of the parts (numbers below `count`): links between them add up, those within are left out."""
    begins, ends, weights, _ = graph
    first, order = _by_part(part, count)
    fresh, strength = np.zeros(count + 1, dtype=np.int64), _totals(part, graph[3])[:count].copy()
    fewer, summed, kept = np.empty_like(ends), np.empty_like(weights), 0
    weight, near = np.zeros(count), np.empty(count, dtype=np.int64)
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

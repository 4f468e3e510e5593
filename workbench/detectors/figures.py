"""Figures of merit: average precision, intervals of shares, adjusted mutual information."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaln

_Z = 1.959964  # two-sided 95 %
_TAIL = 0.025


def average_precision(hits: Sequence[bool], wanted: int) -> float:
    """Give the mean of the precision at every hit of a ranking; what was wanted and not found counts as nought."""
    right = np.asarray(hits, dtype=np.bool_)
    if not wanted or not right.size:
        return 0.0
    precision = np.cumsum(right) / np.arange(1, right.size + 1)
    return float(precision[right].sum() / wanted)


def wilson(hits: int, tried: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927)."""
    if not tried:
        return 0.0, 1.0
    share, square = hits / tried, _Z**2 / tried
    middle = (share + square / 2) / (1 + square)
    reach = _Z * np.sqrt(share * (1 - share) / tried + square / (4 * tried)) / (1 + square)
    return max(0.0, float(middle - reach)), min(1.0, float(middle + reach))


def exact(hits: int, tried: int) -> tuple[float, float]:
    """Give the 95 % interval of a share that never covers less (Clopper and Pearson 1934): for a handful of hits."""
    low = float(betaincinv(hits, tried - hits + 1, _TAIL)) if hits else 0.0
    high = float(betaincinv(hits + 1, tried - hits, 1 - _TAIL)) if hits < tried else 1.0
    return low, high


def adjusted_mutual_information(one: Sequence[object], other: Sequence[object]) -> float:
    """Give how well two groupings of the same things agree: 1 wholly, about 0 by chance (Vinh, Epps, Bailey 2010)."""
    left = np.unique(np.asarray(one, dtype=str), return_inverse=True)[1]
    right = np.unique(np.asarray(other, dtype=str), return_inverse=True)[1]
    if left.size == 0 or (left.max() == right.max() == 0):
        return 1.0
    table = np.zeros((left.max() + 1, right.max() + 1))
    np.add.at(table, (left, right), 1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    share = table[table > 0] / left.size
    mutual = float((share * np.log(share / (np.outer(rows, columns)[table > 0] / left.size**2))).sum())
    chance = _chance(rows, columns, left.size)
    mean = (_entropy(rows) + _entropy(columns)) / 2
    if np.isclose(mean, chance):
        return 1.0
    return (mutual - chance) / (mean - chance)


def _entropy(counts: npt.NDArray[np.float64]) -> float:
    share = counts / counts.sum()
    return float(-(share * np.log(share)).sum())


def _chance(rows: npt.NDArray[np.float64], columns: npt.NDArray[np.float64], size: int) -> float:
    """The mutual information expected of two groupings with these sizes drawn at random."""
    total = 0.0
    for a, times_a in zip(*np.unique(rows, return_counts=True), strict=True):
        for b, times_b in zip(*np.unique(columns, return_counts=True), strict=True):
            n = np.arange(max(1, a + b - size), min(a, b) + 1)
            odds = gammaln(a + 1) + gammaln(b + 1) + gammaln(size - a + 1) + gammaln(size - b + 1) - gammaln(size + 1)
            odds = odds - gammaln(n + 1) - gammaln(a - n + 1) - gammaln(b - n + 1) - gammaln(size - a - b + n + 1)
            total += float(times_a * times_b * (n / size * np.log(size * n / (a * b)) * np.exp(odds)).sum())
    return total

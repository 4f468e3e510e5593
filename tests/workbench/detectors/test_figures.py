"""Figures of merit agree with scikit-learn's and with the textbook."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom
from sklearn.metrics import adjusted_mutual_info_score, average_precision_score

from workbench.detectors.figures import adjusted_mutual_information, average_precision, exact, wilson


@pytest.mark.parametrize("seed", range(10))
def test_average_precision_is_scikit_learns(seed: int) -> None:
    hits = np.random.default_rng(seed).random(80) < 0.3
    ranking = -np.arange(80.0)
    assert average_precision(hits.tolist(), int(hits.sum())) == pytest.approx(average_precision_score(hits, ranking))


def test_what_was_not_found_counts_against() -> None:
    assert average_precision([True, True], 4) == 0.5
    assert average_precision([], 4) == 0.0


@pytest.mark.parametrize("seed", range(10))
def test_mutual_information_is_scikit_learns(seed: int) -> None:
    draw = np.random.default_rng(seed)
    one = draw.integers(0, 6, 70)
    other = np.where(draw.random(70) < 0.6, one, draw.integers(0, 9, 70))
    mine = adjusted_mutual_information(one.tolist(), other.tolist())
    assert mine == pytest.approx(adjusted_mutual_info_score(one, other))


def test_the_same_grouping_under_other_names_agrees_wholly() -> None:
    assert adjusted_mutual_information([1, 1, 2, 3], ["b", "b", "a", "c"]) == pytest.approx(1.0)
    assert adjusted_mutual_information([], []) == 1.0


def test_wilsons_interval_is_the_textbooks() -> None:
    # Newcombe 1998, table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_exact_interval_is_what_the_binomial_leaves_in_its_tails() -> None:
    low, high = exact(2, 3)
    assert (low, high) == (pytest.approx(0.0943, abs=1e-4), pytest.approx(0.9916, abs=1e-4))
    assert binom.sf(1, 3, low) == pytest.approx(0.025)
    assert binom.cdf(2, 3, high) == pytest.approx(0.025)
    assert exact(0, 0) == (0.0, 1.0)

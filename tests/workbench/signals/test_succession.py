"""Of the pairs of an old and a new number those are chosen whose worths sum to most, each number once on a side."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from workbench.signals.calls.succession import _assigned

PAIRS = st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 6)), st.integers(1, 40), min_size=1)


@given(PAIRS)
def test_it_is_the_assignment_of_a_whole_table(pairs):
    old, new = np.array(list(pairs)).T
    worth = np.array(list(pairs.values())) / 4
    chosen = _assigned(old, new, worth)
    table = np.zeros((7, 7))
    table[old, new] = worth
    assert worth[chosen].sum() == table[linear_sum_assignment(table, maximize=True)].sum()
    assert len(set(old[chosen])) == len(set(new[chosen])) == len(chosen) > 0


def test_numbers_that_hang_together_by_the_tens_of_thousands_take_no_table():
    # Each old number with two new ones in a row: a whole table of them would have 6 GB.
    count = 20_000
    old = np.repeat(np.arange(count), 2)
    new = np.stack([np.arange(count), np.arange(count) + 1], axis=1).ravel()
    worth = np.tile([1.0, 1.5], count)
    assert np.array_equal(_assigned(old, new, worth), np.arange(1, 2 * count, 2))


def test_a_pair_that_is_worth_less_than_nothing_is_left():
    assert _assigned(np.array([1, 1]), np.array([2, 3]), np.array([-1.0, -0.5])).size == 0

"""The check digit, against the one worked out by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean.luhn import check_digits, fits, luhn_sum
from graph_loaders.clean.octets import columns
from tests.graph_loaders.clean.columns import column, digits, luhn_digit, often


@often
@given(st.lists(digits(1, 25), min_size=1, max_size=10))
def test_check_digits_are_the_ones_worked_out_by_hand(bodies: list[str]):
    for body in bodies:
        matrix = columns(column([body]), len(body)) - np.uint8(48)
        assert check_digits(matrix).tolist() == [int(luhn_digit(body))]
        assert (luhn_sum(matrix)[0] == 0) == (luhn_digit(body[:-1]) == body[-1])
    assert fits(column([body + luhn_digit(body) for body in bodies])).all()

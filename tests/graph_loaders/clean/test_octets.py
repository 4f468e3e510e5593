"""Text columns as octets, there and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean.octets import columns, narrow, number, prefixed, widths, written
from tests.graph_loaders.clean.columns import column, digits, full_width, often


@often
@given(st.lists(digits(7, 7), max_size=10), st.integers(0, 3))
def test_a_column_of_one_width_comes_back(texts: list[str], first: int):
    part = column(["x", "yy", "zzz", *texts]).slice(3).slice(min(first, len(texts)))
    assert written(columns(part, 7)).equals(part)
    assert prefixed(b"+86", columns(part, 7)).to_pylist() == [f"+86{text}" for text in part.to_pylist()]
    assert number(columns(part, 7) - np.uint8(48)).tolist() == [int(text) for text in part.to_pylist()]


def test_widths_are_octets_and_null_has_none():
    assert widths(column(["", "ab", "字", None])).tolist() == [0, 2, 3, -1]


@often
@given(st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=8)), max_size=8), st.integers(0, 4))
def test_narrowing_is_what_it_says_of_each_sign(texts: list[str | None], first: int):
    table = {0xFEE0 + sign: sign for sign in range(0x21, 0x7F)} | {0x3000: " ", 0xA0: " ", 0x2212: "-", 0xFEFF: None}
    table |= dict.fromkeys(range(0x2010, 0x2016), "-")
    table |= dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F)), None)
    expected = [None if text is None else text.translate(table) for text in texts]
    assert narrow(column(texts).slice(first)).to_pylist() == expected[first:]
    assert narrow(column([text and full_width(text) for text in texts])).to_pylist() == expected


def test_every_full_width_sign_has_its_half_width_twin():
    signs = "".join(map(chr, range(0x21, 0x7F)))
    assert narrow(column([full_width(signs), f"字{full_width('!~')}字"])).to_pylist() == [signs, "字!~字"]
    # The neighbours of that range are signs of their own.
    assert narrow(column(["\uff00\uff5f\uffe5"])).to_pylist() == ["\uff00\uff5f\uffe5"]

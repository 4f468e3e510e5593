"""Whole columns that are taken at once come out as they do among values that are looked at one by one."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_loaders import clean
from graph_loaders.clean.quick import counted_at_once, fen_at_once, seen_at_once
from graph_loaders.clean.texts import MOST
from workbench.model import Array, Clean

# Nothing that is taken at once has a blank in it, so none of these columns is.
ODD = " 1 ?"
TRIES = settings(max_examples=60, deadline=None)


def _alone_and_beside_an_odd_one(way: Clean, texts: list[str | None]) -> tuple[list[object], list[object]]:
    alone = way(pa.array(texts, pa.string()), None)
    beside = way(pa.array([*texts, ODD], pa.string()), None)
    return _told(alone.values, alone.reasons), _told(beside.values, beside.reasons)[:-1]


def _told(values: Array, reasons: Array) -> list[object]:
    return list(zip(values.to_pylist(), reasons.to_pylist(), strict=True))


NUMBERS = st.one_of(
    st.from_regex(r"[0-9]{1,19}", fullmatch=True),
    st.from_regex(r"[0-9]{0,14}\.?[0-9]{0,3}", fullmatch=True),
    st.sampled_from(["", ".", "1.2.3", "1e5", "-1", "+1", "9999999999999.99", "0000000000000.01"]),
)
TIMES = st.one_of(
    st.datetimes(datetime(1948, 1, 1), datetime(2101, 1, 1)).map(lambda at: at.isoformat(" ", "seconds")),
    st.datetimes(datetime(1986, 4, 1), datetime(1991, 10, 1)).map(lambda at: at.isoformat("T", "seconds")),
    st.sampled_from(["2026-02-30 00:00:00", "2026-01-01 24:00:00", "2026-01-01 00+08:00", "2026-01-01 00:00:60"]),
)
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=6),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=6),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
    st.none(),
)


@pytest.mark.parametrize("way", [clean.money, clean.signed_money, clean.seconds, clean.whole])
@TRIES
@given(texts=st.lists(NUMBERS, min_size=1, max_size=4))
@example(texts=["12.50", "7", "0.05"])
@example(texts=[".50", "1234"])
@example(texts=["12", ".50"])
def test_numbers(way, texts):
    alone, beside = _alone_and_beside_an_odd_one(way, texts)
    assert alone == beside


@TRIES
@given(texts=st.lists(TIMES, min_size=1, max_size=4))
def test_times(texts):
    alone, beside = _alone_and_beside_an_odd_one(clean.time, texts)
    assert alone == beside


@TRIES
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
@example(texts=["'=1+1"])
@example(texts=["", "转账", None])
@example(texts=["a" * (MOST + 1)])
@example(texts=["\u3000转账"])
@example(texts=["转\u202e账"])
def test_texts(texts):
    alone, beside = _alone_and_beside_an_odd_one(clean.text, texts)
    assert alone == beside


def test_what_nearly_all_files_hold_is_taken_at_once():
    takes, _ = counted_at_once(9)(pa.array(["1", "900"]))
    assert takes.all()
    assert fen_at_once(pa.array(["12.50", "7"])).to_pylist() == [1250, 700]
    assert seen_at_once(pa.array(["S1", "货款", ""]), MOST).to_pylist() == ["S1", "货款", None]


def test_what_needs_a_look_is_not():
    takes, _ = counted_at_once(9)(pa.array(["1", "1 000"]))
    assert not takes.any()
    for texts in (["1.234"], ["1", "1,000"], ["1.2.50"], ["12", ".50"], ["12345678901234"], ["1.50", "1.5"]):
        assert fen_at_once(pa.array(texts)) is None
    for text in ("two words", "'=1", "\u3000x", "a\tb"):
        assert seen_at_once(pa.array([text]), MOST) is None


def test_part_of_a_column_is_taken_as_that_part():
    whole = pa.array(["x,1", "12.50", "7.25", "y"])
    assert fen_at_once(whole.slice(1, 2)).to_pylist() == [1250, 725]

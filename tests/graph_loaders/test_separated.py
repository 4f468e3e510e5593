"""Separated text: every record keeps its number, whatever is ragged, blank or quoted around it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loaders.header import SEPARATORS, Header
from graph_loaders.separated import separated
from workbench.errors import BadSource

NAMES = ("a", "b", "c")
Told = tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]


def _read(text: str, block: int = 1 << 20, separator: str = ",", names: tuple[str, ...] = NAMES) -> Told:
    """(number, values) of the rows and (number, reason) of the ragged, in order."""
    header = separator.join(names) + "\n"
    stream = io.BytesIO((header + text).encode())
    rows: list[tuple[int, list[str]]] = []
    ragged: list[tuple[int, str]] = []
    for stretch in separated("x.csv", stream, Header(names, len(header.encode()), separator), block):
        columns = [column.to_pylist() for column in stretch.texts.columns]
        rows += zip(stretch.records.tolist(), map(list, zip(*columns, strict=True)), strict=True)
        ragged += stretch.ragged
    return rows, ragged


def _numbers(told: Told) -> tuple[list[int], list[int]]:
    return [number for number, _ in told[0]], [number for number, _ in told[1]]


def test_rows_are_numbered_from_one():
    assert _read("1,2,3\n4,5,6\n") == ([(1, ["1", "2", "3"]), (2, ["4", "5", "6"])], [])


@pytest.mark.parametrize("separator", SEPARATORS)
def test_each_separator_is_read(separator: str):
    text = separator.join(("1", "2", "3")) + "\n"
    assert _read(text, separator=separator) == ([(1, ["1", "2", "3"])], [])


@pytest.mark.parametrize("block", [12, 17, 24, 50, 1 << 20])
@pytest.mark.parametrize("at", range(8))
def test_numbers_hold_around_a_ragged_row(at: int, block: int):
    rows = ["1,2,3"] * 8
    rows[at] = "1,2"
    told = _read("\n".join(rows) + "\n", block)
    assert _numbers(told) == ([number for number in range(1, 9) if number != at + 1], [at + 1])
    assert told[1][0][1] == "2 fields where the header has 3"


@given(st.lists(st.integers(1, 5), max_size=30), st.integers(24, 90))
@settings(deadline=None, max_examples=60)
def test_numbers_hold_whatever_is_ragged_and_wherever_blocks_end(widths: list[int], block: int):
    told = _read("".join(",".join("x" * width) + "\n" for width in widths), block)
    whole = [number for number, width in enumerate(widths, 1) if width == len(NAMES)]
    assert _numbers(told) == (whole, [number for number in range(1, len(widths) + 1) if number not in whole])


# Arrow drops the line feed of a CRLF between quotes where a block's end parts the two: no value of ours keeps either.
CELLS = st.text('ab,;"\n\r 欧阳', max_size=6).filter(lambda cell: "\r\n" not in cell)


@given(st.lists(st.tuples(CELLS, CELLS, st.just("z")), max_size=12), st.integers(64, 200))
@settings(deadline=None, max_examples=60)
def test_rows_come_back_as_a_csv_writer_wrote_them(rows: list[tuple[str, str, str]], block: int):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    cells = (cell for row in rows for cell in row)
    if any(line.count(",") == 2 for cell in cells for line in re.split("[\r\n]", cell)[1:]):
        with pytest.raises(BadSource):
            _read(text.getvalue(), block)
    else:
        assert _read(text.getvalue(), block) == ([(n, list(row)) for n, row in enumerate(rows, 1)], [])


def test_a_value_between_quotes_may_hold_line_breaks():
    assert _read('1,"2\n\n2",3\n4,5,6\n')[0] == [(1, ["1", "2\n\n2", "3"]), (2, ["4", "5", "6"])]


def test_blank_rows_are_counted_and_passed_over():
    assert _numbers(_read("\n1,2,3\n\n,,\n4,5,6\n\n")) == ([2, 5], [])


def test_nothing_below_the_header_is_no_rows():
    assert _read("") == ([], [])
    assert _read("\n") == ([], [])


def test_rows_that_are_all_ragged_are_all_told():
    assert _numbers(_read("1\n1,2\n1,2,3,4\n")) == ([], [1, 2, 3])


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ('1,2,3\n4,"5,6\n' + "7,8,9\n" * 5, 2),
        ('1,2,3\n4,5,"6\n' + "7,8,9\n" * 5, 2),
        ('1,2,3\n4,5,"6\n7,8,9\n' + '1,2,"3\n' + "7,8,9\n", 2),
        ('"1,2,3\n4,5,6', 1),
    ],
    ids=["in the middle", "in the last column", "closed by another", "to the end of the file"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_that_swallows_rows_is_told_by_its_record(text: str, record: int, end: str):
    with pytest.raises(BadSource, match=rf"x\.csv: record {record} opens a quote that swallows the rows below it"):
        _read(text.replace("\n", end))


def test_a_quote_within_a_value_swallows_nothing():
    assert _read('1,5" wide,3\n4,5,6\n')[0] == [(1, ["1", '5" wide', "3"]), (2, ["4", "5", "6"])]


def test_a_row_larger_than_a_block_is_refused_with_what_to_look_for():
    with pytest.raises(BadSource, match=r"cannot be read as CSV .* look for an unclosed quote"):
        _read("1,2,3\n" * 3 + "1," + "x" * 1000 + ",3\n" + "1,2,3\n", block=64)


def test_nul_octets_stay_for_the_cleaning_to_judge():
    assert _read("1,a\0b,3\n")[0] == [(1, ["1", "a\0b", "3"])]

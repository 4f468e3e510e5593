"""Separated text (CSV and its kin) read as text columns: every record is numbered, ragged ones are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from graph_loaders.furniture import NO_RECORD, no_record
from graph_loaders.header import Header
from graph_loaders.stretches import Stretch, short
from workbench.errors import BadSource
from workbench.model import Array

BLANK = ""
"""Why a row is ragged that says nothing at all: it is passed over as every blank row is."""
MOST_ROWS = 1 << 18
SAMPLE = 1 << 18
SMALLEST = 1 << 16
_LINE_END = r"\r\n|\n|\r"


@dataclass(slots=True)
class _Odd:
    """What the parser met that is no row: ragged records, and those in which a quote swallowed others."""

    header: Header
    ragged: list[tuple[int, str]] = field(default_factory=list)
    swallowing: list[int] = field(default_factory=list)

    def note(self, row: pv.InvalidRow) -> str:
        """Arrow's question what to do with a row that does not fit."""
        number = row.number or 0
        if _swallows(row.text or "", self.header):
            self.swallowing.append(number)
            return "error"
        why = f"{row.actual_columns} fields where the header has {row.expected_columns}"
        fields = (row.text or "").replace('"', "").split(self.header.separator)
        blank = not any(field.strip() for field in fields)
        self.ragged.append((number, BLANK if blank else NO_RECORD if no_record(fields) else why))
        return "skip"


def separated(file_name: str, stream: BinaryIO, header: Header, block: int) -> Iterator[Stretch]:
    """The rows below the header, a block of so many bytes at a time; blank rows are passed over, yet counted.

    Raises BadSource where quotes do not close: then rows below cannot be told from the text between quotes.
    """
    odd = _Odd(header)
    try:
        reader = _reader(stream, odd, _fitting(stream, header, block))
        for stretch in _numbered(reader, odd.ragged):
            _refuse_swallowed(file_name, stretch, header)
            yield _without_blank(stretch)
    except pa.ArrowInvalid as error:
        if odd.swallowing:
            raise _unclosed(file_name, odd.swallowing[0]) from None
        # Arrow calls a file without rows broken; its header may still say that there was nothing to tell.
        if "Empty CSV" not in str(error):
            raise BadSource(f"{file_name} cannot be read as CSV ({short(error)}); look for an unclosed quote") from None


def _fitting(stream: BinaryIO, header: Header, block: int) -> int:
    """The block's size that keeps its rows to a number: a file of line ends alone would give a row a byte."""
    stream.seek(header.end)
    sample = stream.read(SAMPLE)
    stream.seek(header.end)
    rows = max(sample.count(b"\n"), sample.count(b"\r")) + 1
    return min(block, max(MOST_ROWS * len(sample) // rows, SMALLEST))


def _reader(stream: BinaryIO, odd: _Odd, block: int) -> pv.CSVStreamingReader:
    return pv.open_csv(
        stream,
        # One thread: only then does Arrow say which row was ragged.
        read_options=pv.ReadOptions(use_threads=False, block_size=block, column_names=list(odd.header.names)),
        parse_options=pv.ParseOptions(
            delimiter=odd.header.separator,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=odd.note,
        ),
        convert_options=pv.ConvertOptions(
            column_types=dict.fromkeys(odd.header.names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )


def _numbered(reader: pv.CSVStreamingReader, ragged: list[tuple[int, str]]) -> Iterator[Stretch]:
    """The rows with their numbers: between them are those of the ragged, which Arrow may tell of ahead of time."""
    following, told = 1, 0
    for batch in reader:
        numbers = np.asarray([number for number, _ in ragged[told:]], dtype=np.int64)
        reach = np.arange(following, following + batch.num_rows + len(numbers), dtype=np.int64)
        records = reach[~np.isin(reach, numbers)][: batch.num_rows] if len(numbers) else reach
        following = int(records[-1]) + 1 if len(records) else following
        now = tuple(one for one in ragged[told:] if one[0] < following)
        told += len(now)
        yield Stretch(batch, records, now)
    if ragged[told:]:
        yield Stretch(pa.RecordBatch.from_pylist([], schema=reader.schema), np.empty(0, np.int64), tuple(ragged[told:]))


def _without_blank(stretch: Stretch) -> Stretch:
    filled = np.zeros(len(stretch.records), dtype=bool)
    for column in stretch.texts.columns:
        filled |= pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        if filled.all():
            return stretch
    return Stretch(stretch.texts.filter(pa.array(filled)), stretch.records[filled], stretch.ragged)


def _refuse_swallowed(file_name: str, stretch: Stretch, header: Header) -> None:
    """An unclosed quote makes one long value of the rows below it, and no parser calls that wrong."""
    for column in stretch.texts.columns:
        if not _has_line_end(column):
            continue
        places = np.flatnonzero(pc.match_substring_regex(column, _LINE_END).to_numpy(zero_copy_only=False))
        for place, value in zip(places, column.take(pa.array(places)).to_pylist(), strict=True):
            if _swallows(value, header):
                raise _unclosed(file_name, int(stretch.records[place]))


def _has_line_end(column: Array) -> bool:
    content = column.buffers()[2]
    if content is None:
        return False
    octets = np.frombuffer(content, dtype=np.uint8)
    return bool(((octets == ord("\n")) | (octets == ord("\r"))).any())


def _swallows(text: str, header: Header) -> bool:
    """Whether a line within the text has as many separators as a row has."""
    most = len(header.names) - 1
    return any(line.count(header.separator) == most for line in re.split(_LINE_END, text)[1:]) if most else False


def _unclosed(file_name: str, record: int) -> BadSource:
    return BadSource(
        f"{file_name}: record {record} opens a quote that swallows the rows below it; close the quote, or double it "
        "where it belongs to the value, and load the file again"
    )

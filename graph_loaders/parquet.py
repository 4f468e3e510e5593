"""Parquet read as text columns: numbers, times and amounts are written out as a person would write them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph_loaders.header import plain, refuse_doubles, refuse_wide
from graph_loaders.pages import DELTA_BYTE_ARRAY, NoPage, pages_of
from graph_loaders.stretches import Raw, Stretch, short
from workbench.errors import BadSource
from workbench.model import Array

ROWS = 1 << 17
PART = 1 << 23
"""Bytes of text that a column may have in one stretch."""
MARK = b"PAR1"
MOST_FOOTER = 8 << 20
MOST_LISTED = 1 << 14
MOST_PAGES = 128 << 20
"""Bytes of the largest pages of all columns together, unpacked."""
MOST_RATIO = 100
SMALL = 64 << 20
"""Bytes of text that may come out of a file whatever its size."""
SLACK = 128
"""Bytes by which older writers say that a column is too short; Arrow allows them as many."""
# Names of columns that are no text are told of by Python.
_BROKEN = (pa.ArrowException, OSError, UnicodeDecodeError)
# Whole numbers up to here are exact; beyond, a float has lost its last digits.
_EXACT = {pa.float16(): 1 << 11, pa.float32(): 1 << 24, pa.float64(): 1 << 53}

_IN_A_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def open_parquet(path: Path, known: frozenset[str]) -> Raw:
    """The file's headers and the rows of its known columns; a file that is not whole is refused."""
    _refuse_long_footer(path)
    try:
        # A list of columns or row groups that is longer than any table's is not even read.
        file = pq.ParquetFile(path, thrift_container_size_limit=MOST_LISTED)
        names = tuple(file.schema_arrow.names)
        wanted = [name for name in names if plain(name) in known]
        _refuse_what_is_no_text(path.name, file, wanted)
        _refuse_large_pages(path, file, wanted)
        file = pq.ParquetFile(path, metadata=file.metadata, read_dictionary=_listed(file))
    except _BROKEN as error:
        raise BadSource(f"{path.name} is not whole Parquet ({short(error)}); ask for the file again") from None
    except NoPage as error:
        raise _breaks_off(path.name, error) from None
    if not names:
        raise BadSource(f"{path.name} has no columns; ask for the file again")
    refuse_wide(path.name, len(names))
    refuse_doubles(path.name, [plain(name) for name in names])
    most = max(SMALL, MOST_RATIO * path.stat().st_size)
    return Raw(names, "parquet", _stretches(path.name, file, wanted, most))


def _stretches(file_name: str, file: pq.ParquetFile, wanted: list[str], most: int) -> Iterator[Stretch]:
    done = told = 0
    try:
        for batch in file.iter_batches(batch_size=ROWS, columns=wanted):
            # Arrow believes places in a list of values, and that texts are UTF-8, until it is asked.
            batch.validate(full=True)
            told += _length(batch)
            if told > most:
                raise _bomb(file_name)
            for part in _parts(batch):
                texts = [_as_text(file_name, name, part.column(name)) for name in wanted]
                records = np.arange(done + 1, done + part.num_rows + 1, dtype=np.int64)
                yield Stretch(pa.RecordBatch.from_arrays(texts, names=wanted), records)
                done += part.num_rows
    except _BROKEN as error:
        raise _breaks_off(file_name, error) from None
    finally:
        file.close()


def _refuse_long_footer(path: Path) -> None:
    with path.open("rb") as stream:
        stream.seek(-min(8, path.stat().st_size), os.SEEK_END)
        length, mark = int.from_bytes(stream.read(4), "little"), stream.read(4)
    if mark == MARK and MOST_FOOTER < length < path.stat().st_size:
        raise BadSource(
            f"{path.name} describes more columns or row groups than any table has; write it anew, with large row groups"
        )


def _refuse_what_is_no_text(file_name: str, file: pq.ParquetFile, wanted: list[str]) -> None:
    """What cannot become text is not read for it: a list or a struct may hold anything, many times over."""
    for name in wanted:
        kind = file.schema_arrow.field(name).type
        if pa.types.is_nested(kind) or pa.types.is_fixed_size_binary(kind):
            raise _no_text(file_name, name, kind)


def _refuse_large_pages(path: Path, file: pq.ParquetFile, wanted: list[str]) -> None:
    """A page of each column is in memory at a time, unpacked, and the list of its values beside it."""
    largest: dict[tuple[str, bool], int] = {}
    with path.open("rb") as stream:
        for chunk in _chunks(file):
            name = chunk.path_in_schema
            if name not in wanted:
                continue
            start = min(chunk.dictionary_page_offset or chunk.data_page_offset, chunk.data_page_offset)
            for page in pages_of(stream.fileno(), start, chunk.total_compressed_size + SLACK, chunk.num_values):
                if page.encoding == DELTA_BYTE_ARRAY and not page.is_list:
                    raise BadSource(
                        f"{path.name} writes its column {name} by what values have in common (DELTA_BYTE_ARRAY), of "
                        "which nobody can say how long it is; write it anew without"
                    )
                largest[name, page.is_list] = max(page.unpacked, largest.get((name, page.is_list), 0))
    if sum(largest.values()) > MOST_PAGES:
        raise _bomb(path.name)


def _breaks_off(file_name: str, error: Exception) -> BadSource:
    return BadSource(f"{file_name} breaks off ({short(error)}); ask for the file again")


def _bomb(file_name: str) -> BadSource:
    return BadSource(
        f"{file_name} unpacks to more than {MOST_RATIO} times its size, or to pages larger than any table's; write it "
        "anew, or as CSV, and load that"
    )


def _chunks(file: pq.ParquetFile) -> Iterator[pq.ColumnChunkMetaData]:
    groups = (file.metadata.row_group(number) for number in range(file.num_row_groups))
    return (group.column(number) for group in groups for number in range(group.num_columns))


def _listed(file: pq.ParquetFile) -> list[str]:
    """The columns that the file writes by a list of their values, and that are read by it as well.

    Such a list is short on the disk whatever its values come to: a megabyte said 2,000 times would be two gigabytes.
    """
    return sorted(
        {one.path_in_schema for one in _chunks(file) if one.has_dictionary_page and one.physical_type == "BYTE_ARRAY"}
    )


def _length(batch: pa.RecordBatch) -> int:
    """The bytes of text that the batch comes to; of numbers and times, those in memory."""
    length = 0
    for column in batch.columns:
        if pa.types.is_dictionary(column.type):
            lengths = pc.binary_length(column.dictionary).take(column.indices)
            length += pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0
        else:
            length += column.nbytes
    return length


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The batch in parts of which no column's text is too long to be written out."""
    lists = [one.dictionary for one in batch.columns if pa.types.is_dictionary(one.type)]
    longest = max((pc.max(pc.binary_length(one)).as_py() or 0 for one in lists), default=0)
    rows = max(1, PART // max(longest, PART // ROWS))
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)


def _as_text(file_name: str, column: str, values: Array) -> Array:
    if pa.types.is_floating(values.type):
        return _floats_as_text(values)
    if pa.types.is_duration(values.type):
        return _durations_as_text(values)
    try:
        return pc.cast(values, pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise _no_text(file_name, column, values.type) from None


def _no_text(file_name: str, column: str, kind: pa.DataType) -> BadSource:
    return BadSource(f"{file_name}: the column {column} holds {str(kind)[:80]}, which is no text; flatten it first")


def _durations_as_text(values: Array) -> Array:
    """Durations in seconds, whatever unit the file counts them in; those that are not whole are refused as such."""
    count = pc.cast(pc.cast(values, pa.int64()), pa.float64(), safe=False)
    return _floats_as_text(pc.divide(count, float(_IN_A_SECOND[values.type.unit])))


def _floats_as_text(values: Array) -> Array:
    """Whole floats without their `.0`; those too large to be exact stay as they are and are refused as such."""
    exact = pc.less_equal(pc.abs(values), pa.scalar(float(_EXACT[values.type]), values.type))
    whole = pc.and_(exact, pc.equal(pc.floor(values), values))
    digits = pc.cast(pc.if_else(whole, values, pa.scalar(None, values.type)), pa.int64())
    return pc.coalesce(pc.cast(digits, pa.string()), pc.cast(values, pa.string()))

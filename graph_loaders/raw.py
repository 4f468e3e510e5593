"""A file as raw text columns with record numbers, before anything is cleaned: CSV in any separator, and Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from graph_loaders.header import Header, find_header
from graph_loaders.opened import open_text
from workbench.errors import BadSource

BLOCK = 1 << 23
PARQUET_ROWS = 1 << 17


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows: `texts` one string column a header, `records` their numbers, `ragged` (number, reason) of the rest."""

    texts: pa.RecordBatch
    records: npt.NDArray[np.int64]
    ragged: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Raw:
    """A file opened for reading: its headers, and its rows once."""

    names: tuple[str, ...]
    encoding: str
    stretches: Iterator[Stretch]


@contextmanager
def open_raw(path: Path, known: frozenset[str]) -> Iterator[Raw]:
    """The file's columns and rows; `known` headers help to find the separator and the header's line."""
    if path.suffix.lower() == ".parquet":
        yield _parquet(path)
        return
    with open_text(path) as text:
        header = find_header(path.name, text.stream, known)
        yield Raw(header.names, text.encoding, _csv(path.name, text.stream, header))


def _parquet(path: Path) -> Raw:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadSource(f"{path.name} is not whole Parquet ({_short(error)}); ask for the file again") from None
    if not file.schema_arrow.names:
        raise BadSource(f"{path.name} has no columns; ask for the file again")
    return Raw(tuple(file.schema_arrow.names), "parquet", _parquet_stretches(path.name, file))


def _parquet_stretches(name: str, file: pq.ParquetFile) -> Iterator[Stretch]:
    done = 0
    try:
        for batch in file.iter_batches(batch_size=PARQUET_ROWS):
            texts = [
                _as_text(name, batch.schema.names[index], batch.column(index)) for index in range(batch.num_columns)
            ]
            records = np.arange(done + 1, done + batch.num_rows + 1, dtype=np.int64)
            yield Stretch(pa.RecordBatch.from_arrays(texts, names=batch.schema.names), records, ())
            done += batch.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise BadSource(f"{name} breaks off ({_short(error)}); ask for the file again") from None


def _as_text(name: str, column: str, values: pa.Array) -> pa.Array:
    if pa.types.is_floating(values.type):
        # 1.0 would read as an identifier with a tail; whole floats are written as whole numbers.
        whole = pc.cast(values, pa.int64(), safe=False)
        texts = pc.cast(values, pa.string())
        return pc.if_else(pc.equal(pc.cast(whole, values.type), values), pc.cast(whole, pa.string()), texts)
    try:
        return pc.cast(values, pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise BadSource(
            f"{name}: the column {column} holds {values.type}, which is no text; flatten it first"
        ) from None


def _csv(name: str, stream: pa.NativeFile, header: Header) -> Iterator[Stretch]:
    ragged: list[tuple[int, str]] = []

    def note(row: pv.InvalidRow) -> str:
        number = (row.number or 0) - header.line
        ragged.append((number, f"{row.actual_columns} fields where the header has {row.expected_columns}"))
        return "skip"

    try:
        reader = pv.open_csv(
            stream,
            # One thread: only then does Arrow say which row was ragged.
            read_options=pv.ReadOptions(
                use_threads=False, block_size=BLOCK, skip_rows=header.line, column_names=list(header.names)
            ),
            parse_options=pv.ParseOptions(
                delimiter=header.separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            convert_options=pv.ConvertOptions(
                column_types=dict.fromkeys(header.names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        yield from _numbered(reader, ragged)
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise BadSource(f"{name} cannot be read as CSV ({_short(error)}); look for an unclosed quote") from None


def _numbered(reader: pv.CSVStreamingReader, ragged: list[tuple[int, str]]) -> Iterator[Stretch]:
    following, told = 1, 0
    for batch in reader:
        numbers = np.asarray([number for number, _ in ragged[told:]], dtype=np.int64)
        reach = np.arange(following, following + batch.num_rows + len(numbers), dtype=np.int64)
        records = reach[~np.isin(reach, numbers)][: batch.num_rows]
        following = int(records[-1]) + 1 if len(records) else following
        now = tuple(one for one in ragged[told:] if one[0] < following)
        told += len(now)
        yield Stretch(batch, records, now)
    if ragged[told:]:
        yield Stretch(pa.RecordBatch.from_pylist([], schema=reader.schema), np.empty(0, np.int64), tuple(ragged[told:]))


def _short(error: Exception) -> str:
    return str(error).splitlines()[0].split(": ")[0][:80]

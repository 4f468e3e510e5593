"""Parquet read as text columns: numbers, times and amounts are written out as a person would write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph_loaders.header import plain, refuse_doubles
from graph_loaders.stretches import Raw, Stretch, short
from workbench.errors import BadSource
from workbench.model import Array

ROWS = 1 << 17
PART = 1 << 23
"""Bytes of text that a column may have in one stretch."""
# Whole numbers up to here are exact; beyond, a float has lost its last digits.
_EXACT = {pa.float16(): 1 << 11, pa.float32(): 1 << 24, pa.float64(): 1 << 53}


def open_parquet(path: Path, known: frozenset[str]) -> Raw:
    """The file's headers and the rows of its known columns; a file that is not whole is refused."""
    try:
        file = pq.ParquetFile(path)
        file = pq.ParquetFile(path, read_dictionary=_listed(file))
    except (pa.ArrowInvalid, OSError) as error:
        raise BadSource(f"{path.name} is not whole Parquet ({short(error)}); ask for the file again") from None
    names = tuple(file.schema_arrow.names)
    if not names:
        raise BadSource(f"{path.name} has no columns; ask for the file again")
    refuse_doubles(path.name, [plain(name) for name in names])
    return Raw(names, "parquet", _stretches(path.name, file, [name for name in names if plain(name) in known]))


def _stretches(file_name: str, file: pq.ParquetFile, wanted: list[str]) -> Iterator[Stretch]:
    done = 0
    try:
        for batch in file.iter_batches(batch_size=ROWS, columns=wanted):
            for part in _parts(batch):
                texts = [_as_text(file_name, name, part.column(name)) for name in wanted]
                records = np.arange(done + 1, done + part.num_rows + 1, dtype=np.int64)
                yield Stretch(pa.RecordBatch.from_arrays(texts, names=wanted), records)
                done += part.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise BadSource(f"{file_name} breaks off ({short(error)}); ask for the file again") from None
    finally:
        file.close()


def _listed(file: pq.ParquetFile) -> list[str]:
    """The text columns that the file writes by a list of their values, and that are read by it as well.

    Such a list is short on the disk whatever its values come to: a megabyte said 2,000 times would be two gigabytes.
    """
    texts = {one.name for one in file.schema_arrow if pa.types.is_string(one.type)}
    groups = (file.metadata.row_group(number) for number in range(file.num_row_groups))
    chunks = (group.column(number) for group in groups for number in range(group.num_columns))
    return sorted({one.path_in_schema for one in chunks if one.has_dictionary_page} & texts)


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
    try:
        return pc.cast(values, pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise BadSource(
            f"{file_name}: the column {column} holds {values.type}, which is no text; flatten it first"
        ) from None


def _floats_as_text(values: Array) -> Array:
    """Whole floats without their `.0`; those too large to be exact stay as they are and are refused as such."""
    exact = pc.less_equal(pc.abs(values), pa.scalar(float(_EXACT[values.type]), values.type))
    whole = pc.and_(exact, pc.equal(pc.floor(values), values))
    digits = pc.cast(pc.if_else(whole, values, pa.scalar(None, values.type)), pa.int64())
    return pc.coalesce(pc.cast(digits, pa.string()), pc.cast(values, pa.string()))

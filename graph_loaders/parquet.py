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
# Whole numbers up to here are exact; beyond, a float has lost its last digits.
_EXACT = {pa.float16(): 1 << 11, pa.float32(): 1 << 24, pa.float64(): 1 << 53}


def open_parquet(path: Path, known: frozenset[str]) -> Raw:
    """The file's headers and the rows of its known columns; a file that is not whole is refused."""
    try:
        file = pq.ParquetFile(path)
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
            texts = [_as_text(file_name, name, batch.column(name)) for name in wanted]
            records = np.arange(done + 1, done + batch.num_rows + 1, dtype=np.int64)
            yield Stretch(pa.RecordBatch.from_arrays(texts, names=wanted), records)
            done += batch.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise BadSource(f"{file_name} breaks off ({short(error)}); ask for the file again") from None
    finally:
        file.close()


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

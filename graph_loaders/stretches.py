"""What every kind of file becomes before anything is cleaned: columns of raw text with record numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows: `texts` one string column a header, `records` their numbers, `ragged` (number, reason) of the rest.

    Records count from 1, in the file as it came.
    """

    texts: pa.RecordBatch
    records: npt.NDArray[np.int64]
    ragged: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """A file opened for reading: its headers, its encoding, its rows once, and the lines above its header."""

    names: tuple[str, ...]
    encoding: str
    stretches: Iterator[Stretch]
    banner: str = ""


def short(error: Exception) -> str:
    """What an engine says of a broken file, cut to what people can use."""
    return str(error).splitlines()[0].split(": ")[0][:80]

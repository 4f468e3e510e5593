"""Fingerprints of a batch's events, kept beside its rows: what a file repeats is told without reading all others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.disk import publish
from workbench.evidence.duck import quoted, rows_query
from workbench.model import Source

Prints = npt.NDArray[np.uint64]
ENDING = ".prints"
SMALL = 1 << 20


def hash_of(source: Source) -> str:
    """The fingerprint of a row's event, as SQL writes it."""
    return f"hash({', '.join(quoted(name) for name in source.event)})"


def prints_of(duck: duckdb.DuckDBPyConnection, source: Source, file: Path) -> Prints:
    """The fingerprints of the file's rows, sorted; one that stands twice tells of rows that are alike."""
    # Sorted by numpy: to group a million of them took DuckDB ten times as long.
    query = f"SELECT {hash_of(source)} AS hash FROM ({rows_query([file])})"
    return np.sort(duck.execute(query).fetchnumpy()["hash"])


def keep_prints(source: Source, file: Path, prints: Prints) -> None:
    """Puts the fingerprints beside the file of rows, behind one that names what made them."""
    building = file.with_name(f".{file.stem}{ENDING}")
    np.concatenate([_maker(source), prints]).tofile(building)
    publish(building, file.with_suffix(ENDING))


def repeated(
    duck: duckdb.DuckDBPyConnection, source: Source, fresh: Prints, others: Iterable[Path]
) -> dict[Path, Prints]:
    """Which of the fingerprints stand in each of the other files; files in which none does are left out."""
    found = {file: _shared(fresh, _kept(duck, source, file)) for file in others}
    return {file: prints for file, prints in found.items() if prints.size}


def told_again(source: Source, files: Sequence[Path]) -> Prints | None:
    """The fingerprints that stand more than once in all these files; None where those of one of them are not kept."""
    held = [_read(kept) for file in files if (kept := file.with_suffix(ENDING)).exists()]
    if len(held) < len(files) or not all(np.array_equal(one[:1], _maker(source)) for one in held):
        return None
    every = np.sort(np.concatenate([one[1:] for one in held]))
    return np.unique(every[1:][every[1:] == every[:-1]])


def _kept(duck: duckdb.DuckDBPyConnection, source: Source, file: Path) -> Prints:
    kept, maker = file.with_suffix(ENDING), _maker(source)
    held = _read(kept) if kept.exists() else maker[:0]
    if not np.array_equal(held[:1], maker):
        # Of another version, or of before there were any: made again, once.
        keep_prints(source, file, prints_of(duck, source, file))
        held = _read(kept)
    return held[1:]


def _read(kept: Path) -> Prints:
    # Small files are read whole, since that is quicker; and an empty one cannot be mapped.
    small = kept.stat().st_size < SMALL
    held: Prints = np.fromfile(kept, np.uint64) if small else np.memmap(kept, np.uint64, "r")
    return held


def _maker(source: Source) -> Prints:
    # DuckDB may hash otherwise in another version, and a source may come to tell its events by other columns.
    named = hashlib.sha256(repr((duckdb.__version__, source.event)).encode()).digest()
    return np.frombuffer(named[:8], dtype=np.uint64)


def _shared(first: Prints, second: Prints) -> Prints:
    """What stands in both; each of the fewer is looked for among the more."""
    few, many = sorted((first, second), key=len)
    if not few.size:
        return few
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    return np.asarray(few[many[at] == few], dtype=np.uint64)

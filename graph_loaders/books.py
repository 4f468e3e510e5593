"""Workbooks of spreadsheets: each sheet a table, whole numbers kept whole and dates written as ISO 8601."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

import numpy as np
import pyarrow as pa

from graph_loaders import cells
from graph_loaders.containers import sizes_within
from graph_loaders.header import LOOK_LINES, named, plain
from graph_loaders.stretches import Raw, Stretch
from workbench.errors import BadSource

ROWS = 1 << 14
PART = 1 << 23
"""Bytes of text that are looked at together; no row may be longer."""
MOST_FILE = 64 << 20
MOST_UNPACKED = 1 << 30
MOST_RATIO = 100
MEMORY = 300
"""MiB that opening a workbook may take: some two million cells."""
MEMORY_A_BYTE = 12
"""Bytes of memory that a byte of a large workbook may take; an honest one of twelve columns took ten."""
Row = list[str]


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of the sheets that hold anything."""
    with _told(path) as lines:
        names = next(lines)
    if len(names) > cells.MOST_SHEETS:
        raise BadSource(f"{path.name} has more than {cells.MOST_SHEETS} sheets; save those that matter as CSV")
    return tuple(names)


@contextmanager
def open_sheet(path: Path, sheet: str, known: frozenset[str]) -> Iterator[Raw]:
    """The sheet's headers (the row of the first 25 that names most known ones) and its rows; the first sheet for ''."""
    if not sheet:
        sheet = next(iter(sheets_of(path)), "")
    if not sheet:
        raise BadSource(f"{path.name} has no sheets, or empty ones alone; ask for the file again")
    with _told(path, sheet) as rows:
        first = list(islice(rows, LOOK_LINES))
        place, names = _header(first, known)
        if not names:
            raise BadSource(f"{path.name} has an empty sheet; ask for the file again")
        names = named(path.name, names, known)
        banner = "\n".join(",".join(row) for row in first[:place])
        yield Raw(names, "xlsx", _stretches(chain(first[place + 1 :], rows), names), banner)


@contextmanager
def _told(path: Path, *sheet: str) -> Iterator[Iterator[Row]]:
    """What the process tells that reads the cells; it ends with the context, and takes the workbook's memory along."""
    _refuse_large(path)
    most = max(MEMORY, MEMORY_A_BYTE * path.stat().st_size >> 20)
    program = [sys.executable, "-P", "-X", "utf8", cells.__file__, str(most), str(path.absolute()), *sheet]
    # In a session of its own: whoever stops us with Ctrl-C stops us, and we it.
    with subprocess.Popen(  # noqa: S603 - our own program, and a path that is no option
        program,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield _lines(path.name, process)
        finally:
            process.kill()


def _lines(file_name: str, process: subprocess.Popen[bytes]) -> Iterator[Row]:
    told_on = cast("IO[bytes]", process.stdout)
    number = 0
    while line := told_on.readline(PART + 1):
        number += 1
        if len(line) > PART:
            raise BadSource(f"{file_name}: row {number} is longer than any row; it is no table")
        told = json.loads(line) if line.endswith(b"\n") else {}
        if isinstance(told, dict):
            break
        yield told
    else:
        if not process.wait():
            return
        told = {}
    why = f" ({told['reason']})" if "reason" in told else ", or too large for one"
    raise BadSource(f"{file_name} is no whole workbook{why}; save it anew, or its sheets as CSV, and load those")


def _refuse_large(path: Path) -> None:
    """A workbook is held whole in memory, so it must be small, and small unpacked."""
    packed = path.stat().st_size
    unpacked = sum(sizes_within(path))
    if packed > MOST_FILE or unpacked > min(MOST_UNPACKED, max(MOST_RATIO * packed, 1 << 20)):
        raise BadSource(f"{path.name} is too large for a workbook; save its sheets as CSV and load those")


def _header(rows: Sequence[Row], known: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    named = [tuple(plain(cell) for cell in row) for row in rows]
    filled = [place for place, row in enumerate(named) if any(row)]
    if not filled:
        return 0, ()
    best = max(filled, key=lambda place: (len(known & set(named[place])), -place))
    return best, named[best]


def _stretches(rows: Iterator[Row], names: tuple[str, ...]) -> Iterator[Stretch]:
    done = 0
    while block := _block(rows):
        filled = [(number, row) for number, row in enumerate(block, done + 1) if any(row)]
        columns = [pa.array([row[place] for _, row in filled], pa.string()) for place in range(len(names))]
        records = np.array([number for number, _ in filled], dtype=np.int64)
        yield Stretch(pa.RecordBatch.from_arrays(columns, names=list(names)), records)
        done += len(block)


def _block(rows: Iterator[Row]) -> list[Row]:
    """The next rows, as many as are looked at together."""
    block: list[Row] = []
    size = 0
    for row in rows:
        block.append(row)
        size += sum(map(len, row)) + len(row)
        if len(block) == ROWS or size > PART:
            break
    return block

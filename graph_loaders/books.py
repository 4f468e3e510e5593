"""Workbooks of spreadsheets: each sheet a table, whole numbers kept whole and dates written as ISO 8601."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from graph_loaders.header import LOOK_LINES, named, plain
from graph_loaders.stretches import Raw, Stretch
from workbench.errors import BadSource

ROWS = 1 << 14
MOST_FILE = 64 << 20
MOST_UNPACKED = 1 << 30
MOST_RATIO = 100
EXACT = 1 << 53
"""Whole numbers up to here are exact in a cell; beyond, the last digits are lost."""
_NEARLY = 5000
Cell = object


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of the sheets that hold anything."""
    with _opened(path) as book:
        return tuple(name for name in book.sheet_names if _sheet(path.name, book, name).height)


def open_sheet(path: Path, sheet: str, known: frozenset[str]) -> Raw:
    """The sheet's headers (the row of the first 25 that names most known ones) and its rows; the first sheet for ''."""
    with _opened(path) as book:
        if not book.sheet_names:
            raise BadSource(f"{path.name} has no sheets; ask for the file again")
        rows = _sheet(path.name, book, sheet or book.sheet_names[0]).iter_rows()
    first = list(islice(rows, LOOK_LINES))
    place, names = _header(first, known)
    if not names:
        raise BadSource(f"{path.name} has an empty sheet; ask for the file again")
    names = named(path.name, names, known)
    banner = "\n".join(",".join(_text(cell) for cell in row) for row in first[:place])
    return Raw(names, "xlsx", _stretches(chain(first[place + 1 :], rows), names), banner)


def _opened(path: Path) -> CalamineWorkbook:
    _refuse_large(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise BadSource(
            f"{path.name} is no whole workbook ({str(error)[:80]}); save it anew and load it again"
        ) from None


def _sheet(file_name: str, book: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError) as error:
        raise BadSource(f"{file_name}: the sheet {name} cannot be read ({str(error)[:80]}); save it anew") from None


def _refuse_large(path: Path) -> None:
    """A workbook is held whole in memory, so it must be small, and small unpacked."""
    packed = path.stat().st_size
    unpacked = 0
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    if packed > MOST_FILE or unpacked > min(MOST_UNPACKED, max(MOST_RATIO * packed, 1 << 20)):
        raise BadSource(f"{path.name} is too large for a workbook; save its sheets as CSV and load those")


def _header(cells: Sequence[Sequence[Cell]], known: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    rows = [tuple(plain(_text(cell)) for cell in row) for row in cells[:LOOK_LINES]]
    filled = [place for place, row in enumerate(rows) if any(row)]
    if not filled:
        return 0, ()
    best = max(filled, key=lambda place: (len(known & set(rows[place])), -place))
    return best, rows[best]


def _stretches(rows: Iterator[Sequence[Cell]], names: tuple[str, ...]) -> Iterator[Stretch]:
    done = 0
    while block := list(islice(rows, ROWS)):
        numbered = [(number, [_text(cell) for cell in row]) for number, row in enumerate(block, done + 1)]
        filled = [(number, row) for number, row in numbered if any(row)]
        columns = [pa.array([row[place] for _, row in filled], pa.string()) for place in range(len(names))]
        records = np.array([number for number, _ in filled], dtype=np.int64)
        yield Stretch(pa.RecordBatch.from_arrays(columns, names=list(names)), records)
        done += len(block)


def _text(cell: Cell) -> str:
    """A cell as a person would write it; a number that lost digits stays in scientific notation, to be refused."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return str(int(cell)) if abs(cell) <= EXACT and cell == int(cell) else f"{float(cell)!r}"
    if isinstance(cell, datetime):
        return _second(cell).isoformat(" ")
    if isinstance(cell, timedelta):
        whole = round(cell.total_seconds())
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _second(moment: datetime) -> datetime:
    """The moment, put right where a fraction of a day fell short of its second."""
    short = 1_000_000 - moment.microsecond
    moved = moment + timedelta(microseconds=short) if short < _NEARLY else moment
    return moved.replace(microsecond=0) if moved.microsecond < _NEARLY else moved

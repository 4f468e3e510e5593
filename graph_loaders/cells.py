"""The cells of a workbook as text, read in a process of its own: a hostile workbook may end that, and nothing else.

Run as a program (`cells.py MEBIBYTES FILE [SHEET]`) it writes one JSON array a line: the names of the sheets that hold
anything, or the rows of a sheet; and an object with the reason where that cannot be.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

EXACT = 1 << 53
"""Whole numbers up to here are exact in a cell; beyond, the last digits are lost."""
MOST_SHEETS = 500
_NEARLY = 5000
Cell = object


def main(mebibytes: str, file: str, *sheet: str) -> None:
    """Writes what is asked for to standard output, within so much memory; with more than MOST_SHEETS, all names."""
    # A crash is foreseen here, and what it may leave on the disk is a picture of people's rows.
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, int(mebibytes) << 20)):
        # Where the system allows less already, or knows no such limit.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    try:
        for line in _rows(file, sheet[0]) if sheet else _names(file):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except (CalamineError, OSError) as error:
        sys.stdout.write(json.dumps({"reason": str(error)[:80]}) + "\n")


def _opened(file: str) -> CalamineWorkbook:
    """The workbook in the form that it has, whatever its name ends in."""
    with Path(file).open("rb") as stream:
        zipped = stream.read(2) == b"PK"
        if zipped == (Path(file).suffix.lower() != ".xls"):
            return CalamineWorkbook.from_path(file)
        stream.seek(0)
        return CalamineWorkbook.from_filelike(stream)


def _names(file: str) -> Iterator[list[str]]:
    with _opened(file) as book:
        # Two of one name cannot be told apart in a receipt; the first is meant.
        names = list(dict.fromkeys(book.sheet_names))
        if len(names) <= MOST_SHEETS:
            names = [name for name in names if book.get_sheet_by_name(name).height]
        yield names


def _rows(file: str, sheet: str) -> Iterator[list[str]]:
    with _opened(file) as book:
        for row in book.get_sheet_by_name(sheet).iter_rows():
            # A sheet may have a cell in its first row and one in its last, and nothing in between.
            yield [_text(cell) for cell in row] if any(cell != "" for cell in row) else []


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


if __name__ == "__main__":
    main(*sys.argv[1:])

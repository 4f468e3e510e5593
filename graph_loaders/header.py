"""Where a text file's header stands, and what separates its columns."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from workbench.errors import BadSource

LOOK_LINES = 25
LOOK_BYTES = 1 << 18
SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's names in their one spelling, how many lines end with it, and the separator."""

    names: tuple[str, ...]
    line: int
    separator: str


def plain(name: str) -> str:
    """A header as it is compared: full-width characters narrowed, quotes, TABs and blanks off, lower case."""
    return unicodedata.normalize("NFKC", name).strip().strip("'\"\ufeff").strip().casefold()


def find_header(file: str, stream: BinaryIO, known: frozenset[str]) -> Header:
    """The line within the first 25 that names most known columns; where none does, the first line that is not blank."""
    stream.seek(start := stream.tell())
    text = stream.read(LOOK_BYTES).decode(errors="ignore")
    stream.seek(start)
    lines = text.splitlines()[:LOOK_LINES]
    if not any(line.strip() for line in lines):
        raise BadSource(f"{file} is empty; ask for the file again")
    best: tuple[int, int, Header] | None = None
    for number, line in enumerate(lines, 1):
        for separator in SEPARATORS:
            names = _names(line, separator)
            hits = len(known & set(names))
            if names and (best is None or (hits, len(names) if number == best[2].line else 0) > (best[0], best[1])):
                best = (hits, len(names), Header(names, number, separator))
    assert best is not None  # noqa: S101 - a line that is not blank always gives names
    return _unique(file, best[2])


def _names(line: str, separator: str) -> tuple[str, ...]:
    if not line.strip():
        return ()
    row = next(csv.reader(io.StringIO(line), delimiter=separator), [])
    return tuple(plain(name) for name in row)


def _unique(file: str, header: Header) -> Header:
    named = [name for name in header.names if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise BadSource(f"{file} has the column {twice[0]} twice; rename one of them")
    names = tuple(name or f"(column {place})" for place, name in enumerate(header.names, 1))
    return Header(names, header.line, header.separator)

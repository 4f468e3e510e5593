"""Where a text file's header stands, and what separates its columns."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from workbench.errors import BadSource

LOOK_LINES = 25
LOOK_BYTES = 1 << 18
SEPARATORS = (",", ";", "\t", "|")
# As CSV readers end lines; str.splitlines would also break at form feeds and the like.
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's names in their one spelling, the byte at which it ends, the separator, and the lines above it."""

    names: tuple[str, ...]
    end: int
    separator: str
    banner: str = ""


def plain(name: str) -> str:
    """A header as it is compared: full-width characters narrowed, quotes off, blanks joined, lower case."""
    name = unicodedata.normalize("NFKC", name).strip().strip("'\"\ufeff").strip()
    return re.sub(r"\s+", " ", name).casefold()


def find_header(file_name: str, stream: BinaryIO, known: frozenset[str]) -> Header:
    """The line within the first 25 that names most known columns; where none does, the first line that is not blank."""
    start = stream.tell()
    text = stream.read(LOOK_BYTES).decode(errors="ignore")
    lines = _LINES.findall(text)[:LOOK_LINES]
    if any("\0" in line for line in lines[:1]):
        raise BadSource(f"{file_name} is no text, or UTF-16 without its mark; save it as UTF-8 CSV and load it again")
    best = max(_headers(lines, known), key=lambda one: one[0], default=None)
    if best is None:
        raise BadSource(f"{file_name} is empty; ask for the file again")
    _, header = best
    refuse_doubles(file_name, header.names)
    names = tuple(name or f"(column {place})" for place, name in enumerate(header.names, 1))
    return Header(names, start + header.end, header.separator, header.banner)


def refuse_doubles(file_name: str, names: Iterable[str]) -> None:
    """Nobody can say which of two columns of one name is meant."""
    twice = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if twice:
        raise BadSource(f"{file_name} has the column {twice[0]} twice; rename one of them")


def _headers(lines: Sequence[str], known: frozenset[str]) -> Iterator[tuple[int, Header]]:
    """What each line would be as a header, by its best separator, and how many known names it has."""
    for number in range(len(lines)):
        read = [(*_names(lines[number:], separator), separator) for separator in SEPARATORS]
        names, taken, separator = max(read, key=lambda one: (len(known & set(one[0])), len(one[0])))
        if any(names):
            end = len("".join(lines[: number + taken]).encode())
            yield len(known & set(names)), Header(names, end, separator, "".join(lines[:number]))


def _names(lines: Sequence[str], separator: str) -> tuple[tuple[str, ...], int]:
    """The names in the first record, and how many lines it takes: quoted names may hold line breaks."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        return tuple(plain(name) for name in next(reader, [])), reader.line_num
    except csv.Error:
        # A value too long for a name.
        return (), 1

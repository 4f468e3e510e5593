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
from workbench.privacy import mask_identifiers

LOOK_LINES = 25
LOOK_BYTES = 1 << 18
MOST_COLUMNS = 4096
SEPARATORS = (",", ";", "\t", "|")
# As CSV readers end lines; str.splitlines would also break at form feeds and the like.
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
# Within Chinese words blanks and line breaks are there for the eye; 帐 is an older way of writing 账.
_FOR_THE_EYE = re.compile(r"(?<=[\u3400-\u9fff()/])\s+|\s+(?=[\u3400-\u9fff()/])")
# Behind a name what every amount is in anyway, or that it must be filled; another unit stays: it means other values.
_SAYS_NOTHING = re.compile(r"(?:\((?:(?:单位)?:?(?:人民币)?元?|rmb|cny|yuan|¥|必填|选填)\)|\*|:)+$")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's names in their one spelling, the byte at which it ends, the separator, and the lines above it.

    `lines` are how many lines of the file it takes.
    """

    names: tuple[str, ...]
    end: int
    separator: str
    banner: str = ""
    lines: int = 1


def plain(name: str) -> str:
    """A header as it is compared: full-width characters narrowed, quotes off, blanks joined, lower case.

    Blanks within Chinese words go, and at the end the unit that every amount has (`(元)`) and the mark of a field that
    must be filled.
    """
    name = unicodedata.normalize("NFKC", name).strip().strip("=\"'\ufeff*").strip().casefold()
    name = _FOR_THE_EYE.sub("", re.sub(r"\s+", " ", name)).replace("帐", "账")
    return _SAYS_NOTHING.sub("", name) or name


def find_header(file_name: str, stream: BinaryIO, known: frozenset[str]) -> Header:
    """The line within the first 25 that names most known columns; where none does, the first line that is not blank."""
    start = stream.tell()
    text = stream.read(LOOK_BYTES).decode(errors="ignore")
    every = _LINES.findall(text)
    if any("\0" in line for line in every[:1]):
        raise BadSource(f"{file_name} is no text, or UTF-16 without its mark; save it as UTF-8 CSV and load it again")
    best = max(_headers(every, known), key=lambda one: one[0], default=None)
    if best is None:
        long = any(len(line) > csv.field_size_limit() for line in every[:LOOK_LINES])
        why = "has a line where its header should be that is longer than any header" if long else "is empty"
        raise BadSource(f"{file_name} {why}; ask for the file again")
    _, header = best
    below = every[len(_LINES.findall(header.banner)) + header.lines :]
    names = named(file_name, _as_wide(header.names, below, header.separator), known)
    return Header(names, start + header.end, header.separator, header.banner)


def named(file_name: str, names: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """The names, each once: columns without one, and those of one name that nobody knows, are called by their place."""
    refuse_wide(file_name, len(names))
    refuse_doubles(file_name, [name for name in names if name in known])
    count = Counter(names)
    return tuple(name if name and count[name] == 1 else f"(column {place})" for place, name in enumerate(names, 1))


def _as_wide(names: tuple[str, ...], below: Sequence[str], separator: str) -> tuple[str, ...]:
    """The names, as many as the first row has fields, where only one of the two ends in separators."""
    first = next((line for line in below if line.strip()), "")
    row, _ = _names([first], separator)
    more = len(row) - len(names)
    if row and more > 0 and not any(row[len(names) :]):
        return names + ("",) * more
    if row and more < 0 and not any(names[more:]):
        return names[:more]
    return names


def refuse_wide(file_name: str, columns: int) -> None:
    """A header of a million columns is none: something else stands where the header should."""
    if columns > MOST_COLUMNS:
        raise BadSource(
            f"{file_name} has more than {MOST_COLUMNS:,} columns, as no table has; look at its first line, and whether "
            "rows stand in it side by side"
        )


def refuse_doubles(file_name: str, names: Iterable[str]) -> None:
    """Nobody can say which of two columns of one name is meant."""
    twice = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if twice:
        # Where a header is missing, its first row stands for it.
        raise BadSource(f"{file_name} has the column {mask_identifiers(twice[0][:40])} twice; rename one of them")


def _headers(lines: Sequence[str], known: frozenset[str]) -> Iterator[tuple[int, Header]]:
    """What each line would be as a header, by its best separator, and how many known names it has."""
    within = 0
    for number in range(min(len(lines), LOOK_LINES)):
        if number < within:
            continue
        read = [(*_names(lines[number:], separator), separator) for separator in SEPARATORS]
        names, taken, separator = max(read, key=lambda one: (len(known & set(one[0])), len(one[0])))
        if taken > 1 and _is_whole(lines[number : number + taken], separator):
            # What stands in the middle of a record begins none.
            within = number + taken
        if any(names):
            end = len("".join(lines[: number + taken]).encode())
            yield len(known & set(names)), Header(names, end, separator, "".join(lines[:number]), taken)


def _is_whole(lines: Sequence[str], separator: str) -> bool:
    """Whether the lines are one record whose quotes stand where they should: no stray quote that goes on and on."""
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False


def _names(lines: Sequence[str], separator: str) -> tuple[tuple[str, ...], int]:
    """The names in the first record, and how many lines it takes: quoted names may hold line breaks."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        return tuple(plain(name) for name in next(reader, [])), reader.line_num
    except csv.Error:
        # A value too long for a name.
        return (), 1

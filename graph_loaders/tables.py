"""The tables of a hand-over's file, and the header of each by its first lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from graph_loaders.books import sheets_of
from graph_loaders.containers import first_octets, members_of, on_disk
from graph_loaders.handed import BOOK_SUFFIXES, JSON_SUFFIXES, Handed
from graph_loaders.header import LOOK_BYTES, find_header, plain
from graph_loaders.lines import open_lines
from graph_loaders.raw import open_raw
from graph_loaders.sorts import sort_of
from workbench.errors import BadSource

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
Table = Handed | tuple[Handed, BadSource]
"""A table, or one that is refused with its reason."""


def tables_of(path: Path) -> Iterator[Table]:
    """The tables in a file: itself, the members of an archive, the sheets of a workbook (also of one in an archive)."""
    try:
        found = members_of(path) if path.suffix.lower() == ".zip" else iter([Handed(path)])
        for one in found:
            yield from _sheets(one) if isinstance(one, Handed) else (one,)
    except BadSource as error:
        yield Handed(path), error


def _sheets(handed: Handed) -> Iterator[Table]:
    try:
        if sort_of(handed) not in BOOK_SUFFIXES:
            yield handed
            return
        with on_disk(handed) as path:
            sheets = sheets_of(path)
        yield from (handed.with_sheet(sheet) for sheet in sheets)
    except BadSource as error:
        yield handed, error


def headers_of(handed: Handed, known: frozenset[str]) -> frozenset[str]:
    """The table's headers in their one spelling, read from its beginning only; `known` ones help to find their line."""
    sort = sort_of(handed)
    if sort == ".parquet" or sort in BOOK_SUFFIXES:
        with open_raw(handed, known) as raw:
            return frozenset(plain(name) for name in raw.names)
    stream = io.BytesIO(_text(first_octets(handed, LOOK_BYTES)).encode())
    if sort in JSON_SUFFIXES:
        return frozenset(plain(name) for name in open_lines(handed.name, stream, known, "").names)
    return frozenset(find_header(handed.name, stream, known).names)


def _text(octets: bytes) -> str:
    """The beginning of a text; a character that is cut at its end is left out."""
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            return codecs.getincrementaldecoder(encoding)("ignore").decode(octets)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(octets)
    except UnicodeDecodeError:
        return codecs.getincrementaldecoder("gb18030")("ignore").decode(octets)

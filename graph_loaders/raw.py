"""A table as raw text columns with record numbers, before anything is cleaned, whatever its file is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from graph_loaders.books import open_sheet
from graph_loaders.containers import on_disk
from graph_loaders.handed import BOOK_SUFFIXES, JSON_SUFFIXES, Handed, handed_of
from graph_loaders.header import find_header
from graph_loaders.lines import open_lines
from graph_loaders.opened import open_text
from graph_loaders.parquet import open_parquet
from graph_loaders.separated import separated
from graph_loaders.sorts import sort_of
from graph_loaders.stretches import Raw

BLOCK = 1 << 23
"""Bytes of text that are looked at together; no row may be longer."""


@contextmanager
def open_raw(table: Path | Handed, known: frozenset[str]) -> Iterator[Raw]:
    """The table's columns and rows; `known` headers help to find the separator and the header's line."""
    handed = handed_of(table)
    sort = sort_of(handed)
    with on_disk(handed) as path:
        if sort == ".parquet":
            yield open_parquet(path, known)
        elif sort in BOOK_SUFFIXES:
            with open_sheet(path, handed.sheet, known) as raw:
                yield raw
        else:
            with open_text(path) as text:
                yield _raw_text(handed, text.stream, text.encoding, known)


def _raw_text(handed: Handed, stream: BinaryIO, encoding: str, known: frozenset[str]) -> Raw:
    if handed.suffix in JSON_SUFFIXES:
        return open_lines(handed.name, stream, known, encoding)
    header = find_header(handed.name, stream, known)
    return Raw(header.names, encoding, separated(handed.name, stream, header, BLOCK), header.banner)

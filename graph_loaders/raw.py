"""A file as raw text columns with record numbers, before anything is cleaned: separated text, or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_loaders.header import find_header
from graph_loaders.opened import open_text
from graph_loaders.parquet import open_parquet
from graph_loaders.separated import separated
from graph_loaders.stretches import Raw

BLOCK = 1 << 23
"""Bytes of text that are looked at together; no row may be longer."""


@contextmanager
def open_raw(path: Path, known: frozenset[str]) -> Iterator[Raw]:
    """The file's columns and rows; `known` headers help to find the separator and the header's line."""
    if path.suffix.lower() == ".parquet":
        yield open_parquet(path, known)
        return
    with open_text(path) as text:
        header = find_header(path.name, text.stream, known)
        yield Raw(header.names, text.encoding, separated(path.name, text.stream, header, BLOCK), header.banner)

"""One table of a hand-over: a file, a file within an archive, or a sheet of a workbook."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from graph_loaders.opened import file_hash

TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
JSON_SUFFIXES = (".jsonl", ".ndjson")
BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls")
TABLE_SUFFIXES = (*TEXT_SUFFIXES, ".parquet", *JSON_SUFFIXES, *BOOK_SUFFIXES)
ARCHIVE_SUFFIXES = (".gz", ".zip")
SUFFIXES = (*TABLE_SUFFIXES, *ARCHIVE_SUFFIXES)
"""What a file's name may end in."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A table as it was handed over: the file received, the member of an archive, the sheet of a workbook."""

    path: Path
    member: str = ""
    sheet: str = ""

    @property
    def name(self) -> str:
        """What receipts call it: `archive.zip/inner.csv`, `book.xlsx/Sheet1`."""
        return "/".join(part for part in (_text(self.path.name), self.member, self.sheet) if part)

    @property
    def inner(self) -> str:
        """The file's own name, wherever it lies, without the `.gz` around it."""
        name = PurePosixPath(self.member).name if self.member else _text(self.path.name)
        return name[: -len(".gz")] if not self.member and name.lower().endswith(".gz") else name

    @property
    def called(self) -> tuple[str, ...]:
        """The names that may say what it is: the sheet's, then the file's own."""
        return tuple(one for one in (self.sheet, self.inner) if one)

    @property
    def suffix(self) -> str:
        """The ending of the file's own name, in lower case."""
        return PurePosixPath(self.inner).suffix.lower()

    def with_sheet(self, sheet: str) -> Handed:
        """That sheet of it."""
        return replace(self, sheet=sheet)


def handed_of(path: Path | Handed) -> Handed:
    """The table that a path names by itself."""
    return path if isinstance(path, Handed) else Handed(path)


def original_hash(handed: Handed) -> str:
    """The SHA-256 of the file as it was received."""
    try:
        state = handed.path.stat()
    except OSError:
        return file_hash(handed.path)
    return _hash(handed.path, state.st_mtime_ns, state.st_size, state.st_ino)


def table_hash(handed: Handed) -> str:
    """What names the table: the hash of its file, with the member's and the sheet's name where it is one of several."""
    outer = original_hash(handed)
    if not handed.member and not handed.sheet:
        return outer
    return hashlib.sha256(f"{outer}\0{handed.member}\0{handed.sheet}".encode()).hexdigest()


@lru_cache(maxsize=4)
def _hash(path: Path, _changed: int, _size: int, _place: int) -> str:
    # An archive of a thousand members is not read a thousand times for its hash.
    return file_hash(path)


def _text(name: str) -> str:
    """The file's name as text: names out of older archives are GB18030 bytes, which no receipt could hold."""
    octets = os.fsencode(name)
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("gb18030", errors="replace")

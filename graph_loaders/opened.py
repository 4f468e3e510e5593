"""A handed-over file opened: its hash, its encoding, and its text as UTF-8 whatever it was written in."""

from __future__ import annotations

import codecs
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workbench.errors import BadSource, UsedWrongly

CHUNK = 1 << 22
# The first octet of a character that UTF-8 writes with three octets or four, as it does all Chinese.
_LEAD_OF_THREE = 0xE0
_BY_CHANCE = 6
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text file as UTF-8 without a mark, and the encoding it came in."""

    stream: BinaryIO
    encoding: str


def file_hash(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise UsedWrongly(f"there is no file {path.name}; give the path of a file or folder that is there") from None
    except OSError as error:
        raise BadSource(f"{path.name} cannot be read ({error.strerror}); check its rights and the disk") from None


@contextmanager
def open_text(path: Path) -> Iterator[Text]:
    """The file's text as UTF-8: marks are believed, else strict UTF-8, else GB18030, else the file is refused."""
    encoding = find_encoding(path)
    if encoding in {"utf-8", "utf-8-sig"}:
        with path.open("rb") as stream:
            stream.seek(3 if encoding == "utf-8-sig" else 0)
            yield Text(stream, encoding)
        return
    # DuckDB and Arrow read UTF-8 only, so anything else is rewritten once, beside the system's other short-lived files.
    with tempfile.TemporaryFile() as rewritten, path.open("rb") as stream:
        for text in _decoded(stream, encoding):
            rewritten.write(text.encode())
        rewritten.seek(0)
        yield Text(rewritten, encoding)


def find_encoding(path: Path) -> str:
    """The encoding the whole file can be read in: never the first that fits its beginning."""
    with path.open("rb") as stream:
        start = stream.read(4)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            if _fits(path, encoding):
                return encoding
            raise _unreadable(path)
    # Strict UTF-8 first: GB18030 accepts nearly every UTF-8 text and would corrupt it in silence.
    if _fits(path, "utf-8"):
        return "utf-8"
    if not _begins_as_utf8(path) and _fits(path, "gb18030"):
        return "gb18030"
    raise _unreadable(path)


def _unreadable(path: Path) -> BadSource:
    return BadSource(
        f"{path.name} is neither UTF-8 nor GB18030 text from beginning to end; save it as UTF-8 CSV and load it again"
    )


def _fits(path: Path, encoding: str) -> bool:
    try:
        with path.open("rb") as stream:
            for _ in _decoded(stream, encoding):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _begins_as_utf8(path: Path) -> bool:
    """Whether a file that is not UTF-8 throughout is so for long enough that it was meant to be."""
    with path.open("rb") as stream:
        start = stream.read(CHUNK)
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        start = start[: error.start]
    # GB18030 text keeps to UTF-8's rules by chance for a character or two, never for a line of them.
    return sum(octet >= _LEAD_OF_THREE for octet in start) >= _BY_CHANCE


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)

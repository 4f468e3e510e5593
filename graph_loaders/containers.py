"""Archives: what a .zip holds, and its members or what a .gz holds unpacked, one at a time and never without limit."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from graph_loaders.handed import TABLE_SUFFIXES, Handed
from workbench.disk import short_lived
from workbench.errors import BadSource

MOST_MEMBERS = 1000
MOST_BYTES = 16 << 30
MOST_RATIO = 100
"""Tables compress to a twentieth; what shrinks to a hundredth was made to fill a disk."""
SMALL = 1 << 20
"""Bytes that may be unpacked whatever the ratio: a short table of equal rows is no bomb."""
CHUNK = 1 << 20
MOST_LISTED = 4 << 20
"""Bytes of an archive's list of its files; a thousand of them take a tenth of it."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
_NESTED = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")


def members_of(path: Path) -> Iterator[Handed | tuple[Handed, BadSource]]:
    """The tables within a .zip, and what in it is refused with its reason; other files in it are passed over.

    Raises BadSource where the archive as a whole cannot be: broken, too many members, or made to fill a disk.
    """
    try:
        with _opened(path) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
    except _BROKEN as error:
        raise _broken(path.name, error) from None
    if len(found) > MOST_MEMBERS:
        raise BadSource(
            f"{path.name} holds {len(found):,} files, more than {MOST_MEMBERS:,}; hand over smaller archives"
        )
    _refuse_bomb(path.name, sum(one.file_size for one in found), path.stat().st_size)
    names = Counter(_name(one) for one in found)
    for one in found:
        name = _name(one)
        reason = "stands twice in it" if names[name] > 1 else _reason(one, name)
        if reason:
            yield Handed(path, name), BadSource(f"{path.name}/{name} {reason}; ask for the archive again")
        elif _is_table(name):
            yield Handed(path, name)


@contextmanager
def on_disk(handed: Handed) -> Iterator[Path]:
    """The table's file: as it lies there, or unpacked into a folder that goes with the context.

    Raises BadSource where it breaks off, is not what the archive declares, or grows beyond every table.
    """
    packed = handed.path.suffix.lower()
    if packed not in {".gz", ".zip"}:
        yield handed.path
        return
    with short_lived() as folder:
        # Its own name, for whoever reads the message; nothing else of what the archive says goes into the path.
        unpacked = folder / (re.sub(r"[\x00-\x1f/\\]", "_", handed.inner)[-80:] or "table")
        try:
            with unpacked.open("wb") as out:
                _unpack(handed, out)
        except _BROKEN as error:
            raise _broken(handed.name, error) from None
        yield unpacked


def sizes_within(path: Path) -> list[int]:
    """The bytes that each file in an archive, a workbook for one, says to unpack to; none where it is no archive."""
    try:
        with _opened(path) as archive:
            return [one.file_size for one in archive.infolist()]
    except zipfile.BadZipFile:
        return []
    except _BROKEN as error:
        raise _broken(path.name, error) from None


def first_octets(handed: Handed, most: int) -> bytes:
    """The first so many bytes of the table's file, unpacked no further than that."""
    try:
        if handed.member:
            with _opened(handed.path) as archive, archive.open(_info(archive, handed.member)) as stream:
                return stream.read(most)
        opened = gzip.open if handed.path.suffix.lower() == ".gz" else open
        with opened(handed.path, "rb") as stream:
            return bytes(stream.read(most))
    except _BROKEN as error:
        raise _broken(handed.name, error) from None


class _Careful(io.FileIO):
    """A file of which nothing is read at once that is larger than the list of an archive's files may be."""

    def read(self, size: int | None = -1) -> bytes:
        """So many bytes; BadZipFile where somebody is led to ask for more than any honest archive makes him."""
        if size is not None and size > MOST_LISTED:
            raise zipfile.BadZipFile("it lists more files than any hand-over has")
        return super().read(-1 if size is None else size)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with _Careful(path) as stream, zipfile.ZipFile(stream) as archive:
        yield archive


def _info(archive: zipfile.ZipFile, member: str) -> zipfile.ZipInfo:
    return next(one for one in archive.infolist() if _name(one) == member)


def _unpack(handed: Handed, out: IO[bytes]) -> None:
    size = handed.path.stat().st_size
    if not handed.member:
        with gzip.open(handed.path) as stream:
            _copy(handed.name, stream.read, out, (size, MOST_BYTES))
        return
    with _opened(handed.path) as archive:
        info = _info(archive, handed.member)
        with archive.open(info) as stream:
            _copy(handed.name, stream.read, out, (info.compress_size, info.file_size))


def _copy(name: str, read: Callable[[int], bytes], out: IO[bytes], sizes: tuple[int, int]) -> None:
    """Copies what is read, as long as it stays within what is declared and what its packed size allows."""
    packed, declared = sizes
    done = 0
    while chunk := read(CHUNK):
        done += len(chunk)
        if done > declared:
            raise BadSource(f"{name} holds more than it declares; ask for the archive again")
        _refuse_bomb(name, done, packed)
        _refuse_full(name, out, len(chunk))
        out.write(chunk)


def _refuse_full(name: str, out: IO[bytes], more: int) -> None:
    if shutil.disk_usage(Path(out.name).parent).free < more + (64 << 20):
        raise BadSource(f"{name} does not fit on the disk unpacked; make room and load it again")


def _refuse_bomb(name: str, unpacked: int, packed: int) -> None:
    if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1)):
        raise BadSource(
            f"{name} unpacks to more than {MOST_RATIO} times its size, or beyond {MOST_BYTES >> 30} GiB, as no "
            "table does; unpack it yourself and load what is a table"
        )


def _reason(info: zipfile.ZipInfo, name: str) -> str:
    """Why a member is refused, or nothing."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in parts or "\0" in name or not parts:
        return "is named as a path out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link to somewhere else"
    if not _is_table(name) and name.lower().endswith(_NESTED):
        return "is an archive within the archive, which is not opened"
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        # The other ways are unpacked as a whole, however much that is.
        return "is packed in an unusual way; pack it as an ordinary .zip"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; unpack it with its password and load what is in it"
    return ""


def _is_table(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return path.suffix.lower() in TABLE_SUFFIXES and not hidden and not path.name.startswith("~$")


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 where it says so or is so, else GB18030 as older Chinese systems write it."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        octets = name.encode("cp437", errors="replace")
        try:
            name = octets.decode()
        except UnicodeDecodeError:
            name = octets.decode("gb18030", errors="replace")
    return name.replace("\\", "/")


def _broken(name: str, error: Exception) -> BadSource:
    why = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
    return BadSource(f"{name} cannot be opened ({why}); ask for the file again, or check your rights")

"""Archives: what a .zip holds, and its members or what a .gz holds unpacked, one at a time and never without limit."""

from __future__ import annotations

import io
import re
import shutil
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
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
SIP = 1 << 14
"""Packed bytes that are unpacked together: what is left of them is copied at the end of each gzip member."""
MOST_LISTED = 4 << 20
"""Bytes of an archive's list of its files; a thousand of them take a tenth of it."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_GZIP = 31
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
        reason = "stands twice in it; ask for the archive again" if names[name] > 1 else _reason(one, name)
        if reason:
            yield Handed(path, name), BadSource(f"{path.name}/{name} {reason}")
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
    got = bytearray()
    try:
        with closing(_unpacked(handed)) as chunks:
            for chunk in chunks:
                got += chunk
                if len(got) >= most:
                    break
    except _BROKEN as error:
        raise _broken(handed.name, error) from None
    return bytes(got[:most])


def _unpacked(handed: Handed) -> Generator[bytes, None, None]:
    """What the table's file holds, chunk by chunk."""
    if handed.member:
        with _opened(handed.path) as archive, archive.open(_info(archive, handed.member)) as member:
            yield from _read(member)
    else:
        with handed.path.open("rb") as stream:
            yield from _gunzipped(stream) if handed.path.suffix.lower() == ".gz" else _read(stream)


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _gunzipped(stream: IO[bytes]) -> Iterator[bytes]:
    """What gzip's members hold, one after the other, and noughts between them left out.

    Not by Python's own module: it takes names that never end byte by byte, and tells of broken files in their bytes.
    """
    packed = b""
    while packed := (packed or stream.read(SIP)):
        packed = packed.lstrip(b"\0")
        member = zlib.decompressobj(_GZIP)
        while packed and not member.eof:
            if chunk := member.decompress(packed, CHUNK):
                yield chunk
            packed = member.unused_data if member.eof else member.unconsumed_tail or stream.read(SIP)
            if not packed and not member.eof:
                raise EOFError("it breaks off")


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
    """Unpacks as much as is declared and as the packed size allows."""
    packed, declared = _declared(handed)
    done = 0
    with closing(_unpacked(handed)) as chunks:
        for chunk in chunks:
            done += len(chunk)
            if done > declared:
                raise BadSource(f"{handed.name} holds more than it declares; ask for the archive again")
            _refuse_bomb(handed.name, done, packed)
            _refuse_full(handed.name, out, len(chunk))
            out.write(chunk)


def _declared(handed: Handed) -> tuple[int, int]:
    """The packed size, and the most that may come out of it."""
    if not handed.member:
        return handed.path.stat().st_size, MOST_BYTES
    with _opened(handed.path) as archive:
        info = _info(archive, handed.member)
    return info.compress_size, info.file_size


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
        return "is named as a path out of the archive; ask for the archive again"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link to somewhere else; ask for what it points at"
    if not _is_table(name) and name.lower().endswith(_NESTED):
        return "is an archive within the archive, which is not opened; unpack it and load what is in it"
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

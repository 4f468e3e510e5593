"""Archives that nobody should hand over: bombs, false sizes, names that lead elsewhere, members that are none."""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from faults.hostile.file import GOOD, HEAD, MIB, Hostile, calls

GBK = "话单".encode("gb18030")
LISTED = "<IHHHHHHIIIHHHHHII"


def zipped(*members: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members, also of one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def _renamed(octets: bytes, name: bytes) -> bytes:
    return octets.replace(b"X" * len(name), name)


def _said(octets: bytes, size: int, said: int) -> bytes:
    """The archive with another size declared, wherever it stands."""
    return octets.replace(struct.pack("<I", size), struct.pack("<I", said))


def _link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("calls.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _encrypted() -> bytes:
    octets = bytearray(zipped(("calls.csv", calls())))
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(octets)


def _listing(names: Iterable[bytes], packed: bytes, unpacked: bytes, at: Callable[[int], int]) -> bytes:
    """An archive's list in which every file lies at the place that `at` gives for its number."""
    listed = bytearray()
    number = 0
    for number, name in enumerate(names, 1):
        sizes = (zlib.crc32(unpacked), len(packed), len(unpacked), len(name))
        listed += struct.pack(LISTED, 0x02014B50, 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0, at(number)) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, *[min(number, 65535)] * 2, len(listed), at(0), 0)
    return bytes(listed) + end


def _deflated(content: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packing.compress(content) + packing.flush()


def _overlapping(path: Path) -> None:
    """A hundred files that are one and the same place in the archive."""
    content = calls() + b"\n" * MIB
    packed = _deflated(content)
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), len(content), 9, 0)
    body = head + b"calls.csv" + packed
    names = (b"calls_%d.csv" % number for number in range(100))
    path.write_bytes(body + _listing(names, packed, content, lambda number: 0 if number else len(body)))


def _endless_list(path: Path) -> None:
    """A list of two hundred thousand files."""
    path.write_bytes(_listing((b"%06d.csv" % number for number in range(200_000)), b"", b"", lambda _: 0))


def _bomb(path: Path) -> None:
    """Twenty files of two megabytes of noughts."""
    path.write_bytes(zipped(*((f"calls_{number}.csv", b"\0" * 2 * MIB) for number in range(20))))


def _bzip(path: Path) -> None:
    """A member of the other way of packing, which Python unpacks as a whole; it says that it is small."""
    packing = bz2.BZ2Compressor()
    packed = b"".join(packing.compress(b"0" * MIB) for _ in range(400)) + packing.flush()
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 46, 0, 12, 0, 0, 0, len(packed), 4000, 9, 0) + b"calls.csv"
    listed = struct.pack(LISTED, 0x02014B50, 46, 46, 0, 12, 0, 0, 0, len(packed), 4000, 9, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(listed) + 9, len(head) + len(packed), 0)
    path.write_bytes(head + packed + listed + b"calls.csv" + end)


def _gz_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=6) as stream:
        stream.write(calls())
        for _ in range(100):
            stream.write(b"\n" * MIB)


ONE = (1, 0)
WRONG = ("calls.csv", calls(GOOD * 200))
ARCHIVES = (
    Hostile("zip_nested.zip", zipped(("a.zip", zipped(("b.zip", b"PK")))), members={"zip_nested.zip/a.zip": "within"}),
    Hostile("zip_gz.zip", zipped(("calls.csv.gz", b"\x1f\x8b")), members={"zip_gz.zip/calls.csv.gz": "within"}),
    Hostile("zip_bomb.zip", _bomb, says="more than 100 times its size"),
    Hostile("zip_overlap.zip", _overlapping, says="more than 100 times its size"),
    Hostile("zip_list.zip", _endless_list, says="lists more files"),
    Hostile("zip_members.zip", zipped(*((f"calls_{n}.csv", b"") for n in range(1001))), says="more than 1,000"),
    Hostile("zip_bzip.zip", _bzip, members={"zip_bzip.zip/calls.csv": "unusual way"}),
    Hostile(
        "zip_lzma.zip",
        zipped(("calls.csv", calls()), way=zipfile.ZIP_LZMA),
        members={"zip_lzma.zip/calls.csv": "unusual way"},
    ),
    Hostile(
        "zip_more.zip",
        _said(zipped(WRONG), len(WRONG[1]), 100),
        members={"zip_more.zip/calls.csv": "cannot be opened"},
    ),
    Hostile(
        "zip_less.zip",
        _said(zipped(WRONG), len(WRONG[1]), len(WRONG[1]) + 9),
        members={"zip_less.zip/calls.csv": (201, 0)},
    ),
    Hostile("zip_encrypted.zip", _encrypted(), members={"zip_encrypted.zip/calls.csv": "is encrypted"}),
    Hostile("zip_link.zip", _link(), members={"zip_link.zip/calls.csv": "is a link"}),
    Hostile("zip_up.zip", zipped(("../calls.csv", calls())), members={"zip_up.zip/../calls.csv": "path out of"}),
    Hostile(
        "zip_root.zip", zipped(("/etc/calls.csv", calls())), members={"zip_root.zip//etc/calls.csv": "path out of"}
    ),
    Hostile(
        "zip_back.zip", zipped(("..\\..\\calls.csv", calls())), members={"zip_back.zip/../../calls.csv": "path out of"}
    ),
    Hostile("zip_drive.zip", zipped(("C:\\calls.csv", calls())), members={"zip_drive.zip/C:/calls.csv": "path out of"}),
    Hostile(
        "zip_folder.zip", zipped(("a\\calls.csv", calls(GOOD * 6))), members={"zip_folder.zip/a/calls.csv": (7, 0)}
    ),
    Hostile(
        "zip_gbk.zip", _renamed(zipped(("calls_XXXX.csv", calls())), GBK), members={"zip_gbk.zip/calls_话单.csv": ONE}
    ),
    Hostile(
        "zip_twice.zip",
        zipped(("calls.csv", calls()), ("calls.csv", calls(GOOD))),
        members={"zip_twice.zip/calls.csv": "stands twice"},
    ),
    Hostile(
        "zip_case.zip",
        zipped(("calls.csv", calls()), ("CALLS.CSV", calls(GOOD))),
        members={"zip_case.zip/calls.csv": ONE, "zip_case.zip/CALLS.CSV": (2, 0)},
    ),
    Hostile(
        "zip_unseen.zip",
        zipped(("calls_\n\x1b[2J\u202e.csv", calls(GOOD))),
        members={"zip_unseen.zip/calls_\n\x1b[2J\u202e.csv": (2, 0)},
    ),
    Hostile("zip_cut.zip", zipped(WRONG)[:-30], says="cannot be opened"),
    Hostile("zip_none.zip", calls(), says="cannot be opened"),
    Hostile("zip_empty.zip", b"", says="cannot be opened"),
    Hostile(
        "zip_rows.zip", zipped(("calls.csv", (HEAD + "a,b\n" * 9).encode())), members={"zip_rows.zip/calls.csv": (0, 9)}
    ),
    Hostile("calls_bomb.csv.gz", _gz_bomb, says="more than 100 times its size"),
    Hostile("calls_trail.csv.gz", gzip.compress(calls(), mtime=0) + b"13800138000 more", says="cannot be opened"),
    Hostile("calls_padded.csv.gz", gzip.compress(calls(GOOD * 7), mtime=0) + b"\0" * 999, 8),
    Hostile("calls_cut.csv.gz", gzip.compress(calls(GOOD * 99), mtime=0)[:-9], says="breaks off"),
    Hostile("calls_sum.csv.gz", gzip.compress(calls(), mtime=0)[:-8] + b"\0" * 8, says="cannot be opened"),
    Hostile("calls_members.csv.gz", gzip.compress(b"", mtime=0) * 100_000 + gzip.compress(calls(GOOD * 8), mtime=0), 9),
    Hostile("calls_named.csv.gz", b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"n" * 20 * MIB, says="breaks off"),
    Hostile("calls_twice.csv.gz", gzip.compress(gzip.compress(calls(), mtime=0), mtime=0), says=""),
    Hostile("calls_none.csv.gz", calls(), says="cannot be opened"),
    Hostile("calls_empty.csv.gz", b"", says="is empty"),
)

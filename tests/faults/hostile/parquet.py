"""Parquet that nobody should hand over: cut, false about itself, gigabytes in a page, values that are no text."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from faults.hostile.file import MIB, Hostile, calls

ROW = {"caller": "13800138000", "callee": "13900139000", "at": "2026-01-02 03:04:05", "seconds": "60"}
PACKED = b"PAR1" + b"\0" * 99
# 5,000 rows as a footer writes the number, and 8,000.
SAID = (b"\x90\x4e", b"\x80\x7d")
LARGE = 1 << 29
WIDE = 1 << 62
Value = int | bytes | list[int] | list[bytes]


def _parquet(**columns: pa.Array) -> Callable[[Path], None]:
    good = {"caller": "13800138000", "callee": "13900139000", "at": "2026-01-02 03:04:05", "seconds": "60"}
    length = len(next(iter(columns.values()))) if columns else 1
    table = {name: pa.array([value] * length) for name, value in good.items()} | columns
    return lambda path: pq.write_table(pa.table(table), path)


def _broken(harm: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        _parquet(seconds=pa.array(["60"] * 5000))(path)
        path.write_bytes(harm(path.read_bytes()))

    return write


def _said_often(times: int, kind: pa.DataType) -> Callable[[Path], None]:
    """A value of 8 MiB said many times: two pages on the disk, gigabytes where somebody writes them out."""

    def write(path: Path) -> None:
        values = pa.array(["9" * 8 * MIB]).cast(kind)
        _parquet(cell=pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), values))(path)

    return write


def _no_text(path: Path) -> None:
    """A text that says it is UTF-8, and is not."""
    octets = pa.array([b"\xff\xfe"])
    _parquet(cell=pa.StringArray.from_buffers(1, octets.buffers()[1], octets.buffers()[2]))(path)


def _rows_said(path: Path) -> None:
    """Ten million rows in some kilobytes."""
    places = pa.array(np.zeros(10_000_000, np.int8))
    pq.write_table(
        pa.table({name: pa.DictionaryArray.from_arrays(places, [value]) for name, value in ROW.items()}), path
    )


def _in_common(path: Path) -> None:
    """Values of a megabyte each that say only that they begin as the one before."""
    table = pa.table({name: [value] * 256 for name, value in ROW.items()} | {"cell": ["9" * MIB] * 256})
    pq.write_table(table, path, use_dictionary=False, column_encoding={"cell": "DELTA_BYTE_ARRAY"})


def _number(value: int) -> bytes:
    """A whole number as Thrift's compact protocol writes it."""
    out, rest = b"", value << 1
    while rest > 127:
        out, rest = out + bytes([rest & 127 | 128]), rest >> 7
    return out + bytes([rest])


def _struct(**fields: Value) -> bytes:
    """A struct of fields named by their numbers, as `f1`: whole numbers, texts or structs, and lists of these."""
    out, before = b"", 0
    for name, value in fields.items():
        number = int(name[1:])
        kind, content = _field(value)
        out += bytes([number - before << 4 | kind]) + content
        before = number
    return out + b"\0"


def _field(value: Value) -> tuple[int, bytes]:
    if isinstance(value, int):
        # Numbers of 32 bits and of 64 are written alike, and told apart by their kind.
        return (6 if value >= WIDE else 5), _number(value % WIDE)
    if isinstance(value, list):
        kinds, items = zip(*map(_field, value), strict=True)
        return 9, bytes([len(items) << 4 | kinds[0]]) + b"".join(items)
    return (12, value) if value.endswith(b"\0") else (8, bytes([len(value)]) + value)


def _page_bomb(path: Path) -> None:
    """A value of half a gigabyte in a page that gzip made small; by hand, since an engine would hold it whole."""
    packing = zlib.compressobj(1, zlib.DEFLATED, 31)
    packed = packing.compress(struct.pack("<I", LARGE - 4) + b"9" * (8 * MIB - 4))
    packed += b"".join(packing.compress(b"9" * 8 * MIB) for _ in range(63)) + packing.flush()
    page = _struct(f1=0, f2=LARGE, f3=len(packed), f5=_struct(f1=1, f2=0, f3=3, f4=3)) + packed
    schema, chunks = [_struct(f4=b"root", f5=len(ROW))], []
    for name in (one.encode() for one in ROW):
        schema.append(_struct(f1=6, f3=0, f4=name))
        said = {
            "f1": 6,
            "f2": [0],
            "f3": [name],
            "f4": 2,
            "f5": WIDE + 1,
            "f6": WIDE + LARGE,
            "f7": WIDE + len(page),
            "f9": WIDE + 4,
        }
        chunks.append(_struct(f2=WIDE + 4, f3=_struct(**said)))
    group = _struct(f1=chunks, f2=WIDE + LARGE, f3=WIDE + 1)
    footer = _struct(f1=1, f2=schema, f3=WIDE + 1, f4=[group])
    path.write_bytes(b"PAR1" + page + footer + struct.pack("<I", len(footer)) + b"PAR1")


def _columns(path: Path) -> None:
    pq.write_table(pa.table({f"c{number}": pa.array([1]) for number in range(5000)}), path)


def _footer(path: Path) -> None:
    """A footer longer than any table's: the engine would write it out in memory, many times over."""
    path.write_bytes(b"PAR1" + b"\x19" * 9 * MIB + struct.pack("<I", 9 * MIB) + b"PAR1")


PARQUET = (
    Hostile("calls_cut.parquet", _broken(lambda whole: whole[: len(whole) // 2]), says="Parquet"),
    Hostile("calls_tail.parquet", _broken(lambda whole: whole[-200:]), says="Parquet"),
    Hostile("calls_magic.parquet", _broken(lambda whole: b"PAR2" + whole[4:-4] + b"PAR2"), says="Parquet"),
    Hostile(
        "calls_footer.parquet", _broken(lambda whole: whole[:-8] + struct.pack("<I", 2**31) + b"PAR1"), says="Parquet"
    ),
    Hostile("calls_pages.parquet", _broken(lambda whole: whole[:4] + b"\xff" * 400 + whole[404:]), says=""),
    Hostile("calls_is_csv.parquet", calls(), says="Parquet"),
    Hostile("calls_is_parquet.csv", _parquet(seconds=pa.array(["60"])), says=""),
    Hostile("calls_nested.parquet", _parquet(caller=pa.array([{"a": 1}])), says="flatten"),
    Hostile("calls_listed.parquet", _parquet(caller=pa.array([["13800138000"]])), says="flatten"),
    Hostile("calls_octets.parquet", _parquet(caller=pa.array([b"\xff\xfe"])), says=""),
    Hostile("calls_no_text.parquet", _no_text, says="breaks off"),
    Hostile("calls_no_name.parquet", _broken(lambda whole: whole.replace(b"seconds", b"sec\xffnds")), says="not whole"),
    Hostile("calls_no_columns.parquet", lambda path: pq.write_table(pa.table({}), path), says="no columns"),
    Hostile("calls_often.parquet", _said_often(256, pa.string()), says="more than 100 times its size"),
    Hostile("calls_large.parquet", _said_often(256, pa.large_string()), says="more than 100 times its size"),
    Hostile("calls_binary.parquet", _said_often(256, pa.binary()), says="more than 100 times its size"),
    Hostile("calls_few.parquet", _said_often(4, pa.string()), 0, 4),
    Hostile("calls_rows.parquet", _rows_said, says="more than 100 times its size"),
    Hostile("calls_common.parquet", _in_common, says="DELTA_BYTE_ARRAY"),
    Hostile("calls_page.parquet", _page_bomb, says="pages larger than any table's"),
    Hostile("calls_fixed.parquet", _parquet(cell=pa.array([b"9" * 64] * 3, pa.binary(64))), says="flatten"),
    Hostile("calls_columns.parquet", _columns, says="4,096 columns"),
    Hostile("calls_long_footer.parquet", _footer, says="more columns or row groups"),
    Hostile("calls_said_rows.parquet", _broken(lambda whole: whole.replace(*SAID)), says=""),
    Hostile("calls_packed.parquet.gz", lambda path: path.write_bytes(gzip.compress(PACKED)), says="Parquet"),
)

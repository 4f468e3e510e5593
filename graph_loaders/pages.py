"""The pages of a Parquet file by their own headers, looked at before anything is unpacked.

A page says what it comes to unpacked, and an engine believes it: two gigabytes from some kilobytes. The headers are
written in Thrift's compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md) as apache/parquet-format's
parquet.thrift describes them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

FIRST_LOOK = 1 << 10
MOST_HEADER = 1 << 20
"""Bytes of a page's header; the smallest and the greatest value may stand in it."""
DELTA_BYTE_ARRAY = 7
_DATA, _LISTED, _DATA_2 = 5, 7, 8
_WHOLE = {3, 4, 5, 6}
Struct: TypeAlias = "dict[int, int | Struct]"


class NoPage(ValueError):
    """What stands there is no page's header."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself: bytes unpacked, values, how they are written, and whether it is the list of them."""

    unpacked: int
    values: int
    encoding: int
    is_list: bool


def pages_of(file: int, start: int, length: int, values: int) -> Iterator[Page]:
    """The pages of one column in one row group, which begin at `start`, up to the one that ends its values.

    Raises NoPage where they are none, or reach beyond `length`.
    """
    place, end = start, start + length
    while values > 0:
        header, size = _header(file, place)
        packed, page = _page(header)
        place += size + packed
        if place > end:
            raise NoPage("a page is longer than its column")
        values -= 0 if page.is_list else page.values
        yield page


def _page(header: Struct) -> tuple[int, Page]:
    for field, encoding in ((_DATA, 2), (_LISTED, 2), (_DATA_2, 4)):
        inner = header.get(field)
        if isinstance(inner, dict):
            unpacked, packed = _number(header, 2), _number(header, 3)
            return packed, Page(unpacked, _number(inner, 1), _number(inner, encoding), field == _LISTED)
    # An index page: nobody writes them, and nobody reads them.
    return _number(header, 3), Page(_number(header, 2), 0, 0, is_list=True)


def _number(struct: Struct, field: int) -> int:
    value = struct.get(field, -1)
    if not isinstance(value, int) or value < 0:
        raise NoPage("a page does not say how large it is")
    return value


def _header(file: int, place: int) -> tuple[Struct, int]:
    """The header that begins at that byte, and its length."""
    look = FIRST_LOOK
    while look <= MOST_HEADER:
        reader = _Compact(os.pread(file, look, place))
        try:
            return reader.struct(0), reader.place
        except IndexError:
            # Longer than what was looked at.
            look *= 4
    raise NoPage("a page's header does not end")


class _Compact:
    """Thrift's compact protocol, as far as it is written in pages' headers: whole numbers and structs are kept."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self.place = 0

    def struct(self, depth: int) -> Struct:
        """The struct's fields by their numbers; IndexError where it is cut."""
        if depth > 4:
            raise NoPage("a page's header is nested")
        found: Struct = {}
        field = 0
        while head := self._octet():
            field = field + (head >> 4) if head >> 4 else self._zigzag()
            kind = head & 15
            if kind == 12:
                found[field] = self.struct(depth + 1)
            elif kind in _WHOLE:
                found[field] = self._octet() if kind == 3 else self._zigzag()
            else:
                self._skip(kind)
        return found

    def _skip(self, kind: int) -> None:
        """A value that is of no use here: yes or no, a number with a point, or octets."""
        if kind in {7, 8}:
            length = 8 if kind == 7 else self._varint()
            self.place += length
        elif kind not in {1, 2}:
            raise NoPage("a page's header holds what none does")

    def _octet(self) -> int:
        octet = self._octets[self.place]
        self.place += 1
        return octet

    def _varint(self) -> int:
        value = shift = 0
        while True:
            octet = self._octet()
            value |= (octet & 0x7F) << shift
            if octet < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise NoPage("a page's header holds a number without end")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

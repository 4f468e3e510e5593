"""JSON Lines read as text columns: an object a line, numbers digit for digit as they stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from graph_loaders.header import plain, refuse_doubles, refuse_wide
from graph_loaders.stretches import Raw, Stretch
from workbench.errors import BadSource
from workbench.privacy import mask_identifiers

ROWS = 1 << 16
LOOK_ROWS = 1000
LONGEST = 1 << 20
"""Bytes of a line; no object of a table is longer."""
PART = 1 << 23
"""Bytes that are looked at together."""


class _NoRow(ValueError):
    """A line that is no row; its message says why."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's number and length, and its object or why it is none."""

    number: int
    length: int
    row: dict[str, str | None] | None
    reason: str = ""


def open_lines(file_name: str, stream: BinaryIO, known: frozenset[str], encoding: str) -> Raw:
    """The keys of the first thousand objects as headers, and every object as a row; lines that are none are told.

    What is nested under a key that is not `known` is left in the original; under a known one its row is told.
    """
    start = stream.tell()
    names: dict[str, None] = {}
    seen = 0
    for line in _lines(stream, known):
        seen += 1
        names.update(dict.fromkeys(line.row or ()))
        refuse_wide(file_name, len(names))
        if seen == LOOK_ROWS:
            break
    if not seen:
        raise BadSource(f"{file_name} is empty; ask for the file again")
    if not names:
        raise BadSource(f"{file_name} is no JSON Lines: none of its first lines is an object; ask for the file again")
    refuse_doubles(file_name, [plain(name) for name in names])
    stream.seek(start)
    return Raw(tuple(names), encoding, _stretches(_lines(stream, known), tuple(names), known))


def _stretches(lines: Iterator[_Line], names: tuple[str, ...], known: frozenset[str]) -> Iterator[Stretch]:
    rows: list[_Line] = []
    ragged: list[tuple[int, str]] = []
    size = 0
    for line in lines:
        size += line.length
        late = [key for key in line.row or () if key not in names and plain(key) in known]
        if line.row is None or late:
            ragged.append((line.number, line.reason or f"has {late[0]}, which the first {LOOK_ROWS} rows lack"))
        else:
            rows.append(line)
        if len(rows) + len(ragged) == ROWS or size > PART:
            yield _stretch(rows, ragged, names)
            rows, ragged, size = [], [], 0
    if rows or ragged:
        yield _stretch(rows, ragged, names)


def _stretch(lines: list[_Line], ragged: list[tuple[int, str]], names: tuple[str, ...]) -> Stretch:
    columns = [pa.array([(line.row or {}).get(name) for line in lines], pa.string()) for name in names]
    records = np.array([line.number for line in lines], dtype=np.int64)
    return Stretch(pa.RecordBatch.from_arrays(columns, names=list(names)), records, tuple(ragged))


def _lines(stream: BinaryIO, known: frozenset[str]) -> Iterator[_Line]:
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            _pass_over(stream, line)
            yield _Line(number, LONGEST, None, "is longer than any row")
        elif line.strip():
            yield _line(number, line, known)


def _pass_over(stream: BinaryIO, begun: bytes) -> None:
    """Goes to the end of the line that has begun."""
    while begun and not begun.endswith(b"\n"):
        begun = stream.readline(LONGEST)


def _line(number: int, line: bytes, known: frozenset[str]) -> _Line:
    try:
        return _Line(number, len(line), _row(line, known))
    except _NoRow as error:
        return _Line(number, len(line), None, str(error))
    except (ValueError, RecursionError):
        return _Line(number, len(line), None, "is no JSON object")


def _row(line: bytes, known: frozenset[str]) -> dict[str, str | None]:
    row = json.loads(line, object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=lambda _: None)
    if not isinstance(row, dict):
        raise _NoRow("is no JSON object")
    nested = {key for key, value in row.items() if isinstance(value, dict | list)}
    for key in sorted(nested):
        if plain(key) in known:
            raise _NoRow(f"{mask_identifiers(_whole(key[:40]))} is nested, which no table is")
    return {_whole(key): _text(value) for key, value in row.items() if key not in nested}


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise _NoRow("has a key twice")
    return row


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else _whole(str(value))


def _whole(text: str) -> str:
    """The text without half characters, which have no spelling in UTF-8."""
    return text.encode("utf-8", "replace").decode()

"""How a source's column is filled from a file: its headers, and what a mapping does to each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders import turned
from graph_loaders.clean.octets import Flags, flags
from graph_loaders.clean.spelling import found, tidy
from graph_loaders.header import plain
from graph_loaders.mapped import Taken, called, said
from workbench.model import Array, Column


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says beside its rows: its headers by their one spelling, its name, and the lines above the header."""

    headers: Mapping[str, str]
    name: str = ""
    banner: str = ""

    def column(self, header: str, texts: pa.RecordBatch) -> Array | None:
        """The column of that header; None where the file has none."""
        name = self.headers.get(plain(header))
        return None if name is None else texts.column(name)

    def has(self, header: str) -> bool:
        """Whether the file has that header."""
        return plain(header) in self.headers

    def first(self, headers: Iterable[str], texts: pa.RecordBatch) -> Array:
        """In each row what the first of the headers says that says anything, tidied; null where none does."""
        there = [_tidied(column) for one in headers if (column := self.column(one, texts)) is not None]
        return pc.coalesce(*there) if there else pa.nulls(texts.num_rows, pa.string())

    def finds(self, header: str, texts: pa.RecordBatch, *patterns: str) -> list[Flags]:
        """For each regular expression the rows in which it is found under the header; each distinct value once."""
        column = self.column(header, texts)
        if column is None:
            return [np.zeros(texts.num_rows, np.bool_) for _ in patterns]
        coded = column.dictionary_encode()
        once = tidy(coded.dictionary)
        return [flags(pa.array(found(once, pattern)).take(coded.indices)) for pattern in patterns]


def _tidied(column: Array) -> Array:
    coded = column.dictionary_encode()
    return tidy(coded.dictionary).take(coded.indices)


def fill(column: Column, how: Taken | None, sheet: Sheet, texts: pa.RecordBatch) -> Array:
    """The column's raw text, a value a row; a column that the file lacks holds its default, or nulls."""
    taken = None if how is None else _taken(how, sheet, texts)
    if taken is None:
        return pa.repeat(pa.scalar(column.default or None, pa.string()), texts.num_rows)
    return _instead(column.default, taken)


def _taken(how: Taken, sheet: Sheet, texts: pa.RecordBatch) -> Array | None:
    taken = _found(how, sheet, texts)
    for constant in (said(how.banner, sheet.banner), called(how.file_name, sheet.name), how.constant):
        if constant and taken is None:
            taken = pa.repeat(pa.scalar(constant, pa.string()), texts.num_rows)
        taken = None if taken is None else _instead(constant, taken)
    return None if taken is None else _turned(how, taken, sheet, texts)


def _found(how: Taken, sheet: Sheet, texts: pa.RecordBatch) -> Array | None:
    there = [*_joined(how, sheet, texts), *_headed(how, sheet, texts)]
    if len(there) < 2:
        return there[0] if there else None
    # What nobody can read is kept as it stands, so that it is refused as such.
    saying = [pc.if_else(pc.is_valid(tidy(one)), one, turned.NOTHING) for one in there]
    more = [turned.more_than_nought(one) for one in saying] if how.nought_last else []
    return pc.coalesce(*more, *saying)


def _joined(how: Taken, sheet: Sheet, texts: pa.RecordBatch) -> Iterator[Array]:
    for names in how.joins:
        first, second = (sheet.column(one, texts) for one in names)
        if first is not None and second is not None:
            yield turned.joined(first, second)


def _headed(how: Taken, sheet: Sheet, texts: pa.RecordBatch) -> Iterator[Array]:
    for name in how.headers:
        column = sheet.column(name, texts)
        if column is not None:
            yield turned.measured(how.units[name], column) if name in how.units else column


def _instead(constant: str, texts: Array) -> Array:
    if not constant:
        return texts
    absent = pc.or_kleene(pc.is_null(texts), pc.equal(pc.utf8_trim_whitespace(texts), ""))
    return pc.if_else(absent, pa.scalar(constant, pa.string()), texts)


def _turned(how: Taken, texts: Array, sheet: Sheet, rows: pa.RecordBatch) -> Array:
    if how.cut:
        texts = turned.without(how.cut, texts)
    if how.values or how.like:
        texts = turned.listed(how.values, how.like, texts, only=how.only_listed)
    if how.days_since:
        texts = turned.days(date.fromisoformat(how.days_since), texts)
    if how.absolute:
        texts = turned.unsigned(texts)
    if how.strip_86:
        texts = turned.without_86(texts)
    if how.document:
        texts = turned.documents(texts, sheet.first(how.document, rows))
    if how.bank:
        texts = turned.bank_names(texts)
    return _led(how, texts, sheet, rows)


def _led(how: Taken, texts: Array, sheet: Sheet, rows: pa.RecordBatch) -> Array:
    if how.account_of:
        banks = _taken(how.account_of, sheet, rows)
        texts = texts if banks is None else turned.accounts(texts, banks)
    if how.platform:
        platforms = _taken(how.platform, sheet, rows)
        texts = texts if platforms is None else turned.led(platforms, texts)
    return turned.prefixed(how.prefix, texts) if how.prefix else texts

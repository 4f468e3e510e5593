"""How a source's column is filled from a file: its header, and what a mapping does to each value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.header import plain
from graph_loaders.mapping import Taken
from workbench.model import Array, Column


def fill(column: Column, how: Taken | None, headers: Mapping[str, str], texts: pa.RecordBatch) -> Array:
    """The column's raw text, a value a row; `headers` are the file's own names by their one spelling.

    A column that the file lacks holds its default, or nulls where it has none.
    """
    if how is not None and how.constant:
        return pa.repeat(pa.scalar(how.constant, pa.string()), texts.num_rows)
    if how is None or plain(how.header) not in headers:
        return pa.repeat(pa.scalar(column.default or None, pa.string()), texts.num_rows)
    return _defaulted(column, _turned(how, texts.column(headers[plain(how.header)])))


def _defaulted(column: Column, texts: Array) -> Array:
    if not column.default:
        return texts
    absent = pc.or_kleene(pc.is_null(texts), pc.equal(pc.utf8_trim_whitespace(texts), ""))
    return pc.if_else(absent, pa.scalar(column.default, pa.string()), texts)


def _turned(how: Taken, texts: Array) -> Array:
    if how.values:
        place = pc.index_in(pc.utf8_trim_whitespace(texts), value_set=pa.array(list(how.values), pa.string()))
        texts = pc.coalesce(pa.array(list(how.values.values()), pa.string()).take(place), texts)
    if how.days_since:
        texts = _dates(date.fromisoformat(how.days_since), texts)
    if how.prefix:
        trimmed = pc.utf8_trim_whitespace(texts)
        said = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
        return pc.binary_join_element_wise(how.prefix, said, "")
    return texts


def _dates(first: date, texts: Array) -> Array:
    """Whole numbers as the date so many days after the first; anything else stays, to be refused as no time."""
    trimmed = pc.utf8_trim_whitespace(texts)
    whole = pc.match_substring_regex(trimmed, r"^\d{1,6}$")
    days = pc.cast(pc.if_else(whole, trimmed, pa.scalar(None, pa.string())), pa.int32())
    since = pa.scalar((first - date(1970, 1, 1)).days, pa.int32())
    return pc.coalesce(pc.cast(pc.cast(pc.add(days, since), pa.date32()), pa.string()), texts)

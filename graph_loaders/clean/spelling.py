"""How raw text becomes one spelling: ways are tried in turn, ordinary ones first, and what fits none is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.octets import Flags, Ints, Octets, columns, content, flags, narrow, picked, widths
from workbench.model import Array, Cleaned

Part = Callable[[Array], Cleaned]
Way = Callable[[Array], tuple[Flags, Cleaned]]
"""Looks at text without nulls: which rows are spelt this way, and those rows cleaned."""

TEXT = pa.string()
SCIENTIFIC = r"^[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,3}$"
_BLANKS = " \t\r\n\v\f"
# What databases and spreadsheets write where nothing stands.
_NOTHING = ("", "-", "--", "/", "\\N", "null", "NULL", "Null", "(null)", "nan", "NaN", "N/A", "#N/A", "无")


@dataclass(frozen=True, slots=True)
class Spelling:
    """All that a value may be written as.

    `ordinary` ways see the raw text and are quick; what they leave is prepared, each distinct value once, and goes
    through `ways`; what these leave is refused for the reason `otherwise`.
    """

    ways: tuple[Way, ...]
    otherwise: str
    ordinary: tuple[Way, ...] = ()
    prepare: Callable[[Array], Array] | None = None
    holds: pa.DataType = TEXT


def spelled(values: Array, spelling: Spelling) -> Cleaned:
    """The column in its one spelling; absent and refused values are null, only refused ones have a reason."""

    def odd(rest: Array) -> Cleaned:
        text = tidy(rest)
        text = spelling.prepare(text) if spelling.prepare else text
        return in_turn(text, spelling.ways, refused(spelling.otherwise), spelling.holds)

    return in_turn(as_text(values), spelling.ordinary, lambda rest: each_once(rest, odd), spelling.holds)


def in_turn(text: Array, ways: Sequence[Way], otherwise: Part, holds: pa.DataType = TEXT) -> Cleaned:
    """Each row cleaned by the first way that takes it, else by `otherwise`; nulls stay null."""
    left = np.flatnonzero(flags(pc.is_valid(text)))
    rest = text if left.size == len(text) else text.drop_null()
    parts, places = [absent(len(text) - left.size)], [np.flatnonzero(flags(pc.is_null(text)))]
    for way in ways:
        if not left.size:
            break
        takes, part = way(rest)
        if rest is text and takes.all():
            return part if part.values.type == holds else assembled([part], [left], holds)
        parts.append(part)
        places.append(left[takes])
        rest, left = picked(rest, ~takes), left[~takes]
    if left.size:
        parts.append(otherwise(rest))
        places.append(left)
    return assembled(parts, places, holds)


def fixed(width: int, sound: Callable[[Octets], Flags], write: Callable[[Octets], Cleaned] | None = None) -> Way:
    """The way of values that are so many octets wide and sound; they stay as they are, or are written anew."""

    def way(text: Array) -> tuple[Flags, Cleaned]:
        takes = widths(text) == width
        if not takes.any():
            return takes, absent(0)
        matrix = columns(picked(text, takes), width)
        good = sound(matrix)
        takes[takes] = good
        if write is None:
            return takes, plain(picked(text, takes))
        return takes, write(matrix if good.all() else matrix[:, good])

    return way


def matching(pattern: str, clean: Part) -> Way:
    """The way of values that the regular expression (RE2) finds; `clean` sees them only."""

    def way(text: Array) -> tuple[Flags, Cleaned]:
        takes = found(text, pattern)
        return takes, clean(picked(text, takes)) if takes.any() else absent(0)

    return way


def refusing(pattern: str, reason: str) -> Way:
    """The way of values that are refused for a reason of their own."""
    return matching(pattern, refused(reason))


def rewriting(pattern: str, becomes: str) -> Way:
    r"""The way of values that only need their parts put together: `becomes` names groups as `\1`."""
    return matching(pattern, lambda text: plain(replaced(text, pattern, becomes)))


def refused(reason: str) -> Part:
    """A cleaning that refuses whatever it sees."""
    return lambda text: Cleaned(pa.nulls(len(text)), pa.repeat(pa.scalar(reason), len(text)))


def dropped(text: Array) -> Cleaned:
    """Values that say nothing, left out without refusing the row."""
    return Cleaned(pa.nulls(len(text)), pa.nulls(len(text), TEXT), dropped=pa.repeat(pa.scalar(True), len(text)))


def absent(count: int) -> Cleaned:
    """So many values that are not there."""
    return Cleaned(pa.nulls(count), pa.nulls(count, TEXT))


def plain(values: Array) -> Cleaned:
    """Values of which none is refused."""
    return Cleaned(values, pa.nulls(len(values), TEXT))


def judged(values: Array, *rules: tuple[Flags, str]) -> Cleaned:
    """Values that stand where every rule is kept; elsewhere they are refused for the first rule they break."""
    reasons = pa.nulls(len(values), TEXT)
    for good, reason in reversed(rules):
        if not good.all():
            reasons = pc.if_else(pa.array(good), reasons, pa.scalar(reason))
    if reasons.null_count == len(values):
        return plain(values)
    return Cleaned(pc.if_else(pc.is_null(reasons), values, pa.scalar(None, values.type)), reasons)


def each_once(values: Array, clean: Part) -> Cleaned:
    """Every distinct value cleaned once: for spellings that take long, in columns that repeat themselves."""
    coded = values.dictionary_encode()
    once, rows = clean(coded.dictionary), coded.indices
    none_refused = once.reasons.null_count == len(once.reasons)
    return Cleaned(
        once.values.take(rows),
        pa.nulls(len(rows), TEXT) if none_refused else once.reasons.take(rows),
        once.kinds.take(rows) if once.kinds is not None else None,
        pc.fill_null(once.coarse.take(rows), False) if once.coarse is not None else None,
        pc.fill_null(once.dropped.take(rows), False) if once.dropped is not None else None,
    )


def assembled(parts: Sequence[Cleaned], places: Sequence[Ints], holds: pa.DataType = TEXT) -> Cleaned:
    """Parts of a column put back to their rows: `places` are the ascending row numbers of each part."""
    told = [at for at, place in enumerate(places) if place.size] or [0]
    parts = [parts[at] for at in told]
    order = np.empty(sum(len(part.values) for part in parts), dtype=np.int64)
    order[np.concatenate([places[at] for at in told])] = np.arange(order.size)
    rows = pa.array(order) if len(parts) > 1 else None
    return Cleaned(
        _ordered([part.values for part in parts], parts, holds, rows),
        _ordered([part.reasons for part in parts], parts, TEXT, rows),
        _optional([part.kinds for part in parts], parts, TEXT, rows),
        _optional([part.coarse for part in parts], parts, pa.bool_(), rows),
        _optional([part.dropped for part in parts], parts, pa.bool_(), rows),
    )


def _optional(
    columns: Sequence[Array | None], parts: Sequence[Cleaned], holds: pa.DataType, rows: Array | None
) -> Array | None:
    if all(column is None for column in columns):
        return None
    whole = _ordered(columns, parts, holds, rows)
    return pc.fill_null(whole, False) if holds == pa.bool_() else whole


def _ordered(
    columns: Sequence[Array | None], parts: Sequence[Cleaned], holds: pa.DataType, rows: Array | None
) -> Array:
    chunks = [
        pa.nulls(len(part.values), holds) if column is None else column if column.type == holds else column.cast(holds)
        for column, part in zip(columns, parts, strict=True)
    ]
    if rows is None:
        return chunks[0]
    return pa.concat_arrays(chunks).take(rows)


def as_text(values: Array) -> Array:
    """The column as plain Arrow strings, however it came."""
    return values if values.type == TEXT else values.cast(TEXT)


def tidy(values: Array) -> Array:
    """Text as it was meant: half-width, without the blanks, quotes and formulas that spreadsheets add; else null."""
    text = narrow(as_text(values))
    if holds_any(text, "="):
        text = replaced(text, r'^\s*="([^"]*)"\s*$', r"\1")
    if holds_any(text, _BLANKS + "'`"):
        text = pc.utf8_ltrim(pc.utf8_rtrim(text, characters=_BLANKS), characters=_BLANKS + "'`")
    return pc.if_else(pc.is_in(text, value_set=pa.array(_NOTHING)), pa.scalar(None, TEXT), text)


def holds_any(text: Array, signs: str) -> bool:
    """Whether any of these signs of ASCII stands anywhere in the column: far quicker than looking for a pattern."""
    return bool(np.isin(np.arange(256), list(signs.encode()))[content(text)].any())


def found(text: Array, pattern: str) -> Flags:
    """Where the regular expression (RE2) finds something; null is no."""
    return flags(pc.match_substring_regex(text, pattern))


def replaced(text: Array, pattern: str, becomes: str) -> Array:
    r"""Text with all that the regular expression (RE2) finds replaced; `\1` names a group."""
    return pc.replace_substring_regex(text, pattern, becomes)

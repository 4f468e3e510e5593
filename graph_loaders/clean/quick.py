"""Whole columns taken at once where every value is written as nearly all are; else the slower ways look at each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.octets import Flags, Octets, content, ends, widths
from graph_loaders.clean.spelling import TEXT, Way, absent, plain
from workbench.model import Array, Cleaned

_APOSTROPHE = ord("'")
# What may stand anywhere: visible signs of ASCII but the apostrophe, and Chinese from U+4000 on, octet by octet.
_SEEN = np.isin(
    np.arange(256), [*range(0x21, _APOSTROPHE), *range(_APOSTROPHE + 1, 0x7F), *range(0x80, 0xC0), *range(0xE4, 0xEA)]
)
_YUAN_DIGITS = 13


def at_once(clean: Callable[[Array], Array | None]) -> Way:
    """The way of columns that `clean` can take whole; where it gives None it takes none of the rows."""

    def way(text: Array) -> tuple[Flags, Cleaned]:
        values = clean(text)
        if values is None:
            return np.zeros(len(text), dtype=np.bool_), absent(0)
        return np.ones(len(text), dtype=np.bool_), plain(values)

    return way


def counted_at_once(most: int) -> Way:
    """The way of whole numbers of at most so many digits."""

    def clean(text: Array) -> Array | None:
        size = widths(text)
        few = size.size and size.min() > 0 and size.max() <= most
        return text.cast(pa.int64()) if few and _are_digits(content(text)) else None

    return at_once(clean)


def fen_at_once(text: Array) -> Array | None:
    """Amounts of yuan in digits, with two decimals or none, as fen."""
    octets, size = content(text), widths(text)
    points = octets == ord(".")
    if not size.size or size.min() < 1 or not (points | (octets - np.uint8(48) <= 9)).all():
        return None
    fraction = (size > 3) & points[np.maximum(ends(text) - 3, 0)]
    if fraction.sum() != points.sum() or (size > np.where(fraction, _YUAN_DIGITS + 3, _YUAN_DIGITS)).any():
        return None
    # Fifteen digits: the nearest float, a hundred times, is less than half a fen away.
    return pa.array(np.rint(text.cast(pa.float64()).to_numpy() * 100).astype(np.int64))


def seen_at_once(text: Array, longest: int) -> Array | None:
    """Texts in which nothing needs a second look, an empty one null; nulls stay."""
    octets, size = content(text), widths(text)
    if not (_are_latin(octets) or _SEEN[octets].all()) or (size > longest).any():
        return None
    return pc.if_else(pa.array(size == 0), pa.scalar(None, TEXT), text) if (size == 0).any() else text


def _are_digits(octets: Octets) -> bool:
    return bool((octets - np.uint8(48) <= 9).all())


def _are_latin(octets: Octets) -> bool:
    return bool((octets - np.uint8(0x21) <= 0x5D).all()) and not (octets == _APOSTROPHE).any()

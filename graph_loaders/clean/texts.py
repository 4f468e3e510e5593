"""Free text, names, numbers of papers, outlets and regions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.octets import Flags, Octets, flags, narrow, picked, widths
from graph_loaders.clean.quick import seen_at_once
from graph_loaders.clean.spelling import (
    TEXT,
    Spelling,
    Way,
    as_text,
    dropped,
    each_once,
    fixed,
    found,
    in_turn,
    matching,
    plain,
    refused,
    refusing,
    replaced,
    rewriting,
    spelled,
)
from workbench.model import Array, Cleaned

MOST = 4096
# What needs no second look: no controls, no marks that turn the reading direction, no blank or quote at an edge.
_SEEN = r"!-~\x{a1}-\x{1fff}\x{2010}-\x{2027}\x{2030}-\x{205e}\x{2070}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}"
_CLEAN_TEXT = rf"^(?:[{_SEEN}]|[!-&(-~\x{{a1}}-\x{{1fff}}\x{{3001}}-\x{{fefe}}][ {_SEEN}]*[{_SEEN}])$"
_CLEAN_NAME = r"^[A-Za-z\x{b7}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}]+$"
_BREAKS = r"[\t-\r\x{85}\x{2028}\x{2029}]+"
_UNSEEN = r"[\x01-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]"


def text(values: Array, _beside: Array | None = None) -> Cleaned:
    """Text trimmed, without control characters, on one line; what spreadsheets are told with a leading ' is freed."""
    said = as_text(values)
    seen = seen_at_once(said, MOST)
    if seen is not None:
        return plain(seen)
    return in_turn(said, (_short(_CLEAN_TEXT),), lambda rest: each_once(rest, _scrubbed))


def name(values: Array, _beside: Array | None = None) -> Cleaned:
    """A person's or a company's name: text with full-width letters narrowed and one blank where several stood."""
    return in_turn(as_text(values), (_short(_CLEAN_NAME),), lambda rest: each_once(rest, _named))


def number(values: Array, _beside: Array | None = None) -> Cleaned:
    """The number of a report or a case: half-width, without blanks, at most 128 characters."""
    return spelled(values, _NUMBER)


def outlet(values: Array, _beside: Array | None = None) -> Cleaned:
    """An outlet's code or name: half-width, one blank where several stood, at most 128 characters."""
    return spelled(values, _OUTLET)


def region(values: Array, _beside: Array | None = None) -> Cleaned:
    """A six-digit division code, cut from a longer one; a region only advises, so anything else is dropped."""
    return spelled(values, _REGION)


def _short(pattern: str) -> Way:
    def way(text: Array) -> tuple[Flags, Cleaned]:
        takes = found(text, pattern) & (widths(text) <= MOST)
        return takes, plain(picked(text, takes))

    return way


def _long(text: Array) -> tuple[Flags, Cleaned]:
    takes = flags(pc.greater(pc.utf8_length(text), MOST))
    return takes, refused(f"longer than {MOST} characters")(picked(text, takes))


def _scrubbed(text: Array) -> Cleaned:
    return in_turn(text, (refusing(r"\x00", "holds a NUL character"), _long), _trimmed)


def _trimmed(text: Array) -> Cleaned:
    text = replaced(replaced(text, _BREAKS, " "), _UNSEEN, "")
    text = replaced(pc.utf8_trim_whitespace(text), r"^'+([=+@-])", r"\1")
    return plain(pc.if_else(pc.equal(text, ""), pa.scalar(None, TEXT), text))


def _named(text: Array) -> Cleaned:
    cleaned = _scrubbed(narrow(text))
    return Cleaned(replaced(cleaned.values, r"\s+", " "), cleaned.reasons)


def _is_division(matrix: Octets) -> Flags:
    digits = matrix - np.uint8(48)
    return np.asarray((digits <= 9).all(axis=0) & (digits[0] >= 1) & (digits[0] <= 8))


_NUMBER = Spelling(
    ordinary=(matching(r"^[A-Z]{0,20}\d[0-9A-Za-z_.:/-]{0,100}$", plain),),
    prepare=lambda text: replaced(text, r"\s", ""),
    ways=(matching(r"^[^\s\x00-\x1f\x7f]{1,128}$", plain),),
    otherwise="a number has at most 128 characters, none of them a control character",
)
_OUTLET = Spelling(
    prepare=lambda text: replaced(text, r"\s+", " "),
    ways=(matching(r"^[^\x00-\x1f\x7f]{1,128}$", plain),),
    otherwise="an outlet has at most 128 characters, none of them a control character",
)
_REGION = Spelling(
    ordinary=(fixed(6, _is_division),),
    ways=(
        rewriting(r"^([1-8]\d{5})(?:\d{3}|\d{6}|\.0+)?$", r"\1"),
        matching("", dropped),
    ),
    otherwise="no division code",
)

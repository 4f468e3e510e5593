"""Amounts and counts: yuan as whole fen, durations as seconds, and whole numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.octets import Ints, flags
from graph_loaders.clean.quick import at_once, counted_at_once, fen_at_once
from graph_loaders.clean.spelling import (
    SCIENTIFIC,
    TEXT,
    Part,
    Spelling,
    in_turn,
    judged,
    matching,
    plain,
    refused,
    refusing,
    replaced,
    spelled,
)
from workbench.model import Array, Cleaned

_YUAN = r"^(?P<sign>[+-]?)(?P<whole>\d{0,13})(?:\.(?P<fraction>\d{0,2})0*)?$"
_PARTED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$"
# A binary fraction's error stands in the last two or so of its sixteen digits.
_NOISE = r"^[+-]?(?:\d{1,5}\.\d\d(?:0{8,}\d{1,3}|9{8,}\d{0,3})|\d{6,9}\.\d\d(?:0{4,}\d{1,2}|9{4,}\d{0,2}))$"
_CLOCK = r"^(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)(?:\.0+)?$"
_WORDS = (
    r"^(?:(?P<hours>\d{1,4})(?:小时|时|h))?(?:(?P<minutes>\d{1,5})(?:分钟|分|min|m|['′]))?"
    r"(?:(?P<seconds>\d{1,9})(?:秒钟|秒|s|''|[\"″]))?$"
)


def money(values: Array, _beside: Array | None = None) -> Cleaned:
    """Yuan as whole fen (int64); thousands separators and the yuan sign go, negative amounts are refused."""
    cleaned = signed_money(values)
    below = flags(pc.less(cleaned.values, 0))
    if not below.any():
        return cleaned
    stays = judged(cleaned.values, (~below, "the amount is negative"))
    return Cleaned(stays.values, pc.coalesce(cleaned.reasons, stays.reasons))


def signed_money(values: Array, _beside: Array | None = None) -> Cleaned:
    """Yuan as whole fen (int64), below nought with a sign or in brackets."""
    return spelled(values, _MONEY)


def seconds(values: Array, _beside: Array | None = None) -> Cleaned:
    """A duration in whole seconds (int64), also from `00:01:02` and `1分2秒`."""
    return spelled(values, _SECONDS)


def whole(values: Array, _beside: Array | None = None) -> Cleaned:
    """A whole number of nought or more (int64)."""
    return spelled(values, _WHOLE)


def _fen(text: Array) -> Cleaned:
    parts = pc.extract_regex(text, _YUAN)
    cents = pc.utf8_rpad(pc.struct_field(parts, "fraction"), 2, "0")
    fen = counted(pc.binary_join_element_wise(pc.struct_field(parts, "whole"), cents, ""))
    return plain(pa.array(np.where(flags(pc.equal(pc.struct_field(parts, "sign"), "-")), -fen, fen)))


def counted(digits: Array) -> Ints:
    """Digits as whole numbers, none of them null; nought where there are no digits."""
    text = pc.if_else(pc.equal(digits, ""), pa.scalar("0", TEXT), digits)
    return np.asarray(text.cast(pa.int64()).to_numpy(), dtype=np.int64)


def _sum_of(pattern: str) -> Part:
    def clean(text: Array) -> Cleaned:
        parts = pc.extract_regex(text, pattern)
        hours, minutes, rest = (counted(pc.struct_field(parts, name)) for name in ("hours", "minutes", "seconds"))
        return plain(pa.array((hours * 60 + minutes) * 60 + rest))

    return clean


def _parted(text: Array) -> Cleaned:
    return in_turn(replaced(text, ",", ""), (matching(_YUAN, _fen),), refused("more than two decimals"), pa.int64())


def _with_noise(text: Array) -> Cleaned:
    """The amount that a program meant which counts in binary fractions: 0.30000000000000004, 99.99999999999999."""
    return plain(pa.array(np.rint(text.cast(pa.float64()).to_numpy() * 100).astype(np.int64)))


def _counts(text: Array) -> Cleaned:
    return plain(text.cast(pa.int64()))


def _bare_amount(text: Array) -> Array:
    """Without the signs of the currency; brackets are a minus."""
    text = replaced(pc.utf8_upper(text), r"\s", "")
    text = replaced(replaced(text, r"^\((.*)\)$", r"-\1"), r"^([\d,.]+)-$", r"-\1")
    text = replaced(text, "^([+-]?)(?:¥|￥|RMB|CNY|人民币)([+-]?)", r"\1\2")
    return replaced(text, "(?:元|圆|RMB|CNY)整?$", "")


_LOST = refusing(SCIENTIFIC, "a spreadsheet turned it into scientific notation; its last digits are lost")
_MONEY = Spelling(
    ordinary=(
        at_once(fen_at_once),
        matching(r"^\d{1,13}\.\d\d$", lambda text: _counts(pc.replace_substring(text, ".", ""))),
        matching(r"^\d{1,13}$", _fen),
    ),
    prepare=_bare_amount,
    ways=(
        refusing(r"^[^\d]*$", "no amount in yuan"),
        matching(_YUAN, _fen),
        matching(_PARTED, _parted),
        refusing(",", "its commas part no thousands"),
        refusing(r"\..*\.", "has two points"),
        matching(_NOISE, _with_noise),
        refusing(r"^[+-]?\d*\.\d{3,}$", "more than two decimals"),
        refusing("[万亿]", "write the amount in yuan, with digits alone"),
        _LOST,
    ),
    otherwise="no amount in yuan",
    holds=pa.int64(),
)
_SECONDS = Spelling(
    ordinary=(counted_at_once(9), matching(r"^\d{1,9}$", _counts)),
    prepare=lambda text: replaced(pc.utf8_lower(text), r"\s", ""),
    ways=(
        matching(r"^\d{1,9}(?:\.0+)?$", lambda text: _counts(replaced(text, r"\..*", ""))),
        refusing(r"^\d+:(?:[6-9]\d|\d{3}):", "sixty minutes are an hour"),
        matching(_CLOCK, _sum_of(_CLOCK)),
        matching(_WORDS, _sum_of(_WORDS)),
        refusing(r"^-", "a duration is not negative"),
        refusing(r"^\d+\.\d+$", "seconds are whole"),
        _LOST,
    ),
    otherwise="no duration: write whole seconds",
    holds=pa.int64(),
)
_WHOLE = Spelling(
    ordinary=(counted_at_once(18), matching(r"^\d{1,18}$", _counts)),
    ways=(
        matching(r"^\d{1,18}(?:\.0+)?$", lambda text: _counts(replaced(text, r"\..*", ""))),
        matching(r"^\d{1,3}(?:,\d{3}){1,5}$", lambda text: _counts(replaced(text, ",", ""))),
        refusing(r"^-\d", "a count is not negative"),
        _LOST,
    ),
    otherwise="not a whole number",
    holds=pa.int64(),
)

"""The time: an instant in UTC, read from what registers, bank returns and call records write."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.amounts import counted
from graph_loaders.clean.calendar import MICROSECONDS, from_shanghai, is_day, is_time, on_the_clock
from graph_loaders.clean.octets import Flags, Ints, Octets, flags, number, widths
from graph_loaders.clean.quick import at_once
from graph_loaders.clean.spelling import (
    SCIENTIFIC,
    Part,
    Spelling,
    dropped,
    fixed,
    found,
    judged,
    matching,
    plain,
    refusing,
    replaced,
    spelled,
)
from workbench.model import Array, Cleaned

INSTANT = pa.timestamp("us", "UTC")
# From the first midnight of 1949 to the last of 2100, in Shanghai.
_FIRST, _END = np.array(["1948-12-31T16", "2100-12-31T16"], dtype="datetime64[us]").astype(np.int64)
# The first and the last year hold the edges of what is accepted, once the zone is known.
_NEAR, _FAR = np.array(["1950-01-01", "2100-01-01"], dtype="datetime64[us]").astype(np.int64)
_SECOND = len("2024-01-02 03:04:05")
_ZONE = r"\s*(?P<zone>Z|z|[+-]\d{2}(?::?\d{2})?)?"
_FRACTION = r"(?:[.,:](?P<fraction>\d{1,9}))?"
_APART = (
    r"^(?P<year>\d{4})(?:[-/.]|年)(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})"
    r"(?:日|(?:日\s*|\s*[Tt\s_-]\s*)(?P<hour>\d{1,2})[:.时点](?P<minute>\d{1,2})"
    rf"(?:[:.分](?P<second>\d{{1,2}}){_FRACTION}秒?)?分?{_ZONE})?$"
)
_HALF = r"上午|下午|(?i:[ap]\.?m\.?)"
_HALVED = _APART.replace(_ZONE, rf"\s*(?P<half>{_HALF})")
_TOGETHER = (
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:[Tt\s_-]?(?P<hour>\d{{2}}):?(?P<minute>\d{{2}})(?::?(?P<second>\d{{2}}){_FRACTION})?{_ZONE})?$"
)
# What databases and spreadsheets write for never and for not yet: their first day, and their last.
_NO_DAY = r"^(?:(?:000[01]|1900)\D?0[01]\D?0[01]|1899\D?12\D?3[01]|9999\D?12\D?31)(?:\D.*|0{4,6}|235959)?$|^0+$"
# Seconds since 1970 begin with a 2 from 2033 on, which no record is of yet.
_A_MINUTE_TOO = r"^2\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$"
_AN_HOUR_TOO = r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])$"


def time(values: Array, _beside: Array | None = None) -> Cleaned:
    """Instants as timestamp[us, UTC] from 1949 to 2100; `coarse` where given to the minute or the day only.

    ISO 8601 and what is written in its place, also by the clock of twelve hours with its word (`下午`, `PM`); Shanghai
    where no offset stands; epoch seconds (10 digits) and milliseconds (13). The days that stand for never (0000-00-00,
    1900-01-01, 9999-12-31) are dropped.
    """
    cleaned = spelled(values, _TIME)
    coarse = cleaned.coarse if cleaned.coarse is not None else pa.repeat(pa.scalar(False), len(values))
    return Cleaned(cleaned.values, cleaned.reasons, coarse=coarse, dropped=cleaned.dropped)


def _seconds_at_once(text: Array) -> Array | None:
    """Columns of nothing but `2024-01-02 03:04:05`: what else has its width has a zone, which this cast refuses."""
    size = widths(text)
    if not size.size or size.min() != _SECOND or size.max() != _SECOND:
        return None
    try:
        clock = text.cast(pa.timestamp("us")).view(pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        return None
    return _instants(from_shanghai(clock)) if clock.min() >= _NEAR and clock.max() < _FAR else None


def _is_second(matrix: Octets) -> Flags:
    """`2024-01-02 03:04:05`, with a blank or T between."""
    between = (matrix[10] == ord(" ")) | (matrix[10] == ord("T"))
    colons = (matrix[13] == ord(":")) & (matrix[16] == ord(":"))
    hour, minute, second = _clock(matrix)
    digits = (matrix[[11, 12, 14, 15, 17, 18]] - np.uint8(48) <= 9).all(axis=0)
    return np.asarray(between & colons & digits & is_time(hour, minute, second)) & _is_date(matrix[:10])


def _is_compact(matrix: Octets) -> Flags:
    """`20240102030405`, as banks write it."""
    digits = matrix - np.uint8(48)
    (year, month, day), (hour, minute, second) = _compact_parts(digits)
    known = (digits <= 9).all(axis=0) & (year > 1949) & (year < 2100)
    return np.asarray(known & is_day(year, month, day) & is_time(hour, minute, second))


def _compact(matrix: Octets) -> Cleaned:
    return plain(_instants(from_shanghai(on_the_clock(*_compact_parts(matrix - np.uint8(48))))))


def _compact_parts(digits: Octets) -> tuple[tuple[Ints, Ints, Ints], tuple[Ints, Ints, Ints]]:
    year, month, day, hour, minute, second = (
        number(digits[a:b]) for a, b in itertools.pairwise((0, 4, 6, 8, 10, 12, 14))
    )
    return (year, month, day), (hour, minute, second)


def _is_date(matrix: Octets) -> Flags:
    hyphens = (matrix[4] == ord("-")) & (matrix[7] == ord("-"))
    year, month, day = _day(matrix)
    digits = (matrix[[0, 1, 2, 3, 5, 6, 8, 9]] - np.uint8(48) <= 9).all(axis=0)
    return np.asarray(hyphens & digits & is_day(year, month, day) & (year > 1949) & (year < 2100))


def _day(matrix: Octets) -> tuple[Ints, Ints, Ints]:
    digits = matrix - np.uint8(48)
    return number(digits[:4]), number(digits[5:7]), number(digits[8:10])


def _clock(matrix: Octets) -> tuple[Ints, Ints, Ints]:
    digits = matrix - np.uint8(48)
    return number(digits[11:13]), number(digits[14:16]), number(digits[17:19])


def _seconds(matrix: Octets) -> Cleaned:
    return plain(_instants(from_shanghai(on_the_clock(_day(matrix), _clock(matrix)))))


def _dates(matrix: Octets) -> Cleaned:
    midnight = np.zeros(matrix.shape[1], dtype=np.int64)
    days = plain(_instants(from_shanghai(on_the_clock(_day(matrix), (midnight, midnight, midnight)))))
    return Cleaned(days.values, days.reasons, coarse=pa.repeat(pa.scalar(True), len(days.values)))


def _instants(microseconds: Ints) -> Array:
    return pa.array(microseconds).view(INSTANT)


def _read(pattern: str) -> Part:
    """A cleaning for times whose parts the groups of the pattern name."""

    def clean(text: Array) -> Cleaned:
        groups = pc.extract_regex(text, pattern)
        year, month, day, hour, minute, second = (
            counted(pc.struct_field(groups, name)) for name in ("year", "month", "day", "hour", "minute", "second")
        )
        if pattern == _HALVED:
            hour = _of_the_day(hour, pc.struct_field(groups, "half"))
        fraction = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.struct_field(groups, "fraction"), 6, "0"), 0, 6)
        good = is_day(year, month, day) & is_time(hour, minute, second)
        # A day that does not exist is refused below; the clock only needs some month to count from.
        clock = on_the_clock((year, np.clip(month, 1, 12), day), (hour, minute, second)) + counted(fraction)
        instants = from_shanghai(clock) if pattern == _HALVED else _in_utc(clock, pc.struct_field(groups, "zone"))
        coarse = pc.equal(pc.struct_field(groups, "second"), "")
        cleaned = _ranged(instants, good)
        return Cleaned(cleaned.values, cleaned.reasons, coarse=pc.and_(coarse, pc.is_valid(cleaned.values)))

    return clean


def _in_order(text: Array) -> Array:
    """Without the day of the week; colons and the point where digits stand together; the half of the day last."""
    text = pc.utf8_trim_whitespace(replaced(text, r"\s*(?:星期|周)[一二三四五六日天]\s*", " "))
    text = replaced(text, r"^(\d{14})(\d{3})$", r"\1.\2")
    text = replaced(text, r"^(\d{4}\D\d{1,2}\D\d{1,2}日?)[\s_Tt-]+(\d\d)(\d\d)(\d\d)((?:\.\d+)?)$", r"\1 \2:\3:\4\5")
    return replaced(text, rf"^(.*[\d日]\s*)({_HALF})\s*(\d[^a-zA-Z]*)$", r"\1 \3\2")


def _of_the_day(hour: Ints, half: Array) -> Ints:
    """Hours of the 24: twelve is the first of its half; an hour of the other half is none at all."""
    later = found(half, r"下午|^[pP]")
    afternoon = np.where(hour < 12, hour + 12, hour)
    good = np.where(later, hour > 0, hour <= 12)
    return np.where(good, np.where(later, afternoon, hour % 12), 24 * 4)


def _in_utc(clock: Ints, zone: Array) -> Ints:
    """The clock's instants in UTC: by the offset where one is given (`Z`, `+08`, `+08:00`), else by Shanghai's."""
    digits = pc.utf8_rpad(pc.replace_substring(zone, ":", ""), 5, "0")
    hours, minutes = counted(pc.utf8_slice_codeunits(digits, 1, 3)), counted(pc.utf8_slice_codeunits(digits, 3, 5))
    sign = np.where(flags(pc.starts_with(zone, "-")), -1, 1)
    offset = sign * (hours * 60 + minutes) * 60 * MICROSECONDS
    return np.where(flags(pc.equal(zone, "")), from_shanghai(clock), clock - offset)


def _ranged(instants: Ints, good: Flags) -> Cleaned:
    inside = (instants >= _FIRST) & (instants < _END)
    return judged(
        _instants(instants),
        (good, "no such day or time of day"),
        (inside, "before 1949 or after 2100"),
    )


def _epoch(unit: int) -> Part:
    def clean(text: Array) -> Cleaned:
        return _ranged(counted(text) * unit, np.ones(len(text), dtype=np.bool_))

    return clean


_TIME = Spelling(
    ordinary=(
        at_once(_seconds_at_once),
        fixed(19, _is_second, _seconds),
        fixed(14, _is_compact, _compact),
        fixed(10, _is_date, _dates),
    ),
    ways=(
        matching(_NO_DAY, dropped),
        matching(_APART, _read(_APART)),
        matching(_HALVED, _read(_HALVED)),
        matching(_TOGETHER, _read(_TOGETHER)),
        refusing(_AN_HOUR_TOO, "ten digits that may be an hour or seconds since 1970"),
        refusing(_A_MINUTE_TOO, "ten digits that may be a minute of a year in two digits: write the year in four"),
        matching(r"^\d{10}$", _epoch(MICROSECONDS)),
        matching(r"^\d{13}$", _epoch(1000)),
        refusing(
            r"^\d{5}(?:\.\d+)?$", "a spreadsheet's number of days, or a time of day: write it as 2024-01-02 03:04:05"
        ),
        refusing(SCIENTIFIC, "a spreadsheet turned the time into scientific notation; its last digits are lost"),
    ),
    prepare=_in_order,
    otherwise="no time we can read: write it as 2024-01-02 03:04:05",
    holds=INSTANT,
)

"""Days and instants from columns of numbers, and the clock of Shanghai."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph_loaders.clean.octets import Flags, Ints

MICROSECONDS = 1_000_000
_HOUR = 3600 * MICROSECONDS
_MOST_DAYS = np.array((0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), dtype=np.int64)
# Summers with the clock one hour ahead (tz database): from the first hour that exists to the last that comes twice.
_SUMMERS = (
    ("1949-05-01T01", "1949-05-28T00"),
    ("1986-05-04T03", "1986-09-14T02"),
    ("1987-04-12T03", "1987-09-13T02"),
    ("1988-04-17T03", "1988-09-11T02"),
    ("1989-04-16T03", "1989-09-17T02"),
    ("1990-04-15T03", "1990-09-16T02"),
    ("1991-04-14T03", "1991-09-15T02"),
)


def is_day(year: Ints, month: Ints, day: Ints) -> Flags:
    """Whether year, month and day are a day of the Gregorian calendar."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    most = _MOST_DAYS.take(month, mode="clip") - ((month == 2) & ~leap)
    return np.asarray((month >= 1) & (month <= 12) & (day >= 1) & (day <= most))


def is_time(hour: Ints, minute: Ints, second: Ints) -> Flags:
    """Whether hour, minute and second are a time of day."""
    return np.asarray((hour < 24) & (minute < 60) & (second < 60))


def on_the_clock(day: tuple[Ints, Ints, Ints], time: tuple[Ints, Ints, Ints]) -> Ints:
    """Microseconds since 1970 on a clock without zone, from (year, month, day) and (hour, minute, second)."""
    year, month, day_of_month = day
    hour, minute, second = time
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + day_of_month - 1
    return ((days * 24 + hour) * 60 + minute) * (60 * MICROSECONDS) + second * MICROSECONDS


def from_shanghai(clock: Ints) -> Ints:
    """The same instants in UTC; an hour that came twice is the first one."""
    bounds: npt.NDArray[np.int64] = np.array(_SUMMERS, dtype="datetime64[us]").astype(np.int64).ravel()
    if not clock.size or clock.min() >= bounds[-1]:
        return clock - 8 * _HOUR
    summer = np.searchsorted(bounds, clock, side="right") % 2
    return clock - (8 + summer) * _HOUR

"""Days, against those of the standard library."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean.calendar import is_day, on_the_clock
from tests.graph_loaders.clean.columns import often

years, months, days = st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99)


def real(year: int, month: int, day: int) -> bool:
    """Whether the standard library knows the day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@often
@given(st.lists(st.tuples(years, st.integers(0, 13), st.integers(0, 32)), max_size=50))
def test_days_are_those_of_the_calendar(dates: list[tuple[int, int, int]]):
    year, month, day = np.array(dates, dtype=np.int64).reshape(-1, 3).T
    assert is_day(year, month, day).tolist() == [real(*one) for one in dates]


@often
@given(years, months, days)
def test_two_digits_of_any_size_are_judged(year: int, month: int, day: int):
    assert is_day(np.array([year]), np.array([month]), np.array([day])).tolist() == [real(year, month, day)]


def test_leap_days_follow_the_centuries():
    year = np.array([1900, 2000, 2023, 2024])
    assert is_day(year, np.full(4, 2), np.full(4, 29)).tolist() == [False, True, False, True]


@often
@given(st.datetimes(datetime(1949, 1, 1), datetime(2101, 1, 1), timezones=st.just(UTC)))
def test_microseconds_count_from_1970(at: datetime):
    day = tuple(np.array([part]) for part in (at.year, at.month, at.day))
    clock = tuple(np.array([part]) for part in (at.hour, at.minute, at.second))
    since = at.replace(microsecond=0) - datetime(1970, 1, 1, tzinfo=UTC)
    assert on_the_clock(day, clock).tolist() == [since.days * 86_400_000_000 + since.seconds * 1_000_000]

"""The time: an instant in UTC however it is written, coarse where it is given to the minute or the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import time
from tests.graph_loaders.clean.columns import cleaned, dressed, often, reason, values

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=SHANGHAI)
clocks = st.datetimes(datetime(1949, 1, 1), datetime(2100, 12, 31, 23, 59, 59))
seconds = clocks.map(lambda at: at.replace(microsecond=0))
SECONDS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y年%m月%d日 %H时%M分%S秒"]


def in_utc(clock: datetime) -> datetime:
    """What the tz database says of a clock in Shanghai."""
    return clock.replace(tzinfo=SHANGHAI).astimezone(UTC)


@often
@given(st.lists(seconds, max_size=10), st.sampled_from(SECONDS))
def test_without_offset_the_clock_is_shanghais(clocks: list[datetime], form: str):
    assert values(time, [f"{clock:{form}}" for clock in clocks]) == [in_utc(clock) for clock in clocks]


@often
@given(st.datetimes(datetime(1986, 1, 1), datetime(1992, 1, 1)))
def test_the_years_with_summer_time_follow_the_tz_database(clock: datetime):
    assert values(time, [f"{clock:%Y-%m-%dT%H:%M:%S.%f}"]) == [in_utc(clock)]


def test_every_hour_around_a_change_of_the_clock_follows_the_tz_database():
    # Spring and autumn of the years with summer time, and of 1949.
    days = [datetime(1949, 4, 29), datetime(1949, 5, 26)]
    days += [datetime(year, month, 1) for year in range(1986, 1992) for month in (4, 5, 9)]
    clocks = [day + timedelta(minutes=30 * half) for day in days for half in range(48 * 30)]
    assert values(time, [clock.isoformat(" ") for clock in clocks]) == [in_utc(clock) for clock in clocks]


@often
@given(clocks.filter(lambda at: at.year > 1949), st.integers(-12 * 60, 14 * 60))
def test_an_offset_is_followed(clock: datetime, minutes: int):
    at = clock.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    if at.astimezone(UTC) < datetime(2100, 12, 31, 16, tzinfo=UTC):
        assert values(time, [at.isoformat(), at.isoformat(" ")]) == [at.astimezone(UTC)] * 2


@often
@given(seconds)
def test_a_time_without_signs_is_the_same_moment(clock: datetime):
    out = cleaned(time, [f"{clock:%Y%m%d%H%M%S}"])
    assert (out.values.to_pylist(), out.coarse and out.coarse.to_pylist()) == ([in_utc(clock)], [False])


@often
@given(seconds, st.data())
def test_dress_changes_nothing(clock: datetime, data: st.DataObject):
    assert values(time, [data.draw(dressed(st.just(clock.isoformat(" "))))]) == [in_utc(clock)]


@pytest.mark.parametrize(
    ("text", "coarse"),
    [
        ("2024-1-2 3:04:05", False),
        ("2024-01-02-03.04.05.000000", False),
        ("2024-01-02T03:04:05+08", False),
        ("2024-01-01T19:04:05Z", False),
        ("20240102T030405", False),
        ("2024.01.02 03:04:05", False),
        ("2024-01-02_03:04:05", False),
        ("2024-01-02 030405", False),
        ("20240102-03:04:05", False),
        ("20240102030405", False),
        ("20240102030405000", False),
        ("2024-01-02 03:04:05:000", False),
        ("2024-01-02 星期二 03:04:05", False),
        ("1704135845", False),
        ("1704135845000", False),
        ("2024/1/2 3:04", True),
        ("202401020304", True),
        ("2024年1月2日3时4分", True),
        ("2024-01-02", True),
        ("20240102", True),
        ("2024年1月2日", True),
    ],
)
def test_times_to_the_minute_or_the_day_are_coarse(text: str, coarse: bool):
    out = cleaned(time, [text])
    day = len(text) <= 10 and coarse
    rounded = AT.replace(second=0) if coarse else AT
    assert out.values.to_pylist() == [rounded.replace(hour=0, minute=0) if day else rounded]
    assert out.coarse is not None
    assert out.coarse.to_pylist() == [coarse]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2024-01-02 3:04:05 AM", "03:04:05"),
        ("2024-01-02 下午 3:04:05", "15:04:05"),
        ("2024/1/2 3:04:05 PM", "15:04:05"),
        ("2024年1月2日 下午3时04分05秒", "15:04:05"),
        ("2024-01-02 15:04:05 PM", "15:04:05"),
        ("2024-01-02 12:00:00 am", "00:00:00"),
        ("2024-01-02 上午12:00:00", "00:00:00"),
        ("2024-01-02 12:00:00 p.m.", "12:00:00"),
    ],
)
def test_the_clock_of_twelve_hours_is_read_where_it_says_which_half(text: str, clock: str):
    assert values(time, [text]) == [in_utc(datetime.fromisoformat(f"2024-01-02 {clock}"))]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-02-30", "no such day or time of day"),
        ("2023-02-29 00:00:00", "no such day or time of day"),
        ("2024-13-01", "no such day or time of day"),
        ("2024-00-10", "no such day or time of day"),
        ("2024-01-02 24:00:00", "no such day or time of day"),
        ("2024-01-02 03:60", "no such day or time of day"),
        ("20240230", "no such day or time of day"),
        ("20240230030405", "no such day or time of day"),
        ("20240102240000", "no such day or time of day"),
        ("1948-12-31 23:59:59", "before 1949 or after 2100"),
        ("2101-01-01", "before 1949 or after 2100"),
        ("9999999999", "before 1949 or after 2100"),
        ("2024010203", "ten digits that may be an hour or seconds since 1970"),
        ("2603011000", "ten digits that may be a minute of a year in two digits: write the year in four"),
        ("2.024E+13", "a spreadsheet turned the time into scientific notation; its last digits are lost"),
        ("02/01/2024", "no time we can read: write it as 2024-01-02 03:04:05"),
        ("2024-1-23:04", "no time we can read: write it as 2024-01-02 03:04:05"),
        ("2024-01-02 上午 13:04:05", "no such day or time of day"),
        ("2024-01-02 0:04:05 PM", "no such day or time of day"),
        ("01/02/2024 3:04:05 PM", "no time we can read: write it as 2024-01-02 03:04:05"),
        ("2024-01-02 下午", "no time we can read: write it as 2024-01-02 03:04:05"),
        ("45293.5", "a spreadsheet's number of days, or a time of day: write it as 2024-01-02 03:04:05"),
        ("45293", "a spreadsheet's number of days, or a time of day: write it as 2024-01-02 03:04:05"),
    ],
)
def test_what_is_no_time_says_why(text: str, why: str):
    assert reason(time, text) == why


NEVER = ["0000-00-00", "0000-00-00 00:00:00", "9999-12-31", "99991231", "9999/12/31 23:59:59"]
NEVER += ["0001-01-01T00:00:00", "1900-01-01", "1900-01-00", "1899-12-30 00:00:00", "00010101", "0"]


@pytest.mark.parametrize("text", NEVER)
def test_days_that_stand_for_never_are_dropped(text: str):
    out = cleaned(time, [text, "2024-01-02"])
    assert out.values.null_count == 1
    assert out.reasons.null_count == 2
    assert out.dropped is not None
    assert out.dropped.to_pylist() == [True, False]

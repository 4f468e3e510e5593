"""Folding in arrays says what the plain query says, whatever the rows, and however many are folded at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.taken import source_of
from workbench.errors import WorkbenchError
from workbench.evidence import counted
from workbench.evidence.counted import folded_table, is_counted, lay_counted
from workbench.evidence.folds import link_query, link_table, told_query
from workbench.evidence.keys import Between, keys_table, lay_keys
from workbench.model import CALLED, LINK_TYPES, PHONE, REGISTERED

SOURCES = tuple(source_of(name) for name in ("calls", "sessions", "contacts", "identities"))
BETWEEN = tuple(
    (link_type, start, end)
    for link_type in LINK_TYPES
    if is_counted(link_type)
    for start, end in link_type.pairs
    if told_query(link_type, start, end, SOURCES)
)
COLUMNS = {
    "calls": "caller VARCHAR, callee VARCHAR, at TIMESTAMP, seconds BIGINT, medium VARCHAR",
    "sessions": "kind VARCHAR, key VARCHAR, device VARCHAR, ip VARCHAR, at TIMESTAMP",
    "contacts": "account VARCHAR, other VARCHAR, at TIMESTAMP, messages BIGINT",
    "identities": "identity VARCHAR, phone VARCHAR, at TIMESTAMP",
}
Rows = list[tuple[object, ...]]

# Few of each, so that pairs repeat; of keys one that begins another, and one beyond ASCII.
keys = st.sampled_from(["+8613800000011", "+861380000001", "95588", "微信:a", "z"])
# Around midnight in Shanghai, within a day, and before 1970.
times = st.sampled_from(
    [
        datetime(2026, 9, 1, 15, 59, 59),
        datetime(2026, 9, 1, 16),
        datetime(2026, 9, 2, 3),
        datetime(1969, 12, 31, 15, 59),
        datetime(1969, 12, 31, 17),
    ]
)
absent = st.none()
told = st.integers(0, 900)
WORLDS = st.fixed_dictionaries(
    {
        "calls": st.lists(st.tuples(keys, keys, times, told, st.sampled_from(["voice", "sms"]))),
        "sessions": st.lists(
            st.tuples(st.sampled_from(["phone", "bank_card"]), keys, absent | keys, absent | keys, times), max_size=12
        ),
        "contacts": st.lists(st.tuples(keys, keys, absent | times, absent | told), max_size=8),
        "identities": st.lists(st.tuples(keys, absent | keys, absent | times), max_size=8),
    }
)


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """One connection for all worlds: opening one takes longer than folding them."""
    with duckdb.connect() as opened:
        yield opened


def _lay(duck: duckdb.DuckDBPyConnection, world: dict[str, Rows]) -> None:
    for name, rows in world.items():
        columns = ", ".join(f'"{one.split()[0]}" {one.split()[1]}' for one in COLUMNS[name].split(", "))
        duck.execute(f"CREATE OR REPLACE TABLE events_{name} ({columns}, n INTEGER)")
        for number, row in enumerate(rows):
            holes = ", ".join("?" * (len(row) + 1))
            duck.execute(f"INSERT INTO events_{name} VALUES ({holes})", [*row, 1 + number % 3])


def _clear(duck: duckdb.DuckDBPyConnection) -> None:
    for between in BETWEEN:
        duck.execute(f"DROP VIEW IF EXISTS {link_table(*between)}")
        duck.execute(f"DROP TABLE IF EXISTS {folded_table(between)}")
        for kind in between[1:]:
            duck.execute(f"DROP TABLE IF EXISTS {keys_table(kind)}")


def _both(duck: duckdb.DuckDBPyConnection, between: Between) -> tuple[Rows, Rows]:
    lay_counted(duck, between, SOURCES)
    query = link_query(*between, SOURCES)
    return duck.sql(f"FROM {link_table(*between)} ORDER BY ALL").fetchall(), duck.sql(f"{query}").fetchall()


@settings(max_examples=25)
@given(WORLDS, st.sampled_from([1, 3, 1 << 24]))
def test_any_rows_are_folded_as_the_plain_query_folds_them(
    duck: duckdb.DuckDBPyConnection, world: dict[str, Rows], most: int
) -> None:
    _clear(duck)
    _lay(duck, world)
    lay_keys(duck, BETWEEN, SOURCES)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(counted, "MOST_ROWS", most)
        for between in BETWEEN:
            ours, plain = _both(duck, between)
            assert ours == plain


def test_links_lie_in_the_order_of_their_keys(duck: duckdb.DuckDBPyConnection) -> None:
    _clear(duck)
    at = datetime(2026, 9, 1)
    world: dict[str, Rows] = {name: [] for name in COLUMNS}
    world["calls"] = [(a, b, at, 1, "voice") for a in ("b", "ab", "a") for b in ("z", "", "é")]
    _lay(duck, world)
    between = (CALLED, PHONE, PHONE)
    lay_keys(duck, [between], SOURCES)
    _, plain = _both(duck, between)
    keys = dict(duck.sql(f"SELECT code, key FROM {keys_table(PHONE)}").fetchall())
    rows = duck.sql(f'SELECT start, "end" FROM {folded_table(between)}').fetchall()
    assert [(keys[start], keys[end]) for start, end in rows] == [row[:2] for row in plain]


def test_a_sum_beyond_what_fits_is_told_and_one_that_just_fits_is_right(duck: duckdb.DuckDBPyConnection) -> None:
    between, at = (CALLED, PHONE, PHONE), datetime(2026, 9, 1)
    world: dict[str, Rows] = {name: [] for name in COLUMNS}
    for largest, fits in ((2**62 - 1, True), (2**62 + 2**61, False)):
        _clear(duck)
        world["calls"] = [("a", "b", at, largest, "voice"), ("a", "c", at, largest, "voice"), ("a", "c", at, 5, "sms")]
        _lay(duck, world)
        duck.execute("UPDATE events_calls SET n = 1")
        lay_keys(duck, [between], SOURCES)
        if fits:
            ours, plain = _both(duck, between)
            assert ours == plain
            continue
        duck.execute("UPDATE events_calls SET n = 2")
        with pytest.raises(WorkbenchError, match="a sum of seconds"):
            lay_counted(duck, between, SOURCES)


def test_keys_of_one_hash_are_told_apart(duck: duckdb.DuckDBPyConnection) -> None:
    _clear(duck)
    world: dict[str, Rows] = {name: [] for name in COLUMNS}
    world["calls"] = [(a, "z", datetime(2026, 9, 1), 1, "voice") for a in ("x", "y")]
    _lay(duck, world)
    between = (CALLED, PHONE, PHONE)
    lay_keys(duck, [between], SOURCES)
    # As a hash that falls together would: no condition may then lean on it.
    duck.execute("CREATE OR REPLACE MACRO hash(key) AS 1::UBIGINT")
    try:
        ours, plain = _both(duck, between)
    finally:
        duck.execute("DROP MACRO hash")
    assert ours == plain
    assert len(ours) == 2


def test_what_is_named_by_more_than_its_ends_is_not_folded_in_arrays() -> None:
    assert not is_counted(REGISTERED)
    assert is_counted(CALLED)

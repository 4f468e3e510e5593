"""The audit: acts go in, nothing comes out, and whoever reaches around it is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.workbench.cases.conftest import SECRET
from workbench.cases import Act, Anchor, Work, open_work
from workbench.errors import UsedWrongly

TOKEN = "0f" * 16
ACTS = 200
COLUMNS = ("at", "person", "action", "object", "reason", "outcome", "previous", "mac")


def search(number: int) -> Act:
    return Act(f"person {number % 7}", "search", TOKEN, f"reason {number}")


def edit(store: sqlite3.Connection, place: int) -> int:
    column = COLUMNS[place % len(COLUMNS)]
    store.execute(f"UPDATE audit SET {column} = {column} || '.' WHERE seq = ?", (place,))
    return place


def cut_out(store: sqlite3.Connection, place: int) -> int:
    store.execute("DELETE FROM audit WHERE seq = ?", (place,))
    return place


def cut_out_and_close_up(store: sqlite3.Connection, place: int) -> int:
    cut_out(store, place)
    for later in range(place + 1, ACTS + 1):
        store.execute("UPDATE audit SET seq = seq - 1 WHERE seq = ?", (later,))
    return place


def swap(store: sqlite3.Connection, place: int) -> int:
    other = place + 1 if place < ACTS else 1
    for old, new in ((place, -1), (other, place), (-1, other)):
        store.execute("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))
    return min(place, other)


def cut_tail(store: sqlite3.Connection, place: int) -> int:
    store.execute("DELETE FROM audit WHERE seq >= ?", (place,))
    return place


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("written") / "work.db"
    with open_work(f"sqlite:///{file}", SECRET) as work:
        for number in range(ACTS):
            work.record(search(number))
    return file.read_bytes()


@pytest.fixture
def work(file: Path, request: pytest.FixtureRequest) -> Iterator[Work]:
    """An empty store, or one with 200 acts where the test asks for `full`."""
    if "full" in request.fixturenames:
        file.write_bytes(request.getfixturevalue("written"))
    with open_work(f"sqlite:///{file}", SECRET) as opened:
        yield opened


@pytest.fixture
def full(work: Work) -> Work:
    return work


@pytest.mark.parametrize("attack", [edit, cut_out, cut_out_and_close_up, swap, cut_tail])
def test_each_attack_on_each_act_is_found_where_it_was_made(
    full: Work, disarmed: sqlite3.Connection, attack: Callable[[sqlite3.Connection, int], int]
) -> None:
    anchor = full.anchor()
    kept = disarmed.execute("SELECT * FROM audit").fetchall()
    for place in range(1, ACTS + 1):
        disarmed.execute("BEGIN IMMEDIATE")
        first_bad = attack(disarmed, place)
        disarmed.execute("COMMIT")
        state = full.verify_audit(anchor)
        assert (state.intact, state.first_bad) == (False, first_bad), (place, state)
        disarmed.execute("BEGIN IMMEDIATE")
        disarmed.execute("DELETE FROM audit")
        disarmed.executemany("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", kept)
        disarmed.execute("COMMIT")
    assert full.verify_audit(anchor).intact


def test_an_untouched_chain_is_intact_and_ends_at_its_anchor(full: Work) -> None:
    anchor = full.anchor()
    state = full.verify_audit(anchor)
    assert (state.intact, state.count, state.head, state.first_bad) == (True, ACTS, anchor.head, None)
    full.record(search(ACTS))
    assert full.verify_audit(anchor).intact, "an older anchor still holds for a chain that grew"


def test_a_cut_tail_shows_only_against_an_anchor(full: Work, disarmed: sqlite3.Connection) -> None:
    anchor = full.anchor()
    cut_tail(disarmed, ACTS)
    assert full.verify_audit().intact
    assert not full.verify_audit(anchor).intact


def test_a_tail_cut_and_written_anew_is_found_against_an_anchor(full: Work, disarmed: sqlite3.Connection) -> None:
    anchor = full.anchor()
    cut_tail(disarmed, ACTS)
    full.record(search(1))
    state = full.verify_audit(anchor)
    assert (state.intact, state.first_bad) == (False, ACTS)


def test_an_act_added_without_the_secret_is_found(full: Work, file: Path) -> None:
    with open_work(f"sqlite:///{file}", b"another secret, not this home's") as other:
        other.record(search(1))
    assert full.verify_audit().first_bad == ACTS + 1


@pytest.mark.parametrize("value", [None, b"\xff\xfe", b"reason 4", 4.5, "reason 4\x00", "理由"])
def test_a_value_of_any_type_is_found_not_tripped_over(full: Work, disarmed: sqlite3.Connection, value: object) -> None:
    if value is None:
        disarmed.execute("UPDATE audit SET reason = CAST(X'FFFE' AS TEXT) WHERE seq = 5")
    else:
        disarmed.execute("UPDATE audit SET reason = ? WHERE seq = 5", (value,))
    assert full.verify_audit().first_bad == 5


@pytest.mark.parametrize("table", ["audit", "decision"])
def test_the_store_itself_refuses_changes(work: Work, intruder: sqlite3.Connection, table: str) -> None:
    work.record(search(1))
    intruder.execute("PRAGMA foreign_keys = OFF")
    if table == "decision":
        intruder.execute("INSERT INTO decision VALUES (1, 'f', 'rings', 'r', 'p', 't', 'confirmed', 'why')")
    columns = [row[1] for row in intruder.execute(f"PRAGMA table_info({table})")]
    row = intruder.execute(f"SELECT * FROM {table}").fetchone()
    attempts = [f"UPDATE {table} SET {column} = {column}" for column in columns]
    attempts += [f"DELETE FROM {table}", f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})"]
    for attempt in attempts:
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            intruder.execute(attempt, row if "?" in attempt else ())
    assert intruder.execute(f"SELECT * FROM {table}").fetchall() == [row]


def test_acts_are_read_newest_first_page_by_page(work: Work) -> None:
    for number in range(5):
        assert work.record(search(number)) == number + 1
    first = work.acts(limit=2)
    assert [one.seq for one in first] == [5, 4]
    assert [one.seq for one in work.acts(limit=9, before=first[-1].seq)] == [3, 2, 1]
    assert first[0].act == search(4)
    assert datetime.now(UTC) - datetime.fromisoformat(first[0].at) < timedelta(minutes=1)


def test_a_budget_counts_what_one_person_did_since(work: Work) -> None:
    before = datetime.now(UTC)
    for person, outcome in (("wang", "done"), ("wang", "done"), ("wang", "refused"), ("li", "done")):
        work.record(Act(person, "reveal", TOKEN, "a call back", outcome))
    assert work.count("wang", "reveal", before) == 2
    assert work.count("wang", "search", before) == 0
    assert work.count("wang", "reveal", datetime.now(UTC) + timedelta(seconds=1)) == 0


def test_the_empty_chain_is_intact(work: Work) -> None:
    assert work.anchor() == Anchor(0, "0" * 64)
    assert work.verify_audit(work.anchor()).intact


@pytest.mark.parametrize(
    "key", ["13800138000", "+8613800138000", "510104199003077777", "51010419900307777X", "6222 0212 3456 7890"]
)
def test_a_key_may_not_stand_as_the_object(work: Work, key: str) -> None:
    with pytest.raises(UsedWrongly) as refused:
        work.record(Act("wang", "search", key))
    assert key not in str(refused.value)
    assert work.acts() == ()


@pytest.mark.parametrize("named", [TOKEN, "1" * 32, "rings-12", "+86 138****1234", "一案", ""])
def test_a_token_a_name_or_a_mask_may(work: Work, named: str) -> None:
    work.record(Act("wang", "search", named))
    assert work.acts()[0].act.object == named


@pytest.mark.parametrize(
    "act",
    [
        Act("", "search", TOKEN),
        Act("wang", "", TOKEN),
        Act("wang", "note", TOKEN, "\x00"),
        Act("wang", "note", TOKEN, "\ud800"),
    ],
)
def test_what_cannot_be_kept_is_refused(work: Work, act: Act) -> None:
    with pytest.raises(UsedWrongly):
        work.record(act)


def test_a_short_secret_is_refused(file: Path) -> None:
    with pytest.raises(UsedWrongly, match="shorter"), open_work(f"sqlite:///{file}", b"short"):
        pass
    assert not file.exists()


def test_another_home_s_secret_does_not_verify(full: Work, file: Path) -> None:
    with open_work(f"sqlite:///{file}", SECRET[::-1]) as other:
        assert other.verify_audit().first_bad == 1

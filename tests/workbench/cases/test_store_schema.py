"""The store's schema: from nothing, from an older one with a copy kept, and never from a newer one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tests.workbench.cases.conftest import SECRET
from workbench.cases import Act, Decision, Verdict, open_work
from workbench.cases.tables import METADATA
from workbench.errors import BadHome, HomeLocked, UsedWrongly

OLDER = "0001"


def names(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as store:
        return {name for (name,) in store.execute("SELECT name FROM sqlite_master")}


def make_older(file: Path) -> None:
    """A store as the first schema left it, with one act in it."""
    with open_work(f"sqlite:///{file}", SECRET) as work:
        work.record(Act("wang", "search", "an old act"))
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.execute("DROP TABLE decision")
        store.execute("UPDATE alembic_version SET version_num = ?", (OLDER,))


def test_a_store_is_made_from_nothing_for_its_owner_only(file: Path) -> None:
    with open_work(f"sqlite:///{file}", SECRET) as work:
        work.record(Act("wang", "search", "x"))
        assert {"audit", "decision", "alembic_version"} <= names(file)
        beside = [one for one in file.parent.iterdir() if one.name.startswith("work.db")]
        assert {one.stat().st_mode & 0o777 for one in beside} == {0o600}
    assert [one.name for one in file.parent.iterdir()] == ["work.db"]


def test_the_steps_lead_to_the_tables_as_declared(file: Path) -> None:
    with open_work(f"sqlite:///{file}", SECRET):
        pass
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert found == []


def test_an_older_store_is_copied_and_brought_up(file: Path) -> None:
    make_older(file)
    with open_work(f"sqlite:///{file}", SECRET) as work:
        work.decide(Decision("f", "rings", "r", "wang", Verdict.CONFIRMED, "why"))
        assert work.verify_audit().count == 2
    copy = file.with_name(f"work.db.schema-{OLDER}")
    assert "decision" not in names(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as store:
        assert store.execute("SELECT object FROM audit").fetchall() == [("an old act",)]


def test_a_step_that_fails_leaves_the_older_store_as_it_was(file: Path) -> None:
    make_older(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.execute("CREATE INDEX ix_decision_finding ON audit (person)")
    before = names(file)
    with pytest.raises(BadHome, match="already exists"), open_work(f"sqlite:///{file}", SECRET):
        pass
    assert names(file) == before


def test_opening_again_changes_nothing(file: Path) -> None:
    for _ in range(3):
        with open_work(f"sqlite:///{file}", SECRET) as work:
            work.record(Act("wang", "search", "x"))
    assert [one.name for one in file.parent.iterdir()] == ["work.db"]
    with open_work(f"sqlite:///{file}", SECRET) as work:
        assert work.verify_audit().count == 3


def test_a_newer_store_is_refused_untouched(file: Path) -> None:
    with open_work(f"sqlite:///{file}", SECRET):
        pass
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadHome, match=r"newer workbench.*9999"), open_work(f"sqlite:///{file}", SECRET):
        pass
    assert [one.name for one in file.parent.iterdir()] == ["work.db"]


def test_a_store_of_somebody_else_is_refused(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store:
        store.execute("CREATE TABLE recipes (name)")
    with pytest.raises(BadHome, match="not the workbench's"), open_work(f"sqlite:///{file}", SECRET):
        pass
    assert names(file) == {"recipes"}


def test_a_file_that_is_no_store_is_refused(file: Path) -> None:
    file.write_bytes(os.urandom(8192))
    with pytest.raises(BadHome, match="not a database"), open_work(f"sqlite:///{file}", SECRET):
        pass


def test_a_damaged_store_is_said_to_be_so(file: Path) -> None:
    with open_work(f"sqlite:///{file}", SECRET) as work:
        for number in range(50):
            work.record(Act("wang", "search", "x", "long reason " * 50 + str(number)))
    whole = bytearray(file.read_bytes())
    whole[4096 * 3 :] = b"\xaa" * (len(whole) - 4096 * 3)
    file.write_bytes(whole)
    with pytest.raises(BadHome), open_work(f"sqlite:///{file}", SECRET) as work:
        work.acts()


def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BadHome, match="existing folder"), open_work(f"sqlite:///{tmp_path}/no/work.db", SECRET):
        pass


def test_a_busy_store_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.cases.engine._PATIENCE", 0.1)
    with open_work(f"sqlite:///{file}", SECRET) as work, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HomeLocked, match="busy"):
            work.record(Act("wang", "search", "x"))
        assert work.acts() == (), "readers go on while a writer works"


@pytest.mark.parametrize(
    "url",
    ["", "work.db", "mysql://me:geheim@there/db", "sqlite://", "sqlite:///:memory:", "postgresql://me:geheim@there/db"],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UsedWrongly) as refused, open_work(url, SECRET):
        pass
    assert "geheim" not in str(refused.value)


def test_a_folder_with_odd_letters_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "50% 案件 #1"
    folder.mkdir()
    with open_work(f"sqlite:///{folder}/work.db", SECRET) as work:
        work.record(Act("wang", "search", "x"))
    assert [one.name for one in folder.iterdir()] == ["work.db"]

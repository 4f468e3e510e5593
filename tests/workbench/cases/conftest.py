"""A work store in an empty folder, and the hands of somebody who reaches around the workbench into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from workbench.cases import Work, open_work

SECRET = bytes(range(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "work.db"


@pytest.fixture
def work(file: Path) -> Iterator[Work]:
    with open_work(f"sqlite:///{file}", SECRET) as opened:
        yield opened


@pytest.fixture
def intruder(file: Path, work: Work) -> Iterator[sqlite3.Connection]:
    """A second way into the same file, past the workbench; its changes need not survive a power cut."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


@pytest.fixture
def disarmed(intruder: sqlite3.Connection) -> sqlite3.Connection:
    """The same, with every trigger taken away first."""
    for (name,) in intruder.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        intruder.execute(f"DROP TRIGGER {name}")
    return intruder

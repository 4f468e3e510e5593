"""The relational engine beneath people's work: SQLite in the home, PostgreSQL for a team."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolBusy

from workbench.errors import BadHome, HomeLocked, UsedWrongly

_PATIENCE = 30
# One number all writers of the audit queue at; an insert-only role may take it, which LOCK TABLE would refuse.
_QUEUE = 0x66726175


def read_url(url: str) -> URL:
    """The parsed address; its password is in no error."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsedWrongly(
            "that is no address of a work store; write sqlite:///FILE or postgresql+psycopg://…"
        ) from error
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise UsedWrongly(f"no work store on {parsed.drivername}; write sqlite:///FILE or postgresql+psycopg://…")
    if parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UsedWrongly("people's work needs a file; write sqlite:///FILE")
    return parsed


def file_of(url: URL) -> Path | None:
    """The SQLite file, or None for a server."""
    return Path(str(url.database)) if url.drivername == "sqlite" else None


def make_engine(url: URL) -> Engine:
    """An engine whose transactions are whole: reads see one state, writers stand in a queue."""
    try:
        if url.drivername != "sqlite":
            return create_engine(url, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": _PATIENCE})
    except ImportError as error:
        raise UsedWrongly("PostgreSQL needs the package psycopg; install psycopg[binary]") from error
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _record: object) -> None:
    # None: sqlite3 would else begin transactions on its own, and only at the first change.
    connection.isolation_level = None
    # What somebody tampered with need not be UTF-8, and must still be read to be shown as tampered with.
    connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    _keep_log(connection)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _keep_log(connection: Any) -> None:
    """Turn a new file to write-ahead logging, which lets readers go on beside a writer."""
    # SQLite answers "locked" at once where two turn the same new file together: its own timeout does not hold here.
    given_up = monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > given_up:
                raise
            sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    # IMMEDIATE: two writers that both read first and then write would else have one of them refused.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state from beginning to end."""
    # SQLite's transactions see one state anyway.
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with speaking_plainly(), engine.connect() as connection:
        yield connection.execution_options(stream_results=True, **level)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection that alone writes; what it wrote stands when the block ends, or none of it."""
    with speaking_plainly(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(:queue)"), {"queue": _QUEUE})
        yield connection


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn what the engine raises into our own errors, without the values it was working on."""
    try:
        yield
    except (PoolBusy, OperationalError, sqlite3.OperationalError) as error:
        if isinstance(error, PoolBusy) or "locked" in str(error):
            raise HomeLocked(f"the work store was busy for {_PATIENCE} seconds; try again") from error
        raise BadHome(f"the work store does not answer: {_cause(error)}") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise BadHome(f"the work store cannot be used: {_cause(error)}; put its last copy back") from error


def _cause(error: Exception) -> str:
    # The first line only: in the next ones PostgreSQL quotes the row.
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__

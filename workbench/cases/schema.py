"""Bringing a store to the newest schema: a copy of an older file first, a newer one refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect

from workbench.errors import BadHome

_STEPS = Path(__file__).with_name("migrations")


def bring_up(connection: Connection, file: Path | None) -> None:
    """Run the missing steps inside the caller's transaction; `file` is the SQLite file to copy beforehand."""
    config = _config(connection)
    script = ScriptDirectory.from_config(config)
    newest = str(script.get_current_head())
    stands = _stands(connection)
    if stands == newest:
        return
    if stands is not None and not _known(script, stands):
        raise BadHome(
            f"the work store was written by a newer workbench (its schema is {stands}, this one knows up to {newest}); "
            "open it with that version or a later one"
        )
    if stands is None and inspect(connection).get_table_names():
        raise BadHome("the work store holds tables that are not the workbench's; give it a file or database of its own")
    if stands is not None and file is not None:
        _copy(file, file.with_name(f"{file.name}.schema-{stands}"))
    command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    # A per cent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _stands(connection: Connection) -> str | None:
    try:
        return MigrationContext.configure(connection).get_current_revision()
    except CommandError as error:
        raise BadHome("the work store names two schemas at once; put its last copy back") from error


def _known(script: ScriptDirectory, revision: str) -> bool:
    try:
        return script.get_revision(revision) is not None
    except CommandError:
        return False


def _copy(file: Path, to: Path) -> None:
    # SQLite's own copying: a plain copy would miss what still stands in the write-ahead log.
    to.unlink(missing_ok=True)
    to.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new)

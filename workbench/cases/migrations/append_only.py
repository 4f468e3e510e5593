"""Triggers that let rows in and nothing out, in both engines."""

from __future__ import annotations

from alembic import op


def refuse_changes(table: str, unique: tuple[str, ...]) -> None:
    """Make a table append-only; `unique` are the columns by which SQLite's REPLACE would overwrite a row."""
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite(table, unique)
    else:
        _on_postgresql(table)


def _on_sqlite(table: str, unique: tuple[str, ...]) -> None:
    refusal = f"SELECT RAISE(ABORT, '{table} is append-only')"
    for change in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN {refusal}; END")
    # INSERT OR REPLACE deletes without asking the delete trigger, unless the row is refused before.
    same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    stands = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own table's names
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {stands} BEGIN {refusal}; END")


def _on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )

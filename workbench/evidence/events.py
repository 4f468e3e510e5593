"""What an event is: rows alike in their identifying columns are one, however many files tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from workbench.evidence.duck import quoted, rows_query, text
from workbench.model import Source


def with_occurrences(duck: duckdb.DuckDBPyConnection, source: Source, file: Path) -> None:
    """Numbers the rows of a file that are alike to a coarse time and have no serial: they are several events."""
    beside = file.with_suffix(".numbered")
    serial = f"AND {quoted(source.serial)} IS NULL" if source.serial else ""
    duck.execute(f"""
        COPY (
            SELECT * REPLACE (
                CASE WHEN coarse {serial} THEN
                    (row_number() OVER (PARTITION BY {_columns(source)} ORDER BY record))::INTEGER
                ELSE 1 END AS occurrence)
            FROM read_parquet({text(str(file))}) ORDER BY record
        ) TO {text(str(beside))} (FORMAT parquet, COMPRESSION zstd)""")
    beside.replace(file)


def count_known(duck: duckdb.DuckDBPyConnection, source: Source, file: Path, others: Iterable[Path]) -> int:
    """How many of the file's rows tell of events that the other files, or earlier rows, told of already."""
    others = tuple(others)
    duck.execute(f"CREATE TEMP TABLE fresh AS SELECT {_named(source)} FROM ({rows_query([file])})")
    rows = _one(duck, "SELECT count(*) FROM fresh")
    if not others:
        return rows - _one(duck, _total(source, "fresh"))
    match = " AND ".join(f"old.{quoted(name)} IS NOT DISTINCT FROM fresh.{quoted(name)}" for name in source.event)
    duck.execute(f"""
        CREATE TEMP TABLE old AS SELECT {_named(source)} FROM ({rows_query(others)}) AS old
        WHERE EXISTS (SELECT 1 FROM fresh WHERE {match})""")
    before = _one(duck, _total(source, "old"))
    after = _one(duck, _total(source, "(SELECT * FROM old UNION ALL SELECT * FROM fresh)"))
    return rows - (after - before)


def events_query(source: Source, files: Iterable[Path], *, distinct: bool) -> str:
    """A SELECT of the source's events with `n`, how often each happened; `distinct` says no row repeats another."""
    rows = rows_query(files)
    if distinct:
        return f"SELECT *, 1 AS n FROM ({rows})"
    names = [name for name in _all_columns(source) if name not in source.event]
    others = "".join(f"max({quoted(name)}) AS {quoted(name)}, " for name in names)
    return f"SELECT {_columns(source)}, {others}{_times(source)} AS n FROM ({rows}) GROUP BY {_columns(source)}"


def _all_columns(source: Source) -> list[str]:
    return [field for column in source.columns for field in (column.name, *_kind_column(source, column.name))]


def _kind_column(source: Source, name: str) -> tuple[str, ...]:
    """The column that holds the kinds of another, where a cleaner tells them."""
    refs = [ref for fact in source.facts for ref in fact.refs]
    return tuple({ref.kind for ref in refs if ref.column == name and ref.kind == f"{name}_kind"})


def _times(source: Source) -> str:
    serials = f"count(DISTINCT {quoted(source.serial)})" if source.serial else "0"
    return f"greatest({serials}, max(occurrence))"


def _total(source: Source, table: str) -> str:
    return f"SELECT coalesce(sum(n), 0)::BIGINT FROM (SELECT {_times(source)} AS n FROM {table} GROUP BY {_columns(source)})"


def _columns(source: Source) -> str:
    return ", ".join(quoted(name) for name in source.event)


def _named(source: Source) -> str:
    serial = f", {quoted(source.serial)}" if source.serial else ""
    return f"{_columns(source)}{serial}, occurrence"


def _one(duck: duckdb.DuckDBPyConnection, query: str) -> int:
    rows = duck.execute(query).fetchall()
    return int(rows[0][0])

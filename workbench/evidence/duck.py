"""DuckDB as evidence uses it: a connection of its own, and Parquet files as one view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

MEMORY_LIMIT = "8GB"


@contextmanager
def open_duck(memory: str = MEMORY_LIMIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills to a folder of its own, and loads nothing from anywhere."""
    with TemporaryDirectory(prefix="workbench-") as spill:
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory,
                "temp_directory": spill,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        try:
            # A long query would else draw its bar into what the command line prints.
            # In a notebook that has no widgets DuckDB refuses the setting, and has no bar to draw either.
            with suppress(duckdb.InvalidInputException):
                connection.execute("SET enable_progress_bar = false")
            yield connection
        finally:
            connection.close()


def rows_query(files: Iterable[Path], *, named: bool = False, between: tuple[str, int, int] | None = None) -> str:
    """A SELECT over all the files' rows, times to the second as UTC without zone.

    Without zone, since DuckDB's zoned times need an extension; to the second, since that is what names an event.
    `between` (column, first, last) asks for the rows of some seconds since 1970 only.
    """
    paths = sorted(files)
    times = [field.name for field in pq.read_schema(paths[0]) if pa.types.is_timestamp(field.type)]
    replaced = ", ".join(
        f"make_timestamp(epoch_us({quoted(name)}) // 1000000 * 1000000) AS {quoted(name)}" for name in times
    )
    listed = ", ".join(text(str(path)) for path in paths)
    source = f"read_parquet([{listed}], union_by_name = true{', filename = true' if named else ''}) AS stored"
    if between:
        # Asked of the column as it is stored: only then are stretches of other times not even read.
        column, first, last = f"stored.{quoted(between[0])}", between[1], between[2]
        source += f" WHERE {column} >= to_timestamp({first}) AND {column} < to_timestamp({last + 1})"
    return f"SELECT * {f'REPLACE ({replaced})' if replaced else ''} FROM {source}"


def quoted(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"

"""DuckDB as evidence uses it: a connection of its own, and Parquet files as one view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.disk import short_lived

MEMORY_LIMIT = "8GB"
SPILL = "spill"


@contextmanager
def open_duck(evidence: Path | None = None, memory: str = MEMORY_LIMIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills to a folder of its own, and loads nothing from anywhere.

    It spills beside the folder of evidence, where there is room for evidence; without one, or where nothing may be
    written there, among the system's temporary files. What a killed process spilled is swept by the next.
    """
    with ExitStack() as stack:
        spill = _spill(stack, evidence)
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory,
                "temp_directory": str(spill),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        stack.callback(connection.close)
        # A long query would else draw its bar into what the command line prints.
        # In a notebook that has no widgets DuckDB refuses the setting, and has no bar to draw either.
        with suppress(duckdb.InvalidInputException):
            connection.execute("SET enable_progress_bar = false")
        yield connection


def _spill(stack: ExitStack, evidence: Path | None) -> Path:
    if evidence is not None:
        # Who may only read the home, or finds its disk full, reads on.
        with suppress(OSError):
            return stack.enter_context(short_lived(evidence.parent / SPILL))
    return stack.enter_context(short_lived())


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

"""What an event is: rows alike in their identifying columns are one, however many files tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from workbench.evidence.duck import quoted, rows_query, text
from workbench.evidence.prints import Prints, hash_of, repeated, told_again
from workbench.model import Fold, LinkFact, Source


def counts(source: Source) -> bool:
    """Whether any link the source tells of counts or sums its rows; registers only say what is so, however often."""
    types = [fact.type for fact in source.facts if isinstance(fact, LinkFact)]
    return any(one.fold in {Fold.COUNT, Fold.SUM} for link_type in types for one in link_type.properties)


def number_occurrences(duck: duckdb.DuckDBPyConnection, source: Source, file: Path) -> None:
    """Numbers the rows of a file that are alike to a coarse time and have no serial: they are several events."""
    rows = rows_query([file])
    if not _one(duck, f"SELECT count(*) - count(DISTINCT {hash_of(source)}) FROM ({rows})"):
        return
    beside = file.with_suffix(".numbered")
    # Rows with a serial or an exact time stand for themselves: counted in, they would make the order of rows matter.
    several = f"(coarse AND {quoted(source.serial)} IS NULL)" if source.serial else "coarse"
    alike = f"{_columns(source)}{_side(source)}"
    duck.execute(f"""
        COPY (
            SELECT * REPLACE (
                CASE WHEN {several} THEN
                    (row_number() OVER (PARTITION BY {alike}, {several} ORDER BY record))::INTEGER
                ELSE 1 END AS occurrence)
            FROM read_parquet({text(str(file))}) ORDER BY record
        ) TO {text(str(beside))} (FORMAT parquet, COMPRESSION zstd)""")
    beside.replace(file)


def count_known(
    duck: duckdb.DuckDBPyConnection, source: Source, file: Path, prints: Prints, others: Iterable[Path]
) -> int:
    """How many of the file's rows tell of events that the other files, or earlier rows, told of already.

    `prints` are the fingerprints of the file's events.
    """
    # Fingerprints first: rows whose print stands alone repeat nothing, and most files repeat nothing at all.
    told_of = repeated(duck, source, prints, others)
    doubtful = np.concatenate([prints[1:][prints[1:] == prints[:-1]], *told_of.values()])
    if not doubtful.size:
        return 0
    _lay(duck, "repeated", doubtful)
    alike = f"WHERE {hash_of(source)} IN (FROM repeated)"
    fresh, old = rows_query([file]), _old_query(duck, source, file, tuple(told_of))
    duck.execute(f"CREATE TEMP TABLE told AS SELECT {_named(source)}, true AS fresh FROM ({fresh}) {alike}")
    if old:
        duck.execute(f"INSERT INTO told SELECT {_named(source)}, false AS fresh FROM ({old}) {alike}")
    rows = _one(duck, "SELECT count(*) FROM told WHERE fresh")
    before = _one(duck, _total(source, "(FROM told WHERE NOT fresh)"))
    return rows - (_one(duck, _total(source, "told")) - before)


def _lay(duck: duckdb.DuckDBPyConnection, name: str, hashes: Prints) -> None:
    duck.register("given", pa.table({"hash": hashes}))
    duck.execute(f"CREATE TEMP TABLE {name} AS FROM given")
    duck.unregister("given")


def _old_query(duck: duckdb.DuckDBPyConnection, source: Source, file: Path, others: tuple[Path, ...]) -> str:
    """The other files' rows of the times that the file tells of, so that a year need not be read for a day."""
    if not others:
        return ""
    if not source.at or not source.column(source.at).needed:
        return rows_query(others)
    at = f"epoch_us({quoted(source.at)}) // 1000000"
    low, high = duck.execute(f"SELECT min({at}), max({at}) FROM ({rows_query([file])})").fetchall()[0]
    return rows_query(others, between=(source.at, low, high))


def events_query(source: Source, files: Iterable[Path], *, distinct: bool) -> str:
    """A SELECT of the source's events with `n`, how often each happened; `distinct` says no row repeats another."""
    return events_among(source, rows_query(files), distinct=distinct)


def events_among(source: Source, rows: str, *, distinct: bool) -> str:
    """The same of the rows that a SELECT gives, times to the second; an event must have all of its rows there."""
    if distinct:
        return f"SELECT *, 1 AS n FROM ({rows})"
    names = [name for name in _all_columns(source) if name not in source.event]
    others = "".join(f"max({quoted(name)}) AS {quoted(name)}, " for name in names)
    return f"SELECT {_columns(source)}, {others}{_times(source)} AS n FROM ({rows}) GROUP BY {_columns(source)}"


def lay_events(duck: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path], *, distinct: bool) -> None:
    """Makes `events_NAME`, a view or a table of the source's events with `n`; `distinct` as in `events_query`."""
    name, again = f"events_{source.name}", None if distinct else told_again(source, files)
    if again is None:
        made = "VIEW" if distinct else "TEMP TABLE"
        duck.execute(f"CREATE {made} {name} AS {events_query(source, files, distinct=distinct)}")
        return
    # Only rows whose fingerprints stand more than once can be of one event: to group all rows takes ten times as long.
    _lay(duck, f"again_{source.name}", again)
    rows = rows_query(files)
    several = f"SELECT * FROM ({rows}) SEMI JOIN again_{source.name} ON {hash_of(source)} = again_{source.name}.hash"
    duck.execute(f"CREATE TEMP TABLE several_{source.name} AS {events_among(source, several, distinct=False)}")
    alone = f"FROM ({rows}) ANTI JOIN again_{source.name} ON {hash_of(source)} = again_{source.name}.hash"
    columns = ", ".join(quoted(one) for one in _all_columns(source))
    duck.execute(
        f"CREATE TEMP VIEW {name} AS SELECT {columns}, 1 AS n {alone} "
        f"UNION ALL SELECT {columns}, n FROM several_{source.name}"
    )


def _all_columns(source: Source) -> list[str]:
    return [field for column in source.columns for field in (column.name, *_kind_column(source, column.name))]


def _kind_column(source: Source, name: str) -> tuple[str, ...]:
    """The column that holds the kinds of another, where a cleaner tells them."""
    refs = [ref for fact in source.facts for ref in fact.refs]
    return tuple({ref.kind for ref in refs if ref.column == name and ref.kind == f"{name}_kind"})


def _times(source: Source) -> str:
    """How often it happened: by the serials of the side that tells of most, for each side has its own serials."""
    serials = [f"count(DISTINCT {quoted(source.serial)}) FILTER ({side})" for side in _sides(source) if source.serial]
    return f"greatest({', '.join([*serials, 'max(occurrence)'])})"


def _sides(source: Source) -> list[str]:
    """Conditions that part rows by who reported them: neither party, or either."""
    if not source.side:
        return ["true"]
    fact = next(fact for fact in source.facts if isinstance(fact, LinkFact))
    sides = [f"{quoted(source.side)} = {text(one.column)}" for one in fact.refs]
    return [f"{quoted(source.side)} IS NULL", *sides]


def _side(source: Source) -> str:
    return f", {quoted(source.side)}" if source.side else ""


def _total(source: Source, table: str) -> str:
    each = f"SELECT {_times(source)} AS n FROM {table} GROUP BY {_columns(source)}"
    return f"SELECT coalesce(sum(n), 0)::BIGINT FROM ({each})"


def _columns(source: Source) -> str:
    return ", ".join(quoted(name) for name in source.event)


def _named(source: Source) -> str:
    serial = f", {quoted(source.serial)}" if source.serial else ""
    return f"{_columns(source)}{_side(source)}{serial}, occurrence"


def _one(duck: duckdb.DuckDBPyConnection, query: str) -> int:
    rows = duck.execute(query).fetchall()
    return int(rows[0][0])

"""Keys as whole numbers: every key of a kind once, numbered in the order of its text, so that links sort as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa

from workbench.evidence.duck import quoted
from workbench.evidence.folds import told_query
from workbench.model import Kind, LinkType, Source

Between = tuple[LinkType, Kind, Kind]
"""A type of link and the kinds of its ends."""


def keys_table(kind: Kind) -> str:
    """The name of the table of the kind's keys: `key`, its `code`, from nought without gaps, and its `hash`."""
    return f"keys_{kind.name}"


def lay_keys(duck: duckdb.DuckDBPyConnection, betweens: Iterable[Between], sources: Sequence[Source]) -> None:
    """Makes the tables of the keys that stand at the ends of these links."""
    named: dict[Kind, list[str]] = {}
    for between in betweens:
        told = told_query(*between, sources)
        for kind, column in ((between[1], "start"), (between[2], '"end"')):
            named.setdefault(kind, []).append(f"SELECT DISTINCT {column} AS key FROM ({told})")
    for kind, parts in named.items():
        duck.execute(
            f"CREATE TEMP TABLE {keys_table(kind)} AS "
            "SELECT key, (row_number() OVER (ORDER BY key) - 1)::INTEGER AS code, hash(key) AS hash "
            f"FROM (SELECT DISTINCT key FROM ({' UNION ALL '.join(parts)}))"
        )


def coded(duck: duckdb.DuckDBPyConnection, between: Between, told: str) -> str:
    """The FROM of told rows with the codes of both ends, as `start.code` and `finish.code`."""
    _, start, end = between
    return (
        f"({told}) AS told JOIN {keys_table(start)} AS start ON {_named(duck, start, 'start')} "
        f"JOIN {keys_table(end)} AS finish ON {_named(duck, end, 'finish', quoted('end'))}"
    )


def _named(duck: duckdb.DuckDBPyConnection, kind: Kind, table: str, column: str = "start") -> str:
    """How a row's key is found: by its hash, which is twice as quick, where no two keys share one."""
    rows = duck.execute(f"SELECT count(*) = count(DISTINCT hash(key)) FROM {keys_table(kind)}").fetchall()
    return f"{table}.hash = hash(told.{column})" if rows[0][0] else f"{table}.key = told.{column}"


def spelled(duck: duckdb.DuckDBPyConnection, rows: pa.Table, ends: Mapping[str, Kind]) -> pa.Table:
    """The rows with the keys that the codes in these columns stand for."""
    keys = {kind: _keys(duck, kind) for kind in dict.fromkeys(ends.values())}

    def column(name: str) -> pa.ChunkedArray:
        return pa.chunked_array([keys[ends[name]].take(codes) for codes in rows.column(name).chunks], pa.string())

    with ThreadPoolExecutor(len(ends)) as pool:
        found = dict(zip(ends, pool.map(column, ends), strict=True))
    return pa.table({name: found.get(name, rows.column(name)) for name in rows.column_names})


def _keys(duck: duckdb.DuckDBPyConnection, kind: Kind) -> pa.Array:
    keys = duck.sql(f"SELECT key FROM {keys_table(kind)} ORDER BY code").to_arrow_table().column("key")
    return pa.concat_arrays(keys.chunks) if keys.num_chunks else pa.array([], pa.string())

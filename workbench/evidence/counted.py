"""Links whose properties are numbers and times, folded in arrays: a fifth of what grouping by texts costs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from math import prod

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.evidence.duck import quoted, text
from workbench.evidence.folds import SQL_TYPES, link_table, told_query
from workbench.evidence.keys import Between, coded, keys_table
from workbench.model import Fold, LinkType, Property, Source, Type

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_ROWS = 1 << 24
"""Rows that are folded at once: about a hundred bytes each while they are."""
_LEAST, _GREATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_TO_SHANGHAI, _DAY = 8 * 3600 * 1_000_000, 24 * 3600 * 1_000_000


def is_counted(link_type: LinkType) -> bool:
    """Whether nothing but its ends names such a link, and all that it says is a number or a time."""
    folds = {one.fold for one in link_type.properties}
    texts = {Type.TEXT} & {one.type for one in link_type.properties}
    return not link_type.identity and not texts and Fold.LATEST not in folds


def folded_table(between: Between) -> str:
    """The name of the table of folded links, their ends in codes, sorted."""
    return f"folded_{link_table(*between)}"


def lay_counted(duck: duckdb.DuckDBPyConnection, between: Between, sources: Sequence[Source]) -> None:
    """Makes the table of the folded links, and the view of them with their keys, which `link_table` names.

    The keys must be laid. Memory is bounded by `MOST_ROWS`, but for an end that more rows than that begin at.
    """
    link_type, start, end = between
    told = told_query(*between, sources) or ""
    duck.execute(f"CREATE OR REPLACE TEMP TABLE told AS SELECT {_columns(link_type)} FROM {coded(duck, between, told)}")
    columns = "".join(f", {quoted(one.name)} {SQL_TYPES[one.type]}" for one in link_type.properties)
    table = folded_table(between)
    duck.execute(f'CREATE TEMP TABLE {table} (start INTEGER, "end" INTEGER{columns})')
    for condition in _stretches(duck):
        duck.register("stretch", fold(duck.sql(f"FROM told {condition}").to_arrow_table(), link_type.properties))
        duck.execute(f"INSERT INTO {table} FROM stretch")
        duck.unregister("stretch")
    duck.execute("DROP TABLE told")
    names = "".join(f", folded.{quoted(one.name)}" for one in link_type.properties)
    duck.execute(
        f'CREATE TEMP VIEW {link_table(*between)} AS SELECT start.key AS start, finish.key AS "end"{names} '
        f"FROM {table} AS folded JOIN {keys_table(start)} AS start ON start.code = folded.start "
        f'JOIN {keys_table(end)} AS finish ON finish.code = folded."end"'
    )


def _columns(link_type: LinkType) -> str:
    """What folding wants of each row: both codes, how often it happened, values as numbers, and what they depend on."""
    columns = {"n": "n"}
    for one in link_type.properties:
        value = quoted(f"of {one.reads}")
        if one.fold is not Fold.COUNT:
            is_time = one.type is Type.TIME or one.fold is Fold.DAYS
            columns[f"of {one.reads}"] = f"epoch_us({value})" if is_time else value
        if one.where:
            name, wanted = one.where
            columns[_condition(one)] = f"coalesce({quoted(f'of {name}')} = {text(wanted)}, false)"
    named = "".join(f", {value} AS {quoted(name)}" for name, value in columns.items())
    return f'start.code AS start, finish.code AS "end"{named}'


def _condition(one: Property) -> str:
    return f"where {'='.join(one.where or ())}"


def _stretches(duck: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Conditions that part the told rows by their starts, ascending."""
    rows = int(duck.execute("SELECT count(*) FROM told").fetchall()[0][0])
    if rows <= MOST_ROWS:
        yield ""
        return
    starts = duck.execute("SELECT start, count(*) AS rows FROM told GROUP BY start ORDER BY start").fetchnumpy()
    parts = np.cumsum(starts["rows"]) // MOST_ROWS
    firsts = starts["start"][np.flatnonzero(np.diff(parts, prepend=-1))].tolist()
    for low, high in zip(firsts, [*firsts[1:], None], strict=True):
        yield f"WHERE start >= {low}" + ("" if high is None else f" AND start < {high}")


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Rows in the order of their pairs: the order, at which row each pair begins, and how many rows it has."""

    rows: pa.Table
    order: Numbers
    begins: Numbers
    sizes: Numbers

    def column(self, name: str, absent: int) -> Numbers:
        """A column of whole numbers in that order."""
        values = pc.fill_null(self.rows.column(name), absent).to_numpy()
        return np.asarray(values[self.order].astype(np.int64, copy=False))

    def counts(self, one: Property) -> Flags | None:
        """Which rows the property depends on; None where it is all."""
        return None if one.where is None else np.asarray(self.rows.column(_condition(one)).to_numpy()[self.order])


def fold(rows: pa.Table, properties: Sequence[Property]) -> pa.Table:
    """One row for each pair of `start` and `end`, sorted by them, with the properties folded over its rows.

    `rows` has both as numbers below 2^31 and what `lay_counted` asks of the evidence. Raises WorkbenchError where a sum
    goes beyond 64 bits.
    """
    start, end = (rows.column(name).to_numpy().astype(np.int64) for name in ("start", "end"))
    pairs = start << 32 | end
    order = np.argsort(pairs)
    pairs = pairs[order]
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))
    told = _Pairs(rows, order, begins, np.diff(begins, append=len(pairs)))
    pairs = pairs[begins]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        folded = pool.map(lambda one: _folded(one, told), properties)
        columns = dict(zip((one.name for one in properties), folded, strict=True))
    codes = {"start": pa.array((pairs >> 32).astype(np.int32)), "end": pa.array(pairs.astype(np.int32))}
    return pa.table(codes | columns)


def _folded(one: Property, pairs: _Pairs) -> pa.Array:
    if not pairs.begins.size:
        values = pairs.begins
    elif one.fold in {Fold.SUM, Fold.COUNT}:
        values = _sum(one, pairs)
    elif one.fold is Fold.DAYS:
        values = _days(one, pairs)
    else:
        values = _extreme(one, pairs)
    absent = {Fold.MIN: _GREATEST, Fold.MAX: _LEAST}.get(one.fold)
    kind = pa.timestamp("us") if one.type is Type.TIME else pa.int64()
    return pa.array(values, pa.int64(), mask=None if absent is None else values == absent).view(kind)


def _sum(one: Property, pairs: _Pairs) -> Numbers:
    factors = [pairs.column("n", 0)]
    if one.fold is Fold.SUM:
        factors.append(pairs.column(f"of {one.reads}", 0))
    if (counts := pairs.counts(one)) is not None:
        factors.append(counts.astype(np.int64))
    # numpy says nothing where it goes beyond 64 bits.
    most = prod(max(abs(int(factor.min())), abs(int(factor.max()))) for factor in factors) * int(pairs.sizes.max())
    if most > _GREATEST:
        about = np.add.reduceat(reduce(np.multiply, (factor.astype(np.float64) for factor in factors)), pairs.begins)
        if (np.abs(about) >= _GREATEST).any():
            raise WorkbenchError(f"a sum of {one.name} goes beyond what any engine holds; look at the largest values")
    return np.asarray(np.add.reduceat(reduce(np.multiply, factors), pairs.begins))


def _extreme(one: Property, pairs: _Pairs) -> Numbers:
    extreme, absent = (np.minimum, _GREATEST) if one.fold is Fold.MIN else (np.maximum, _LEAST)
    values, counts = pairs.column(f"of {one.reads}", absent), pairs.counts(one)
    values = values if counts is None else np.where(counts, values, absent)
    return np.asarray(extreme.reduceat(values, pairs.begins))


def _days(one: Property, pairs: _Pairs) -> Numbers:
    """How many days of Shanghai the times fall on; only the rows of pairs that are of several are looked at twice."""
    times, counts = pairs.column(f"of {one.reads}", _LEAST), pairs.counts(one)
    told = (times != _LEAST) if counts is None else (times != _LEAST) & counts
    found: Numbers = np.logical_or.reduceat(told, pairs.begins).astype(np.int64)
    pair = np.repeat(np.arange(len(found)), pairs.sizes)
    rows = np.flatnonzero(told & (pairs.sizes > 1)[pair])
    if rows.size:
        pair, days = pair[rows], (times[rows] + _TO_SHANGHAI) // _DAY
        order = np.lexsort((days, pair))
        pair, days = pair[order], days[order]
        fresh = np.diff(pair, prepend=-1).astype(np.bool_) | np.diff(days, prepend=days[0]).astype(np.bool_)
        several = np.bincount(pair[fresh], minlength=len(found))
        found = np.maximum(found, several)
    return found

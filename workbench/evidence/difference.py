"""The difference: which entities and links of a projection are new, changed or gone against drawings of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.evidence.drawings import Drawings
from workbench.evidence.duck import text
from workbench.evidence.parts import Part, Shape, part, shapes
from workbench.evidence.projection import Projection
from workbench.evidence.touched import Touched

# A drawing's file that is damaged, or of other columns than today's: then the graph is written whole.
_UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException, OSError, pa.ArrowInvalid)


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads to the projection from anything of which each entity and link is as in one of the drawings.

    `new` stands in none of the drawings, `changed` in some, but not alike in all, `gone` in some and not in the
    projection; of the gone there is only what names them.
    """

    new: Part
    changed: Part
    gone: Part

    @property
    def size(self) -> int:
        """How many entities and links differ."""
        return sum(sum(one.sizes.values()) for one in (self.new, self.changed, self.gone))


def difference(projection: Projection, drawings: Drawings, names: Sequence[str]) -> Difference | None:
    """How the projection differs from these drawings; None where one of them is not there, or cannot be read.

    Its tables live as long as the projection's.
    """
    before = [drawings.files(name) for name in names]
    there = [files for files in before if files is not None]
    if not there or len(there) < len(before):
        return None
    tables = projection.tables()
    of = [one for one in shapes() if one.table in tables or any(one.table in files for files in there)]
    try:
        for shape in of:
            now = f"SELECT {shape.all} FROM {shape.table}" if shape.table in tables else shape.nothing
            _compare(projection.duck, shape, now, [_old(shape, files.get(shape.table)) for files in there])
    except _UNREADABLE:
        return None
    return _differing(projection.duck, of)


def touched_difference(touched: Touched, drawings: Drawings, name: str) -> Difference | None:
    """How what was touched differs from this drawing; None where it is not there, or not all of it can be read."""
    files = drawings.files(name)
    if files is None:
        return None
    try:
        for file in files.values():
            pq.read_metadata(file)
        for shape in touched.shapes:
            old = f"FROM ({_old(shape, files.get(shape.table))}) SEMI JOIN {touched.names(shape)} USING ({shape.names})"
            _compare(touched.duck, shape, f"FROM there_{shape.table}", [f"SELECT {shape.all} {old}"])
    except _UNREADABLE:
        return None
    return _differing(touched.duck, touched.shapes)


def _differing(duck: duckdb.DuckDBPyConnection, of: Sequence[Shape]) -> Difference:
    return Difference(*(part(duck, prefix, of) for prefix in ("new", "changed", "gone")))


def _compare(duck: duckdb.DuckDBPyConnection, shape: Shape, now: str, olds: Sequence[str]) -> None:
    """The tables new_, changed_ and gone_ of one shape, sorted by what names a row."""
    table, names = shape.table, shape.names
    duck.execute(f"CREATE OR REPLACE TEMP VIEW now AS {now}")
    # What every drawing says alike is certain to stand so; EXCEPT and INTERSECT take two absent values for alike.
    certain = " INTERSECT ".join(f"({old})" for old in olds)
    duck.execute(f"CREATE OR REPLACE TEMP VIEW certain AS {certain}")
    known = " UNION ".join(f"(SELECT {names} FROM ({old}))" for old in olds)
    duck.execute(f"CREATE OR REPLACE TEMP VIEW known AS {known}")
    duck.execute("CREATE OR REPLACE TEMP TABLE differing AS (FROM now) EXCEPT (FROM certain)")
    for prefix, of, join, other in (
        ("new", "differing", "ANTI", "known"),
        ("changed", "differing", "SEMI", "known"),
        ("gone", "known", "ANTI", "now"),
    ):
        duck.execute(
            f"CREATE OR REPLACE TEMP TABLE {prefix}_{table} AS "
            f"FROM {of} {join} JOIN {other} USING ({names}) ORDER BY {names}"
        )


def _old(shape: Shape, file: Path | None) -> str:
    return f"SELECT {shape.all} FROM read_parquet({text(str(file))})" if file else shape.nothing

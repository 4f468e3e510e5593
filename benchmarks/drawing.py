"""Evidence drawn as the embedded graph: folded and written, beside a bare COPY of ready Parquet."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import ladybug
import pyarrow.parquet as pq

from benchmarks import made
from benchmarks.fresh import Found
from benchmarks.table import Figure, Way, side_by_side
from benchmarks.taking import take
from graph_loaders.sources import SOURCES
from workbench.desk.agree import check, show_evidence
from workbench.desk.take_in import silent
from workbench.evidence import Evidence, open_projection
from workbench.graph import open_graph
from workbench.graph.ladybug_build import lay_tables, run
from workbench.graph.rows import entity_rows, link_rows

TOKEN = "benchmark"


def evidence_of(folder: Path, rows: int) -> Path:
    """The evidence of so many made-up calls."""
    folder.mkdir()
    take(folder, file=made.write_calls(folder / "calls.csv", rows), source="calls")
    return folder / "home" / "evidence"


def ready(evidence: Path, folder: Path) -> int:
    """How many rows the projection has, written as Parquet: a file a table, named as COPY wants it."""
    folder.mkdir()
    with open_projection(Evidence(evidence), SOURCES) as projection:
        for kind in projection.entities():
            pq.write_table(entity_rows(kind), folder / f"1.{kind.kind}.parquet")
        for link in projection.links():
            pq.write_table(link_rows(link), folder / f"2.{link.type}.{link.start}.{link.end}.parquet")
        return sum(projection.counts().values())


def fold(_folder: Path, *, evidence: Path) -> Found:
    """Evidence folded into entities and links, and nothing written."""
    with open_projection(Evidence(evidence), SOURCES) as projection:
        return {"rows": sum(projection.counts().values())}


def draw(folder: Path, *, evidence: Path, graph: Path | None = None) -> Found:
    """Evidence folded and written into the embedded graph, as the desk does."""
    with open_graph(f"ladybug:{graph or folder / 'graph'}", TOKEN) as one:
        show_evidence(Evidence(evidence), one, silent)
        return {"rows": sum(one.counts().values())}


def compare(_folder: Path, *, evidence: Path, graph: Path) -> Found:
    """Evidence held against the graph that shows it."""
    with open_graph(f"ladybug:{graph}", TOKEN) as one:
        return {"agree": int(check(Evidence(evidence), one, silent).agree)}


def copy(folder: Path, *, tables: Path) -> Found:
    """A bare COPY of ready Parquet into the same tables."""
    rows = 0
    with ladybug.Database(folder / "bare.lbug") as database, ladybug.Connection(database) as connection:
        lay_tables(connection)
        for file in sorted(tables.iterdir()):
            _, name, *ends, _ = file.name.split(".")
            between = f" (from='{ends[0]}', to='{ends[1]}')" if ends else ""
            run(connection, f"COPY `{name}` FROM '{file}'{between}")
            rows += pq.read_metadata(file).num_rows
        run(connection, "CHECKPOINT")
    return {"rows": rows}


def embedded(folder: Path, evidence: Path, turns: int) -> list[Figure]:
    """Folded and written, beside a bare COPY; folding alone, so that one sees what it takes of it."""
    rows = ready(evidence, folder)
    ours, bare, alone = side_by_side(
        "calls, evidence to ladybug",
        Way("workbench, folded and written", partial(draw, evidence=evidence), rows),
        Way("ladybug, COPY of ready Parquet", partial(copy, tables=folder), rows),
        Way("(folding alone)", partial(fold, evidence=evidence), rows),
        turns=turns,
    )
    return [ours, bare, replace(alone, times=None, times_cpu=None)]

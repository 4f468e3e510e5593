"""Loading: files to evidence, values verified, evidence to graphs; ours and the plain ways side by side in one table.

`python -m benchmarks load` measures a million rows and a tenth of it; `--full` ten million too, and the memory that
thirty million take. What binds are the ratios: absolute figures are the machine's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import drawing, importing, made, serving, taking
from benchmarks.fresh import measured
from benchmarks.table import TURNS, Figure, figure, tell
from benchmarks.values import values

ROWS = 1_000_000
SMALLER, LARGER = 10, 10
MOST_ROWS = 30_000_000
PARTS = ("files", "values", "ladybug", "neo4j", "import", "memory")


def main(arguments: Sequence[str]) -> None:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--neo4j", metavar="URL", default="", help="a Neo4j THAT IS EMPTIED, with user:password@")
    parser.add_argument("--full", action="store_true", help="ten times the rows too, and the memory of thirty million")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="workbench-") as folder:
        tell(list(_watched(figures(Path(folder), said))), print, as_json=said.json)


def _watched(found: Iterator[Figure]) -> Iterator[Figure]:
    """The same figures, each told beside the table as soon as it is there: all of them take minutes."""
    for one in found:
        sys.stderr.write(f"{one.what}, {one.way}: {one.rows:,} rows, {one.rows_a_second:,.0f} a second\n")
        yield one


def figures(folder: Path, said: argparse.Namespace) -> Iterator[Figure]:
    """All that is asked for, part by part; the files lie in the folder."""
    counts = [max(said.rows // SMALLER, 1), said.rows, *([said.rows * LARGER] if said.full else [])]
    if "files" in said.only:
        yield from taking.sizes(folder, counts, said.turns)
        yield from taking.kinds(folder, said.rows, said.turns)
    if "values" in said.only:
        yield from values(said.rows, said.turns)
    if "ladybug" in said.only:
        for count in counts:
            evidence = drawing.evidence_of(folder / f"evidence_{count}", count)
            yield from drawing.embedded(folder / f"ready_{count}", evidence, said.turns)
    if "neo4j" in said.only and said.neo4j:
        evidence = drawing.evidence_of(folder / "evidence_for_neo4j", said.rows)
        yield from serving.served(folder / "ready_for_neo4j", evidence, said.neo4j, turns=1)
    if "import" in said.only:
        evidence = drawing.evidence_of(folder / "evidence_for_import", said.rows)
        yield from importing.imported(folder / "files_for_import", evidence)
    if "memory" in said.only and said.full:
        yield from memory(folder / "most", MOST_ROWS)


def memory(folder: Path, rows: int) -> Iterator[Figure]:
    """What each step takes at the largest size, in a process of its own."""
    folder.mkdir()
    file = made.write_calls(folder / "calls.csv", rows)
    evidence, graph = folder / "home" / "evidence", folder / "graph"
    steps = {
        "workbench, CSV to evidence": partial(taking.take, file=file, source="calls", home=folder / "home"),
        "workbench, folded": partial(drawing.fold, evidence=evidence),
        "workbench, folded and written": partial(drawing.draw, evidence=evidence, graph=graph),
        "workbench, evidence held against graph": partial(drawing.compare, evidence=evidence, graph=graph),
    }
    for name, step in steps.items():
        yield figure("calls, memory", name, rows, measured(step))

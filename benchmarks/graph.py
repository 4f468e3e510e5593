"""Graph algorithms: ours and NetworkX side by side, over made-up webs: `python -m benchmarks graph`.

A million links and a third and a tenth of it; `--full` ten million too, where NetworkX is measured from keys to
components alone: the rest would take it hours. What binds are the ratios: absolute figures are the machine's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import plain_graph as plain
from benchmarks import shapes, webs
from benchmarks.fresh import Found, Prepared
from benchmarks.table import Figure, Way, against, side_by_side, tell
from workbench.signals.graph.csr import Csr
from workbench.signals.graph.ranks import ERROR

LINKS = 1_000_000
SMALLER, LARGER = (10, 3), 10
TRANSFERS = 5
"""Transfers for each link: circles are looked for among five million."""
SOURCES = 8
OURS, THEIRS, LIBRARY = "workbench", "NetworkX", "igraph"
PARTS = ("keys", "suite", "circles")
Steps = tuple[Callable[[Csr], Found], Callable[[Any], Found]]


def main(arguments: Sequence[str]) -> None:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks graph", description=__doc__)
    parser.add_argument("--links", type=int, default=LINKS)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="ten times the links too")
    parser.add_argument("--alone", action="store_true", help="the suite without NetworkX, which takes most of an hour")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="workbench-") as folder:
        found = [one for part in figures(Path(folder), said) for one in _told(part)]
        tell(found, print, as_json=said.json)


def _told(found: list[Figure]) -> list[Figure]:
    """The same figures, told beside the table as soon as they are there: all of them take minutes."""
    for one in found:
        seconds = one.rows / one.rows_a_second
        sys.stderr.write(
            f"{one.what}, {one.way}: {one.rows:,} rows, {seconds:.2f} s, {one.peak_mib:,.0f} MiB, {one.found}\n"
        )
    return found


def figures(folder: Path, said: argparse.Namespace) -> Iterator[list[Figure]]:
    """All that is asked for, size by size, the smallest first."""
    sizes = [*(max(said.links // one, 1) for one in SMALLER), said.links]
    for links in [*sizes, *([said.links * LARGER] if said.full else [])]:
        web = webs.write_web(folder / f"web_{links}", links)
        if "keys" in said.only:
            yield keys(web, links, said.turns)
        if "suite" in said.only:
            yield from suite(web, links, said.turns, alone=said.alone or links > said.links)
    if "circles" in said.only:
        for links in sizes:
            yield circles(folder / f"transfers_{links}.parquet", links * TRANSFERS, said.turns)


def keys(web: Path, links: int, turns: int) -> list[Figure]:
    """Keys as text to components, and from the numbers that are kept of them, both beside NetworkX from the keys."""
    ready = partial(shapes.web_ready, web)
    ours, kept, theirs = side_by_side(
        "keys to components",
        Way(OURS, Prepared(ready, shapes.components_of_keys), links),
        Way("kept", Prepared(ready, shapes.components_of_codes), links),
        Way(THEIRS, partial(plain.components_of_keys, web=web), links),
        turns=turns,
    )
    what = "kept numbers to components"
    kept = replace(kept, what=what, way=OURS, times=None, times_cpu=None)
    return [ours, theirs, kept, against(kept, replace(theirs, what=what))]


def suite(web: Path, links: int, turns: int, *, alone: bool) -> Iterator[list[Figure]]:
    """Each algorithm over the same web, and all of them together; `alone` without NetworkX."""
    whole: list[Figure] = []
    for what, (ours, *others) in _ways(web, links).items():
        found = side_by_side(what, ours, *([] if alone else others), turns=turns)
        whole += found
        yield found
    yield _together(whole)


def _ways(web: Path, links: int) -> dict[str, tuple[Way, ...]]:
    sources = tuple(range(0, webs.entities(links), webs.entities(links) // SOURCES))[:SOURCES]
    steps: dict[str, Steps] = {
        "components": (shapes.components_of, plain.components),
        "cores": (shapes.cores_of, plain.cores),
        "PageRank": (shapes.ranks_of, partial(plain.ranks, error=ERROR)),
        "PageRank from some": (
            partial(shapes.ranks_of, begins=sources),
            partial(plain.ranks, error=ERROR, begins=sources),
        ),
        "triangles": (shapes.triangles_of, plain.triangles),
        "parts": (shapes.leiden_of, plain.louvain),
        f"betweenness, {SOURCES} sources": (
            partial(shapes.betweenness_of, sources=sources),
            partial(plain.betweenness, sources=sources),
        ),
    }
    ways: dict[str, tuple[Way, ...]] = {
        "neighbours": (
            Way(OURS, Prepared(partial(shapes.ends_ready, web), shapes.build), links),
            Way(THEIRS, Prepared(partial(plain.ends_of, web), plain.build), links),
        )
    }
    mine, theirs = partial(shapes.graph_ready, web), partial(plain.ready, web)
    for what, (ours, other) in steps.items():
        ways[what] = (Way(OURS, Prepared(mine, ours), links), Way(THEIRS, Prepared(theirs, other), links))
    if plain.has_igraph():
        igraph = Way(LIBRARY, Prepared(partial(plain.igraph_ready, web), plain.igraph_leiden), links)
        ways["parts"] = (*ways["parts"], igraph)
    return ways


def _together(found: list[Figure]) -> list[Figure]:
    """The whole suite, a figure a way: seconds add up, the peak is the highest."""
    whole = []
    for way in (OURS, THEIRS):
        own = [one for one in found if one.way == way]
        if own:
            rows, seconds = own[0].rows, sum(one.rows / one.rows_a_second for one in own)
            cpu, peak = sum(one.cpu_us_a_row for one in own), max(one.peak_mib for one in own)
            whole.append(Figure("the suite", way, rows, rows / seconds, cpu, peak))
    return [whole[0], *(against(whole[0], one) for one in whole[1:])]


def circles(file: Path, transfers: int, turns: int) -> list[Figure]:
    """Circles of money in order of time; what they are is held against trying everything in the tests."""
    ready = partial(shapes.payments_ready, webs.write_transfers(file, transfers))
    return side_by_side("circles of up to 5", Way(OURS, Prepared(ready, shapes.cycles_of), transfers), turns=turns)

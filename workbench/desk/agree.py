"""Evidence and graph side by side: making the graph show the evidence, and proving that it does."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph_loaders.sources import SOURCES
from workbench.desk.take_in import Progress
from workbench.errors import GraphChanged, UsedWrongly
from workbench.evidence import (
    Batch,
    Difference,
    Drawings,
    Evidence,
    Projection,
    Touched,
    difference,
    drawings_beside,
    events_of,
    open_projection,
    open_touched,
    touched_difference,
)
from workbench.graph import Amendable, Change, Graph, Imported, Redrawn, write_files
from workbench.model import KINDS, LINK_TYPES

MOST_CUTS = 3
"""A graph that more changes than this were cut off in is written whole."""
MOST_AMENDED = 1000
"""Rows of a batch up to which only what it touches is folded: each takes milliseconds, and all evidence may minutes."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What evidence says and what the graph says; `says` is one sentence for people."""

    agree: bool
    evidence: dict[str, int]
    graph: dict[str, int]
    says: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Entities by kind, links by type, events by source; `current` says whether the graph shows all evidence."""

    entities: dict[str, int]
    links: dict[str, int]
    evidence: dict[str, int]
    current: bool


def show_evidence(evidence: Evidence, graph: Graph, progress: Progress, *, anew: bool = False) -> bool:
    """Makes the graph show the evidence; False where it did already.

    A graph that can be changed where it stands gets only what differs from the drawings it was written from; `anew`,
    or where these are not known or not there, it is written whole. Cut off, running it again finishes it.
    """
    state = evidence.state()
    if not anew:
        shown = graph.state()
        if shown == state:
            return False
        newest = evidence.newest_since(shown)
        if newest and newest.accepted <= MOST_AMENDED and _amend(evidence, graph, newest, progress):
            return True
    progress("fold evidence", 0)
    with open_projection(evidence, SOURCES) as projection:
        if isinstance(graph, Redrawn):
            _redraw(state, graph, (projection, drawings_beside(evidence)), progress, anew=anew)
        else:
            _write(state, graph, projection, progress)
    return True


def _amend(evidence: Evidence, graph: Graph, batch: Batch, progress: Progress) -> bool:
    """Whether the graph, which showed all but this batch, could be brought on by what the batch touches alone."""
    if not isinstance(graph, Amendable | Redrawn):
        return False
    progress("fold what it touches", 0)
    with open_touched(evidence, SOURCES, batch) as touched:
        if isinstance(graph, Redrawn):
            return _redraw_touched(evidence, graph, touched, progress)
        try:
            told = counting("write graph", progress, touched.size)
            graph.amend(evidence.state(), touched.there, touched.gone, told)
        except GraphChanged:
            return False
    return True


def _redraw_touched(evidence: Evidence, graph: Redrawn, touched: Touched, progress: Progress) -> bool:
    drawings, before, name = drawings_beside(evidence), graph.drawings(), secrets.token_hex(8)
    differing = touched_difference(touched, drawings, before[0]) if len(before) == 1 else None
    if differing is None:
        return False
    drawings.keep_amended(touched, before[0], name)
    done = _change(evidence.state(), graph, _change_of(before, name, differing), progress)
    drawings.drop(before if done else [name])
    return done


def _redraw(state: str, graph: Redrawn, drawn: tuple[Projection, Drawings], progress: Progress, *, anew: bool) -> None:
    projection, drawings = drawn
    before, name = graph.drawings(), secrets.token_hex(8)
    differing = None
    if not anew and len(before) <= MOST_CUTS:
        progress("compare with the graph", 0)
        differing = difference(projection, drawings, before)
    # Kept before the graph is told its name: whatever is cut off from here on, what was begun can be looked up.
    drawings.keep(projection, name)
    if differing is None or not _change(state, graph, _change_of(before, name, differing), progress):
        _write(state, graph, projection, progress)
        graph.drawn(state, name)
    drawings.drop(before)


def _change_of(before: tuple[str, ...], name: str, differing: Difference) -> Change:
    return Change(before, name, differing.new, differing.changed, differing.gone, differing.size)


def _change(state: str, graph: Redrawn, change: Change, progress: Progress) -> bool:
    """False where the graph turned out not to be as it was left: then writing it whole mends it."""
    try:
        graph.change(state, change, counting("write graph", progress, change.size))
    except GraphChanged:
        return False
    return True


def _write(state: str, graph: Graph, projection: Projection, progress: Progress) -> None:
    told = counting("write graph", progress, sum(projection.counts().values()))
    graph.write(state, projection.entities(), projection.links(), told)


def counting(step: str, progress: Progress, total: int) -> Callable[[str, int], None]:
    """A hearer that adds up what the graph tells of each table and passes it on as one step."""
    done: Counter[str] = Counter()

    def told(_: str, rows: int) -> None:
        done["rows"] += rows
        progress(step, done["rows"], total)

    return told


def write_import(evidence: Evidence, owner: str, folder: Path, progress: Progress) -> Path:
    """The evidence's graph as files for an empty Neo4j; once they are in, a further load brings only what differs."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsedWrongly(f"{folder.name} is not empty; name a new folder for the files")
    # Keys and names stand in the files whole.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state, name = evidence.state(), secrets.token_hex(8)
    progress("fold evidence", 0)
    with open_projection(evidence, SOURCES) as projection:
        drawings_beside(evidence).keep(projection, name)
        total = sum(projection.counts().values())
        return write_files(folder, Imported(owner, state, name), projection, counting("write files", progress, total))


def check(evidence: Evidence, graph: Graph, progress: Progress) -> Checkup:
    """Counts every kind and type, and the sums the links carry, on both sides."""
    progress("fold evidence", 0)
    with open_projection(evidence, SOURCES) as projection:
        wanted = projection.counts() | _sums(projection)
    progress("count graph", 0)
    there = graph.counts() | graph.totals()
    there = {name: there.get(name, 0) for name in wanted}
    current = graph.state() == evidence.state()
    differing = [name for name in wanted if wanted[name] != there[name]]
    return Checkup(current and not differing, wanted, there, _says(current, differing))


def _sums(projection: Projection) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, total in projection.totals().items():
        sums[name.partition(".")[2]] += total
    return {name: sums[name] for name in ("calls", "texts", "seconds", "transfers", "fen")}


def _says(current: bool, differing: list[str]) -> str:
    if not current:
        return "the graph shows another state of the evidence; `workbench rebuild` brings it up to date"
    if differing:
        return f"evidence and graph differ in {', '.join(differing)}; `workbench rebuild` makes the graph anew"
    return "evidence and graph agree"


def stats(evidence: Evidence, graph: Graph) -> Stats:
    """How much there is of what."""
    counts, events = graph.counts(), events_of(evidence, SOURCES)
    entities = {kind.name: counts.get(kind.name, 0) for kind in KINDS}
    links = {one.name: counts.get(one.name, 0) for one in LINK_TYPES}
    sources = {source.name: events.get(source.name, 0) for source in SOURCES}
    return Stats(entities, links, sources, graph.state() == evidence.state())

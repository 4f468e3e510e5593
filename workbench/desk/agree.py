"""Evidence and graph side by side: making the graph show the evidence, and proving that it does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph_loaders.sources import SOURCES
from workbench.desk.take_in import Progress
from workbench.evidence import Evidence, Projection, open_projection
from workbench.graph import Graph
from workbench.model import KINDS, LINK_TYPES


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
    """Makes the graph show the evidence; False where it did already."""
    state = evidence.state()
    if graph.state() == state and not anew:
        return False
    progress("fold evidence", 0)
    with open_projection(evidence, SOURCES) as projection:
        total = sum(projection.counts().values())
        done: Counter[str] = Counter()

        def told(_: str, rows: int) -> None:
            done["rows"] += rows
            progress("write graph", done["rows"], total)

        graph.write(state, projection.entities(), projection.links(), told)
    return True


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
    counts = graph.counts()
    with open_projection(evidence, SOURCES) as projection:
        events = projection.events()
    entities = {kind.name: counts.get(kind.name, 0) for kind in KINDS}
    links = {one.name: counts.get(one.name, 0) for one in LINK_TYPES}
    sources = {source.name: events.get(source.name, 0) for source in SOURCES}
    return Stats(entities, links, sources, graph.state() == evidence.state())

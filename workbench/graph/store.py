"""What every graph engine offers: write a projection, count it, and answer queries in the model's words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

import pyarrow as pa

from workbench.graph.cypher import Query
from workbench.model import KINDS, LINK_TYPES, EntityTable, Kind, LinkTable, LinkType, Scalar

Value = Scalar | Sequence[Scalar] | Sequence[Mapping[str, Scalar]]
Progress = Callable[[str, int], None]

TOTALS = ("calls", "texts", "seconds", "transfers", "fen")
SECONDS_A_QUERY = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: entities and links as the model has them, lists as tuples, times aware and in UTC."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def column(self, name: str) -> tuple[object, ...]:
        """All values of one column, in the rows' order."""
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)


class Graph(Protocol):
    """A graph engine: holds one projection of the evidence, named by the evidence's state."""

    @property
    def url(self) -> str:
        """Where it is, the password starred."""

    @property
    def engine(self) -> str:
        """The name that variants of query files bear: `ladybug` or `neo4j`."""

    def state(self) -> str | None:
        """The state of the evidence that the graph shows; None where none is built whole, or by another format."""

    def write(
        self, state: str, entities: Iterable[EntityTable], links: Iterable[LinkTable], progress: Progress
    ) -> None:
        """Make the graph show exactly these entities and links; what is no longer among them goes.

        `progress` hears the kind or type and how many rows were written since it was last called.
        """

    def counts(self) -> dict[str, int]:
        """How many entities of each kind and links of each type it holds, by their names."""

    def totals(self) -> dict[str, int]:
        """The sums of calls, texts, seconds, transfers and fen over all links."""

    def read(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> Answer:
        """What the query answers; `kind` and `other` where its text says KIND and OTHER.

        Raises BadQuery where parameters or kinds are not those the query names, GraphUnavailable after 30 seconds.
        """

    def explain(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> None:
        """Nothing, or BadQuery where the engine cannot run the query."""

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Tables(Protocol):
    """Some of a projection's entities and links."""

    def entities(self) -> Iterator[EntityTable]:
        """Of each kind at most one table."""

    def links(self) -> Iterator[LinkTable]:
        """Of each type and pair of kinds at most one table."""


@dataclass(frozen=True, slots=True)
class Change:
    """From what some drawings hold to what the drawing `to` holds; a drawing is a projection kept under a name.

    `new` stands in none of the drawings, `changed` not alike in all of them; of `gone` only what names it is read.
    """

    drawings: tuple[str, ...]
    to: str
    new: Tables
    changed: Tables
    gone: Tables
    size: int = 0
    """How many entities and links these are together."""


@runtime_checkable
class Redrawn(Graph, Protocol):
    """A graph that can be changed where it stands, since it says which drawings it was written from."""

    def drawings(self) -> tuple[str, ...]:
        """Each entity and link it holds is as in one of these drawings, or missing as in one; none: nobody knows."""

    def drawn(self, state: str, drawing: str) -> None:
        """Take down that what it shows of that state was written from this drawing."""

    def change(self, state: str, change: Change, progress: Progress) -> None:
        """Make the graph show the drawing `change.to`; cut off, its drawings are the former and that one.

        Raises GraphChanged where it was not written from the drawings that the change starts from.
        """


@runtime_checkable
class Amendable(Graph, Protocol):
    """A graph of which a little can be written anew while the rest stays."""

    def amend(self, state: str, there: Tables, gone: Tables, progress: Progress) -> None:
        """Make the graph show these entities and links as they are in `there`, and without those named in `gone`.

        Whoever asks must know that nothing else differs. Raises GraphChanged where it should be written whole instead.
        """


@dataclass(frozen=True, slots=True)
class FindingTables:
    """The findings of one run as they are drawn: no sentence of theirs holds an identifier.

    `findings`: name, detector, run, rank, score, kind, says. `members`, a table a kind of entity: finding (its name),
    key, part, rank (from 1 within the finding).
    """

    findings: pa.Table
    members: Mapping[Kind, pa.Table]


@runtime_checkable
class Browsed(Graph, Protocol):
    """A graph that people look at by other ways too, so that findings can be drawn into it beside what it holds.

    What is drawn is no part of the graph: no count, sum, state or query of ours sees it.
    """

    def draw_findings(self, found: FindingTables, progress: Progress) -> int:
        """How many members could be tied: these findings are drawn, in the place of any that were.

        Raises GraphChanged where the graph is not whole. Cut off, drawing again finishes it.
        """

    def undraw_findings(self, progress: Progress) -> None:
        """Take away every finding that is drawn, and what was made for them."""


def totalled() -> tuple[tuple[LinkType, tuple[str, ...]], ...]:
    """The types whose links are summed up, with the properties summed."""
    found = ((one, tuple(each.name for each in one.properties if each.name in TOTALS)) for one in LINK_TYPES)
    return tuple((one, names) for one, names in found if names)


def graph_format() -> str:
    """The short name of what the model says today: a graph written under another is built anew."""
    says = [(kind.name, [(one.name, one.type.value) for one in kind.properties]) for kind in KINDS]
    ties = [
        (one.name, [(str(start), str(end)) for start, end in one.pairs], [each.name for each in one.all_properties])
        for one in LINK_TYPES
    ]
    return hashlib.sha256(repr((says, ties)).encode()).hexdigest()[:12]

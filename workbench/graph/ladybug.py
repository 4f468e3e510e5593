"""The embedded graph: one file a state of the evidence, built beside the one that is read and swapped in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

import ladybug

from workbench.errors import BadQuery, GraphUnavailable
from workbench.graph.cypher import Query
from workbench.graph.ladybug_build import Found, build, lay_tables, run
from workbench.graph.shelf import Shelf
from workbench.graph.store import SECONDS_A_QUERY, Answer, Progress, Value, totalled
from workbench.graph.values import check_values, entity, link_properties, scalar, utc
from workbench.model import KINDS, LINK_TYPES, Entity, EntityTable, Kind, Link, LinkTable

READING_MEMORY = 2 << 30
_Place = tuple[int, int]


class _Reader:
    """One state's file, open to be read, with the connections that are free at the moment."""

    def __init__(self, state: str | None, file: Path | None) -> None:
        self.state = state
        self._free: SimpleQueue[ladybug.Connection] = SimpleQueue()
        if file:
            self.database = ladybug.Database(file, read_only=True, buffer_pool_size=READING_MEMORY)
            return
        # Nothing is built yet: an empty graph answers with the right columns and no rows.
        self.database = ladybug.Database(":memory:", buffer_pool_size=READING_MEMORY)
        with ladybug.Connection(self.database) as connection:
            lay_tables(connection)

    @contextmanager
    def connection(self) -> Iterator[ladybug.Connection]:
        """A connection nobody else uses meanwhile: opening one costs four look-ups."""
        try:
            connection = self._free.get_nowait()
        except Empty:
            connection = ladybug.Connection(self.database)
            connection.set_query_timeout(SECONDS_A_QUERY * 1000)
        yield connection
        self._free.put(connection)

    def close(self) -> None:
        while not self._free.empty():
            self._free.get_nowait().close()
        self.database.close()


class LadybugGraph:
    """The embedded engine over a folder; reads follow the swap to a newer state by themselves."""

    engine = "ladybug"

    def __init__(self, folder: Path) -> None:
        self.url = f"ladybug:{folder}"
        self._shelf = Shelf(folder)
        self._open: _Reader | None = None

    def state(self) -> str | None:
        return self._shelf.state()

    def write(
        self, state: str, entities: Iterable[EntityTable], links: Iterable[LinkTable], progress: Progress
    ) -> None:
        try:
            build(self._shelf.begin(state), entities, links, progress)
            self._shelf.finish(state)
        except BaseException:
            # What is half-built would keep the room it takes, which may be all there is.
            self._shelf.sweep()
            raise

    def counts(self) -> dict[str, int]:
        found = {kind.name: self._number(f"MATCH (n:`{kind}`) RETURN count(*)") for kind in KINDS}
        return found | {one.name: self._number(f"MATCH ()-[l:`{one}`]->() RETURN count(*)") for one in LINK_TYPES}

    def totals(self) -> dict[str, int]:
        return {
            name: self._number(f"MATCH ()-[l:`{link_type}`]->() RETURN sum(l.`{name}`)")
            for link_type, names in totalled()
            for name in names
        }

    def read(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> Answer:
        check_values(query, parameters)
        columns, rows = self._run(query.about(kind, other), parameters)
        return Answer(columns, _modelled(query, rows))

    def explain(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> None:
        check_values(query, parameters)
        self._run(f"EXPLAIN {query.about(kind, other)}", parameters)

    def close(self) -> None:
        if self._open:
            self._open.close()
        self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _number(self, text: str) -> int:
        _, rows = self._run(text, {})
        return int(rows[0][0] or 0)

    def _run(self, text: str, parameters: Mapping[str, Value]) -> Found:
        given = {name: _zoneless(value) for name, value in parameters.items()}
        with self._reader().connection() as connection:
            try:
                return run(connection, text, given)
            except RuntimeError as error:
                raise _ours(error) from None

    def _reader(self) -> _Reader:
        """The reader of the state CURRENT names; readers of older states finish what they are at and are let go."""
        for _ in range(3):
            state = self._shelf.state()
            if self._open and self._open.state == state:
                return self._open
            try:
                self._open = _Reader(state, self._shelf.file(state) if state else None)
            except RuntimeError:
                # A build swapped its state in and cleared this file away after CURRENT was read.
                continue
            return self._open
        raise GraphUnavailable(f"the graph in {self._shelf.folder} cannot be read: rebuild it")


def _zoneless(value: Value) -> object:
    """Times in UTC without their zone: ladybug drops an offset without converting."""
    if isinstance(value, datetime):
        return utc(value).replace(tzinfo=None)
    if isinstance(value, list | tuple):
        return [_zoneless(one) for one in value]
    return value


def _ours(error: RuntimeError) -> BadQuery | GraphUnavailable:
    said = str(error)
    if said.startswith("Interrupted"):
        return GraphUnavailable(f"the graph did not answer within {SECONDS_A_QUERY} seconds; ask for less")
    if said.startswith(("Binder", "Parser", "Catalog")):
        return BadQuery(f"the graph cannot run the query: {said}")
    return GraphUnavailable("the graph could not answer; where that goes on, rebuild it")


def _modelled(query: Query, rows: list[list[Any]]) -> tuple[tuple[object, ...], ...]:
    """Rows with the engine's dictionaries turned into entities and links, whose ends are looked up in the answer."""
    known: dict[_Place, Entity] = {}
    for row in rows:
        for value in row:
            _gather(value, known)
    return tuple(tuple(_value(query, value, known) for value in row) for row in rows)


def _gather(value: Any, known: dict[_Place, Entity]) -> None:
    if isinstance(value, list):
        for one in value:
            _gather(one, known)
    if isinstance(value, dict) and value.get("_ID") and "_SRC" not in value:
        known.setdefault(_place(value["_ID"]), entity(value["_LABEL"], value))


def _value(query: Query, value: Any, known: dict[_Place, Entity]) -> object:
    if isinstance(value, list):
        return tuple(_value(query, one, known) for one in value)
    if not isinstance(value, dict):
        return scalar(value)
    if value.get("_ID") is None:
        # What an OPTIONAL MATCH did not find.
        return None
    if "_SRC" not in value:
        return known[_place(value["_ID"])]
    start, end = known.get(_place(value["_SRC"])), known.get(_place(value["_DST"]))
    if start is None or end is None:
        raise BadQuery(f"{query.name} returns links without the entities they join")
    link_type, properties = link_properties(value["_LABEL"], value)
    return Link(link_type, start, end, properties)


def _place(at: dict[str, int]) -> _Place:
    return at["table"], at["offset"]

"""The embedded graph: one file a state of the evidence, built beside the one that is read and swapped in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue

import ladybug

from workbench.errors import BadQuery, GraphChanged, GraphUnavailable
from workbench.graph.answering import Answering, Found, FoundEntity, FoundLink
from workbench.graph.ladybug_amend import amend
from workbench.graph.ladybug_build import build, lay_tables, run
from workbench.graph.shelf import Shelf
from workbench.graph.store import SECONDS_A_QUERY, Progress, Tables, Value
from workbench.graph.values import utc
from workbench.model import EntityTable, LinkTable

READING_MEMORY = 2 << 30
MOST_AMENDMENTS = 30
"""A graph that was amended so often is written whole: the engine frees no room in a file, and its authors know of files
harmed after some forty checkpoints."""
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


class LadybugGraph(Answering):
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

    def amend(self, state: str, there: Tables, gone: Tables, progress: Progress) -> None:
        before, amendments = self._shelf.state(), self._shelf.amendments() + 1
        if before is None or amendments > MOST_AMENDMENTS:
            raise GraphChanged("the graph is to be written whole")
        try:
            amend(self._shelf.file(before), self._shelf.begin(state), (there, gone), progress)
            self._shelf.finish(state, amendments)
        except BaseException:
            self._shelf.sweep()
            raise

    def close(self) -> None:
        if self._open:
            self._open.close()
        self._open = None

    def run(self, text: str, parameters: Mapping[str, Value]) -> Found:
        given = {name: _zoneless(value) for name, value in parameters.items()}
        with self._reader().connection() as connection:
            try:
                return run(connection, text, given)
            except RuntimeError as error:
                raise _ours(error) from None

    def told(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        if value.get("_ID") is None:
            # What an OPTIONAL MATCH did not find.
            return None
        if "_SRC" in value:
            return FoundLink(value["_LABEL"], _place(value["_SRC"]), _place(value["_DST"]), value)
        return FoundEntity(_place(value["_ID"]), value["_LABEL"], value)

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


def _place(at: dict[str, int]) -> _Place:
    return at["table"], at["offset"]

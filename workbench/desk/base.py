"""What every part of the desk stands on: the person, the home, the graph, people's work, and the record."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Self

from graph_loaders.sources import SOURCES
from workbench.cases import Act, Work, open_work
from workbench.desk.look import Look
from workbench.desk.show import Showing
from workbench.errors import UsedWrongly
from workbench.evidence import Evidence
from workbench.evidence.typed import remembered
from workbench.graph import Graph, open_graph
from workbench.home import Home
from workbench.privacy import mask_identifiers, token
from workbench.settings import Settings

SHORTEST_REASON = 4


class Base:
    """One person over one home; opened, worked at, and closed."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self.settings = settings
        self.home = home
        self.person = settings.person
        self.evidence = Evidence(home.evidence)
        self.showing = Showing(home.secret, remembered(self.evidence, SOURCES))
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of graph and work store."""
        self._open.close()

    @cached_property
    def graph(self) -> Graph:
        """The graph this desk looks at."""
        url = self.settings.graph or f"ladybug:{self.home.graph}"
        return self._open.enter_context(open_graph(url, self.graph_owner, self.settings.graph_password))

    @property
    def graph_owner(self) -> str:
        """What a graph on a server says of whose it is."""
        return token(self.home.secret, "home", "graph")

    @cached_property
    def work(self) -> Work:
        """People's work and the audit."""
        url = self.settings.work or f"sqlite:///{self.home.work.resolve()}"
        return self._open.enter_context(open_work(url, self.home.secret))

    @cached_property
    def look(self) -> Look:
        """Looking things up in the graph."""
        return Look(self.graph, self.showing, self.evidence, self.record)

    def record(self, action: str, what: str, reason: str = "", outcome: str = "done") -> None:
        """Puts an act on the record; `what` is a token or a name, and identifiers within a reason are starred."""
        self.work.record(Act(self.person, action, what, mask_identifiers(reason), outcome))

    def need_reason(self, reason: str) -> None:
        if len(reason.strip()) < SHORTEST_REASON:
            raise UsedWrongly("give a reason of a few words; it goes on the record")

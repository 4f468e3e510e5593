"""The desk: what one person works at. Every way in goes through it, so masks and the audit cannot be gone round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workbench.desk.asking import Asking
from workbench.desk.browsing import Browsing
from workbench.desk.handing_over import HandingOver
from workbench.desk.loading import Loading
from workbench.desk.opinions import Reranking
from workbench.desk.received import Receiving
from workbench.desk.trace import Tracing
from workbench.desk.trying import Trying
from workbench.desk.verifying import Verifying
from workbench.home import open_home
from workbench.settings import Settings, load_settings


class Desk(Loading, Receiving, Tracing, Verifying, Asking, Browsing, Reranking, Trying, HandingOver):
    """One person's desk over one home; opened, worked at, and closed."""


def open_desk(home: str | Path = "", graph: str = "", person: str = "", settings: Settings | None = None) -> Desk:
    """A desk over the home: settings from workbench.toml and the environment, unless said here."""
    chosen = settings or load_settings(Path.cwd())
    chosen = replace(
        chosen,
        home=Path(home) if home else chosen.home,
        graph=graph or chosen.graph,
        person=person or chosen.person,
    )
    return Desk(chosen, open_home(chosen.home))

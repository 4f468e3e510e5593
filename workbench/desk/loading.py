"""Loading: files and folders in, batches out again, and the graph held to the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

from graph_loaders.sources import SOURCES
from workbench.desk import agree, handing
from workbench.desk.base import Base
from workbench.desk.recognise import Offered, proposals, recognise
from workbench.desk.snapshot import drop_snapshots
from workbench.desk.take_in import Progress, Taken, named_paper, silent, take_all, take_in, try_out
from workbench.errors import NotFound
from workbench.evidence.coverage import lacking
from workbench.graph import Graph
from workbench.home import writing
from workbench.model import Receipt


class Terms(TypedDict, total=False):
    """What may be said of a load beside its files."""

    accept: bool
    """Take proposed mappings too, where every needed column is matched by a word that is known."""
    paper: str
    """The number of the legal paper that the files were handed over under."""


class Loading(Base):
    """Taking evidence in and out."""

    def load(
        self,
        paths: Iterable[Path],
        source: str = "",
        mapping: Path | None = None,
        progress: Progress = silent,
        **terms: Unpack[Terms],
    ) -> Taken:
        """Takes files and folders in and makes the graph show them; loading again adds nothing.

        `accept=True` takes proposed mappings too, where every needed column is matched by a word that is known.
        `paper="…"` is the legal paper that the files were handed over under; it stands on their receipts.
        """
        paper = "".join(named_paper(terms.get("paper", "")))
        graph, _ = self.graph, self.work
        with writing(self.home, "load"):
            found = recognise(paths, source, mapping, accept=terms.get("accept", False))
            taken = take_all(found, lambda one: self._take(one, progress, paper))
            agree.show_evidence(self.evidence, graph, progress)
        return taken

    def try_load(
        self,
        paths: Iterable[Path],
        source: str = "",
        mapping: Path | None = None,
        progress: Progress = silent,
        **terms: Unpack[Terms],
    ) -> Taken:
        """What loading would do; nothing is kept."""
        named_paper(terms.get("paper", ""))
        found = recognise(paths, source, mapping, accept=terms.get("accept", False))
        return take_all(found, lambda one: try_out(one, self.person, progress))

    def propose(self, paths: Iterable[Path], out: Path, source: str = "") -> tuple[Path, ...]:
        """A mapping file for each table that nobody knows and that looks like one of ours; nothing is loaded."""
        return handing.write_proposals(proposals(paths, source), out)

    def _take(self, offered: Offered, progress: Progress, paper: str) -> Receipt:
        receipt = take_in(self.home, offered, self.person, progress, paper)
        self.record("load", receipt.batch, f"{receipt.source}, {paper}" if paper else receipt.source)
        return receipt

    def unload(self, batch: str, progress: Progress = silent, reason: str = "") -> None:
        """Takes a batch out again; every total becomes what it would have been without it.

        Cut off, running it again finishes it, whether or not the batch itself is out already.
        """
        graph = self.graph
        with writing(self.home, "unload"):
            try:
                source = self.evidence.source_of(batch)
            except NotFound:
                if not self._finish(graph, progress):
                    raise
                return
            # First, so that an unload that is cut off leaves nothing of the batch beside the evidence.
            drop_snapshots(self.home)
            self.record("unload", batch, f"{source}: {reason}" if reason else source)
            self.evidence.take_out(source, batch)
            agree.show_evidence(self.evidence, graph, progress)

    def _finish(self, graph: Graph, progress: Progress) -> bool:
        """Whether the graph was behind the evidence, as one that an unload was cut off in; then it is no more."""
        for source in SOURCES:
            if (self.evidence.folder / source.name).is_dir():
                self.evidence.sweep(source)
        return agree.show_evidence(self.evidence, graph, progress)

    def rebuild(self, progress: Progress = silent) -> None:
        """Makes the graph anew from the evidence."""
        graph = self.graph
        with writing(self.home, "rebuild"):
            agree.show_evidence(self.evidence, graph, progress, anew=True)
            self.record("rebuild", self.evidence.state())

    def import_files(self, folder: Path, progress: Progress = silent) -> Path:
        """The graph as files for an empty Neo4j's own import, in a new or empty folder; gives the file of arguments."""
        with writing(self.home, "import files"):
            self.record("import files", self.evidence.state())
            return agree.write_import(self.evidence, self.graph_owner, folder, progress)

    def check(self, progress: Progress = silent) -> agree.Checkup:
        """Evidence against graph, and the ledger of answers against what the receipts count of it."""
        checkup = agree.check(self.evidence, self.graph, progress)
        lost = lacking(self.evidence)
        if not lost:
            return checkup
        says = f"the answers kept with {lost[0].source}/{lost[0].name} are not whole; unload it and load its file again"
        return replace(checkup, agree=False, says=says)

    def stats(self) -> agree.Stats:
        """How much there is of what."""
        return agree.stats(self.evidence, self.graph)

"""Loading: files and folders in, batches out again, and the graph held to the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workbench.desk import agree, handing
from workbench.desk.base import Base
from workbench.desk.recognise import Offered, proposals, recognise
from workbench.desk.take_in import Progress, Taken, silent, take_all, take_in, try_out
from workbench.home import writing
from workbench.model import Receipt


class Loading(Base):
    """Taking evidence in and out."""

    def load(
        self,
        paths: Iterable[Path],
        source: str = "",
        mapping: Path | None = None,
        progress: Progress = silent,
        *,
        accept: bool = False,
    ) -> Taken:
        """Takes files and folders in and makes the graph show them; loading again adds nothing.

        `accept` takes proposed mappings too, where every needed column is matched by a word that is known.
        """
        graph, _ = self.graph, self.work
        with writing(self.home, "load"):
            found = recognise(paths, source, mapping, accept=accept)
            taken = take_all(found, lambda one: self._take(one, progress))
            agree.show_evidence(self.evidence, graph, progress)
        return taken

    def try_load(
        self,
        paths: Iterable[Path],
        source: str = "",
        mapping: Path | None = None,
        progress: Progress = silent,
        *,
        accept: bool = False,
    ) -> Taken:
        """What loading would do; nothing is kept."""
        found = recognise(paths, source, mapping, accept=accept)
        return take_all(found, lambda one: try_out(one, self.person, progress))

    def propose(self, paths: Iterable[Path], out: Path, source: str = "") -> tuple[Path, ...]:
        """A mapping file for each table that nobody knows and that looks like one of ours; nothing is loaded."""
        return handing.write_proposals(proposals(paths, source), out)

    def _take(self, offered: Offered, progress: Progress) -> Receipt:
        receipt = take_in(self.home, offered, self.person, progress)
        self.record("load", receipt.batch, receipt.source)
        return receipt

    def unload(self, batch: str, progress: Progress = silent) -> None:
        """Takes a batch out again; every total becomes what it would have been without it."""
        graph = self.graph
        with writing(self.home, "unload"):
            source = self.evidence.source_of(batch)
            self.record("unload", batch, source)
            self.evidence.take_out(source, batch)
            agree.show_evidence(self.evidence, graph, progress)

    def rebuild(self, progress: Progress = silent) -> None:
        """Makes the graph anew from the evidence."""
        graph = self.graph
        with writing(self.home, "rebuild"):
            agree.show_evidence(self.evidence, graph, progress, anew=True)
            self.record("rebuild", self.evidence.state())

    def check(self, progress: Progress = silent) -> agree.Checkup:
        """Evidence against graph."""
        return agree.check(self.evidence, self.graph, progress)

    def stats(self) -> agree.Stats:
        """How much there is of what."""
        return agree.stats(self.evidence, self.graph)

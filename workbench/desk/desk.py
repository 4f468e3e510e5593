"""The desk: what one person works at. Every way in goes through it, so masks and the audit cannot be gone round."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from graph_loaders.sources import SOURCES
from workbench.cases import Act, Decision, Recorded, Verdict, Work, open_work
from workbench.desk import agree, handing, told
from workbench.desk.asked import ask
from workbench.desk.extract import ShownExtract
from workbench.desk.look import Look
from workbench.desk.recognise import Offered, proposals, recognise
from workbench.desk.runs import Run, all_runs, run_detectors, the_run
from workbench.desk.show import Showing, show_time
from workbench.desk.take_in import Progress, Taken, silent, take_all, take_in, try_out
from workbench.detectors import DETECTORS
from workbench.errors import UsedWrongly
from workbench.evidence import Evidence, open_projection
from workbench.exports import EXPORTS
from workbench.graph import Graph, Value, open_graph
from workbench.home import Home, open_home, writing
from workbench.model import Receipt
from workbench.model.shown import Shown, ShownEntity
from workbench.privacy import mask_identifiers, token
from workbench.settings import Settings, load_settings

SHORTEST_REASON = 4
REVEALS = ((30, "hour", timedelta(hours=1)), (200, "day", timedelta(days=1)))
MOST_PICTURED = 300


class Desk:
    """One person's desk over one home; opened, worked at, and closed."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self.settings = settings
        self.home = home
        self.person = settings.person
        self.evidence = Evidence(home.evidence)
        self.showing = Showing(home.secret)
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
        name = token(self.home.secret, "home", "graph")
        return self._open.enter_context(open_graph(url, name, self.settings.graph_password))

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

    # Loading

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

    # Finding rings and stolen identities

    def detect(self, progress: Progress = silent) -> Run:
        """Runs the detectors over the evidence as it stands."""
        with writing(self.home, "detect"):
            batches = tuple(f"{batch.source}/{batch.name}" for batch in self.evidence.batches())
            with open_projection(self.evidence, SOURCES) as projection:
                run = run_detectors(self.home.runs, projection, batches, progress)
            self.record("detect", run.name)
        return run

    def detectors(self) -> tuple[str, ...]:
        """The names of the detectors, in their order."""
        return tuple(one.NAME for one in DETECTORS)

    def runs(self) -> tuple[Run, ...]:
        """The runs, newest first."""
        return all_runs(self.home.runs)

    def run(self, name: str = "latest") -> Run:
        """The run of that name, or the newest."""
        return the_run(self.home.runs, name)

    def headlines(self, detector: str, most: int = 200, run: str = "latest") -> tuple[told.Headline, ...]:
        """The best findings of a detector, a line each."""
        chosen = self.run(run)
        earlier = [one for one in self.runs() if one.ran_at < chosen.ran_at]
        before = frozenset(earlier[0].findings(detector).findings["finding"]) if earlier else frozenset[str]()
        return told.headlines(chosen.findings(detector), self._decided(), before, most)

    def finding(self, detector: str, name: str, run: str = "latest") -> told.ToldFinding:
        """One finding with members, reasons, counter-reasons and grounds."""
        return told.tell(self.run(run).findings(detector), name, self.showing, self._decided())

    def picture(self, detector: str, name: str, run: str = "latest") -> Shown:
        """The finding's members, what the links it rests on lead to, and all links among them, masked."""
        chosen = self.run(run).findings(detector)
        headline = told.headline_of(chosen, name, {})
        return self.look.among(told.pictured(chosen, name, MOST_PICTURED), headline.says)

    def findings_of(self, name: str, run: str = "latest") -> tuple[tuple[str, told.Headline], ...]:
        """The findings that have the entity among their members: detector and headline of each."""
        if not self.runs():
            return ()
        entity, chosen = self.showing.entity_of(name), self.run(run)
        return tuple(
            (detector, headline)
            for detector in self.detectors()
            for headline in told.headlines_of(chosen.findings(detector), entity, self._decided())
        )

    def decide(self, detector: str, name: str, decision: str, reason: str) -> None:
        """Keeps what the person makes of a finding: confirmed, rejected or undecided, with the reason."""
        if decision not in set(Verdict):
            raise UsedWrongly(f"a decision is one of {', '.join(Verdict)}")
        self._need_reason(reason)
        self.work.decide(
            Decision(name, detector, self.run().name, self.person, Verdict(decision), mask_identifiers(reason))
        )

    def _decided(self) -> dict[str, str]:
        return {one.finding: one.decision.value for one in self.work.decisions()}

    # In a notebook

    def find(self, value: str) -> ShownExtract:
        """What the value may name: phones, cards, people, …; the look is on the record."""
        return ShownExtract(Shown("Found", "", self.look.find(value), ()))

    def around(self, entity: ShownEntity | str, hops: int = 1, limit: int = 50) -> ShownExtract:
        """The entity (or its token) with what it is linked to, at most `limit` links of each entity on the way."""
        name = entity if isinstance(entity, str) else entity.token
        return ShownExtract(self.look.around(name, hops, limit))

    def ring(self, finding: str) -> ShownExtract:
        """The ring's members, what they share, and the links among all of them."""
        return ShownExtract(self.picture("rings", finding))

    def findings(self, detector: str, most: int = 500) -> pd.DataFrame:
        """The best findings of a detector as a frame, a line each, with their names in `finding`."""
        return told.listed(self.headlines(detector, most))

    def cypher(self, name: str, /, *kinds: str, **given: Value) -> pd.DataFrame:
        """A query of cypher/, its answer masked: `desk.cypher("explore/around", "Phone", key=TOKEN, …)`; see `ask`."""
        self.record("query", name)
        return ask(self.graph, self.showing, name, kinds, given)

    # Handing over

    def write_findings(self, run: str, out: Path, reveal: str = "") -> tuple[Path, ...]:
        """The run's findings as CSV with its manifest; keys whole only where a reason is given and on the record."""
        chosen = self.run(run)
        if reveal:
            self._need_reason(reveal)
            self.record("reveal findings", chosen.name, reveal)
        return handing.write_run(chosen, out, self.showing, whole=bool(reveal))

    def evaluate(self, run: str, truth: Path) -> dict[str, object]:
        """The run measured against a truth."""
        return handing.measure_run(self.run(run), truth)

    def export(self, shown: Shown, form: str, file: Path) -> Path:
        """What is shown, handed over as a file of that form; who took it stands in the audit and in the file."""
        chosen = handing.export_of(form)
        self.record("export", chosen.NAME, shown.title)
        taken = f"Taken by {self.person} on {show_time(datetime.now(UTC))} (Shanghai); identifiers are masked"
        chosen.write(replace(shown, note=taken), file)
        return file

    def forms(self) -> dict[str, str]:
        """The forms an export may have: suffix, and what it is."""
        return {one.SUFFIX: one.ABOUT for one in EXPORTS}

    def reveal(self, name: str, reason: str) -> str:
        """An entity's whole key: the reason is on the record before it is given; 30 an hour and 200 a day."""
        entity = self.showing.entity_of(name)
        self._need_reason(reason)
        for most, span, lately in REVEALS:
            if self.work.count(self.person, "reveal", datetime.now(UTC) - lately) >= most:
                self.record("reveal", name, reason, "refused")
                raise UsedWrongly(f"{most} values were opened within the last {span}; go on with the masked ones")
        self.record("reveal", name, reason)
        return entity.key

    def acts(self, limit: int = 100) -> tuple[Recorded, ...]:
        """The newest acts in the audit."""
        return self.work.acts(limit)

    def _need_reason(self, reason: str) -> None:
        if len(reason.strip()) < SHORTEST_REASON:
            raise UsedWrongly("give a reason of a few words; it goes on the record")


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

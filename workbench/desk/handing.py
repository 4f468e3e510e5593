"""Handing over: a run's findings as files, a picture as an export, a run measured against a truth."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph_loaders.proposals import Proposal
from workbench.desk.runs import Run
from workbench.desk.show import Showing
from workbench.desk.truths import truth_in
from workbench.detectors import DETECTORS
from workbench.detectors.measure import evaluate
from workbench.detectors.write import write_findings, write_outlets, write_risk
from workbench.errors import UsedWrongly
from workbench.exports import EXPORTS, Export
from workbench.model import KINDS, Entity, kind_of


def write_run(run: Run, decided: Mapping[str, str], out: Path, showing: Showing, *, whole: bool) -> tuple[Path, ...]:
    """The files written into the folder; the same run and decisions give the same bytes."""

    def show(kind: str, key: str) -> tuple[str, str]:
        shown = showing.entity(Entity(kind_of(kind), key), whole=whole)
        return shown.text, shown.token

    found = {one.NAME: run.findings(one.NAME) for one in DETECTORS}
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_findings(found, out, show)
        write_risk(run.risk(decided), out / "risk.csv", show)
        write_outlets(run.outlets(decided), out / "outlets.csv", show)
        shutil.copyfile(run.folder / "manifest.json", out / "manifest.json")
    except OSError as error:
        raise UsedWrongly(f"{out.name} cannot be written ({error.strerror}); name another folder with --out") from None
    return (*(out / f"{name}.csv" for name in (*found, "risk", "outlets")), out / "manifest.json")


def write_proposals(proposals: Iterable[Proposal], out: Path) -> tuple[Path, ...]:
    """A mapping file a proposal, named after the file; one that stands there already is never written over."""
    written: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in proposals:
            stem = re.sub(r"[^\w.-]+", "_", one.file)[-80:]
            names = (out / f"{stem}{'' if number == 1 else f'_{number}'}.toml" for number in itertools.count(1))
            written.append(next(path for path in names if not path.exists()))
            written[-1].write_text(one.toml(), "utf-8")
    except OSError as error:
        raise UsedWrongly(f"{out.name} cannot be written ({error.strerror}); name another folder") from None
    return tuple(written)


def measure_run(run: Run, decided: Mapping[str, str], truth: Path, there: Mapping[str, int]) -> dict[str, object]:
    """The figures by name; `there` is how many entities of each kind, by its name, there are."""
    counts = {kind.word: there[kind.name] for kind in KINDS}
    found = {one.NAME: run.findings(one.NAME) for one in DETECTORS}
    return evaluate(found, truth_in(truth), {"risk": run.risk(decided), "outlets": run.outlets(decided)}, counts)


def export_of(form: str) -> Export:
    """The export format of that suffix or name."""
    for one in EXPORTS:
        if form in {one.NAME, one.SUFFIX}:
            return one
    raise UsedWrongly(f"there is no export {form!r}; there are: {', '.join(one.SUFFIX for one in EXPORTS)}")

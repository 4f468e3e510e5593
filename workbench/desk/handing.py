"""Handing over: a run's findings as files, a picture as an export, a run measured against a truth."""

from __future__ import annotations

import shutil
from pathlib import Path

from workbench.desk.runs import Run
from workbench.desk.show import Showing
from workbench.detectors import DETECTORS
from workbench.detectors.measure import evaluate
from workbench.detectors.write import write_findings
from workbench.errors import UsedWrongly
from workbench.exports import EXPORTS
from workbench.model import Entity, kind_of
from workbench.model.shown import Shown


def write_run(run: Run, out: Path, showing: Showing, *, whole: bool) -> tuple[Path, ...]:
    """The files written into the folder; the same run gives the same bytes."""

    def show(kind: str, key: str) -> tuple[str, str]:
        shown = showing.entity(Entity(kind_of(kind), key), whole=whole)
        return shown.text, shown.token

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsedWrongly(f"{out.name} cannot be made ({error.strerror}); name another folder with --out") from None
    write_findings({one.NAME: run.findings(one.NAME) for one in DETECTORS}, out, show)
    shutil.copyfile(run.folder / "manifest.json", out / "manifest.json")
    return tuple(sorted(path for path in out.iterdir() if path.suffix in {".csv", ".json"}))


def measure_run(run: Run, truth: Path) -> dict[str, object]:
    """The figures by name."""
    return evaluate({one.NAME: run.findings(one.NAME) for one in DETECTORS}, truth)


def export(shown: Shown, form: str, file: Path) -> Path:
    """The file, in the form of that suffix or name."""
    for one in EXPORTS:
        if form in {one.NAME, one.SUFFIX}:
            one.write(shown, file)
            return file
    raise UsedWrongly(f"there is no export {form!r}; there are: {', '.join(one.SUFFIX for one in EXPORTS)}")

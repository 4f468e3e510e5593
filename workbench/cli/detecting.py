"""Commands that find rings and stolen identities, and measure how well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.console import console_of


def detect(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(help="A folder for the findings as CSV and the manifest.")] = None,
    reveal: Annotated[str, typer.Option(help="Why the keys must be whole; it goes on the record.")] = "",
) -> None:
    """Run the detectors over the evidence as it stands."""
    console = console_of(context)
    with console.desk() as desk:
        run = desk.detect(console.progress)
        files = desk.write_findings(run.name, out, reveal) if out else ()
        found = {name: len(run.findings(name).findings) for name in desk.detectors()}
        best = {name: desk.headlines(name, 5) for name in desk.detectors()}
    if console.answer({"run": run.name, "findings": found, "files": files}):
        return
    for name, headlines in best.items():
        rows = [(one.rank, f"{one.score:.2f}", one.says) for one in headlines]
        console.table(
            f"{name.replace('_', ' ')}: {found[name]:,} findings, the first of them", ("rank", "score", ""), rows
        )
    console.say(f"run {run.name}; a score asks for a look, it says nothing about guilt")


def evaluate(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="A run's name, or latest.")],
    truth: Annotated[Path, typer.Argument(help="The folder of a truth.", exists=True, file_okay=False)],
) -> None:
    """Measure a run against a truth; figures on a made-up city are not those of a real one."""
    console = console_of(context)
    with console.desk() as desk:
        measured = desk.evaluate(run, truth)
    if console.answer(measured):
        return
    for name, figures in measured.items():
        if isinstance(figures, dict):
            console.table(name.replace("_", " "), ("", ""), [(key, value) for key, value in figures.items()])
        else:
            console.say(f"{name.replace('_', ' ')}: {figures}")


COMMANDS = (detect, evaluate)

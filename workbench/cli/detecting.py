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


def compare(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="The earlier run's name; without one, the one before the later.")] = "",
    now: Annotated[str, typer.Argument(help="The later run's name, or latest.")] = "latest",
) -> None:
    """Hold two runs against each other: what came, what is gone, what changed, and why."""
    console = console_of(context)
    with console.desk() as desk:
        found = desk.compare(before, now)
    if console.answer(found):
        return
    console.say(f"run {found.before} against {found.now}: {'; '.join(found.causes) or 'the same went in'}")
    for name, same in found.same.items():
        rows = [
            (one.what, one.finding or one.before, f"{one.score_before:.2f}", f"{one.score:.2f}", "; ".join(one.why))
            for one in found.changes
            if one.detector == name
        ]
        console.table(f"{name.replace('_', ' ')}: {same:,} as before", ("", "finding", "was", "is", "why"), rows)


def draw(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="A run's name, or latest.")] = "latest",
) -> None:
    """Draw a run's findings into the Neo4j, for those who browse there; an earlier run's go."""
    console = console_of(context)
    with console.desk() as desk:
        drawn = desk.draw_findings(run, console.progress)
    if console.answer(drawn):
        return
    gone = f"; {drawn.missing:,} members are in the graph no more" if drawn.missing else ""
    console.say(f"drawn: {drawn.findings:,} findings of run {drawn.run} with {drawn.members:,} members{gone}")


def undraw(context: typer.Context) -> None:
    """Take all findings that were drawn out of the Neo4j again."""
    console = console_of(context)
    with console.desk() as desk:
        desk.undraw_findings(console.progress)
    if not console.answer({"drawn": 0}):
        console.say("no finding is drawn any more")


def rerank(
    context: typer.Context,
    detector: Annotated[str, typer.Argument(help="Whose findings.")] = "stolen_identity",
) -> None:
    """Learn a second opinion on the newest run's findings from people's decisions; it stands beside the score."""
    console = console_of(context)
    with console.desk() as desk:
        opinion = desk.rerank(detector)
    best = opinion.ranked.sort_values("second").head(10)
    if console.answer(
        {"opinion": opinion.manifest, "says": opinion.says, "findings": opinion.ranked.to_dict("records")}
    ):
        return
    rows = [(one.second, one.rank, f"{one.chance:.2f}", one.finding) for one in best.itertuples(index=False)]
    console.table("the first of the second opinion", ("second", "rank", "chance", "finding"), rows)
    console.say(f"{opinion.says}; the score and its rank stay what they are")


COMMANDS = (detect, evaluate, compare, draw, undraw, rerank)

"""Commands that find rings and stolen identities, and measure how well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.console import Console, console_of
from workbench.detectors.lookalikes import wronged

LOOK_ALIKES = "look_alikes"


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
        lacked = {name: desk.lacked(name) for name in desk.detectors()}
    if console.answer({"run": run.name, "findings": found, "lacked": run.lacked, "files": files}):
        return
    for name, headlines in best.items():
        rows = [(one.rank, f"{one.score:.2f}", one.says) for one in headlines]
        console.table(
            f"{name.replace('_', ' ')}: {found[name]:,} findings, the first of them", ("rank", "score", ""), rows
        )
        for sentence in lacked[name]:
            console.say(f"  {sentence}")
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
            rest = [(key, value) for key, value in figures.items() if key != LOOK_ALIKES]
            console.table(name.replace("_", " "), ("", ""), rest)
            _look_alikes(console, name, figures.get(LOOK_ALIKES, {}))
        else:
            console.say(f"{name.replace('_', ' ')}: {figures}")


def _look_alikes(console: Console, name: str, figures: dict[str, dict[str, dict[str, object]]]) -> None:
    """How often each sort of innocents was flagged, and which of them more than twice as often as innocents are."""
    rows = [
        (why, kind, one["flagged"], one["of"], one["ratio"], f"{one['low']} to {one['high']}")
        for why, kinds in figures.items()
        for kind, one in kinds.items()
        if one["flagged"]
    ]
    if rows:
        columns = ("sort", "kind", "flagged", "of", "times as often as innocents are", "95 %")
        console.table(f"{name.replace('_', ' ')}: innocents among the first as many as are wanted", columns, rows)
    for line in wronged(figures):
        console.say(f"more than twice: {line}")


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

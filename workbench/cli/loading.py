"""Commands that take evidence in and out, and hold graph and evidence together."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.console import Console, console_of
from workbench.desk import Taken, show_time
from workbench.errors import UsedWrongly
from workbench.evidence import Batch
from workbench.privacy import mask_identifiers

TOO_MANY_REFUSED = 1


def load(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of a hand-over.")],
    source: Annotated[str, typer.Option(help="What the files are, where their names do not say.")] = "",
    mapping: Annotated[Path | None, typer.Option(help="A TOML file that maps their columns.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; keep nothing.")] = False,
    tolerance: Annotated[
        float | None, typer.Option(min=0, max=1, help="The share of a file's rows that may be refused.")
    ] = None,
    propose: Annotated[
        Path | None, typer.Option(help="A folder for proposed mappings of files nobody knows; nothing is loaded.")
    ] = None,
    accept_proposed: Annotated[
        bool, typer.Option("--accept-proposed", help="Take proposed mappings whose every needed column is sure.")
    ] = False,
    paper: Annotated[str, typer.Option(help="The number of the legal paper they were handed over under.")] = "",
) -> int:
    """Take files and folders in and make the graph show them."""
    console = console_of(context)
    if propose is not None:
        return _propose(console, paths, propose, source)
    with console.desk() as desk:
        take = desk.try_load if dry_run else desk.load
        taken = take(paths, source, mapping, console.progress, accept=accept_proposed, paper=paper)
        allowed = desk.settings.tolerance if tolerance is None else tolerance
    _show_taken(console, taken)
    over = [one for one in taken.receipts if one.refused > allowed * one.read]
    if over:
        console.say(f"{over[0].file}: {over[0].refused:,} of {over[0].read:,} rows were refused, over the tolerance")
    return TOO_MANY_REFUSED if over or taken.turned else 0


def _propose(console: Console, paths: list[Path], out: Path, source: str) -> int:
    with console.desk() as desk:
        written = desk.propose(paths, out, source)
    if not console.answer({"proposals": written}):
        for path in written:
            console.say(f"proposed: {path}; look at every line, mend it, and load the file with --mapping")
        if not written:
            console.say("nothing to propose: every file is known, or looks like nothing of ours")
    return 0


def _show_taken(console: Console, taken: Taken) -> None:
    turned = [{"file": one.file.name, "message": mask_identifiers(str(one.error))} for one in taken.turned]
    if console.answer({"receipts": taken.receipts} | ({"refused_files": turned} if turned else {})):
        return
    rows = [
        (one.file, one.source, one.read, one.accepted, one.refused, one.unanswered, one.known, one.batch)
        for one in taken.receipts
    ]
    names = ("file", "source", "rows", "accepted", "refused", "unanswered", "known before", "batch")
    console.table("Taken in", names, rows)
    for receipt in taken.receipts:
        for reason, number in receipt.reasons.items():
            console.say(f"  {receipt.file}: {number:,} × {reason}")
        if receipt.refused_file:
            console.say(f"  the refused rows with their record numbers: {receipt.refused_file}")
    for one in taken.turned:
        console.say(f"  refused whole: {mask_identifiers(str(one.error))}")


def unload(
    context: typer.Context, batch: Annotated[str, typer.Argument(help="The batch's name, as on its receipt.")]
) -> None:
    """Take one batch out again."""
    console = console_of(context)
    with console.desk() as desk:
        desk.unload(batch, console.progress)
    if not console.answer({"unloaded": batch}):
        console.say(f"batch {batch} is out; every total is what it would have been without it")


def rebuild(context: typer.Context) -> None:
    """Make the graph anew from the evidence."""
    console = console_of(context)
    with console.desk() as desk:
        desk.rebuild(console.progress)
        state = desk.evidence.state()
    if not console.answer({"state": state}):
        console.say("the graph is built anew")


def import_files(
    context: typer.Context, folder: Annotated[Path, typer.Argument(help="A new or empty folder for the files.")]
) -> None:
    """Write the graph as files for an empty Neo4j's own import, which is the quickest way into it."""
    console = console_of(context)
    with console.desk() as desk:
        arguments = desk.import_files(folder, console.progress)
    command = f"cd {shlex.quote(str(folder.absolute()))} && neo4j-admin database import full neo4j @{arguments.name}"
    if console.answer({"files": folder, "command": command}):
        return
    console.say(
        f"The graph's files are in {folder}; they hold keys and names whole. With the Neo4j stopped and its database "
        f"still empty, as the user it runs as:\n\n  {command}\n\n"
        "A database that was started once is there already: --overwrite-destination puts this one in its place, and "
        "what was in it is lost.\nThen start the Neo4j, run `workbench check` with its address in --graph, and delete "
        "the files. Later loads bring it only what differs."
    )


def check(context: typer.Context) -> int:
    """Hold the evidence against the graph."""
    console = console_of(context)
    with console.desk() as desk:
        checkup = desk.check(console.progress)
    if not console.answer({"agree": checkup.agree, "evidence": checkup.evidence, "graph": checkup.graph}):
        rows = [(name, number, checkup.graph[name]) for name, number in checkup.evidence.items() if number]
        console.table("Evidence against graph", ("", "evidence", "graph"), rows)
        console.say(checkup.says)
    return 0 if checkup.agree else 3


def stats(context: typer.Context) -> None:
    """Say how much there is of what."""
    console = console_of(context)
    with console.desk() as desk:
        found = desk.stats()
        batches = desk.evidence.batches()
    if not console.answer({"entities": found.entities, "links": found.links, "evidence": found.evidence}):
        console.counts("Entities", found.entities)
        console.counts("Links", found.links)
        console.counts("Events in evidence", found.evidence)
        _show_batches(console, batches)
        if not found.current:
            console.say("the graph is behind the evidence; `workbench rebuild` brings it up to date")


def _show_batches(console: Console, batches: Sequence[Batch]) -> None:
    rows = [
        (
            one.name,
            one.source,
            mask_identifiers(one.file),
            one.accepted,
            one.person,
            show_time(datetime.fromisoformat(one.taken_at)),
            "; ".join(one.papers),
        )
        for one in batches
    ]
    console.table("Batches", ("batch", "source", "file", "rows", "by", "taken in", "paper"), rows)


def city(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new or empty folder: DIR/handover and DIR/truth come into it.")],
    people: Annotated[int, typer.Option(min=200, max=2_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    difficulty: Annotated[str, typer.Option(help="How well fraud hides: easy, medium or hard.")] = "medium",
) -> None:
    """Write a made-up city's hand-over and its truth."""
    from workbench.city import DIFFICULTIES, write_city

    console = console_of(context)
    if difficulty not in DIFFICULTIES:
        raise UsedWrongly(f"no difficulty is called that; choose {', '.join(DIFFICULTIES)}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsedWrongly(f"{folder.name} is not empty; name a new folder for the city")

    def tell(step: str, share: float) -> None:
        console.progress(f"city: {step}", int(share * 100), 100)

    write_city(folder, people, seed, tell, DIFFICULTIES[difficulty])
    if not console.answer({"handover": folder / "handover", "truth": folder / "truth"}):
        console.say(f"the city's hand-over is in {folder / 'handover'}, its truth in {folder / 'truth'}")


COMMANDS = (load, unload, rebuild, import_files, check, stats, city)

"""Commands that look things up and hand them over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.console import Console, console_of
from workbench.desk import Verified

MOST_VERIFIED = 10


def find(
    context: typer.Context, value: Annotated[str, typer.Argument(help="A phone, ID, card, account, name, …")]
) -> None:
    """Look a value up: what it is, and what it is linked to."""
    console = console_of(context)
    with console.desk() as desk:
        hits = desk.look.find(value)
        around = {hit.token: desk.look.totals(hit.token) for hit in hits[:10]}
    if console.answer({"hits": [{"entity": hit, "neighbours": around.get(hit.token, ())} for hit in hits]}):
        return
    console.table("Found", ("kind", "", "tag"), [(hit.kind, hit.text, hit.tag) for hit in hits])
    for hit in hits[:10]:
        rows = [(one.type, one.kind, one.total) for one in around[hit.token]]
        console.table(f"{hit.kind} {hit.text} is linked to", ("link", "kind", "how many"), rows)


def verify(context: typer.Context, value: Annotated[str, typer.Argument(help="A phone, card, account, ID, …")]) -> None:
    """Say how far a value is in doubt or in danger, why, and why not."""
    console = console_of(context)
    with console.desk() as desk:
        verified = [desk.verify(hit.token) for hit in desk.look.find(value)[:MOST_VERIFIED]]
        reached = {one.entity.token: desk.reached(one.entity.token) for one in verified}
    if console.answer({"verified": [{"verdict": one, "reached": reached[one.entity.token]} for one in verified]}):
        return
    if not verified:
        console.say("nothing of that name stands in the evidence; that says nothing about who did not answer")
    for one in verified:
        _say(console, one)
        rows = [
            (each.level, each.step, each.entity.text, each.entity.tag, each.says) for each in reached[one.entity.token]
        ]
        if rows:
            console.table("Whom it has reached", ("level", "next step", "phone", "tag", "how"), rows)


def _say(console: Console, one: Verified) -> None:
    """The verdict, why, why not, and what could not be looked at."""
    console.say(f"{one.entity.kind} {one.entity.text}: {one.level}")
    for text in one.reasons:
        console.say(f"  because {text}")
    for text in one.counters:
        console.say(f"  but {text}")
    if one.unseen:
        console.say(f"  not seen: {one.unseen}")
    if one.danger:
        console.say(f"  in danger ({one.danger.level}): {one.danger.says}; next step: {one.danger.step}")


def export(
    context: typer.Context,
    ring: Annotated[str, typer.Argument(help="A ring's name, as in the list of findings.")],
    to: Annotated[Path, typer.Option(help="The file: .zip (CSV), .graphml or .html.")],
) -> None:
    """Hand a ring over: members and the links among them, masked."""
    console = console_of(context)
    with console.desk() as desk:
        file = desk.export(desk.picture("rings", ring), to.suffix, to)
    if not console.answer({"file": file}):
        console.say(f"the ring is in {file}")


def audit(context: typer.Context, most: Annotated[int, typer.Option(min=1, max=10_000)] = 50) -> None:
    """Show the newest acts on the record, and whether the record stands as it was written."""
    console = console_of(context)
    with console.desk() as desk:
        acts = desk.acts(most)
        state = desk.work.verify_audit()
    if console.answer({"intact": state.intact, "count": state.count, "acts": acts}):
        return
    rows = [(one.seq, one.at, one.act.person, one.act.action, one.act.object, one.act.reason) for one in acts]
    console.table("Audit", ("", "at", "person", "action", "object", "reason"), rows)
    console.say(state.says)


COMMANDS = (find, verify, export, audit)

"""Commands for what stands beside the files: facts typed by hand, and who answered at all."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.console import console_of
from workbench.errors import UsedWrongly


def fact(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="What the fact is, as in reports or case_numbers.")],
    values: Annotated[list[str], typer.Argument(help="The row: column=value for each column that is known.")],
    told_by: Annotated[str, typer.Option("--told-by", help="Who told it: an office, a post, a number.")],
    paper: Annotated[str, typer.Option(help="The number of the legal paper it was told under.")] = "",
) -> None:
    """Take in one fact that somebody told, as a batch of one row."""
    console = console_of(context)
    parted = [one.partition("=") for one in values]
    if any(not equals for _, equals, _ in parted):
        raise UsedWrongly("write each column of the fact as column=value, as in at=2026-03-01")
    twice = {name for name, _, _ in parted if sum(name == other for other, _, _ in parted) > 1}
    if twice:
        raise UsedWrongly(f"the fact says {min(twice)} twice; say it once")
    with console.desk() as desk:
        told = {name: value for name, _, value in parted}
        receipt = desk.type_fact(source, told, told_by, paper, console.progress)
    if not console.answer({"receipt": receipt}):
        known = "; it was known" if receipt.known else ""
        console.say(f"taken in as batch {receipt.batch}{known}; `workbench unload {receipt.batch}` takes it out again")


def coverage(
    context: typer.Context,
    value: Annotated[str, typer.Argument(help="A phone, ID, card or account; without one, every answerer.")] = "",
) -> None:
    """Say who answered, about whom and for which time, and who did not."""
    console = console_of(context)
    with console.desk() as desk:
        lines = desk.coverage(value)
    if console.answer({"coverage": lines} if value else {"answerers": lines}):
        return
    if not lines:
        console.say("nobody's answer about it is in the evidence; that nothing is there says nothing")
        return
    console.table("Who answered", tuple(lines[0]), [tuple(one.values()) for one in lines])
    console.say("who did not answer may hold anything: no answer is not the same as none")


COMMANDS = (fact, coverage)

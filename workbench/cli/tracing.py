"""Commands that follow money from one payment, and list what shapes all of it makes."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.console import console_of
from workbench.desk import TraceStep, show_money
from workbench.model import kind_of
from workbench.model.shown import ShownEntity


def trace(
    context: typer.Context,
    value: Annotated[str, typer.Argument(help="The card or account that paid.")],
    at: Annotated[str, typer.Option(help="The moment: the first payment from then on.")] = "",
    amount: Annotated[str, typer.Option(help="The payment's sum in yuan.")] = "",
    received: Annotated[bool, typer.Option("--received", help="A payment that the card was paid.")] = False,
    hops: Annotated[int, typer.Option(help="Over how many cards the money is followed.")] = 6,
) -> None:
    """Follow one payment card by card: account, bank, sum, minutes; and say what cannot be followed."""
    console = console_of(context)
    with console.desk() as desk:
        found = desk.trace(value, at, amount, received=received, hops=hops)
    if console.answer(found):
        return
    console.say(f"{show_money(found.fen)} yuan paid at {found.at} (Shanghai), {found.rule}")
    rows = [
        (one.hop, _named(one.payer), _named(one.payee), one.bank, one.at, one.minutes, *map(show_money, _sums(one)))
        for one in found.steps
    ]
    names = ("hop", "from", "to", "bank", "at", "minutes", "paid", "of it", "at least", "at most")
    console.table("On the way", names, rows)
    ends = [
        (_named(one.account), one.bank, *map(show_money, (one.of_it, one.low, one.high)), one.says)
        for one in found.ends
    ]
    console.table("Where it is, or is lost from sight", ("", "bank", "of it", "at least", "at most", ""), ends)
    for note in found.notes:
        console.say(note)


def shapes(
    context: typer.Context,
    pattern: Annotated[str, typer.Option(help="One pattern only, such as fan_in or cycle.")] = "",
    most: Annotated[int, typer.Option(min=1, max=100_000, help="How many shapes.")] = 20,
) -> None:
    """List what shapes payments make, largest first, whoever makes them: no finding, and most are innocent."""
    console = console_of(context)
    with console.desk() as desk:
        found = desk.money_shapes(pattern, most)
    if console.answer({"shapes": found.to_dict("records")}):
        return
    cards = found["shape"].value_counts()
    columns = ("size", "as_large", "part")
    rows = [
        (_words(one["pattern"]), *(one[name] for name in columns), f"{one['text']} {one['tag']}", cards[one["shape"]])
        for one in found.drop_duplicates("shape").to_dict("records")
    ]
    console.table("Shapes of money", ("pattern", "size", "as large", "part", "a card of it", "cards"), rows)
    console.say("shapes among cards new to one another; a shape says nothing about guilt, a finding asks for a look")


def _words(pattern: str) -> str:
    return pattern.replace("_", " ")


def _sums(one: TraceStep) -> tuple[int, int, int, int]:
    return one.fen, one.of_it, one.low, one.high


def _named(one: ShownEntity) -> str:
    return f"{kind_of(one.kind).title} {one.text} {one.tag}"


COMMANDS = (trace, shapes)

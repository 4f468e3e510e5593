"""Payments: every transfer that was done, one row each, as links with a time and a sum of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from workbench.evidence.batches import Evidence
from workbench.evidence.duck import open_duck, quoted, text
from workbench.evidence.events import events_query
from workbench.evidence.projection import Projection
from workbench.model import LinkFact, LinkTable, Source
from workbench.model.links import PAID

_COLUMNS = ("start", "start_kind", "end", "end_kind", "at", "fen", "times", "done", "channel")
_EMPTY = pa.table(
    {
        **{name: pa.array([], pa.string()) for name in ("start", "start_kind", "end", "end_kind", "channel")},
        **{name: pa.array([], pa.int64()) for name in ("fen", "times")},
        "at": pa.array([], pa.timestamp("us")),
        "done": pa.array([], pa.bool_()),
    }
).select(list(_COLUMNS))


@dataclass(frozen=True, slots=True)
class CardPayments:
    """All payments of some cards.

    `rows`: start, start_kind (word), end, end_kind, at (UTC without zone), fen, times, done (False: failed or
    reversed), channel. `many`: the keys of cards left out since they have too many, with how many.
    """

    rows: pa.Table
    many: dict[str, int]


def payments_of(evidence: Evidence, sources: Sequence[Source], keys: Sequence[str], most: int) -> CardPayments:
    """Give every payment that the cards of these keys made or were paid; a card of more than `most` is left out."""
    asked = [
        (source, fact)
        for source in sources
        for fact in source.facts
        if isinstance(fact, LinkFact) and fact.type is PAID and evidence.of(source.name)
    ]
    with open_duck() as duck:
        tables, many = [_EMPTY], dict[str, int]()
        for source, fact in asked:
            told = f"({_told(evidence, source, fact)})"
            sides = " UNION ALL ".join(
                f'SELECT "{side}" AS key, times FROM {told} WHERE list_contains($keys, "{side}")'
                for side in ("start", "end")
            )
            counted = duck.execute(
                f"SELECT key, sum(times) FROM ({sides}) GROUP BY key", {"keys": list(keys)}
            ).fetchall()
            many |= {str(key): int(number) for key, number in counted if number > most}
            wanted = {"keys": sorted(set(keys) - set(many))}
            where = 'list_contains($keys, start) OR list_contains($keys, "end")'
            tables.append(duck.sql(f"SELECT * FROM {told} WHERE {where} ORDER BY ALL", params=wanted).to_arrow_table())
    return CardPayments(pa.concat_tables(tables, promote_options="permissive"), many)


def _told(evidence: Evidence, source: Source, fact: LinkFact) -> str:
    """A SELECT of every transfer with `_COLUMNS`."""
    events = events_query(source, evidence.files(source), distinct=False)
    kinds = [quoted(ref.kind) if isinstance(ref.kind, str) else text(ref.kind.word) for ref in (fact.start, fact.end)]
    done = f"coalesce({quoted(fact.where[0])} = {text(fact.where[1])}, false)" if fact.where else "true"
    values = (
        quoted(fact.start.column),
        kinds[0],
        quoted(fact.end.column),
        kinds[1],
        quoted(source.at),
        "amount",
        "n",
        done,
        "channel",
    )
    named = ", ".join(f'{value} AS "{name}"' for value, name in zip(values, _COLUMNS, strict=True))
    return f"SELECT {named} FROM ({events})"


def payments(projection: Projection) -> Iterator[LinkTable]:
    """Give the payments behind the PAID links, a pair of kinds at a time: start, end, at, fen, times; sorted.

    Failed and reversed transfers are no payments. `times` is how often a row alike to the second happened.
    """
    for source in projection.sources:
        for fact in source.facts:
            if isinstance(fact, LinkFact) and fact.type is PAID:
                for start, end in PAID.pairs:
                    query = _query(source, fact, start.word, end.word)
                    yield LinkTable(PAID, start, end, projection.duck.sql(query).to_arrow_table())


def _query(source: Source, fact: LinkFact, start: str, end: str) -> str:
    where = [f"{quoted(fact.where[0])} = {text(fact.where[1])}"] if fact.where else []
    for ref, word in ((fact.start, start), (fact.end, end)):
        where.append(f"{quoted(ref.column)} IS NOT NULL")
        if isinstance(ref.kind, str):
            where.append(f"{quoted(ref.kind)} = {text(word)}")
    return (
        f'SELECT {quoted(fact.start.column)} AS start, {quoted(fact.end.column)} AS "end", '
        f"{quoted(source.at)} AS at, amount AS fen, n AS times FROM events_{source.name} "
        f"WHERE {' AND '.join(where)} ORDER BY ALL"
    )

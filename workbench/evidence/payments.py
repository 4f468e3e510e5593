"""Payments: every transfer that was done, one row each, as links with a time and a sum of their own."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.evidence.duck import quoted, text
from workbench.evidence.projection import Projection
from workbench.model import LinkFact, LinkTable, Source
from workbench.model.links import PAID


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

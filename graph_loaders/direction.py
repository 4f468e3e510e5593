"""Which way round each row tells of a link: by a word, by which of two amounts is filled, or by an amount's sign."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.spelling import found
from graph_loaders.filled import Sheet
from graph_loaders.mapped import Turn
from graph_loaders.stretches import Stretch
from workbench.model import Array, LinkFact, Source

Flags = npt.NDArray[np.bool_]
UNKNOWN = "the direction is not known"
BELOW = r"^\s*[-−(]|-\s*$"
"""An amount below nought."""
_AMOUNT = "[1-9]"


def turn_round(
    source: Source, turn: Turn, rows: tuple[Sheet, pa.RecordBatch], raw: dict[str, Array]
) -> list[tuple[int, str]]:
    """Puts both parties where the direction puts them; the places and words of directions that nobody knows."""
    sheet, texts = rows
    ends, known = _by_words(turn, sheet, texts)
    others = () if known.all() else (_by_amounts(turn, sheet, texts), _by_sign(turn, sheet, texts))
    for more_ends, more_known in others:
        # A word that nobody knows is no reason to look elsewhere: the row says something that was not understood.
        fresh = more_known & ~known & ~_says(turn.headers, sheet, texts)
        ends, known = ends | (more_ends & fresh), known | fresh
    first, second = _parties(source)
    turned = pa.array(ends)
    raw[first], raw[second] = pc.if_else(turned, raw[second], raw[first]), pc.if_else(turned, raw[first], raw[second])
    if source.side:
        raw[source.side] = pc.if_else(turned, pa.scalar(second), pa.scalar(first))
    if known.all():
        return []
    words = sheet.first(turn.headers, texts)
    return [(int(place), words[int(place)].as_py() or "") for place in np.flatnonzero(~known)]


def by_sign_alone(turn: Turn | None, sheet: Sheet) -> bool:
    """Whether only the sign of its amounts can tell the direction of a file's rows."""
    told = (*turn.headers, *turn.paid, *turn.received) if turn else ()
    return turn is not None and bool(turn.sign) and not any(sheet.has(one) for one in told)


def has_sign(turn: Turn, sheet: Sheet, stretches: Iterable[Stretch]) -> bool:
    """Whether any of the file's amounts is below nought: where none is, a sign that is not there says nothing."""
    return any(bool(found(sheet.first(turn.sign, one.texts), BELOW).any()) for one in stretches)


def _by_words(turn: Turn, sheet: Sheet, texts: pa.RecordBatch) -> tuple[Flags, Flags]:
    """Which rows are told from the link's end, and of which that is known: the first header with such a word counts."""
    ends, known = _none(texts), _none(texts)
    for header in filter(sheet.has, turn.headers):
        if known.all():
            break
        start, end = sheet.finds(header, texts, turn.start, turn.end)
        fresh = (start ^ end) & ~known
        ends, known = ends | (end & fresh), known | fresh
    return ends, known


def _by_amounts(turn: Turn, sheet: Sheet, texts: pa.RecordBatch) -> tuple[Flags, Flags]:
    """By that of two amounts which is more than nought, where only one is."""
    if not turn.paid:
        return _none(texts), _none(texts)
    paid, received = (
        np.logical_or.reduce([_none(texts), *(found(sheet.first([one], texts), _AMOUNT) for one in headers)])
        for headers in (turn.paid, turn.received)
    )
    return received, paid ^ received


def _by_sign(turn: Turn, sheet: Sheet, texts: pa.RecordBatch) -> tuple[Flags, Flags]:
    if not by_sign_alone(turn, sheet):
        return _none(texts), _none(texts)
    amounts = sheet.first(turn.sign, texts)
    return ~found(amounts, BELOW), found(amounts, _AMOUNT)


def _says(headers: Iterable[str], sheet: Sheet, texts: pa.RecordBatch) -> Flags:
    return np.asarray(pc.is_valid(sheet.first(headers, texts)).to_numpy(zero_copy_only=False))


def _none(texts: pa.RecordBatch) -> Flags:
    return np.zeros(texts.num_rows, np.bool_)


def _parties(source: Source) -> tuple[str, str]:
    fact = next(fact for fact in source.facts if isinstance(fact, LinkFact))
    return fact.start.column, fact.end.column

"""Which rows of a file are a source's, which way round they tell of a link, and which only say there is no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.octets import flags
from graph_loaders.clean.spelling import found, tidy
from graph_loaders.direction import BELOW, turn_round
from graph_loaders.filled import Sheet, fill
from graph_loaders.furniture import is_total, no_record
from graph_loaders.mapped import Condition, Coverage, Instead, Mapping, Unanswered
from graph_loaders.stretches import Stretch
from workbench.model import Array, Source
from workbench.privacy import mask_identifiers

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows that say no more than what became of a question, and their reasons with what they quote starred."""

    texts: pa.RecordBatch
    records: npt.NDArray[np.int64]
    reasons: Array


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a stretch that are the source's: raw text by column, record numbers, and what became of others.

    `texts` are these rows as they stand in the file. `lost` are (place, value) of rows whose direction nobody can
    tell; `unanswered` and `passed` count rows by reason; `silent` are the unanswered, `answered` rows of questions
    that were answered and tell nothing else.
    """

    raw: dict[str, Array]
    records: npt.NDArray[np.int64]
    texts: pa.RecordBatch
    lost: list[tuple[int, str]] = field(default_factory=list)
    unanswered: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    silent: Apart | None = None
    answered: Apart | None = None


def rows_of(source: Source, mapping: Mapping, sheet: Sheet, stretch: Stretch) -> Rows:
    """The stretch's rows as the mapping takes them for the source."""
    passed: Counter[str] = Counter()
    texts, records = _belonging(mapping, sheet, stretch, passed)
    silent: Apart | None = None
    if mapping.unanswered:
        reasons = _unanswered(mapping.unanswered, sheet, texts)
        said = np.asarray(pc.is_valid(reasons).to_numpy(zero_copy_only=False))
        silent = _apart(texts, records, reasons, said)
        texts, records = texts.filter(pa.array(~said)), records[~said]
    raw = {column.name: fill(column, mapping.columns.get(column.name), sheet, texts) for column in source.columns}
    for one in mapping.instead:
        raw[one.column] = _instead(one, sheet, texts, raw[one.column])
    lost = turn_round(source, mapping.turn, (sheet, texts), raw) if mapping.turn else []
    unanswered = Counter(silent.reasons.to_pylist() if silent else ())
    answered = _answered(mapping.coverage, sheet, stretch) if mapping.coverage else None
    return Rows(raw, records, texts, lost, dict(unanswered), dict(passed), silent, answered)


def _apart(texts: pa.RecordBatch, records: npt.NDArray[np.int64], reasons: Array, which: Flags) -> Apart:
    kept = pa.array(which)
    starred = [None if one is None else mask_identifiers(one) for one in reasons.filter(kept).to_pylist()]
    return Apart(texts.filter(kept), records[which], pa.array(starred, pa.string()))


def _answered(coverage: Coverage, sheet: Sheet, stretch: Stretch) -> Apart | None:
    """The rows of questions that were answered and say no more, with what they say beside it."""
    if not coverage.answered:
        return None
    which = np.logical_or.reduce([_holds(one, sheet, stretch.texts) for one in coverage.answered])
    return _apart(stretch.texts, stretch.records, sheet.first(coverage.reason, stretch.texts), which)


def _belonging(
    mapping: Mapping, sheet: Sheet, stretch: Stretch, passed: Counter[str]
) -> tuple[pa.RecordBatch, npt.NDArray[np.int64]]:
    texts, records = stretch.texts, stretch.records
    for condition in mapping.skip:
        away = _holds(condition, sheet, texts)
        passed[condition.why or "another source's"] += int(away.sum())
        texts, records = texts.filter(pa.array(~away)), records[~away]
    if mapping.only:
        stays = np.logical_or.reduce([_holds(one, sheet, texts) for one in mapping.only])
        passed[mapping.only[0].why or "another source's"] += int((~stays).sum())
        texts, records = texts.filter(pa.array(stays)), records[stays]
    return texts, records


def _holds(condition: Condition, sheet: Sheet, texts: pa.RecordBatch) -> Flags:
    holds = np.ones(texts.num_rows, dtype=np.bool_)
    for header, pattern in condition.matches.items():
        holds &= sheet.finds(header, texts, pattern)[0]
    if condition.found:
        there = [sheet.finds(header, texts, condition.found)[0] for header in filter(sheet.has, condition.within)]
        holds &= np.logical_or.reduce([np.zeros_like(holds), *there])
    for header in condition.filled:
        holds &= _filled([header], sheet, texts)
    return holds & ~_filled(condition.empty, sheet, texts)


def _instead(how: Instead, sheet: Sheet, texts: pa.RecordBatch, column: Array) -> Array:
    """The column with what it says in the rows that are meant."""
    meant = _holds(how.when, sheet, texts)
    if how.below:
        signs = [sheet.finds(header, texts, BELOW)[0] for header in filter(sheet.has, how.below)]
        meant &= np.logical_or.reduce([np.zeros_like(meant), *signs])
    return pc.if_else(pa.array(meant), pa.scalar(how.becomes), column)


def _filled(headers: Iterable[str], sheet: Sheet, texts: pa.RecordBatch) -> Flags:
    return np.asarray(pc.is_valid(sheet.first(headers, texts)).to_numpy(zero_copy_only=False))


def _unanswered(how: Unanswered, sheet: Sheet, texts: pa.RecordBatch) -> Array:
    """Why there is no answer, in the rows that say nothing else; null in all others."""
    reasons = _said(sheet.first(how.reason, texts), texts)
    told = _filled(how.empty, sheet, texts)
    if how.none:
        told &= ~found(reasons, how.none) | _filled(how.or_empty, sheet, texts)
    return pc.if_else(pa.array(told), pa.scalar(None, pa.string()), reasons)


def _said(reasons: Array, texts: pa.RecordBatch) -> Array:
    """The reasons that are some: a total or a page number may stand under them as under any first header."""
    coded = reasons.dictionary_encode()
    totals = [None if is_total(one) else one for one in coded.dictionary.to_pylist()]
    below = [None if one and no_record([one]) else one for one in totals]
    said = pa.array(totals, pa.string()).take(coded.indices)
    if below == totals:
        return said
    cells = np.sum([flags(pc.is_valid(tidy(column))) for column in texts.columns], axis=0)
    return pc.if_else(pa.array(cells == 1), pa.array(below, pa.string()).take(coded.indices), said)

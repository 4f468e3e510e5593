"""What a file says of who answered: for which entity, over which time, and which questions stayed without an answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders import clean, turned
from graph_loaders.clean.spelling import found, tidy
from graph_loaders.filled import Sheet, fill
from graph_loaders.mapped import Coverage, Mapping, Taken
from graph_loaders.rows import Apart, Rows
from workbench.errors import BadMapping
from workbench.model import COVERAGE, Answer, Array, Column, Dated, LinkFact, Ref, Source
from workbench.model.kinds import BANK_CARD, IDENTITY, kind_of

TEXT = pa.string()
NOTHING = pa.scalar(None, TEXT)
_RESIDENT = r"^\d{17}[\dXx]$"
Read = tuple[Source, Mapping, Sheet]
_WHO, _TIME = Column("who", clean.text), Column("time", clean.time)


def coverage_of(read: Read, rows: Rows, accepted: pa.Table) -> pa.Table:
    """The entries of the ledger that some rows of a file give, in the columns of `COVERAGE`.

    An entry for each entity that was asked about and for each row that says only what became of its question. Where
    the source itself says who answers with its rows, their entries are read from the evidence and are not here.
    """
    return pa.concat_tables([COVERAGE.empty_table(), *_entries(read, rows, accepted)])


def _entries(read: Read, rows: Rows, accepted: pa.Table) -> Iterator[pa.Table]:
    source, mapping, _ = read
    how = mapping.coverage
    if how and how.about and source.answers is None and len(accepted):
        yield _told(read, how, rows, accepted)
    if rows.answered and len(rows.answered.records):
        none = (
            found(rows.answered.reasons, how.none) if how and how.none else np.zeros(len(rows.answered.records), bool)
        )
        answer = pc.if_else(pa.array(none), pa.scalar(Answer.NONE.value), pa.scalar(Answer.ANSWERED.value))
        yield _apart(read, rows.answered, answer)
    if rows.silent and len(rows.silent.records):
        yield _apart(read, rows.silent, pa.repeat(pa.scalar(Answer.SILENT.value), len(rows.silent.records)))


def _told(read: Read, how: Coverage, rows: Rows, accepted: pa.Table) -> pa.Table:
    """An entry for each entity that the accepted rows were asked about, by answerer and the question's own time."""
    source, mapping, sheet = read
    texts = rows.texts.filter(pa.array(np.isin(rows.records, accepted.column("record").to_numpy())))
    keys, kinds = _own(source, mapping, how.about, accepted)
    first, last, asked = _period(how, sheet, texts)
    at = _naive(accepted.column(source.at)) if source.at else pa.nulls(len(accepted), pa.timestamp("us"))
    names = ("kind", "key", "who", "dated", "first", "last", "at", "record")
    who, dated = _cleaned(_WHO, how.who, sheet, texts), pc.if_else(asked, Dated.ASKED.value, Dated.EVENTS.value)
    columns = (kinds, keys, who, dated, first, last, at, accepted.column("record"))
    table = pa.table(dict(zip(names, columns, strict=True))).filter(pc.is_valid(keys))
    summed = table.group_by(["kind", "key", "who", "dated", "first", "last"], use_threads=False).aggregate(
        [("at", "min"), ("at", "max"), ("record", "min")]
    )
    asked = pc.equal(summed.column("dated"), Dated.ASKED.value)
    dated = pc.if_else(pc.or_(asked, pc.is_valid(summed.column("at_min"))), summed.column("dated"), Dated.UNKNOWN.value)
    return _table(
        (summed.column("kind"), summed.column("key")),
        (how.asked, summed.column("who")),
        (
            pc.if_else(asked, summed.column("first"), summed.column("at_min")),
            pc.if_else(asked, summed.column("last"), summed.column("at_max")),
            dated,
        ),
        (pa.repeat(pa.scalar(Answer.ANSWERED.value), len(summed)), pa.nulls(len(summed), TEXT)),
        summed.column("record_min"),
    )


def _table(
    named: tuple[Array, Array],
    by: tuple[str | None, Array],
    time: tuple[Array, ...],
    said: tuple[Array, Array],
    records: Array,
) -> pa.Table:
    asked = pa.repeat(pa.scalar(by[0], TEXT), len(records))
    columns = (*named, asked, by[1], *time, *said, records)
    return pa.table(dict(zip(COVERAGE.names, columns, strict=True))).cast(COVERAGE)


def _period(how: Coverage | None, sheet: Sheet, texts: pa.RecordBatch) -> tuple[Array, Array, Array]:
    """The first and the last moment that a question asks for, and whether it says either."""
    first = _instant(how.first if how else None, sheet, texts)
    last = _instant(how.last if how else None, sheet, texts)
    return first, last, pc.or_(pc.is_valid(first), pc.is_valid(last))


def _own(source: Source, mapping: Mapping, about: str, accepted: pa.Table) -> tuple[Array, Array]:
    """What each row was asked about, whichever way round it tells of its link, and of what kind that is."""
    kinds = _kinds(source, about, accepted)
    keys = accepted.column(about)
    if mapping.turn is None or not source.side:
        return keys, kinds
    fact = next(fact for fact in source.facts if isinstance(fact, LinkFact))
    end = fact.end.column
    ended = pc.fill_null(pc.equal(accepted.column(source.side), end), False)
    other = _kinds(source, end, accepted)
    return pc.if_else(ended, accepted.column(end), keys), pc.if_else(ended, other, kinds)


def _kinds(source: Source, column: str, accepted: pa.Table) -> Array:
    kind = _ref(source, column).kind
    return accepted.column(kind) if isinstance(kind, str) else pa.repeat(pa.scalar(kind.word), len(accepted))


def _ref(source: Source, column: str) -> Ref:
    for fact in source.facts:
        for ref in fact.refs:
            if ref.column == column:
                return ref
    raise BadMapping(f"coverage is about {column}, where {source.name} names nothing that can be asked about")


def _apart(read: Read, rows: Apart, answer: Array) -> pa.Table:
    """An entry for each row that says only what became of its question."""
    _, mapping, sheet = read
    how, nothing = mapping.coverage, pa.nulls(len(rows.records), TEXT)
    who = _cleaned(_WHO, how.who, sheet, rows.texts) if how else nothing
    keys, kinds = _named(read, how, rows.texts, who) if how else (nothing, nothing)
    first, last, asked = _period(how, sheet, rows.texts)
    return _table(
        (pc.if_else(pc.is_valid(keys), kinds, NOTHING), keys),
        (how.asked if how else None, who),
        (first, last, pc.if_else(asked, Dated.ASKED.value, Dated.UNKNOWN.value)),
        (answer, rows.reasons),
        pa.array(rows.records),
    )


def _named(read: Read, how: Coverage, texts: pa.RecordBatch, who: Array) -> tuple[Array, Array]:
    """What the rows ask about: as the column says that the others are about, or by the kinds that stand beside it."""
    if how.key is None:
        return _as_others(read, how, texts)
    _, _, sheet = read
    raw = tidy(fill(_WHO, how.key, sheet, texts))
    words = _words(how, sheet.first(how.kind_of, texts), raw)
    if how.asked == "bank":
        is_card = pc.fill_null(pc.equal(words, BANK_CARD.word), False)
        raw = pc.if_else(is_card, turned.accounts(raw, who), raw)
    return clean.key(raw, words).values, words


def _as_others(read: Read, how: Coverage, texts: pa.RecordBatch) -> tuple[Array, Array]:
    """What the rows ask about in the column that the other rows are about; a person may be asked for there too."""
    source, mapping, sheet = read
    kind, column = _ref(source, how.about).kind, source.column(how.about)
    taken = mapping.columns.get(how.about)
    cleaned = column.clean(fill(column, taken, sheet, texts), None)
    word = pa.scalar(None if isinstance(kind, str) else kind.word, TEXT)
    kinds = pa.repeat(word, texts.num_rows) if cleaned.kinds is None else cleaned.kinds
    raw = sheet.first(taken.headers if taken else (), texts)
    person = clean.identity(pc.if_else(pa.array(found(raw, _RESIDENT)), raw, NOTHING)).values
    is_person = pc.is_valid(person)
    return pc.if_else(is_person, person, cleaned.values), pc.if_else(is_person, IDENTITY.word, kinds)


def _words(how: Coverage, said: Array, raw: Array) -> Array:
    """The kinds by what is said of them; where nothing is, what no other value is taken for: an identity, a card."""
    words = pa.nulls(len(raw), TEXT)
    for pattern, kind in how.kinds.items():
        words = pc.coalesce(words, pc.if_else(pa.array(found(said, pattern)), kind_of(kind).word, NOTHING))
    for kind_, cleaner in ((IDENTITY, clean.identity), (BANK_CARD, clean.card)):
        words = pc.coalesce(words, pc.if_else(pc.is_valid(cleaner(raw).values), kind_.word, NOTHING))
    return words


def _cleaned(column: Column, how: Taken, sheet: Sheet, texts: pa.RecordBatch) -> Array:
    return column.clean(fill(column, how, sheet, texts), None).values


def _instant(how: Taken | None, sheet: Sheet, texts: pa.RecordBatch) -> Array:
    if how is None:
        return pa.nulls(texts.num_rows, pa.timestamp("us"))
    return _naive(_cleaned(_TIME, how, sheet, texts))


def _naive(instants: Array) -> Array:
    return pc.cast(instants, pa.timestamp("us"))

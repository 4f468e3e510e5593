"""The ledger of answers: who answered about which entity for which time, and who did not, read from the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.disk import publish
from workbench.evidence.batches import Batch, Evidence
from workbench.evidence.duck import open_duck, quoted, rows_query, text
from workbench.evidence.steady import steadily
from workbench.model import COVERAGE, Answer, Answers, Checked, Dated, Entity, Ref, Source

Cells = tuple[Any, ...]
MOST_HELD = 1 << 20
"""Entries that are held before those of one answer are put together."""
_BEST = ((Answer.ANSWERED, "answered"), (Answer.NONE, "none"))
_SAME = "kind, key, asked, who, dated, answer, reason"


@dataclass(frozen=True, slots=True)
class Covered:
    """One answer, or that there was none: overlapping ones of the same answerer about the same entity are one.

    `kind` and `key` are empty where the row names nothing that can be read, `who` where it names nobody; `first` and
    `last` are UTC without zone, None where nothing says them. `batch` and `record` are the first of `entries`.
    """

    kind: str
    key: str
    asked: str
    who: str
    first: datetime | None
    last: datetime | None
    dated: str
    answer: str
    reason: str
    batch: str
    record: int
    entries: int


@dataclass(frozen=True, slots=True)
class Answerer:
    """About how many entities of a kind somebody was asked, and what became of it: the best answer counts.

    `unnamed` are questions without an answer that name no entity; they are in none of the other numbers.
    """

    asked: str
    who: str
    kind: str
    entities: int
    answered: int
    none: int
    silent: int
    unnamed: int


def passing(stretches: Iterable[Checked], entries: list[pa.Table]) -> Iterator[Checked]:
    """The same stretches; what they say of answers is held in the list on the way."""
    for stretch in stretches:
        if len(stretch.coverage):
            entries.append(stretch.coverage)
        if sum(map(len, entries)) > MOST_HELD:
            entries[:] = [_gathered(entries)]
        yield stretch


def write_entries(entries: Sequence[pa.Table], file: Path) -> int:
    """How many entries are in the file from now on; where there are none, there is no file."""
    if not entries:
        return 0
    table = _gathered(entries)
    building = file.with_name(f".{file.name}")
    pq.write_table(table, building, compression="zstd")
    publish(building, file)
    return len(table)


def _gathered(entries: Sequence[pa.Table]) -> pa.Table:
    """Entries of one answer put together; each question that tells of no rows stays by itself."""
    alone = f"CASE WHEN dated = '{Dated.UNKNOWN}' OR answer <> '{Answer.ANSWERED}' THEN record END"
    period = f"CASE WHEN dated = '{Dated.ASKED}' THEN (first, last) END"
    with open_duck() as duck:
        duck.register("entries", pa.concat_tables(entries))
        return (
            duck.sql(f"""
            SELECT kind, key, asked, who, min(first) AS first, max(last) AS last, dated, answer, reason,
                min(record) AS record
            FROM entries GROUP BY {_SAME}, {alone}, {period} ORDER BY min(record), {_SAME}
        """)
            .to_arrow_table()
            .cast(COVERAGE)
        )


def lacking(evidence: Evidence) -> tuple[Batch, ...]:
    """The batches that have not as many entries beside their rows as their receipts count."""
    return tuple(batch for batch in evidence.batches() if batch.covered and batch.covered != _kept(evidence, batch))


def _kept(evidence: Evidence, batch: Batch) -> int:
    try:
        return int(pq.read_metadata(evidence.coverage_file(batch)).num_rows)
    except (OSError, pa.ArrowInvalid):
        return 0


def coverage_of(evidence: Evidence, sources: Sequence[Source], entity: Entity) -> tuple[Covered, ...]:
    """Who answered about the entity, for which time, and who did not; in a fixed order."""
    # Periods that reach into one another are one: a new one begins where none before it reaches.
    before = f"OVER (PARTITION BY {_SAME} ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    until = f"OVER (PARTITION BY {_SAME} ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    query = f"""
        marked AS (
            SELECT *, CASE WHEN first IS NULL OR first <= max(last) {before} THEN 0 ELSE 1 END AS begins FROM told),
        periods AS (SELECT *, sum(begins) {until} AS period FROM marked)
        SELECT kind, key, asked, who, min(first), max(last), dated, answer, reason,
            min(struct_pack(b := batch, r := record)).b, min(struct_pack(b := batch, r := record)).r, count(*)
        FROM periods GROUP BY {_SAME}, period ORDER BY asked, who, answer, dated, min(first), reason"""
    return tuple(Covered(*row) for row in _ask(evidence, sources, query, entity))


def answerers(evidence: Evidence, sources: Sequence[Source]) -> tuple[Answerer, ...]:
    """Everybody who was asked, by sort and name: about how many entities of each kind, and what became of it."""
    best = ", ".join(f"bool_or(answer = '{one}') AS {name}" for one, name in _BEST)
    query = f"""
        each AS (
            SELECT asked, who, kind, key, count(*) AS questions, {best} FROM told GROUP BY asked, who, kind, key)
        SELECT asked, who, kind,
            count(*) FILTER (kind <> ''),
            count(*) FILTER (kind <> '' AND answered),
            count(*) FILTER (kind <> '' AND none AND NOT answered),
            count(*) FILTER (kind <> '' AND NOT none AND NOT answered),
            coalesce(sum(questions) FILTER (kind = ''), 0)::BIGINT
        FROM each GROUP BY asked, who, kind ORDER BY asked, who, kind"""
    return tuple(Answerer(*row) for row in _ask(evidence, sources, query))


def _ask(evidence: Evidence, sources: Sequence[Source], query: str, entity: Entity | None = None) -> list[Cells]:
    """The rows of a query that goes on from `WITH told AS (…),`: the entries, or those about the entity."""

    def read(batches: tuple[Batch, ...]) -> list[Cells]:
        told = _told(evidence, sources, batches, entity)
        if not told:
            return []
        with open_duck(evidence.folder) as duck:
            names = {"key": entity.key} if entity else {}
            rows: list[Cells] = duck.execute(f"WITH told AS ({told}), {query}", names).fetchall()
            return rows

    return steadily(evidence, read)


def _told(evidence: Evidence, sources: Sequence[Source], batches: tuple[Batch, ...], entity: Entity | None) -> str:
    """A SELECT of all entries of the ledger, or of those about the entity ($key); empty where there is nothing."""
    parts: list[str] = []
    for source in sources:
        # What somebody typed by hand is nobody's answer.
        mine = [batch for batch in batches if batch.source == source.name and not batch.told_by]
        files = [evidence.coverage_file(batch) for batch in mine if batch.covered]
        if files:
            parts.append(_stored(files, entity))
        if source.answers and mine:
            rows = rows_query((evidence.rows_file(batch) for batch in mine), named=True)
            parts += [_by_rows(source, source.answers, ref, rows, entity) for ref in _about(source.answers, entity)]
    return " UNION ALL ".join(parts)


def _stored(files: Iterable[Path], entity: Entity | None) -> str:
    listed = ", ".join(text(str(path)) for path in files)
    only = f" WHERE kind = {text(entity.kind.word)} AND key = $key" if entity else ""
    named = ", ".join(f"coalesce({name}, '') AS {name}" for name in ("kind", "key", "asked", "who", "reason"))
    return (
        f"SELECT {named}, first, last, dated, answer, {_batch('coverage.parquet')}, record "
        f"FROM read_parquet([{listed}], filename = true){only}"
    )


def _by_rows(source: Source, answers: Answers, ref: Ref, rows: str, entity: Entity | None) -> str:
    """The entries that a register's own rows give: one for each entity, answerer and batch, over its events' time."""
    at, key = (f"{quoted(source.at)}::TIMESTAMP" if source.at else "NULL::TIMESTAMP"), quoted(ref.column)
    kind = quoted(ref.kind) if isinstance(ref.kind, str) else text(ref.kind.word)
    only = f"{key} = $key AND {kind} = {text(entity.kind.word)}" if entity else f"{key} IS NOT NULL"
    dated = f"CASE WHEN max({at}) IS NULL THEN '{Dated.UNKNOWN}' ELSE '{Dated.EVENTS}' END"
    return (
        f"SELECT {kind} AS kind, {key} AS key, '{answers.asked}' AS asked, "
        f"coalesce({quoted(answers.who)}, '') AS who, '' AS reason, min({at}) AS first, max({at}) AS last, "
        f"{dated} AS dated, '{Answer.ANSWERED}' AS answer, {_batch('parquet')}, min(record) AS record "
        f"FROM ({rows}) WHERE {only} GROUP BY ALL"
    )


def _batch(ending: str) -> str:
    return f"regexp_extract(filename, '([0-9a-f]+)[.]{ending}$', 1) AS batch"


def _about(answers: Answers, entity: Entity | None) -> Iterator[Ref]:
    for ref in answers.about:
        if entity is None or isinstance(ref.kind, str) or ref.kind is entity.kind:
            yield ref

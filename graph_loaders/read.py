"""A file becomes checked rows of a source: columns matched, values cleaned, bad rows refused with their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.above import refuse_other_amounts
from graph_loaders.ahead import ahead
from graph_loaders.answers import coverage_of
from graph_loaders.direction import UNKNOWN, by_sign_alone, has_sign
from graph_loaders.filled import Sheet
from graph_loaders.furniture import NO_RECORD, OTHER_ORDER, furniture
from graph_loaders.handed import Handed, handed_of
from graph_loaders.header import plain
from graph_loaders.mapped import Mapping, Taken
from graph_loaders.raw import open_raw
from graph_loaders.rows import Rows, rows_of
from graph_loaders.separated import BLANK
from graph_loaders.stretches import Stretch
from workbench.errors import BadMapping, BadSource
from workbench.model import Array, Checked, Cleaned, Source
from workbench.privacy import mask_identifiers, mask_value

REFUSED = pa.schema([("record", pa.int64()), ("column", pa.string()), ("reason", pa.string()), ("value", pa.string())])

MOST_TOLD = 400
"""Characters of a file's headers in a message."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the columns of one file become those of a source."""

    source: Source
    mapping: Mapping
    sheet: Sheet
    schema: pa.Schema


def read(path: Path | Handed, source: Source, mapping: Mapping | None = None) -> Iterator[Checked]:
    """The file's rows, some hundred thousand at a time; a file that cannot be this source is refused whole."""
    # One thread reads ahead, one cleans ahead, and whoever asks has the third.
    with ahead(_checked(handed_of(path), source, _mapping(source, mapping))) as checked:
        yield from checked


def _checked(path: Handed, source: Source, mapping: Mapping) -> Iterator[Checked]:
    with open_raw(path, frozenset(plain(one) for one in mapping.headers)) as raw:
        sheet = Sheet({plain(name): name for name in raw.names}, path.name, raw.banner)
        plan = _Plan(source, mapping, sheet, schema_of(source))
        _require(path.name, plan)
        _require_signs(path, plan)
        refuse_other_amounts(path.name, raw.banner, source)
        empty = True
        with ahead(raw.stretches) as stretches:
            for stretch in stretches:
                empty = False
                yield _check(plan, stretch)
        if empty:
            # A header without rows says that there was nothing to tell: kept as such.
            yield Checked(plan.schema.empty_table(), REFUSED.empty_table(), 0, {})


def schema_of(source: Source) -> pa.Schema:
    """The columns of the source's evidence: its own, the kinds its keys turn out to have, and the record number."""
    fields: list[pa.Field] = []
    for column in source.columns:
        nothing = column.clean(pa.array([], pa.string()), pa.array([], pa.string()) if column.beside else None)
        fields.append(pa.field(column.name, nothing.values.type))
        if nothing.kinds is not None:
            fields.append(pa.field(f"{column.name}_kind", pa.string()))
    return pa.schema([*fields, pa.field("coarse", pa.bool_()), pa.field("record", pa.int64())])


def _mapping(source: Source, mapping: Mapping | None) -> Mapping:
    if mapping is None:
        return Mapping(source.name, "", {column.name: Taken(header=column.name) for column in source.columns})
    names = {column.name for column in source.columns}
    strange = sorted(mapping.columns.keys() - names)
    if strange:
        raise BadMapping(
            f"the mapping {mapping.name} fills {strange[0]}; {source.name} has: {', '.join(sorted(names))}"
        )
    return mapping


def _require(file: str, plan: _Plan) -> None:
    source, sheet, headers = plan.source, plan.sheet, frozenset(plan.sheet.headers)
    there = {name for name, how in plan.mapping.columns.items() if how.fills(headers, sheet.name, sheet.banner)}
    missing = [_called(name, plan.mapping.columns) for name in source.needed if name not in there]
    # Where a header is missing, its first row stands for it.
    has = mask_identifiers(", ".join(list(plan.sheet.headers)[:40])[:MOST_TOLD])
    if missing:
        raise BadSource(
            f"{file} has no column {', '.join(missing)}, which {source.name} needs; it has: {has}. "
            "Rename the column, or say with --mapping which one it is"
        )
    if source.either and not there & set(source.either):
        raise BadSource(f"{file} needs a column {' or '.join(source.either)} for {source.name}; it has: {has}")


def _require_signs(path: Handed, plan: _Plan) -> None:
    """Where nothing but signs can tell the direction, the file is looked through for one first."""
    turn, sheet = plan.mapping.turn, plan.sheet
    if turn is None or not by_sign_alone(turn, sheet):
        return
    with open_raw(path, frozenset(plain(one) for one in plan.mapping.headers)) as raw:
        if not has_sign(turn, sheet, raw.stretches):
            raise BadSource(
                f"{path.name} does not say which way the money went: no column tells it, and no amount is below "
                "nought; ask for a column that tells it"
            )


def _called(name: str, taken: dict[str, Taken]) -> str:
    header = taken[name].header if name in taken else name
    if not header:
        return f"{name} (and no line above the header nor its name says it)"
    return name if header == name else f"{header} (the mapping takes it as {name})"


def _check(plan: _Plan, stretch: Stretch) -> Checked:
    cleaned: dict[str, Cleaned] = {}
    rows = rows_of(plan.source, plan.mapping, plan.sheet, stretch)
    for column in plan.source.columns:
        beside = cleaned[column.beside].values if column.beside else None
        cleaned[column.name] = column.clean(rows.raw[column.name], beside)
    refused = pa.concat_tables([*_refusals(plan.source, cleaned, rows.raw, rows.records), _lost(rows)])
    accepted = _accepted(plan, cleaned, rows.records)
    if len(refused):
        good = ~np.isin(rows.records, refused.column("record").to_numpy())
        accepted = accepted.filter(pa.array(good))
    passed = Counter(rows.passed)
    # Ragged rows are told of once, not by each of the sources that a file feeds.
    ragged = () if plan.mapping.part else stretch.ragged
    refused = _records(plan.sheet.name, (refused, ragged), stretch, passed)
    told = len(np.unique(refused.column("record").to_numpy())) + sum(rows.unanswered.values())
    coverage = coverage_of((plan.source, plan.mapping, plan.sheet), rows, accepted)
    dropped = _dropped(cleaned)
    return Checked(accepted, refused, len(accepted) + told, dropped, rows.unanswered, dict(passed), coverage)


def _records(
    file: str, lost: tuple[pa.Table, tuple[tuple[int, str], ...]], stretch: Stretch, passed: Counter[str]
) -> pa.Table:
    """All refused rows that are records, the ragged among them; the others are counted as passed over."""
    refused, ragged = lost
    if len(refused):
        none = furniture(refused, stretch)
        _refuse_other_order(file, none)
        passed.update(none.values())
        refused = refused.filter(pa.array(~np.isin(refused.column("record").to_numpy(), list(none))))
    passed.update(why for _, why in ragged if why == NO_RECORD)
    told = [
        {"record": number, "column": "", "reason": why, "value": ""}
        for number, why in ragged
        if why not in {BLANK, NO_RECORD}
    ]
    return pa.concat_tables([refused, pa.Table.from_pylist(told, REFUSED)])


def _refuse_other_order(file: str, none: dict[int, str]) -> None:
    record = next((number for number, what in none.items() if what == OTHER_ORDER), None)
    if record is not None:
        raise BadSource(
            f"{file}: record {record} is a header whose columns stand in another order than the first one's, so that "
            "the rows below it would be misread; part the file there and load both parts"
        )


def _lost(rows: Rows) -> pa.Table:
    told = [
        {"record": int(rows.records[place]), "column": "", "reason": UNKNOWN, "value": mask_value(value)}
        for place, value in rows.lost
    ]
    return pa.Table.from_pylist(told, REFUSED)


def _dropped(cleaned: dict[str, Cleaned]) -> dict[str, int]:
    counts = Counter(
        {
            f"{name}: left out, it is none": int(pc.sum(one.dropped).as_py() or 0)
            for name, one in cleaned.items()
            if one.dropped is not None
        }
    )
    return dict(+counts)


def _refusals(
    source: Source, cleaned: dict[str, Cleaned], raw: dict[str, Array], records: npt.NDArray[np.int64]
) -> Iterator[pa.Table]:
    yield REFUSED.empty_table()
    for column in source.columns:
        one = cleaned[column.name]
        reasons = one.reasons
        if column.needed and one.values.null_count:
            lacking = pc.and_(pc.is_null(one.values), pc.is_null(reasons))
            reasons = pc.if_else(lacking, pa.scalar("is empty"), reasons)
        if reasons.null_count < len(reasons):
            yield _refused(column.name, reasons, raw[column.name], records)
    if source.either:
        reason = f"needs {' or '.join(source.either)}"
        reasons = pc.if_else(pa.array(_neither(source, cleaned)), pa.scalar(reason), pa.scalar(None, pa.string()))
        yield _refused(source.either[0], reasons, raw[source.either[0]], records)


def _neither(source: Source, cleaned: dict[str, Cleaned]) -> npt.NDArray[np.bool_]:
    """Rows that say nothing in any of the columns of which one must stand; what was dropped or refused was said."""
    nothing = np.ones(len(cleaned[source.either[0]].values), dtype=bool)
    for name in source.either:
        one = cleaned[name]
        said = pc.or_(pc.is_valid(one.values), pc.is_valid(one.reasons))
        said = said if one.dropped is None else pc.or_(said, one.dropped)
        nothing &= ~said.to_numpy(zero_copy_only=False)
    return nothing


def _refused(name: str, reasons: Array, raw: Array, records: npt.NDArray[np.int64]) -> pa.Table:
    places = np.flatnonzero(pc.is_valid(reasons).to_numpy(zero_copy_only=False))
    values = [mask_value(value or "") for value in raw.take(pa.array(places)).to_pylist()]
    return pa.table(
        {
            "record": pa.array(records[places]),
            "column": pa.repeat(pa.scalar(name), len(places)),
            "reason": pc.cast(reasons.take(pa.array(places)), pa.string()),
            "value": pa.array(values, pa.string()),
        },
        schema=REFUSED,
    )


def _accepted(plan: _Plan, cleaned: dict[str, Cleaned], records: npt.NDArray[np.int64]) -> pa.Table:
    columns: dict[str, Array] = {}
    for column in plan.source.columns:
        one = cleaned[column.name]
        columns[column.name] = one.values
        if one.kinds is not None:
            columns[f"{column.name}_kind"] = one.kinds
    coarse = cleaned[plan.source.at].coarse if plan.source.at else None
    columns["coarse"] = pc.fill_null(coarse, False) if coarse is not None else pa.repeat(pa.scalar(False), len(records))
    columns["record"] = pa.array(records)
    return pa.table(columns, schema=plan.schema)

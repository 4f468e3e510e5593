"""A file becomes checked rows of a source: columns matched, values cleaned, bad rows refused with their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.header import plain
from graph_loaders.mapping import Mapping, Taken
from graph_loaders.raw import Stretch, open_raw
from workbench.errors import BadMapping, BadSource
from workbench.model import Array, Checked, Cleaned, Column, Source
from workbench.privacy import mask_value

REFUSED = pa.schema([("record", pa.int64()), ("column", pa.string()), ("reason", pa.string()), ("value", pa.string())])


def read(path: Path, source: Source, mapping: Mapping | None = None) -> Iterator[Checked]:
    """The file's rows, some hundred thousand at a time; a file that cannot be this source is refused whole."""
    taken = _taken(source, mapping)
    known = frozenset(plain(how.header) for how in taken.values() if how.header)
    with open_raw(path, known) as raw:
        headers = {plain(name): place for place, name in enumerate(raw.names)}
        _require(path.name, source, taken, headers)
        empty = True
        for stretch in raw.stretches:
            empty = False
            yield _check(source, taken, headers, stretch)
        if empty:
            # A header without rows says that there was nothing to tell: kept as such.
            yield Checked(schema_of(source).empty_table(), REFUSED.empty_table(), 0, {})


def schema_of(source: Source) -> pa.Schema:
    """The columns of the source's evidence: its own, the kinds its keys turn out to have, and the record number."""
    fields: list[pa.Field] = []
    for column in source.columns:
        nothing = column.clean(pa.array([], pa.string()), pa.array([], pa.string()) if column.beside else None)
        fields.append(pa.field(column.name, nothing.values.type))
        if nothing.kinds is not None:
            fields.append(pa.field(f"{column.name}_kind", pa.string()))
    return pa.schema([*fields, pa.field("coarse", pa.bool_()), pa.field("record", pa.int64())])


def _taken(source: Source, mapping: Mapping | None) -> dict[str, Taken]:
    if mapping is None:
        return {column.name: Taken(header=column.name) for column in source.columns}
    names = {column.name for column in source.columns}
    strange = sorted(mapping.columns.keys() - names)
    if strange:
        raise BadMapping(
            f"the mapping {mapping.name} fills {strange[0]}; {source.name} has: {', '.join(sorted(names))}"
        )
    return mapping.columns


def _require(file: str, source: Source, taken: dict[str, Taken], headers: dict[str, int]) -> None:
    there = {name for name, how in taken.items() if how.constant or plain(how.header) in headers}
    missing = [name for name in source.needed if name not in there]
    has = ", ".join(list(headers)[:40])
    if missing:
        raise BadSource(
            f"{file} has no column {', '.join(missing)}, which {source.name} needs; it has: {has}. "
            "Rename the column, or say with --mapping which one it is"
        )
    if source.either and not there & set(source.either):
        raise BadSource(f"{file} needs a column {' or '.join(source.either)} for {source.name}; it has: {has}")


def _check(source: Source, taken: dict[str, Taken], headers: dict[str, int], stretch: Stretch) -> Checked:
    stretch = _without_blank(stretch)
    cleaned: dict[str, Cleaned] = {}
    raw: dict[str, Array] = {}
    for column in source.columns:
        raw[column.name] = _texts(column, taken.get(column.name), headers, stretch)
        beside = cleaned[column.beside].values if column.beside else None
        cleaned[column.name] = column.clean(raw[column.name], beside)
    refused = _refusals(source, cleaned, raw, stretch)
    good = ~np.isin(stretch.records, refused.column("record").to_numpy())
    accepted = _accepted(source, cleaned, stretch).filter(pa.array(good))
    dropped = Counter(
        {
            f"{name}: left out, it is none": int(pc.sum(one.dropped).as_py() or 0)
            for name, one in cleaned.items()
            if one.dropped is not None
        }
    )
    ragged = pa.Table.from_pylist(
        [{"record": number, "column": "", "reason": reason, "value": ""} for number, reason in stretch.ragged], REFUSED
    )
    read_rows = len(stretch.records) + len(stretch.ragged)
    return Checked(accepted, pa.concat_tables([refused, ragged]), read_rows, dict(+dropped))


def _without_blank(stretch: Stretch) -> Stretch:
    filled = np.zeros(len(stretch.records), dtype=bool)
    for column in stretch.texts.columns:
        filled |= pc.fill_null(pc.greater(pc.binary_length(column), 0), False).to_numpy(zero_copy_only=False)
    if filled.all():
        return stretch
    return Stretch(stretch.texts.filter(pa.array(filled)), stretch.records[filled], stretch.ragged)


def _texts(column: Column, how: Taken | None, headers: dict[str, int], stretch: Stretch) -> Array:
    rows = stretch.texts.num_rows
    if how is None or (not how.constant and plain(how.header) not in headers):
        return pa.array([column.default or None] * rows, pa.string()) if rows else pa.array([], pa.string())
    if how.constant:
        return pa.repeat(pa.scalar(how.constant, pa.string()), rows)
    texts = stretch.texts.column(headers[plain(how.header)])
    return _filled(column, _turned(how, texts))


def _filled(column: Column, texts: Array) -> Array:
    if not column.default:
        return texts
    absent = pc.or_kleene(pc.is_null(texts), pc.equal(pc.utf8_trim_whitespace(texts), ""))
    return pc.if_else(absent, pa.scalar(column.default, pa.string()), texts)


def _turned(how: Taken, texts: Array) -> Array:
    if how.values:
        trimmed = pc.utf8_trim_whitespace(texts)
        place = pc.index_in(trimmed, value_set=pa.array(list(how.values), pa.string()))
        texts = pc.coalesce(pc.take(pa.array(list(how.values.values()), pa.string()), place), texts)
    if how.days_since:
        return _days(how.days_since, texts)
    if how.prefix:
        trimmed = pc.utf8_trim_whitespace(texts)
        return pc.if_else(pc.equal(trimmed, ""), None, pc.binary_join_element_wise(how.prefix, trimmed, ""))
    return texts


def _days(start: str, texts: Array) -> Array:
    trimmed = pc.utf8_trim_whitespace(texts)
    whole = pc.match_substring_regex(trimmed, r"^\d{1,6}$")
    days = pc.cast(pc.if_else(whole, trimmed, None), pa.int32())
    first = (date.fromisoformat(start) - date(1970, 1, 1)).days
    dates = pc.cast(pc.cast(pc.add(days, pa.scalar(first, pa.int32())), pa.date32()), pa.string())
    return pc.coalesce(dates, texts)


def _refusals(source: Source, cleaned: dict[str, Cleaned], raw: dict[str, Array], stretch: Stretch) -> pa.Table:
    tables = []
    for column in source.columns:
        one = cleaned[column.name]
        reasons = one.reasons
        if column.needed:
            lacking = pc.and_(pc.is_null(one.values), pc.is_null(reasons))
            reasons = pc.if_else(lacking, pa.scalar("is empty"), reasons)
        tables.append(_refused(column.name, reasons, raw[column.name], stretch))
    if source.either:
        nothing = np.ones(len(stretch.records), dtype=bool)
        for name in source.either:
            nothing &= pc.is_null(cleaned[name].values).to_numpy(zero_copy_only=False)
        reason = f"needs {' or '.join(source.either)}"
        reasons = pc.if_else(pa.array(nothing), pa.scalar(reason), pa.scalar(None, pa.string()))
        tables.append(_refused(source.either[0], reasons, raw[source.either[0]], stretch))
    return pa.concat_tables(tables)


def _refused(name: str, reasons: Array, raw: Array, stretch: Stretch) -> pa.Table:
    places = np.flatnonzero(pc.is_valid(reasons).to_numpy(zero_copy_only=False))
    if not len(places):
        return REFUSED.empty_table()
    values = [mask_value(value or "") for value in raw.take(pa.array(places)).to_pylist()]
    return pa.table(
        {
            "record": pa.array(stretch.records[places]),
            "column": pa.array([name] * len(places), pa.string()),
            "reason": pc.cast(reasons.take(pa.array(places)), pa.string()),
            "value": pa.array(values, pa.string()),
        },
        schema=REFUSED,
    )


def _accepted(source: Source, cleaned: dict[str, Cleaned], stretch: Stretch) -> pa.Table:
    columns: dict[str, Array] = {}
    for column in source.columns:
        one = cleaned[column.name]
        columns[column.name] = one.values
        if one.kinds is not None:
            columns[f"{column.name}_kind"] = one.kinds
    coarse = cleaned[source.at].coarse if source.at else None
    rows = len(stretch.records)
    columns["coarse"] = pc.fill_null(coarse, False) if coarse is not None else pa.repeat(pa.scalar(False), rows)
    columns["record"] = pa.array(stretch.records)
    return pa.table(columns, schema=schema_of(source))

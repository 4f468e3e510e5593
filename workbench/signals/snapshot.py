"""The snapshot: every entity as a whole number, every link as a pair of them, as detectors read it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.model import (
    KINDS,
    LINK_TYPES,
    PHONE,
    Array,
    EntityTable,
    Kind,
    LinkTable,
    LinkType,
    Property,
    Type,
    Whereabouts,
)

Codes = npt.NDArray[np.int64]
T = TypeVar("T")
_PAYMENT = {"start": "int64", "end": "int64", "at": "datetime64[us]", "fen": "int64"}
_SIGHTING = {"phone": "int64", "at": "datetime64[us]", "place": "int64", "calling": "bool"}
_FORWARD = {"start": "int64", "end": "int64", "times": "int64"}
_SAID = {"code": "int64", "context": "str", "explains": "bool"}
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One state of the graph, in frames; codes run over kinds in the order of `KINDS`, within a kind by key.

    `entities`: index code; kind (the kind's word), key. `asked_at` is the latest time in evidence, UTC. `starts` is
    each kind's first code, by the kind's name. Frames are read, never written: what they hold may lie on disk.
    `payments`: one row a payment, in order of time: start and end codes, at (UTC without zone), fen.
    `sightings`: one row a phone and time, in order of both: phone code, at, place (a number, or -1 where nobody
    told), calling. `forwards`: one row a pair of phones of which one passes its calls on: start and end codes, times.
    `said`: what people say of innocent explanations, one row each: code, context, explains.
    """

    entities: pd.DataFrame
    asked_at: datetime
    payments: pd.DataFrame = field(repr=False)
    starts: Mapping[str, int] = field(repr=False)
    _properties: Mapping[str, pd.DataFrame] = field(repr=False)
    _links: Mapping[str, pd.DataFrame] = field(repr=False)
    _worked_out: dict[Hashable, object] = field(default_factory=dict, repr=False)
    sightings: pd.DataFrame = field(default_factory=lambda: _none(_SIGHTING), repr=False)
    forwards: pd.DataFrame = field(default_factory=lambda: _none(_FORWARD), repr=False)
    said: pd.DataFrame = field(default_factory=lambda: _none(_SAID), repr=False)

    @classmethod
    def of(
        cls,
        entities: Iterable[EntityTable],
        links: Iterable[LinkTable],
        asked_at: datetime,
        payments: Iterable[LinkTable] = (),
        whereabouts: Whereabouts | None = None,
    ) -> Snapshot:
        """Give the snapshot of these tables; the order of tables and rows does not matter.

        `payments` are the single payments behind the links: start, end, at, fen, times. `whereabouts` speak of
        phones that entities or links name; of others they are left out.
        """
        entity_tables, link_tables, paid_tables = list(entities), list(links), list(payments)
        keys = {kind.name: _keys(kind, entity_tables, [*link_tables, *paid_tables]) for kind in KINDS}
        counts = [len(keys[kind.name]) for kind in KINDS]
        starts = dict(zip((kind.name for kind in KINDS), np.cumsum([0, *counts[:-1]]).tolist(), strict=True))
        words = pd.Categorical.from_codes(
            np.repeat(np.arange(len(KINDS)), counts), pd.Index([one.word for one in KINDS])
        )
        frame = pd.DataFrame(
            {"kind": words, "key": pa.chunked_array(list(keys.values()), type=pa.string()).to_pandas()}
        )
        described = {kind.name: _described(kind, keys[kind.name], starts, entity_tables) for kind in KINDS}
        joined = {one.name: _joined(one, keys, starts, link_tables) for one in LINK_TYPES}
        paid = _payments(keys, starts, paid_tables)
        phones, first = keys[PHONE.name], starts[PHONE.name]
        seen, passed = _sightings(phones, first, whereabouts), _forwards(phones, first, whereabouts)
        return cls(frame, asked_at, paid, starts, described, joined, sightings=seen, forwards=passed)

    def of_kind(self, kind: Kind) -> pd.DataFrame:
        """Give the kind's properties, index code."""
        return self._properties[kind.name]

    def links(self, link_type: LinkType) -> pd.DataFrame:
        """Give the links of a type: start and end codes and its properties, sorted; times are UTC without zone."""
        return self._links[link_type.name]

    def hearing(self, said: pd.DataFrame) -> Snapshot:
        """Give the same with what people say of innocent explanations: kind (word), key, context, explains.

        What is said to be no known service is none in it.
        """
        codes = self.entities.assign(kind=self.entities["kind"].astype("str"), code=self.entities.index)
        rows = said.merge(codes, on=["kind", "key"])[list(_SAID)].astype(_SAID)
        none = rows.loc[(rows["context"] == "known_service") & ~rows["explains"], "code"]
        described = {
            name: frame.assign(service=frame["service"].mask(frame.index.isin(none))) if "service" in frame else frame
            for name, frame in self._properties.items()
        }
        return replace(self, said=rows, _properties=described, _worked_out={})

    def once(self, name: Hashable, work: Callable[[], T]) -> T:
        """Give what `work` gives, worked out the first time only; detectors share it as long as the snapshot lives."""
        if name not in self._worked_out:
            self._worked_out[name] = work()
        return cast("T", self._worked_out[name])

    def is_kind(self, codes: Codes, kind: Kind) -> npt.NDArray[np.bool_]:
        """Say which of the codes are of that kind."""
        start = self.starts[kind.name]
        return np.asarray((codes >= start) & (codes < start + len(self._properties[kind.name])))


def _text(rows: pa.Table, name: str) -> Array:
    return pa.concat_arrays([pa.array([], pa.string()), *rows[name].cast(pa.string()).chunks])


def _keys(kind: Kind, entities: list[EntityTable], links: list[LinkTable]) -> Array:
    """All keys of a kind that an entity or a link names, sorted."""
    named = [_text(one.rows, "key") for one in entities if one.kind == kind]
    named += [_text(one.rows, "start") for one in links if one.start == kind]
    named += [_text(one.rows, "end") for one in links if one.end == kind]
    distinct = pc.unique(pa.concat_arrays([pa.array([], pa.string()), *named]))
    return distinct.take(pc.sort_indices(distinct))


def _coded(rows: pa.Table, name: str, keys: Array, first: int) -> Codes:
    found = pc.index_in(_text(rows, name), value_set=keys)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64) + first


def _empty(type_: Type) -> pa.DataType:
    """How a property is held: times to the microsecond in UTC without zone, money and counts whole."""
    if type_ is Type.TEXT:
        return pa.string()
    return pa.timestamp("us") if type_ is Type.TIME else pa.int64()


def _columns(rows: pa.Table, properties: tuple[Property, ...]) -> pd.DataFrame:
    """The properties as pandas columns; one that the table lacks is all absent."""
    schema = pa.schema([(one.name, _empty(one.type)) for one in properties])
    there = [one.name for one in properties if one.name in rows.column_names]
    whole = rows.select(there)
    for one in properties:
        if one.name not in there:
            whole = whole.append_column(one.name, pa.array([None] * rows.num_rows, type=_empty(one.type)))
    frame: pd.DataFrame = whole.select(schema.names).cast(schema).to_pandas()
    return frame


def _described(kind: Kind, keys: Array, starts: Mapping[str, int], tables: list[EntityTable]) -> pd.DataFrame:
    first = starts[kind.name]
    index = pd.RangeIndex(first, first + len(keys), name="code")
    frames = [
        _columns(one.rows, kind.properties).set_axis(_coded(one.rows, "key", keys, first))
        for one in tables
        if one.kind == kind and one.rows.num_rows
    ]
    if not frames:
        return _columns(pa.table({"key": keys}), kind.properties).set_axis(index)
    return pd.concat(frames).reindex(index)


def _payments(keys: Mapping[str, Array], starts: Mapping[str, int], tables: list[LinkTable]) -> pd.DataFrame:
    """One row a payment: those alike to the second stand as often as they happened."""
    frames = [pd.DataFrame({"start": [], "end": [], "at": [], "fen": []}).astype(_PAYMENT)]
    for one in tables:
        times = one.rows["times"].to_numpy()
        columns = {
            "start": _coded(one.rows, "start", keys[one.start.name], starts[one.start.name]),
            "end": _coded(one.rows, "end", keys[one.end.name], starts[one.end.name]),
            "at": one.rows["at"].cast(pa.timestamp("us")).to_numpy(),
            "fen": one.rows["fen"].to_numpy(),
        }
        frames.append(pd.DataFrame({name: np.repeat(column, times) for name, column in columns.items()}))
    whole = pd.concat(frames, ignore_index=True)
    return whole.astype(_PAYMENT).sort_values(["at", "start", "end", "fen"], kind="stable", ignore_index=True)


def _none(columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in columns}).astype(dict(columns))


def _sightings(phones: Array, first: int, told: Whereabouts | None) -> pd.DataFrame:
    if told is None or not told.sightings.num_rows:
        return _none(_SIGHTING)
    rows = told.sightings.filter(pc.is_in(told.sightings["phone"], value_set=phones))
    places = pc.unique(_text(rows, "place")).drop_null()
    places = places.take(pc.sort_indices(places))
    where = pc.fill_null(pc.index_in(_text(rows, "place"), value_set=places), NOWHERE)
    columns = {
        "phone": _coded(rows, "phone", phones, first),
        "at": rows["at"].cast(pa.timestamp("us")).to_numpy(),
        "place": where.to_numpy(zero_copy_only=False),
        "calling": rows["calling"].to_numpy(),
    }
    frame = pd.DataFrame(columns).astype(_SIGHTING)
    return frame.sort_values(["phone", "at", "place", "calling"], kind="stable", ignore_index=True)


def _forwards(phones: Array, first: int, told: Whereabouts | None) -> pd.DataFrame:
    if told is None or not told.forwards.num_rows:
        return _none(_FORWARD)
    rows = told.forwards.filter(pc.is_in(told.forwards["start"], value_set=phones))
    rows = rows.filter(pc.is_in(rows["end"], value_set=phones))
    ends = {name: _coded(rows, name, phones, first) for name in ("start", "end")}
    frame = pd.DataFrame({**ends, "times": rows["times"].to_numpy()}).astype(_FORWARD)
    return frame.groupby(["start", "end"], as_index=False).agg(times=("times", "sum"))


def _joined(
    link_type: LinkType, keys: Mapping[str, Array], starts: Mapping[str, int], tables: list[LinkTable]
) -> pd.DataFrame:
    frames = []
    for one in tables:
        if one.type == link_type:
            start = _coded(one.rows, "start", keys[one.start.name], starts[one.start.name])
            end = _coded(one.rows, "end", keys[one.end.name], starts[one.end.name])
            ends = pd.DataFrame({"start": start, "end": end})
            frames.append(pd.concat([ends, _columns(one.rows, link_type.all_properties)], axis=1))
    if not frames:
        none = pa.table({name: pa.array([], type=pa.int64()) for name in ("start", "end")})
        frames = [pd.concat([none.to_pandas(), _columns(none, link_type.all_properties)], axis=1)]
    whole = pd.concat(frames, ignore_index=True)
    order = ["start", "end", *(one.name for one in link_type.identity)]
    return whole.sort_values(order, kind="stable", ignore_index=True)

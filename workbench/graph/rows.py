"""Tables of the projection as the engines take them: checked, and in the model's order and types."""

from __future__ import annotations

import pyarrow as pa

from workbench.errors import UsedWrongly
from workbench.model import EntityTable, LinkTable, Property, Type

ARROW = {Type.TEXT: pa.string(), Type.TIME: pa.timestamp("us"), Type.WHOLE: pa.int64(), Type.FEN: pa.int64()}


def entity_rows(table: EntityTable) -> pa.Table:
    """Its rows: `key`, then the kind's properties."""
    return _in_order(table.rows, str(table.kind), ("key",), table.kind.properties)


def link_rows(table: LinkTable) -> pa.Table:
    """Its rows: `start`, `end`, what names the link beyond them, then the rest."""
    needed = ("start", "end", *(one.name for one in table.type.identity))
    return _in_order(table.rows, str(table.type), needed, table.type.all_properties)


def entity_names(table: EntityTable) -> pa.Table:
    """Their keys only."""
    return _in_order(table.rows, str(table.kind), ("key",), ())


def link_names(table: LinkTable) -> pa.Table:
    """Only what names them: `start`, `end`, and what there is beyond."""
    identity = table.type.identity
    return _in_order(table.rows, str(table.type), ("start", "end", *(one.name for one in identity)), identity)


def _in_order(rows: pa.Table, name: str, needed: tuple[str, ...], properties: tuple[Property, ...]) -> pa.Table:
    keys = tuple(one for one in needed if one in ("key", "start", "end"))
    fields = [pa.field(key, pa.string()) for key in keys]
    fields += [pa.field(one.name, ARROW[one.type]) for one in properties]
    missing = [one.name for one in fields if one.name not in rows.column_names]
    if missing:
        raise UsedWrongly(f"the {name} rows to write have no column {', '.join(missing)}")
    ordered = rows.select([one.name for one in fields]).cast(pa.schema(fields))
    # An identity that is absent could be merged by one engine and not by the other.
    empty = [one for one in needed if ordered.column(one).null_count]
    if empty:
        raise UsedWrongly(f"{name} rows to write lack a value of {', '.join(empty)}, which names them")
    return ordered

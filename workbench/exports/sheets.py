"""The tables under a picture: entities kind by kind, links type by type, with the values as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.exports.letters import fit
from workbench.model.kinds import KINDS, Kind, Property, Type, kind_of
from workbench.model.links import LINK_TYPES, LinkType, link_type_of
from workbench.model.shown import Shown, ShownEntity, ShownLink, Value, property_names


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written, and whether it is a number."""

    text: str
    number: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the entities it speaks of, by their place in the list, and its cells."""

    about: tuple[int, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `kind` is empty for links."""

    title: str
    kind: Kind | None
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def entity_sheets(shown: Shown) -> tuple[Sheet, ...]:
    """A table a kind, in the model's order, with the properties that any entity of it has."""
    numbered: dict[str, list[tuple[int, ShownEntity]]] = {}
    for number, entity in enumerate(shown.entities):
        numbered.setdefault(kind_of(entity.kind).name, []).append((number, entity))
    sheets = []
    for kind in (kind for kind in KINDS if kind.name in numbered):
        names = property_names(entity for _, entity in numbered[kind.name])
        lines = tuple(
            Line((number,), (Cell(fit(entity.text), tag=fit(entity.tag)), *_cells(entity, names, kind.properties)))
            for number, entity in numbered[kind.name]
        )
        sheets.append(Sheet(kind.title, kind, (kind.title, *_headings(names, kind.properties)), lines))
    return tuple(sheets)


def link_sheets(shown: Shown) -> tuple[Sheet, ...]:
    """A table a type, in the model's order."""
    places = {entity.token: number for number, entity in enumerate(shown.entities)}
    typed: dict[str, list[ShownLink]] = {}
    for link in shown.links:
        typed.setdefault(link_type_of(link.type).name, []).append(link)
    return tuple(_links(one, typed[one.name], shown.entities, places) for one in LINK_TYPES if one.name in typed)


def _links(of: LinkType, links: Sequence[ShownLink], entities: Sequence[ShownEntity], places: dict[str, int]) -> Sheet:
    names = property_names(links)
    lines = []
    for link in links:
        ends = (places[link.start], places[link.end])
        shown = tuple(Cell(fit(entities[end].text), tag=fit(entities[end].tag)) for end in ends)
        lines.append(Line(ends, (*shown, *_cells(link, names, of.all_properties))))
    return Sheet(of.says, None, ("From", "To", *_headings(names, of.all_properties)), tuple(lines))


def written(value: Value, fen: bool = False) -> str:
    """A value as people write it: amounts in yuan with two decimals, other numbers with their thousands apart."""
    if value is None:
        return ""
    if isinstance(value, str):
        return fit(value)
    if fen:
        return f"{value / 100:,.2f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"


def is_fen(name: str, properties: Sequence[Property]) -> bool:
    """Whether the model holds that property in fen."""
    return any(one.name == name and one.type is Type.FEN for one in properties)


def _cells(of: ShownEntity | ShownLink, names: Sequence[str], properties: Sequence[Property]) -> tuple[Cell, ...]:
    values = [(of.properties.get(name), is_fen(name, properties)) for name in names]
    return tuple(Cell(written(value, fen), isinstance(value, int | float)) for value, fen in values)


def _headings(names: Sequence[str], properties: Sequence[Property]) -> tuple[str, ...]:
    return tuple(heading(name, is_fen(name, properties)) for name in names)


def heading(name: str, fen: bool = False) -> str:
    """A property's name as a column's: `card_type` as `Card type`, `fen` as `Yuan`."""
    if name == "fen":
        return "Yuan"
    said = fit(name).replace("_", " ")
    return f"{said[:1].upper()}{said[1:]}{', yuan' if fen else ''}"

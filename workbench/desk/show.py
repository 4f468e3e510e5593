"""Showing: every entity and link as a person may see it, masked and tagged, unless a reason opened it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from workbench.errors import NotFound
from workbench.evidence.typed import LinkName
from workbench.model import (
    BANK_CARD,
    SOCIAL_ACCOUNT,
    Entity,
    Extract,
    Kind,
    Link,
    Property,
    Ref,
    Row,
    Scalar,
    Type,
    kind_of,
)
from workbench.model.shown import Shown, ShownEntity, ShownLink
from workbench.privacy import Mask, mask_address, mask_identifiers, mask_name, mask_text, tag, token

SHANGHAI = timezone(timedelta(hours=8))
ROW_MASKS: dict[str, Mask] = {"name": mask_name, "nickname": mask_name, "address": mask_address}
TOLD, TYPED = "told", "typed by hand"
"""The property of a link that no hand-over tells of."""
PLAIN = frozenset({"region", "at", "opened_at", "closed_at", "until", "suspect_kind", "kind", "medium", "outlet"})


@dataclass(slots=True)
class Showing:
    """Turns entities into what may be shown, and remembers which token stood for which."""

    secret: bytes
    typed: Callable[[], frozenset[LinkName]] = frozenset
    """Gives the names of the links that rest on nothing but what was typed by hand."""
    known: dict[str, Entity] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def token(self, kind: Kind, key: str) -> str:
        """The entity's token."""
        return token(self.secret, kind.word, key)

    def entity(self, entity: Entity, *, whole: bool = False) -> ShownEntity:
        """The entity masked, or whole where the desk has put a reason on the record."""
        name = self.token(entity.kind, entity.key)
        held = self.known.get(name)
        if held is None or len(entity.properties) >= len(held.properties):
            self.known[name] = entity
        text = entity.key if whole else entity.kind.mask(entity.key)
        return ShownEntity(
            name, tag(name), entity.kind.name, text, _shown(entity.kind.properties, entity.properties, whole)
        )

    def link(self, link: Link, *, whole: bool = False, typed: bool = False) -> ShownLink:
        """The link between two tokens; of one that rests on typed facts alone a property says so."""
        start, end = self.token(link.start.kind, link.start.key), self.token(link.end.kind, link.end.key)
        properties = _shown(link.type.all_properties, link.properties, whole)
        if typed:
            properties[TOLD] = TYPED
        shown = ShownLink(link.type.name, start, end, link.type.says, properties)
        self.links[link_name(shown)] = link
        return shown

    def extract(self, extract: Extract, title: str, note: str, *, whole: bool = False) -> Shown:
        """The extract as it may be shown or handed over."""
        entities = tuple(self.entity(one, whole=whole) for one in extract.entities)
        typed = self.typed()
        links = tuple(self.link(one, whole=whole, typed=one.name in typed) for one in extract.links)
        return Shown(title, note, entities, links)

    def entity_of(self, name: str) -> Entity:
        """The entity behind a token that was shown before."""
        if name not in self.known:
            raise NotFound("that entity has not been shown at this desk yet; look it up on Find again")
        return self.known[name]

    def row(self, row: Row, refs: Iterable[Ref], *, whole: bool = False) -> dict[str, str]:
        """A row of evidence with its identifiers masked; `refs` say which columns name entities, and of what kind."""
        masks = ROW_MASKS | {one.column: _kind_of(one, row).mask for one in refs if one.column in row.values}
        shown = {"source": row.source, "file": mask_identifiers(row.file), "record": str(row.record)}
        shown["batch"] = row.batch
        shown |= {"paper": "; ".join(row.papers)} if row.papers else {}
        shown |= {"told_by": mask_identifiers("; ".join(row.told_by))} if row.told_by else {}
        for column, value in row.values.items():
            text = _text(value, Type.FEN if column in {"amount", "balance"} else Type.TEXT)
            plain = whole or column in PLAIN or not isinstance(value, str)
            shown[column] = text if plain else masks.get(column, mask_text)(text)
        return shown


def _kind_of(ref: Ref, row: Row) -> Kind:
    if isinstance(ref.kind, Kind):
        return ref.kind
    told = row.values.get(ref.kind)
    # A payer's kind stands in no column of its own: a wallet is named by platform and account.
    return kind_of(str(told)) if told else (SOCIAL_ACCOUNT if _is_wallet(str(row.values[ref.column])) else BANK_CARD)


def _is_wallet(key: str) -> bool:
    return ":" in key and not key.startswith("ACCT:")


def _shown(
    properties: Iterable[Property], values: dict[str, Scalar], whole: bool
) -> dict[str, str | int | float | None]:
    shown: dict[str, str | int | float | None] = {}
    for one in properties:
        value = values.get(one.name)
        if value is None:
            continue
        if isinstance(value, int) and one.type is Type.WHOLE:
            shown[one.name] = value
            continue
        text = _text(value, one.type)
        shown[one.name] = text if whole else one.mask(text)
    return shown


def _text(value: Scalar, kind: Type) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return show_time(value)
    if kind is Type.FEN and isinstance(value, int):
        return show_money(value)
    return str(value)


def link_name(link: ShownLink) -> str:
    """What tells a shown link from every other, made of tokens: its name on the canvas and at the desk."""
    beyond = "|".join(str(link.properties.get(name, "")) for name in ("opened_at", "at"))
    return f"{link.type}|{link.start}|{link.end}|{beyond}"


def show_time(at: datetime) -> str:
    """The time in Shanghai, to the second, without the noughts of a bare date."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(SHANGHAI)
    return (
        local.strftime("%Y-%m-%d")
        if (local.hour, local.minute, local.second) == (0, 0, 0)
        else f"{local:%Y-%m-%d %H:%M:%S}"
    )


def show_money(fen: int) -> str:
    """Fen as yuan, with two decimals."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"

"""What leaves the desk: entities and links with their values as the desk decided to show them, masked or whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.errors import UsedWrongly

Value = str | int | float | None
RESERVED = frozenset({"token", "tag", "kind", "text", "type", "start", "start_text", "end", "end_text"})
"""Names that say what a thing is; no property may be called so."""


@dataclass(frozen=True, slots=True)
class ShownEntity:
    """An entity by its token: `kind` is `Kind.name`, `text` its key as shown, `tag` what tells apart texts alike."""

    token: str
    tag: str
    kind: str
    text: str
    properties: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link between two tokens; `type` is `LinkType.name`, `text` what stands beside it in a picture."""

    type: str
    start: str
    end: str
    text: str
    properties: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is handed over, whole: `note` is the watermark, who it is for, when, and for which case."""

    title: str
    note: str
    entities: tuple[ShownEntity, ...]
    links: tuple[ShownLink, ...]

    def __post_init__(self) -> None:
        counts = Counter(entity.token for entity in self.entities)
        if len(counts) < len(self.entities):
            raise UsedWrongly(f"{len(self.entities) - len(counts)} entities are shown twice; show each once")
        loose = sum(1 for link in self.links if link.start not in counts or link.end not in counts)
        if loose:
            raise UsedWrongly(f"{loose} links end at an entity that is not shown; show their ends too")
        taken = sorted(RESERVED.intersection(property_names((*self.entities, *self.links))))
        if taken:
            raise UsedWrongly(f"a property may not be called {taken[0]!r}; give it another name")


def property_names(things: Iterable[ShownEntity | ShownLink]) -> tuple[str, ...]:
    """The names of all properties there are, sorted."""
    return tuple(sorted({name for thing in things for name in thing.properties}))

"""What the canvas can draw: nodes and edges under opaque tokens, and how they travel to the browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from workbench.errors import UsedWrongly

MOST_ELEMENTS = 2000
"""More than this is a hairball at any speed: the caller groups before it draws."""

Shape = Literal[
    "ellipse",
    "round-rectangle",
    "round-diamond",
    "round-hexagon",
    "round-triangle",
    "round-pentagon",
    "round-octagon",
    "round-tag",
    "barrel",
    "star",
]
SHAPES: tuple[str, ...] = get_args(Shape)

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Node:
    """One drawn entity: `text` is already masked, `tag` tells equal masks apart.

    Grey ones are services and the like; those `aside` are smaller and paler than what the picture is about.
    """

    id: str
    kind: str
    text: str
    colour: str
    shape: Shape
    tag: str = ""
    grey: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One drawn link from `start` to `end`: `width` in pixels (0.5 to 12), dashed where it is inferred."""

    id: str
    start: str
    end: str
    text: str
    width: float = 1.5
    dashed: bool = False
    type: str = ""


@dataclass(frozen=True, slots=True)
class Elements:
    """Everything on one picture; `places` are positions kept earlier, by node id, in picture units."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    places: _Places = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.nodes) + len(self.edges)


def check(elements: Elements) -> None:
    """Raise UsedWrongly where the elements cannot be drawn: too many, ids twice, loose ends, unknown looks."""
    if len(elements) > MOST_ELEMENTS:
        raise UsedWrongly(
            f"This picture has {len(elements):,} elements and the canvas draws at most {MOST_ELEMENTS:,}: "
            "narrow the filters, expand fewer entities, or open the groups one at a time."
        )
    _check_ids(elements)
    for node in elements.nodes:
        if node.shape not in SHAPES:
            raise UsedWrongly(f"The canvas has no shape {node.shape!r}; it has: {', '.join(SHAPES)}.")
        if not _COLOUR.fullmatch(node.colour):
            raise UsedWrongly(f"The canvas takes colours as #rrggbb, not {node.colour!r}.")


def _check_ids(elements: Elements) -> None:
    counts = Counter([node.id for node in elements.nodes] + [edge.id for edge in elements.edges])
    if len(counts) < len(elements):
        raise UsedWrongly("Two elements of the picture carry the same id: give every node and edge its own.")
    nodes = {node.id for node in elements.nodes}
    if any(edge.start not in nodes or edge.end not in nodes for edge in elements.edges):
        raise UsedWrongly("An edge of the picture ends at a node that is not drawn: draw both ends or leave it out.")


def payload(elements: Elements) -> dict[str, object]:
    """The elements as the browser reads them: rows in a fixed order, names only once a list."""
    return {
        "nodes": [[n.id, n.kind, n.text, n.colour, n.shape, n.tag, n.grey, n.aside] for n in elements.nodes],
        "edges": [
            [e.id, e.start, e.end, e.text, min(max(e.width, 0.5), 12.0), e.dashed, e.type] for e in elements.edges
        ],
        "places": {name: list(at) for name, at in elements.places.items()},
    }

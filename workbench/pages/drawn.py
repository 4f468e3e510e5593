"""From a scene to what the canvas draws."""

from __future__ import annotations

import math

from workbench.canvas import Edge, Elements, Node
from workbench.desk import TOLD, Standing
from workbench.model import kind_of, link_type_of
from workbench.model.shown import ShownEntity, ShownLink

WEIGHTS = ("calls", "texts", "transfers", "times", "messages")


def elements(standing: Standing, members: frozenset[str] = frozenset()) -> Elements:
    """The nodes and edges of the scene, masked as the scene holds them; beside `members` the others stand back."""
    edges = tuple(_edge(name, link) for name, link in standing.links.items())
    there = bool(members & standing.entities.keys())
    nodes = (_node(one, there and one.token not in members) for one in standing.entities.values())
    return Elements(tuple(nodes), edges)


def _node(entity: ShownEntity, aside: bool) -> Node:
    kind = kind_of(entity.kind)
    name = entity.properties.get("name") or entity.properties.get("nickname")
    text = f"{name}\n{entity.text}" if name else entity.text
    grey = bool(entity.properties.get("service"))
    return Node(entity.token, kind.title, text, kind.colour, kind.shape, entity.tag, grey, aside)


def _edge(name: str, link: ShownLink) -> Edge:
    weight = sum(int(value) for key in WEIGHTS if isinstance(value := link.properties.get(key), int))
    width = 1.0 + min(math.log1p(weight), 6.0)
    told = TOLD in link.properties
    return Edge(name, link.start, link.end, _says(link), width, dashed=told, type=link_type_of(link.type).name)


def _says(link: ShownLink) -> str:
    said = link.type.lower().replace("_", " ")
    fen = link.properties.get("fen")
    if fen:
        return f"{said} ¥{fen}"
    counts = [f"{link.properties[key]} {key}" for key in WEIGHTS if link.properties.get(key)]
    return f"{said} {', '.join(counts)}" if counts else said

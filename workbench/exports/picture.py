"""The picture as one web page: drawn by pyvis through our own template, which no foreign address is in."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from pyvis.network import Network

from workbench.exports.letters import fit
from workbench.exports.place import places
from workbench.exports.shapes import outline, svg_points
from workbench.exports.sheets import entity_sheets, heading, is_fen, link_sheets, written
from workbench.model.kinds import kind_of
from workbench.model.links import link_type_of
from workbench.model.shown import Shown, ShownEntity, ShownLink

_LONGEST = 26
_PAGE = "page.html"
# Addresses in the drawing library's credits and messages: an export is scanned for any, and none may be in it.
_ADDRESS = re.compile(r"https?://(?!www\.w3\.org/2000/svg)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def picture(shown: Shown) -> str:
    """The page as HTML text: picture, legend and tables; it asks for nothing outside itself and runs no other script.

    Places are worked out here and nothing moves by itself. Equal values give equal text.
    """
    network = _network(shown)
    environment = Environment(loader=DictLoader({_PAGE: _part(_PAGE)}), autoescape=True, undefined=StrictUndefined)
    environment.globals.update(_globals(shown))
    # pyvis's own template loads scripts from elsewhere in every mode and writes headings raw.
    network.templateEnv = environment
    network.path = _PAGE
    return str(network.generate_html(_PAGE))


def _globals(shown: Shown) -> dict[str, Any]:
    sheets = entity_sheets(shown)
    kinds = {sheet.kind.name: sheet.kind for sheet in sheets if sheet.kind}
    return {
        "title": fit(shown.title),
        "note": fit(shown.note),
        "entity_sheets": sheets,
        "link_sheets": link_sheets(shown),
        "counts": (len(shown.entities), len(shown.links)),
        "looks": {name: {"colour": kind.colour, "points": outline(kind.shape)} for name, kind in kinds.items()},
        "svg_points": svg_points,
        "scripts": (_engine(), _part("page.js")),
        "style": _part("page.css"),
        "policy": _policy(),
    }


def _network(shown: Shown) -> Network:
    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    for number, (entity, (x, y)) in enumerate(zip(shown.entities, places(shown), strict=True)):
        kind = kind_of(entity.kind)
        look = {"x": x, "y": y, "shape": "custom", "color": kind.colour, "kind": kind.name, "tag": fit(entity.tag)}
        network.add_node(number, label=_short(entity.text) or "?", title=_entity_says(entity), **look)
    numbers = {entity.token: number for number, entity in enumerate(shown.entities)}
    beside: defaultdict[frozenset[str], list[ShownLink]] = defaultdict(list)
    for link in shown.links:
        beside[frozenset((link.start, link.end))].append(link)
    for links in beside.values():
        for place, link in enumerate(links):
            bent = _bend(link, place, len(links))
            ends = (numbers[link.start], numbers[link.end])
            network.add_edge(*ends, label=_short(link.text), title=_link_says(link), **bent)
    return network


def _bend(link: ShownLink, place: int, count: int) -> dict[str, object]:
    """How far a link bows out, so that several between the same two are told apart."""
    if link.start == link.end:
        return {"selfReference": {"size": 18 + 8 * place, "angle": 0.8}}
    bow = (place - (count - 1) / 2) * 0.28 * (1 if link.start < link.end else -1)
    if not bow:
        return {"smooth": False}
    return {
        "smooth": {"enabled": True, "type": "curvedCW" if bow > 0 else "curvedCCW", "roundness": round(abs(bow), 3)}
    }


def _entity_says(entity: ShownEntity) -> str:
    kind = kind_of(entity.kind)
    told = [f"{kind.title}  {fit(entity.text)}  #{fit(entity.tag)}"]
    for name, value in sorted(entity.properties.items()):
        fen = is_fen(name, kind.properties)
        told += [f"{heading(name, fen)}: {written(value, fen)}"] if value not in (None, "") else []
    return "\n".join(told)


def _link_says(link: ShownLink) -> str:
    of = link_type_of(link.type)
    told = [of.says]
    for name, value in sorted(link.properties.items()):
        fen = is_fen(name, of.all_properties)
        told += [f"{heading(name, fen)}: {written(value, fen)}"] if value not in (None, "") else []
    return "\n".join(told)


def _short(text: str) -> str:
    said = " ".join(fit(text).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


@cache
def _part(name: str) -> str:
    return files("workbench.exports").joinpath("page").joinpath(name).read_text(encoding="utf-8")


@cache
def _engine() -> str:
    script = files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")
    return _ADDRESS.sub("", _SOURCE_MAP.sub("", script))


@cache
def _policy() -> str:
    """Only the scripts and the style we wrote ourselves may run, each by its hash: nothing that was smuggled in."""
    scripts = " ".join(_hash(script) for script in (_engine(), _part("page.js")))
    style = _hash(_part("page.css"))
    closed = "img-src data:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src {scripts}; style-src {style}; {closed}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

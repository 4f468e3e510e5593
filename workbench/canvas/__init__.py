"""The canvas: our picture of entities and links around cytoscape.js, as plain strings and plain values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.canvas.elements import MOST_ELEMENTS, SHAPES, Edge, Elements, Node, check, payload
from workbench.canvas.events import CanvasEvents, read
from workbench.canvas.words import CHINESE, ENGLISH

__all__ = [
    "CHINESE",
    "ENGLISH",
    "MOST_ELEMENTS",
    "SCRIPTS",
    "SHAPES",
    "Bundle",
    "CanvasEvents",
    "Edge",
    "Elements",
    "Node",
    "bundle",
    "check",
    "payload",
    "read",
]

# One module scope in this order: the library first, `canvas.js` with the exported function last.
SCRIPTS = ("cytoscape.min.js", "look.js", "place.js", "force.js", "panel.js", "keys.js", "canvas.js")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The component's three texts, complete: they fetch nothing."""

    js: str
    css: str
    html: str


@cache
def bundle() -> Bundle:
    """The component's texts, read from the package's own files.

    They are handed over as text and not declared as packaged assets: assets are found only in an installed
    distribution, while text works from a bare checkout too. It costs 0.5 MB on the WebSocket when the picture
    changes, and nothing when it does not, because an unchanged message is sent as its hash.
    """
    here = files(__name__)
    return Bundle(
        js="\n".join(here.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS),
        css=here.joinpath("canvas.css").read_text(encoding="utf-8"),
        html=here.joinpath("canvas.html").read_text(encoding="utf-8"),
    )

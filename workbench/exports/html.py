"""One web page that needs nothing but a browser: the picture, its legend, and tables of all that is in it."""

from __future__ import annotations

from pathlib import Path

from workbench.exports.picture import picture
from workbench.exports.put import put
from workbench.model.shown import Shown

NAME = "html"
SUFFIX = ".html"
ABOUT = "One page with the picture and its tables; it works offline and asks no other machine for anything."


def write(extract: Shown, file: Path) -> None:
    """Write the page as UTF-8."""
    put(picture(extract).encode(), file)

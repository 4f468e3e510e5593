"""The export formats: each turns what the desk shows into a file that other people's tools can read."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from workbench.exports import csv, graphml, html
from workbench.model.shown import Shown


class Export(Protocol):
    """A format: its name, its file's ending, a sentence for people with what it leaves out, and the writing itself.

    `write` gives the same bytes for the same value, and either the whole file or none.
    """

    NAME: str
    SUFFIX: str
    ABOUT: str

    def write(self, extract: Shown, file: Path) -> None:
        """Write the file."""


EXPORTS: tuple[Export, ...] = (csv, graphml, html)

__all__ = ["EXPORTS", "Export"]

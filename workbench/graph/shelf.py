"""The folder of built ladybug graphs: a file a state, and CURRENT, which names the one to read."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import UsedWrongly
from workbench.graph.store import graph_format

_STATE = re.compile(r"[\w][\w.-]{0,127}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder `graph/` of a home."""

    folder: Path

    def state(self) -> str | None:
        """The state CURRENT names; None where nothing is built, or it was built by another format."""
        lines = self._current()
        return lines[0] if lines else None

    def amendments(self) -> int:
        """How often the current graph was amended since it was written whole."""
        lines = self._current()
        return int(lines[2]) if lines and len(lines) > 2 else 0

    def _current(self) -> list[str] | None:
        try:
            lines = (self.folder / "CURRENT").read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return None
        amended = "".join(lines[2:]) or "0"
        known = len(lines) in {2, 3} and lines[1] == graph_format() and amended.isdecimal()
        return lines if known and _STATE.fullmatch(lines[0]) else None

    def file(self, state: str) -> Path:
        """The graph of that state."""
        return self.folder / f"{_named(state)}.lbug"

    def begin(self, state: str) -> Path:
        """Where the graph of that state is to be built; what builds that were cut off left is cleared away."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sweep()
        return self.folder / f"{_named(state)}.building.lbug"

    def sweep(self) -> None:
        """Clear away what is half-built; only who has the right to write may call it."""
        for left in self.folder.glob("*.building.lbug*"):
            left.unlink(missing_ok=True)

    def finish(self, state: str, amendments: int = 0) -> None:
        """Put the built graph in place, point CURRENT at it, then clear older ones away."""
        built = self.folder / f"{_named(state)}.building.lbug"
        _to_disk(built)
        built.replace(self.file(state))
        following = self.folder / "CURRENT.next"
        amended = f"{amendments}\n" if amendments else ""
        following.write_text(f"{state}\n{graph_format()}\n{amended}", encoding="utf-8")
        _to_disk(following)
        following.replace(self.folder / "CURRENT")
        _to_disk(self.folder)
        self._clear(state)

    def _clear(self, state: str) -> None:
        for old in self.folder.glob("*.lbug*"):
            if old.name.startswith(f"{state}.lbug"):
                continue
            try:
                old.unlink()
            except PermissionError:
                # Windows does not remove what a reader has open; the next build will. Elsewhere readers keep it open.
                continue


def _named(state: str) -> str:
    if not _STATE.fullmatch(state):
        raise UsedWrongly("a state of the evidence is named by letters, digits, dots and hyphens")
    return state


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

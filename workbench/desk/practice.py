"""Practice: a desk with a small made-up city on it, for whoever has no evidence of their own to learn with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.city import write_city
from workbench.desk.desk import Desk, open_desk
from workbench.errors import UsedWrongly

PEOPLE = 1000
SEED = 1
KEPT = "WORKBENCH_PRACTICE"
"""Names a folder that the city is kept in, so that it need not be made anew for each notebook."""


class Practice:
    """A desk with evidence and a run; closed, it takes everything it made away again.

    With WORKBENCH_HOME in the environment it is the desk over that home, `own_home` is True, and nothing is made up.
    """

    def __init__(self, desk: Desk, folder: TemporaryDirectory[str] | None) -> None:
        self.desk = desk
        self._folder = folder

    @property
    def own_home(self) -> bool:
        """Whether the desk is over a home of real work, in which nobody practises."""
        return self._folder is None

    @property
    def truth(self) -> Path:
        """What is true of the made-up city; raises UsedWrongly at a home of one's own, of which nobody knows it.

        Whatever would change the home asks for it first, too.
        """
        if self._folder is None:
            raise UsedWrongly("what follows is done to a made-up city only; leave WORKBENCH_HOME out to see it")
        return Path(self._folder.name) / "city" / "truth"

    def close(self) -> None:
        """Closes the desk, and takes the city away."""
        self.desk.close()
        if self._folder is not None:
            self._folder.cleanup()


def open_practice(variables: Mapping[str, str] = os.environ) -> Practice:
    """A desk to practise at: over the home that WORKBENCH_HOME names, or over a made-up city of 1,000 people."""
    if variables.get("WORKBENCH_HOME"):
        return Practice(open_desk(), None)
    folder = TemporaryDirectory(prefix="workbench-")
    kept = variables.get(KEPT, "")
    if kept:
        shutil.copytree(_kept(Path(kept)), folder.name, dirs_exist_ok=True)
    else:
        _make(Path(folder.name))
    return Practice(open_desk(Path(folder.name) / "home", person="notebook"), folder)


def _kept(place: Path) -> Path:
    """The folder of the city that is kept there, made where it is not."""
    whole = place / f"{PEOPLE}-{SEED}"
    if not whole.is_dir():
        building = place / f".{whole.name}.building"
        shutil.rmtree(building, ignore_errors=True)
        _make(building)
        building.replace(whole)
    return whole


def _make(folder: Path) -> None:
    write_city(folder / "city", PEOPLE, SEED)
    with open_desk(folder / "home", person="notebook") as desk:
        desk.load([folder / "city" / "handover"])
        desk.detect()

"""Evidence as files for an empty Neo4j's own import, and that import where a server's jars are at hand."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.drawing import TOKEN
from benchmarks.fresh import Found, Measured, Prepared, measured
from benchmarks.table import Figure, figure
from workbench.desk.agree import write_import
from workbench.desk.take_in import silent
from workbench.evidence import Evidence

SERVER = Path(__file__).parents[1] / ".ci" / "neo4j" / "server"
_DONE = re.compile(r"IMPORT DONE in (?:(\d+)h )?(?:(\d+)m )?(?:(\d+)s )?(?:(\d+)ms)?")
_IMPORTED = re.compile(r"^\s*([\d,]+) (nodes|relationships)$", re.MULTILINE)


def imported(folder: Path, evidence: Path) -> Iterator[Figure]:
    """The files written as the desk does, and what the server's own import says of itself."""
    what = "calls, evidence to an empty Neo4j, offline"
    told = measured(Prepared(partial(Path, folder), partial(_written, evidence)))
    rows = told.found["rows"]
    yield figure(what, "workbench, folded and written as files", rows, told)
    if at_hand():
        # Its memory is the server's, and its processor time that of another process.
        yield replace(figure(what, "(neo4j-admin, its own import of these)", rows, _imported(folder)), cpu_us_a_row=0.0)


def at_hand() -> bool:
    """Whether the jars of the server that tests use are on this machine."""
    cache = Path(os.environ.get("WORKBENCH_CI_CACHE", Path.home() / ".cache" / "fraud-link-workbench"))
    return any(cache.glob("neo4j-*/lib"))


def _written(evidence: Path, folder: Path) -> Found:
    arguments = write_import(Evidence(evidence), TOKEN, folder, silent)
    lines = sum(_lines(file) - 1 for file in arguments.parent.glob("*.csv") if not file.name.startswith("Workbench"))
    return {"rows": lines}


def _lines(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(part.count(b"\n") for part in iter(lambda: stream.read(1 << 22), b""))


def _imported(folder: Path) -> Measured:
    home = folder.with_name("imported")
    own = os.environ | {"WORKBENCH_NEO4J_HOME": str(home), "WORKBENCH_NEO4J_IMPORT": str(folder)}
    try:
        subprocess.run([SERVER, "start"], env=own, stdout=subprocess.DEVNULL, check=True)
        said = (home / "logs" / "console.log").read_text("utf-8")
    finally:
        subprocess.run([SERVER, "stop"], env=own, check=True)
    return Measured(_seconds(said), 0.0, 0.0, {"rows": _rows(said)})


def _seconds(said: str) -> float:
    """How long the import took by its own word."""
    found = _DONE.search(said)
    assert found, said
    hours, minutes, seconds, thousandths = (int(one or 0) for one in found.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _rows(said: str) -> int:
    """Entities and links, without the marker."""
    return sum(int(number.replace(",", "")) for number, _ in _IMPORTED.findall(said)) - 1

"""The evidence as detectors read it: one snapshot of all that the projection holds, kept until the evidence changes."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from graph_loaders.sources import SOURCES
from workbench.desk.code import code_of
from workbench.errors import BadHome, NotFound
from workbench.evidence import Evidence, Projection, open_projection, payments, whereabouts
from workbench.home import Home
from workbench.signals.kept import read_snapshot, write_snapshot
from workbench.signals.snapshot import Snapshot

BEFORE_ANYTHING = datetime(1970, 1, 1)
"""What an empty projection is asked at."""
CODE = ("graph_loaders.sources", "workbench.evidence", "workbench.model", "workbench.signals")
"""All that a snapshot is made by: how sources are folded, what kinds and links there are, how both are coded."""
LIBRARIES = ("duckdb", "pandas", "pyarrow")


def snapshot_of(projection: Projection) -> Snapshot:
    """The snapshot of a projection, asked at the time of its latest event."""
    asked_at = projection.latest() or BEFORE_ANYTHING
    return Snapshot.of(
        projection.entities(),
        projection.links(),
        asked_at.replace(tzinfo=UTC),
        payments(projection),
        whereabouts(projection),
    )


def the_snapshot(home: Home) -> Snapshot:
    """The snapshot of the evidence as it stands: the one that is kept, or made where none is."""
    try:
        return read_snapshot(_place(home))
    except NotFound:
        return _made(home)


def kept_snapshot(home: Home) -> Snapshot:
    """The same, and kept from now on in the place of any other; only who has the right to write may ask for it."""
    place = _place(home)
    try:
        return read_snapshot(place)
    except NotFound:
        made, building = _made(home), home.snapshots / ".building"
    try:
        drop_snapshots(home)
        building.mkdir(parents=True)
        write_snapshot(made, building)
        building.replace(place)
        # Read back, its columns lie on disk and no longer in memory.
        return read_snapshot(place)
    except (OSError, BadHome, NotFound):
        # No room for it: it is made anew the next time, as if it had never been kept.
        shutil.rmtree(home.snapshots, ignore_errors=True)
        return made


def drop_snapshots(home: Home) -> None:
    """Takes away what is kept: what goes out of the evidence is to lie nowhere. Raises BadHome where it stays."""
    try:
        if home.snapshots.exists():
            shutil.rmtree(home.snapshots)
    except OSError as error:
        raise BadHome(
            f"the kept snapshot in {home.path.name}/{home.snapshots.name} cannot be taken away ({error.strerror}); "
            "mend its rights, or take that folder away by hand"
        ) from None


def _made(home: Home) -> Snapshot:
    with open_projection(Evidence(home.evidence), SOURCES) as projection:
        return snapshot_of(projection)


def _place(home: Home) -> Path:
    """Where the snapshot of the evidence lies, if it was made by the code and the libraries that are here now."""
    told = (Evidence(home.evidence).state(), _code(), *(f"{name} {version(name)}" for name in LIBRARIES))
    return home.snapshots / hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    # This module reads the projection for it, too.
    return f"{code_of(*CODE)} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"

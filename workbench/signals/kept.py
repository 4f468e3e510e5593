"""A snapshot kept on disk: one Arrow file a frame, mapped into memory when it is read instead of loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.disk import publish, sync_folder, write_whole
from workbench.errors import NotFound
from workbench.model import KINDS, LINK_TYPES
from workbench.signals.snapshot import Snapshot

_ABOUT = "snapshot.json"


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Writes the frames into an empty folder, and last of all what tells that they are whole."""
    for name, frame in _frames(snapshot):
        part = folder / f".{name}"
        # One batch, even of no rows: a column in several pieces would be copied, one in none forgets its words.
        table = pa.Table.from_pandas(frame, preserve_index=False)
        rows = pa.RecordBatch.from_arrays([one.combine_chunks() for one in table.columns], schema=table.schema)
        with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as out:
            out.write_batch(rows)
        publish(part, folder / f"{name}.arrow")
    sizes = {one.name: one.stat().st_size for one in sorted(folder.glob("*.arrow"))}
    counts = {one.name: len(snapshot.of_kind(one)) for one in KINDS}
    about = {"asked_at": snapshot.asked_at.isoformat(), "counts": counts, "sizes": sizes}
    write_whole(folder / _ABOUT, json.dumps(about))
    sync_folder(folder)


def read_snapshot(folder: Path) -> Snapshot:
    """Give the snapshot kept there; columns without gaps stay on disk until they are looked at, and cannot be written.

    Raises NotFound where none is kept, or not a whole one.
    """
    try:
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        if {one.name: one.stat().st_size for one in folder.glob("*.arrow")} != about["sizes"]:
            raise NotFound("a file of the kept snapshot is missing, or is not whole")
        counts, asked_at = dict(about["counts"]), datetime.fromisoformat(about["asked_at"])
        starts = dict(zip(counts, np.cumsum([0, *counts.values()][:-1]).tolist(), strict=True))
        return Snapshot(
            *(_read(folder, "entities"), asked_at, _read(folder, "payments"), starts),
            {one.name: _described(folder, one.name, starts[one.name], counts[one.name]) for one in KINDS},
            {one.name: _read(folder, f"link_{one.name}") for one in LINK_TYPES},
            sightings=_read(folder, "sightings"),
            forwards=_read(folder, "forwards"),
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid):
        # Whatever is amiss with it, it can be made anew from the evidence.
        raise NotFound("no whole snapshot is kept there") from None


def _frames(snapshot: Snapshot) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "entities", snapshot.entities
    yield "payments", snapshot.payments
    yield "sightings", snapshot.sightings
    yield "forwards", snapshot.forwards
    yield from ((f"kind_{one.name}", snapshot.of_kind(one)) for one in KINDS)
    yield from ((f"link_{one.name}", snapshot.links(one)) for one in LINK_TYPES)


def _read(folder: Path, name: str) -> pd.DataFrame:
    table = pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.arrow"))).read_all()
    # A block a column: put together into one they would be copied.
    frame: pd.DataFrame = table.to_pandas(split_blocks=True)
    return frame


def _described(folder: Path, kind: str, first: int, count: int) -> pd.DataFrame:
    # Counted apart: a frame of a kind without properties has no column to tell its length.
    index = pd.RangeIndex(first, first + count, name="code")
    frame = _read(folder, f"kind_{kind}")
    return frame.set_axis(index) if frame.columns.size else pd.DataFrame(index=index, columns=frame.columns)

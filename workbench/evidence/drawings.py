"""Drawings: projections kept under a name, so that a graph drawn from one is brought to the next by what differs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from workbench.disk import sync_folder
from workbench.errors import WorkbenchError
from workbench.evidence.batches import Evidence
from workbench.evidence.duck import text
from workbench.evidence.projection import Projection
from workbench.evidence.touched import Touched

MOST = 4
"""How many drawings a home keeps: one a server, and what writings that were cut off left."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """The folder of drawings: a folder each, in it a Parquet file for each kind, and each type and pair of kinds."""

    folder: Path

    def keep(self, projection: Projection, name: str) -> None:
        """The projection is on the disk under that name, or nothing is; WorkbenchError where there is no room."""
        with self._building(name) as building:
            for table in projection.tables():
                _write(projection.duck, f"FROM {table}", building / f"{table}.parquet")

    def keep_amended(self, touched: Touched, before: str, name: str) -> None:
        """The drawing `before`, with what was touched as it is now, is kept under that name as well."""
        files = self.files(before) or {}
        # The oldest go first to make room, and this one must not.
        (self.folder / before).touch()
        with self._building(name) as building:
            for table in files.keys() - {shape.table for shape in touched.shapes}:
                os.link(files[table], building / f"{table}.parquet")
            for shape in touched.shapes:
                rows = f"SELECT {shape.all} FROM there_{shape.table}"
                if shape.table in files:
                    old = f"SELECT {shape.all} FROM read_parquet({text(str(files[shape.table]))})"
                    names = touched.names(shape)
                    rows += f" UNION ALL SELECT {shape.all} FROM ({old}) ANTI JOIN {names} USING ({shape.names})"
                _write(touched.duck, rows, building / f"{shape.table}.parquet")

    @contextmanager
    def _building(self, name: str) -> Iterator[Path]:
        """A folder that becomes the drawing of that name once it is left, or nothing."""
        building = self.folder / f".{name}.building"
        try:
            self._make_room()
            building.mkdir()
            yield building
            sync_folder(building)
            building.rename(self.folder / name)
            sync_folder(self.folder)
        except (OSError, duckdb.IOException):
            shutil.rmtree(building, ignore_errors=True)
            raise WorkbenchError(
                "what the graph was drawn from could not be kept; make room in the home, or mend the rights of its "
                "folder, and run it again"
            ) from None

    def files(self, name: str) -> dict[str, Path] | None:
        """The files of that drawing, by their tables; None where it is not kept."""
        folder = self.folder / name
        return {file.stem: file for file in folder.glob("*.parquet")} if folder.is_dir() else None

    def drop(self, names: Iterable[str]) -> None:
        """Drawings that no server was drawn from any more."""
        for name in names:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _make_room(self) -> None:
        """Clears away what is half-kept, and the oldest: a server whose drawing is gone is written whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.glob(".*.building"):
            shutil.rmtree(left)
        kept = sorted((one for one in self.folder.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime_ns)
        self.drop(one.name for one in kept[: max(len(kept) - MOST + 1, 0)])


def drawings_beside(evidence: Evidence) -> Drawings:
    """The home's drawings: they lie beside its evidence."""
    return Drawings(evidence.folder.parent / "drawn")


def _write(duck: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    duck.execute(f"COPY ({rows}) TO {text(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    _sync(file)


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

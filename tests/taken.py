"""Taking files into evidence as tests do it, and what the evidence then says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from graph_loaders.clean import CLEANING_VERSION
from graph_loaders.mapping import Mapping
from graph_loaders.opened import file_hash
from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from workbench.desk import Desk, open_desk
from workbench.evidence import Batch, Evidence, keep, open_projection
from workbench.evidence.duck import open_duck
from workbench.evidence.events import events_query
from workbench.model import Source

_CLOCK = iter(range(1, 1_000_000))
Tables = dict[tuple[str, ...], pa.Table]


def source_of(name: str) -> Source:
    """The source of that name."""
    return next(source for source in SOURCES if source.name == name)


def batch_of(source: Source, file: Path, mapping: Mapping | None = None) -> Batch:
    """The batch the file becomes, each taken a microsecond after the one before."""
    return Batch(
        file=file.name,
        sha256=file_hash(file),
        source=source.name,
        mapping=mapping.hash if mapping else "",
        cleaning=CLEANING_VERSION,
        person="li",
        taken_at=f"2026-11-24T00:00:00.{next(_CLOCK):06}+00:00",
    )


def take(evidence: Evidence, source: Source, file: Path, mapping: Mapping | None = None) -> Batch:
    """The file in the evidence."""
    return keep(evidence, source, batch_of(source, file, mapping), read(file, source, mapping))


@contextmanager
def desk_over(folder: Path, files: dict[str, str]) -> Iterator[Desk]:
    """Wang's desk over a home in the folder, with files of these names and texts taken in."""
    handover = folder / "handover"
    handover.mkdir()
    for name, text in files.items():
        (handover / name).write_text(text, "utf-8")
    with open_desk(folder / "home", person="wang") as opened:
        opened.load([handover])
        yield opened


def events_of(evidence: Evidence, source: Source) -> dict[tuple[object, ...], int]:
    """Every event of the source, by its columns, and how often it happened."""
    if not evidence.of(source.name):
        return {}
    names = ", ".join(f'"{name}"' for name in source.event)
    with open_duck() as duck:
        query = events_query(source, evidence.files(source), distinct=False)
        rows = duck.sql(f"SELECT {names}, n FROM ({query})").fetchall()
    assert len({row[:-1] for row in rows}) == len(rows)
    return {row[:-1]: row[-1] for row in rows}


def tables_of(evidence: Evidence) -> Tables:
    """All entities and links, a table a kind and a type."""
    with open_projection(evidence, SOURCES) as projection:
        tables: Tables = {(one.kind.name,): one.rows for one in projection.entities()}
        return tables | {(one.type.name, one.start.name, one.end.name): one.rows for one in projection.links()}

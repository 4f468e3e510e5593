"""What a load that nothing befell left behind, and that another home holds the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from faults.commands import Commands
from workbench.evidence import Evidence

# The lock stays for good; SQLite's own files come and go with its connections.
_STAYS = {"lock", "work.db-wal", "work.db-shm"}


@dataclass(frozen=True)
class Oracle:
    """The home of an undisturbed load: its batches' rows, its receipts, its totals, its files, and how long it took."""

    batches: dict[str, pa.Table]
    receipts: list[tuple[object, ...]]
    totals: dict[str, int]
    files: frozenset[str]
    seconds: float


def oracle_of(commands: Commands, handover: Path, home: Path, *graph: str) -> Oracle:
    """What loading the hand-over into that new home left."""
    said = commands("load", handover, "--home", home, *graph)
    assert said.code == 0, (said.out, said.err)
    return Oracle(
        batches_of(home), receipts_of(said.json), totals_of(commands, home, *graph), files_of(home), said.seconds
    )


def receipts_of(answer: Any) -> list[tuple[object, ...]]:
    """What the receipts say of the files; not whether they were known before."""
    names = ("file", "source", "batch", "read", "accepted", "refused")
    return [tuple(one[name] for name in names) for one in answer["receipts"]]


def batches_of(home: Path) -> dict[str, pa.Table]:
    """The rows of every batch that counts."""
    evidence = Evidence(home / "evidence")
    return {f"{one.source}/{one.name}": pq.read_table(evidence.rows_file(one)) for one in evidence.batches()}


def totals_of(commands: Commands, home: Path, *graph: str) -> dict[str, int]:
    """Every count and sum, on which evidence and graph agree."""
    said = commands("check", "--home", home, *graph)
    assert said.code == 0, (said.out, said.err)
    assert said.json["agree"]
    assert said.json["evidence"] == said.json["graph"]
    return dict(said.json["graph"])


def files_of(home: Path) -> frozenset[str]:
    """The files of the home, by their paths in it; the graph's, of which the name says only the state, as well."""
    every = (path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
    return frozenset(name for name in every if name not in _STAYS)


def assert_whole(home: Path, oracle: Oracle) -> int:
    """The number of batches that count; each holds all of its file's rows."""
    found = batches_of(home)
    for name, rows in found.items():
        assert rows.equals(oracle.batches[name]), f"{name} counts, and is not whole"
    return len(found)


def assert_finished(commands: Commands, handover: Path, home: Path, oracle: Oracle, *graph: str) -> None:
    """Loading again ends as if nothing had befallen the load before, with nothing left lying."""
    again = commands("load", handover, "--home", home, *graph)
    assert again.code == 0, (again.out, again.err[-2000:])
    assert receipts_of(again.json) == oracle.receipts
    assert totals_of(commands, home, *graph) == oracle.totals
    assert assert_whole(home, oracle) == len(oracle.batches)
    # What a server's graph was drawn from lies under a name that is thrown anew each time.
    others = ("graph/", "drawn/") if graph else ()
    left = {name for name in files_of(home) ^ oracle.files if not name.startswith(others)}
    left |= {name for name in files_of(home) if ".building" in name}
    assert not left, left

"""Transfers of another's making: the public AMLSim sample loads by its shipped mapping, and no transfer is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.taken import events_of, source_of, take
from workbench.desk.recognise import Offered, recognise
from workbench.evidence import Evidence

TRANSFERS, DISTINCT = 120_558, 118_874
SAMPLE = os.environ.get("WORKBENCH_SAMPLE", "")
pytestmark = pytest.mark.skipif(
    not SAMPLE, reason="WORKBENCH_SAMPLE is not set; it names a folder with the sample's transactions.csv"
)


def _offered(path: Path) -> Offered:
    (offered,) = recognise([path])
    assert isinstance(offered, Offered)
    return offered


def _taken(evidence: Evidence, path: Path) -> tuple[int, int]:
    offered = _offered(path)
    batch = take(evidence, offered.source, offered.file.path, offered.mapping)
    return batch.accepted, batch.known


def _events(evidence: Evidence) -> dict[tuple[object, ...], int]:
    return events_of(evidence, source_of("transfers"))


def _lines() -> tuple[str, list[str]]:
    header, *rows = (Path(SAMPLE) / "transactions.csv").read_text("utf-8").splitlines(keepends=True)
    return header, rows


def _written(file: Path, header: str, rows: list[str]) -> Path:
    file.write_text("".join([header, *rows]), encoding="utf-8")
    return file


def test_no_transfer_is_lost_and_none_is_counted_twice(tmp_path: Path):
    evidence = Evidence(tmp_path / "evidence")
    assert _taken(evidence, Path(SAMPLE)) == (TRANSFERS, 0)
    events = _events(evidence)
    assert (len(events), sum(events.values())) == (DISTINCT, TRANSFERS)
    assert _taken(evidence, Path(SAMPLE)) == (TRANSFERS, 0)
    assert _events(evidence) == events

    header, rows = _lines()
    shuffled = _written(tmp_path / "shuffled.csv", header, random.Random(1).sample(rows, len(rows)))
    assert _taken(evidence, shuffled) == (TRANSFERS, TRANSFERS)
    assert _events(evidence) == events


def test_of_files_that_overlap_the_larger_count_a_day_stands(tmp_path: Path):
    header, rows = _lines()
    evidence, alone = Evidence(tmp_path / "evidence"), Evidence(tmp_path / "alone")
    # Whole days in each, and some days in both: as two hand-overs of one register overlap.
    by_day = sorted(rows, key=lambda row: int(row.rsplit(",", 1)[1]))
    days = [int(row.rsplit(",", 1)[1]) for row in by_day]
    early = [row for row, day in zip(by_day, days, strict=True) if day <= days[len(days) * 2 // 3]]
    late = [row for row, day in zip(by_day, days, strict=True) if day >= days[len(days) // 3]]
    first = _taken(evidence, _written(tmp_path / "early.csv", header, early))
    second = _taken(evidence, _written(tmp_path / "late.csv", header, late))
    assert first == (len(early), 0)
    assert second == (len(late), len(early) + len(late) - TRANSFERS)
    _taken(alone, Path(SAMPLE))
    assert _events(evidence) == _events(alone)

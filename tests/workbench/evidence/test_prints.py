"""Fingerprints beside the rows: what a file repeats is the same with them, without them and with those of others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.taken import source_of, take
from workbench.evidence import Batch, Evidence

CALLS = source_of("calls")


def _calls(folder: Path, name: str, minutes: range) -> Path:
    lines = [f"13800000001,13900000001,2026-09-01 09:{minute:02}:07,60" for minute in minutes]
    file = folder / f"{name}.csv"
    file.write_text("\n".join(["caller,callee,at,seconds", *lines]) + "\n", encoding="utf-8")
    return file


def _prints(evidence: Evidence, batch: Batch) -> Path:
    return evidence.rows_file(batch).with_suffix(".prints")


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Evidence of thirty calls in one batch, and of none in another."""
    one = Evidence(tmp_path / "evidence")
    take(one, CALLS, _calls(tmp_path, "none", range(0)))
    assert take(one, CALLS, _calls(tmp_path, "first", range(30))).known == 0
    return one


def test_what_repeats_another_file_is_known(evidence, tmp_path):
    assert take(evidence, CALLS, _calls(tmp_path, "second", range(20, 40))).known == 10
    assert take(evidence, CALLS, _calls(tmp_path, "third", range(25, 35))).known == 10


@pytest.mark.parametrize("left", [None, b"", b"of another version", np.zeros(31, np.uint64).tobytes()])
def test_prints_that_are_lost_or_of_another_version_are_made_again(evidence, tmp_path, left):
    first = next(batch for batch in evidence.of("calls") if batch.accepted)
    kept = _prints(evidence, first).read_bytes()
    _prints(evidence, first).unlink()
    if left is not None:
        _prints(evidence, first).write_bytes(left)
    assert take(evidence, CALLS, _calls(tmp_path, "second", range(20, 40))).known == 10
    assert _prints(evidence, first).read_bytes() == kept


def test_prints_go_with_their_batch(evidence, tmp_path):
    first = next(batch for batch in evidence.of("calls") if batch.accepted)
    evidence.remove(first)
    assert not _prints(evidence, first).exists()
    assert take(evidence, CALLS, _calls(tmp_path, "second", range(20, 40))).known == 0


def test_many_prints_are_mapped_and_few_are_read(evidence, tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.evidence.prints.SMALL", 0)
    assert take(evidence, CALLS, _calls(tmp_path, "second", range(20, 40))).known == 10

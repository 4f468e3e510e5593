"""What detectors read is kept by a run, read by whoever asks next, and made anew when anything about it is other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from workbench.desk import Desk, open_desk, snapshot
from workbench.errors import BadHome
from workbench.evidence import Evidence
from workbench.model import PHONE
from workbench.settings import Settings
from workbench.signals.snapshot import Snapshot


def _frames(one: Snapshot) -> list[pd.DataFrame]:
    return [one.entities, one.payments, one.of_kind(PHONE)]


def _no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever folds the evidence from now on fails."""
    monkeypatch.setattr(snapshot, "open_projection", None)


def _findings(desk: Desk) -> list[pd.DataFrame]:
    return [desk.run().findings(one).findings for one in desk.detectors()]


def test_a_second_run_and_a_new_desk_read_what_the_first_run_kept(own_desk, monkeypatch):
    _no_reading(monkeypatch)
    first = _findings(own_desk)
    shutil.rmtree(own_desk.home.runs)
    own_desk.detect()
    for one, other in zip(first, _findings(own_desk), strict=True):
        pd.testing.assert_frame_equal(one, other)
    with open_desk(settings=Settings(home=own_desk.home.path)) as other:
        assert len(other.structure(most=5)) == 5


def test_what_is_kept_is_what_would_be_made(own_desk, monkeypatch):
    with monkeypatch.context() as patched:
        _no_reading(patched)
        kept = snapshot.the_snapshot(own_desk.home)
    snapshot.drop_snapshots(own_desk.home)
    for one, other in zip(_frames(kept), _frames(snapshot.the_snapshot(own_desk.home)), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_batch_taken_out_lies_in_no_kept_snapshot(own_desk):
    batch = own_desk.evidence.batches()[0].name
    assert any(own_desk.home.snapshots.iterdir())
    own_desk.unload(batch)
    assert not own_desk.home.snapshots.exists()
    own_desk.detect()
    (kept,) = own_desk.home.snapshots.iterdir()
    assert {"snapshot.json", "entities.arrow"} <= {one.name for one in kept.iterdir()}


def test_an_unload_that_is_cut_off_has_taken_the_kept_snapshot_away(own_desk, monkeypatch):
    def cut(_evidence: Evidence, _source: str, _batch: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Evidence, "take_out", cut)
    with pytest.raises(KeyboardInterrupt):
        own_desk.unload(own_desk.evidence.batches()[0].name)
    assert not own_desk.home.snapshots.exists()


def test_what_cannot_be_taken_away_stops_an_unload_and_no_run(own_desk, monkeypatch):
    take_away = shutil.rmtree

    def stuck(folder: Path, ignore_errors: bool = False) -> None:
        if folder != own_desk.home.snapshots:
            take_away(folder, ignore_errors)
        elif not ignore_errors:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "rmtree", stuck)
    batch = own_desk.evidence.batches()[0]
    with pytest.raises(BadHome, match="Permission denied"):
        own_desk.unload(batch.name)
    assert batch in own_desk.evidence.batches()
    monkeypatch.setattr(snapshot, "_code", lambda: "other")
    assert len(snapshot.kept_snapshot(own_desk.home).entities)


def test_once_more_is_loaded_what_was_kept_before_is_not_read(own_desk, tmp_path):
    before = len(snapshot.the_snapshot(own_desk.home).entities)
    (tmp_path / "calls.csv").write_text(
        "caller,callee,at,seconds\n13911112222,13911113333,2026-06-01 09:00:00,60\n", "utf-8"
    )
    own_desk.load([tmp_path / "calls.csv"])
    assert len(snapshot.the_snapshot(own_desk.home).entities) == before + 2


def test_one_made_by_other_code_is_not_read_and_goes(own_desk, monkeypatch):
    (before,) = own_desk.home.snapshots.iterdir()
    monkeypatch.setattr(snapshot, "_code", lambda: "other")
    snapshot.kept_snapshot(own_desk.home)
    (after,) = own_desk.home.snapshots.iterdir()
    assert after != before


def test_a_damaged_one_is_made_anew(own_desk):
    (kept,) = own_desk.home.snapshots.iterdir()
    (kept / "payments.arrow").write_bytes(b"")
    snapshot.kept_snapshot(own_desk.home)
    assert (kept / "payments.arrow").stat().st_size > 0


def test_where_there_is_no_room_for_it_nothing_is_kept_and_nothing_lost(own_desk, monkeypatch):
    def full(_snapshot: Snapshot, folder: Path) -> None:
        (folder / "entities.arrow").write_bytes(b"a part")
        raise OSError(28, "No space left on device")

    snapshot.drop_snapshots(own_desk.home)
    monkeypatch.setattr(snapshot, "write_snapshot", full)
    assert len(snapshot.kept_snapshot(own_desk.home).entities)
    assert not own_desk.home.snapshots.exists()

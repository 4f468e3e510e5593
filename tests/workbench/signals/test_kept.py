"""A snapshot that was kept is the same snapshot; one that is not whole is none."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from signals.story import NOW, Story, with_ring
from workbench.errors import NotFound
from workbench.model import EntityTable
from workbench.model.kinds import GROUP, KINDS
from workbench.model.links import LINK_TYPES, REGISTERED
from workbench.signals.kept import read_snapshot, write_snapshot
from workbench.signals.snapshot import Snapshot


@pytest.fixture
def made() -> Snapshot:
    story = Story()
    with_ring(story)
    return story.snapshot()


@pytest.fixture
def kept(made: Snapshot, tmp_path: Path) -> Path:
    write_snapshot(made, tmp_path)
    return tmp_path


def _same(one: Snapshot, other: Snapshot) -> None:
    assert (one.asked_at, one.starts) == (other.asked_at, other.starts)
    for name in ("entities", "payments", "sightings", "forwards"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    for kind in KINDS:
        pd.testing.assert_frame_equal(one.of_kind(kind), other.of_kind(kind))
        assert np.array_equal(one.is_kind(one.entities.index.to_numpy(), kind), one.entities["kind"] == kind.word)
    for link in LINK_TYPES:
        pd.testing.assert_frame_equal(one.links(link), other.links(link))


def test_it_is_read_back_as_it_was(made, kept):
    assert len(made.links(REGISTERED))
    _same(read_snapshot(kept), made)


def test_a_kind_of_which_nothing_is_known_keeps_its_number(tmp_path):
    groups = Snapshot.of([EntityTable(GROUP, pa.table({"key": ["g", "h"]}))], [], NOW.replace(tzinfo=UTC))
    assert not GROUP.properties
    write_snapshot(groups, tmp_path)
    _same(read_snapshot(tmp_path), groups)


def test_one_of_nothing_is_kept_too(tmp_path):
    empty = Snapshot.of([], [], NOW.replace(tzinfo=UTC))
    write_snapshot(empty, tmp_path)
    _same(read_snapshot(tmp_path), empty)


def test_what_is_on_disk_is_mapped_and_cannot_be_written(kept):
    ends = read_snapshot(kept).links(REGISTERED)["start"].to_numpy()
    with pytest.raises(ValueError, match="read-only"):
        ends[0] = 1


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8])


def _blank(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


@pytest.mark.parametrize("spoil", [Path.unlink, _cut, _blank])
@pytest.mark.parametrize("name", ["link_REGISTERED.arrow", "snapshot.json"])
def test_one_that_is_not_whole_is_none(kept, name, spoil):
    spoil(kept / name)
    with pytest.raises(NotFound):
        read_snapshot(kept)

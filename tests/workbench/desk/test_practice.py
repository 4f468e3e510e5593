"""Practice leaves nothing behind, and never touches a home of real work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench.desk.practice import PEOPLE, SEED, open_practice
from workbench.errors import UsedWrongly


@pytest.fixture
def kept(city_home: Path, tmp_path: Path) -> Path:
    """A folder in which a city is kept already."""
    shutil.copytree(city_home.parent, tmp_path / "kept" / f"{PEOPLE}-{SEED}")
    return tmp_path / "kept"


def test_a_kept_city_is_worked_at_as_a_copy(kept: Path, city_home: Path):
    before = sorted(path.relative_to(kept) for path in kept.rglob("*"))
    practice = open_practice({"WORKBENCH_PRACTICE": str(kept)})
    place = practice.desk.home.path
    assert not practice.own_home
    assert (practice.truth / "rings.csv").read_bytes() == (city_home.parent / "city/truth/rings.csv").read_bytes()
    assert len(practice.desk.findings("rings")) > 0
    practice.desk.unload(practice.desk.evidence.of("case_numbers")[0].name)
    practice.close()
    assert not place.exists()
    assert sorted(path.relative_to(kept) for path in kept.rglob("*")) == before


def test_a_home_of_ones_own_is_opened_and_has_no_truth(city_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(city_home))
    practice = open_practice({"WORKBENCH_HOME": str(city_home), "WORKBENCH_PRACTICE": "elsewhere"})
    assert practice.own_home
    assert practice.desk.home.path == city_home
    with pytest.raises(UsedWrongly, match="made-up city only"):
        _ = practice.truth
    practice.close()
    assert city_home.is_dir()

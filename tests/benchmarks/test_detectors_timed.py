"""The benchmark of detectors: every step is timed once, in its order, over as many links as the graph has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks import detectors
from benchmarks.fresh import Measured, Step, in_this_process
from benchmarks.table import growth
from workbench.desk import open_desk
from workbench.detectors import DETECTORS


@pytest.fixture
def home(city_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city's home of its own; a process a step would take most of a minute to import what it needs."""

    def here(step: Step) -> Measured:
        return in_this_process(step, tmp_path)

    monkeypatch.setattr(detectors, "measured", here)
    return Path(shutil.copytree(city_home, tmp_path / "home"))


def test_every_step_is_timed_and_all_of_them_together(home):
    figures = list(detectors.figures(home))
    steps = [detectors.MADE, detectors.READ, *(one.NAME for one in DETECTORS), detectors.WHOLE]
    assert [one.what for one in figures] == steps
    with open_desk(home) as desk:
        assert {one.rows for one in figures} == {sum(desk.stats().links.values())}
    made, read, *each, whole = (one.rows / one.rows_a_second for one in figures)
    assert whole == pytest.approx(made + sum(each), rel=1e-3)
    assert whole > read
    assert growth(figures, detectors.WHOLE, detectors.WAY) is None


def test_a_city_is_made_and_taken_in_without_a_graph(tmp_path):
    home = detectors._city(tmp_path, people=300, seed=1)
    assert any((home / "evidence" / "calls").glob("*.parquet"))
    assert not list((home / "graph").iterdir())

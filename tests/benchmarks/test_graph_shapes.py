"""The benchmark of graphs: both ways find the same, and the command tells a table with the suite as a whole."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks import graph, webs
from benchmarks.fresh import Measured, Prepared, Step, in_this_process
from benchmarks.table import Figure

LINKS = 1_500
EXACT = ("keys to components", "kept numbers to components", "neighbours", "components", "cores", "triangles")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process a step would take most of a minute to import what it needs."""

    def here(step: Step | Prepared) -> Measured:
        return in_this_process(step, tmp_path)

    monkeypatch.setattr("benchmarks.table.measured", here)


def _figures(folder: Path, *only: str) -> list[Figure]:
    said = Namespace(links=LINKS, turns=1, full=False, alone=False, only=only)
    return [one for part in graph.figures(folder, said) for one in part]


def test_both_ways_find_the_same(tmp_path):
    figures = [one for one in _figures(tmp_path, "keys", "suite") if one.rows == LINKS]
    found = {what: [one.found for one in figures if one.what == what] for what in {one.what for one in figures}}
    for what in EXACT:
        ours, theirs = found[what]
        assert ours == theirs != {}
    for what in ("PageRank", "PageRank from some", f"betweenness, {graph.SOURCES} sources"):
        ours, theirs = found[what]
        assert ours["highest"] == pytest.approx(theirs["highest"], abs=1)
    ours, theirs = found["parts"][:2]
    assert ours["quality"] >= 0.98 * theirs["quality"] > 0


def test_the_suite_is_as_slow_as_its_parts_together(tmp_path):
    figures = [one for one in _figures(tmp_path, "suite") if one.rows == LINKS and one.way == graph.OURS]
    *parts, whole = [one.rows / one.rows_a_second for one in figures]
    assert figures[-1].what == "the suite"
    assert whole == pytest.approx(sum(parts))


def test_the_command_finds_circles_and_tells_them_as_json(capsys):
    graph.main(["--links", "4000", "--only", "circles", "--json"])
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert [one["rows"] for one in figures] == [2_000, 6_665, 20_000]
    assert figures[-1]["found"]["circles"] > 0
    assert figures[-1]["found"]["cut"] == 0


def test_a_web_is_the_same_in_both_spellings_and_has_pairs_apart(tmp_path):
    web = webs.write_web(tmp_path / "web", LINKS)
    rows = pq.read_table(web / "keys.parquet").to_pandas()
    codes = {name: np.load(web / f"{name}.npy") for name in ("start", "end")}
    spelled = dict(zip(codes["start"].tolist(), rows["start"], strict=True))
    spelled |= dict(zip(codes["end"].tolist(), rows["end"], strict=True))
    assert len(set(spelled.values())) == len(spelled)
    assert [spelled[one] for one in codes["end"].tolist()] == rows["end"].tolist()

"""The benchmarks run, tell a table, and their ways agree on what they found; how fast they are is not tested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import drawing, importing, load, serving, taking
from benchmarks.fresh import Measured, Prepared, Step, in_this_process, measured
from benchmarks.table import Figure, growth, lines
from benchmarks.values import values

ROWS = 600
FEW = 60


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process a step would take most of a minute to import what it needs; one test below starts a real one."""

    def here(step: Step | Prepared) -> Measured:
        folder = tmp_path / f"step{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return in_this_process(step, folder)

    monkeypatch.setattr("benchmarks.table.measured", here)
    monkeypatch.setattr("benchmarks.load.measured", here)
    monkeypatch.setattr("benchmarks.importing.measured", here)


def _found(figures: list[Figure], what: str, name: str) -> list[int]:
    return [one.found[name] for one in figures if one.what == what]


def test_every_way_of_taking_files_in_finds_the_same_rows(tmp_path):
    figures = [*taking.sizes(tmp_path, [100, ROWS], 1), *taking.kinds(tmp_path, ROWS, 1)]
    whats = list(dict.fromkeys(one.what for one in figures))
    assert len(whats) == 4
    assert _found(figures, whats[0], "rows") == [100, 100, 100, ROWS, ROWS]
    for what in whats[1:]:
        assert set(_found(figures, what, "rows")) == {ROWS}
    assert {one.found.get("refused", 0) for one in figures} == {0}


def test_every_way_of_verifying_values_takes_the_same_ones():
    figures = values(ROWS, 1)
    for what in dict.fromkeys(one.what for one in figures):
        ours, with_two, usual = _found(figures, what, "good of the sample")
        assert ours == with_two == usual > 0.9 * ROWS


def test_the_embedded_graph_holds_what_a_bare_copy_holds(tmp_path):
    evidence = drawing.evidence_of(tmp_path / "made", ROWS)
    figures = drawing.embedded(tmp_path / "ready", evidence, 1)
    assert len({one.found["rows"] for one in figures}) == 1
    assert figures[0].found["rows"] == figures[0].rows > ROWS


def test_a_neo4j_holds_what_the_bare_driver_sends_it(tmp_path, empty_neo4j):
    evidence = drawing.evidence_of(tmp_path / "made", FEW)
    ours, bare, by_one = serving.served(tmp_path / "ready", evidence, empty_neo4j, 1)
    assert ours.found["rows"] == bare.found["rows"] == ours.rows > FEW
    assert by_one.found["rows"] == FEW


def test_files_for_an_import_hold_what_is_written_into_a_graph(tmp_path, monkeypatch):
    # What the server says of its import is told below; starting one takes most of a minute.
    monkeypatch.setattr(importing, "at_hand", lambda: False)
    evidence = drawing.evidence_of(tmp_path / "made", ROWS)
    (files,) = importing.imported(tmp_path / "files", evidence)
    assert files.found["rows"] == drawing.draw(tmp_path, evidence=evidence)["rows"]


def test_what_the_server_says_of_its_import_is_understood():
    said = "IMPORT DONE in 1m 12s 83ms. \nImported:\n  62 nodes\n  1,061 relationships\n  397 properties\n"
    assert importing._seconds(said) == pytest.approx(72.083)
    # The marker is no entity.
    assert importing._rows(said) == 61 + 1061


def test_at_the_largest_size_graph_and_evidence_agree(tmp_path):
    *_, last = load.memory(tmp_path / "most", ROWS)
    assert last.found == {"agree": 1}


def test_the_command_tells_machine_and_figures_as_json(capsys):
    load.main(["--rows", "300", "--turns", "1", "--only", "ladybug", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["machine"]["Python"]
    assert [one["way"] for one in told["figures"]].count("workbench, folded and written") == 2


def test_a_step_runs_in_a_process_of_its_own_and_tells_its_memory():
    # Builtins: whatever else the process would import takes seconds.
    told = measured(Prepared(dict, dict))
    assert told.found == {}
    assert told.peak > 5


def test_growth_is_the_exponent_of_rows():
    figures = [Figure("x", "ours", rows, rows / seconds, 1, 1) for rows, seconds in ((10, 1.0), (1000, 100.0))]
    assert growth(figures, "x", "ours") == pytest.approx(1)
    assert growth(figures[:1], "x", "ours") is None
    assert list(lines(figures))[-1] == "x, ours: seconds grow as rows to the power of 1.00"

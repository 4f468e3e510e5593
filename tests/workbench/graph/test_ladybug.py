"""Tests of the embedded graph's files: built beside, swapped in, and never seen half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.conftest import HOME
from graph.story import ONE, entity_tables, few_links, link_tables, unheard
from workbench.errors import GraphUnavailable, UsedWrongly
from workbench.graph import Graph, open_graph, query

ROOT = Path(__file__).parents[3]
BUILD = """
import sys, time
from graph.story import entity_tables, few_links, link_tables
from workbench.graph import open_graph

folder, state, stop_at, without = sys.argv[1:]
heard = []

def progress(name, rows):
    heard.append(name)
    print(name, flush=True)
    if len(heard) == int(stop_at):
        time.sleep(120)

links = {name: values for name, values in few_links().items() if name[0] != without}
with open_graph(f"ladybug:{folder}", "home") as graph:
    graph.write(state, entity_tables(), link_tables(links), progress)
print("written", flush=True)
"""


def building(folder: Path, state: str, stop_at: int = -1, without: str = "") -> subprocess.Popen[str]:
    """Another process that builds a state; it stops to be killed after so many tables."""
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(folder), state, str(stop_at), without],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "workbench")])},
    )


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    yield from (line.strip() for line in process.stdout)


def calls(graph: Graph) -> int:
    return len(graph.read(query("phone/called", "ladybug"), {"key": ONE, "limit": 1000}).rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "graph"


def test_a_build_puts_one_file_and_its_name_in_the_folder(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("first", entity_tables(), link_tables(few_links()), unheard)
        assert calls(graph)
        graph.write("second", entity_tables(), link_tables(few_links()), unheard)
        assert calls(graph)
    assert sorted(one.name for one in folder.iterdir()) == ["CURRENT", "second.lbug"]
    assert (folder / "CURRENT").read_text().split()[0] == "second"


@pytest.mark.parametrize("tables", [1, 14])
def test_a_killed_build_leaves_the_old_graph_and_is_cleared_by_the_next(folder: Path, tables: int) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("old", entity_tables(), link_tables(few_links()), unheard)
        before = graph.counts()
        with building(folder, "new", stop_at=tables) as process:
            heard = 0
            for heard, _ in enumerate(lines(process), 1):
                if heard == tables:
                    break
            process.send_signal(signal.SIGKILL)
        assert heard == tables
        assert list(folder.glob("new.building.lbug*"))
        assert graph.state() == "old"
        assert graph.counts() == before
        graph.write("new", entity_tables(), link_tables(few_links()), unheard)
    assert sorted(one.name for one in folder.iterdir()) == ["CURRENT", "new.lbug"]


def test_a_build_cut_off_before_it_is_named_is_not_shown(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("old", entity_tables(), link_tables(few_links()), unheard)
        (folder / "new.lbug").write_bytes((folder / "old.lbug").read_bytes())
        (folder / "CURRENT.next").write_text("new", encoding="utf-8")
        assert graph.state() == "old"
        graph.write("newer", entity_tables(), link_tables(few_links()), unheard)
        assert graph.state() == "newer"
    assert sorted(one.name for one in folder.iterdir()) == ["CURRENT", "newer.lbug"]


def test_a_reader_goes_on_while_another_process_swaps_and_then_sees_the_new_state(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("old", entity_tables(), link_tables(few_links()), unheard)
        old = calls(graph)
        seen = []
        with building(folder, "new", without="CALLED") as process:
            while process.poll() is None:
                seen.append((graph.state(), calls(graph)))
            assert process.returncode == 0
        assert {found for _, found in seen} <= {old, 0}
        assert ("old", old) in seen
        assert (graph.state(), calls(graph)) == ("new", 0)
    assert not (folder / "old.lbug").exists()


def test_an_answer_begun_on_the_old_file_is_finished_on_it(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as first, open_graph(f"ladybug:{folder}", HOME) as second:
        first.write("old", entity_tables(), link_tables(few_links()), unheard)
        old = calls(second)
        reader = second._reader()  # type: ignore[attr-defined]
        links = {name: values for name, values in few_links().items() if name[0] != "CALLED"}
        first.write("new", entity_tables(), link_tables(links), unheard)
        with reader.connection() as connection:
            text = "MATCH (:Phone {key: $key})-[:CALLED]->(:Phone) RETURN count(*)"
            assert connection.execute(text, {"key": ONE}).get_next() == [old]
        assert calls(second) == 0


def test_files_of_old_states_are_let_go(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        for number in range(3):
            graph.write(f"state-{number}", entity_tables(), [], unheard)
            assert graph.counts()["Phone"]
        opened = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    assert sum(str(folder) in one for one in opened) == 1


def test_a_graph_of_another_format_is_no_graph_until_it_is_built_anew(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        (folder / "CURRENT").write_text("told\nother-format\n", encoding="utf-8")
        assert graph.state() is None
        assert calls(graph) == 0
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        assert graph.state() == "told"
        assert calls(graph)


def test_a_damaged_file_is_said_to_be_so(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
    (folder / "told.lbug").write_bytes(b"no graph")
    with open_graph(f"ladybug:{folder}", HOME) as graph, pytest.raises(GraphUnavailable, match="rebuild"):
        graph.counts()


@pytest.mark.parametrize("state", ["", "../elsewhere", "a/b", "a b", ".hidden", "x" * 200])
def test_a_state_is_not_a_path(folder: Path, state: str) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph, pytest.raises(UsedWrongly):
        graph.write(state, [], [], unheard)
    assert not list(folder.glob("*"))


def test_what_the_engine_writes_beside_the_model_is_not_ours(folder: Path) -> None:
    with open_graph(f"ladybug:{folder}", HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
    assert [one.name for one in folder.glob("*.wal")] == []

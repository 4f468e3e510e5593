"""The line as it is typed: options that every command takes, unknown words, and one JSON object for machines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import story

from cli.conftest import Line
from workbench.cli.console import Common, split_common
from workbench.errors import UsedWrongly


@pytest.mark.parametrize("place", range(4))
def test_common_options_stand_anywhere(line: Line, home: Path, place: int):
    words: list[object] = ["--json", "stats"]
    words[place:place] = ["--home", home]
    said = line(*words)
    assert (said.code, said.json["entities"]) == (0, story.ENTITIES)


def test_common_options_may_be_written_with_an_equals_sign(line: Line, home: Path):
    said = line("stats", f"--home={home}", f"--graph=ladybug:{home / 'graph'}", "--json")
    assert said.json["links"] == story.LINKS


def test_another_graph_is_another_graph(line: Line, home: Path, tmp_path: Path):
    said = line("stats", "--home", home, "--graph", f"ladybug:{tmp_path / 'other'}", "--json")
    assert sum(said.json["entities"].values()) == 0
    assert said.err == ""
    plain = line("stats", "--home", home, "--graph", f"ladybug:{tmp_path / 'other'}")
    assert "workbench rebuild" in plain.out + plain.err


def test_after_two_hyphens_everything_is_a_value():
    common, rest = split_common(["find", "--json", "--", "--home", "x"])
    assert (common, rest) == (Common(as_json=True), ["find", "--", "--home", "x"])


@pytest.mark.parametrize("words", [["--home"], ["stats", "--home"], ["--home", "--json"], ["--home=", "stats"]])
def test_an_option_without_its_value_is_told(words: list[str]):
    with pytest.raises(UsedWrongly, match="--home needs a value"):
        split_common(words)


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["stats", "--nonsense"], ["load"], ["stats", "one", "more"], ["load", "x", "--tolerance", "much"]],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_used_wrongly_is_exit_code_2(line: Line, home: Path, words: list[str], as_json: bool):
    said = line(*words, "--home", home, *["--json"] * as_json)
    assert said.code == 2
    if as_json:
        assert list(said.json) == ["error"]
        assert list(said.json["error"]) == ["code", "message"]
        assert said.json["error"]["code"] == "used_wrongly"
        assert said.err == ""
    else:
        assert said.sentence


def test_help_names_every_command(line: Line):
    taking, finding = ["load", "unload", "rebuild", "check", "stats"], ["detect", "evaluate", "find", "export", "audit"]
    commands = ["demo", "serve", "city", *taking, *finding]
    for words in ([], ["--help"]):
        said = line(*words)
        assert said.code == 0
        assert [name for name in commands if name not in said.out] == []


def test_what_was_typed_comes_back_starred(line: Line, home: Path):
    said = line("stats", "13800138000", "--home", home)
    assert said.code == 2
    assert "13800138000" not in said.err
    assert "13*********" in said.err


def test_python_m_workbench_is_the_command(home: Path, tmp_path: Path):
    words = [sys.executable, "-m", "workbench", "stats", "--json", "--home", str(home)]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["entities"] == story.ENTITIES
    wrong = subprocess.run([*words[:3], "nonsense"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("workbench: ")


def test_a_reader_that_leaves_early_is_no_fault(home: Path, tmp_path: Path):
    line = f"{sys.executable} -m workbench stats --home '{home}' | head -n 1"
    done = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr

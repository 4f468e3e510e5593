"""What cannot be done: one sentence that says what to do, the right exit code, and a home left as it was."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import story

from cli.conftest import Line, tree

CALL = "caller,callee,at,seconds\n13800138000,13900139000,2026-01-02 03:04:05,60\n"
BAD_FILES = {
    "a missing needed column": ("calls.csv", CALL.replace("seconds", "duration").encode(), "seconds"),
    "an unknown encoding": ("calls.csv", CALL.encode() + b"\xff\xff\x80", "UTF-8"),
    "an empty file": ("calls.csv", b"", "empty"),
    "blank lines only": ("calls.csv", b"\n \n", "empty"),
    "a column twice": ("calls.csv", CALL.replace("seconds", "at").encode(), "twice"),
    "no Parquet": ("calls.parquet", b"PAR1 and no more", "Parquet"),
    "no known source": ("strange.csv", b"a,b\n1,2\n", "--source"),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_bad_file_leaves_nothing(line: Line, home: Path, tmp_path: Path, name: str, as_json: bool):
    called, content, says = BAD_FILES[name]
    file = tmp_path / called
    file.write_bytes(content)
    before = tree(home)
    said = line("load", file, "--home", home, *["--json"] * as_json)
    assert said.code == 3
    sentence = said.json["error"]["message"] if as_json else said.sentence
    assert says in sentence
    assert called in sentence
    assert tree(home) == before
    assert not as_json or said.json["error"]["code"] == "bad_source"


WRONG = {
    "a path that is not there": (["load", "nowhere.csv"], "check the path"),
    "one path of two that is not there": (["load", "{good}", "nowhere.csv"], "check the path"),
    "a source that is none": (["load", "{good}", "--source", "phones"], "phone_cards"),
    "a mapping that is not there": (["load", "{good}", "--mapping", "no.toml"], "no.toml"),
    "a mapping that is no TOML": (["load", "{good}", "--mapping", "{good}"], "TOML"),
    "a mapping of a column that is none": (["load", "{good}", "--mapping", "{mapping}"], "calls has"),
    "a graph at no address": (["load", "{good}", "--graph", "http://127.0.0.1"], "ladybug:FOLDER"),
    "a graph on another machine, unencrypted": (["load", "{good}", "--graph", "bolt://192.0.2.1"], "bolt+s://"),
}


@pytest.mark.parametrize("name", WRONG)
def test_used_wrongly_leaves_nothing(line: Line, home: Path, tmp_path: Path, name: str):
    good, mapping = tmp_path / "calls_good.csv", tmp_path / "mapping.toml"
    good.write_text(CALL)
    mapping.write_text('source = "calls"\n[columns]\nringtone = "seconds"\n')
    words, says = WRONG[name]
    before = tree(home)
    said = line(*(word.format(good=good, mapping=mapping) for word in words), "--home", home)
    assert said.code == 2
    assert says in said.sentence
    assert tree(home) == before


def test_a_folder_with_nothing_known_in_it(line: Line, home: Path, tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    before = tree(home)
    for content in ({}, {"readme.md": "hello"}, {"strange.csv": "a,b\n1,2\n"}):
        for name, text in content.items():
            (folder / name).write_text(text)
        said = line("load", folder, "--home", home)
        assert said.code == 3
        assert "phone_cards" in said.sentence
    assert tree(home) == before


@pytest.fixture
def nobody_there() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"bolt://127.0.0.1:{held.getsockname()[1]}"


@pytest.mark.parametrize("command", [["load", "{good}"], ["stats"], ["check"], ["rebuild"], ["find", "x"]])
def test_a_graph_that_nobody_answers_for(line: Line, home: Path, tmp_path: Path, nobody_there: str, command: list[str]):
    good = tmp_path / "calls_good.csv"
    good.write_text(CALL)
    before = tree(home)
    said = line(*(word.format(good=good) for word in command), "--home", home, "--graph", nobody_there)
    assert said.code == 3
    assert nobody_there.removeprefix("bolt://") in said.sentence
    assert tree(home) == before


@pytest.mark.neo4j
def test_a_wrong_password(line: Line, home: Path, empty_neo4j: str, monkeypatch: pytest.MonkeyPatch):
    before = tree(home)
    address = "bolt://neo4j:not-this-one@" + empty_neo4j.rpartition("@")[2]
    said = line("rebuild", "--home", home, "--graph", address)
    assert said.code == 3
    assert "NEO4J_PASSWORD" in said.sentence
    assert "not-this-one" not in said.err
    assert tree(home) == before


@pytest.mark.neo4j
def test_a_neo4j_that_is_somebody_elses(line: Line, home: Path, tmp_path: Path, empty_neo4j: str):
    good = tmp_path / "calls_good.csv"
    good.write_text(CALL)
    assert line("load", good, "--home", tmp_path / "other", "--graph", empty_neo4j).code == 0
    before = tree(home)
    for words in (["load", good], ["rebuild"], ["stats"]):
        said = line(*words, "--home", home, "--graph", empty_neo4j, "--json")
        assert (said.code, said.json["error"]["code"]) == (3, "graph_foreign")
    assert tree(home) == before
    assert line("check", "--home", tmp_path / "other", "--graph", empty_neo4j).code == 0


def test_a_home_of_a_newer_version(line: Line, home: Path):
    (home / "format.json").write_text('{"version": 99}')
    before = tree(home)
    said = line("stats", "--home", home)
    assert said.code == 3
    assert "upgrade the workbench" in said.sentence
    assert tree(home) == before


@pytest.mark.parametrize("words", [["load", "{good}"], ["rebuild"], ["detect"], ["unload", "{batch}"]])
def test_the_second_writer_is_told_who_writes(line: Line, home: Path, tmp_path: Path, words: list[str]):
    good = tmp_path / "calls_good.csv"
    good.write_text(CALL)
    batch = next((home / "evidence" / "calls").glob("*.json")).stem
    hold = (
        "import sys; from pathlib import Path; from workbench.home import open_home, writing\n"
        "with writing(open_home(Path(sys.argv[1])), 'load'):\n    print('held', flush=True); sys.stdin.read()"
    )
    before = tree(home)
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said = line(*(word.format(good=good, batch=batch) for word in words), "--home", home)
        seen = line("stats", "--home", home, "--json")
    assert said.code == 3
    assert f"process {holder.pid}" in said.sentence
    assert "since 20" in said.sentence
    assert tree(home) == before
    assert seen.json["entities"] == story.ENTITIES
    assert line("rebuild", "--home", home).code == 0


def test_a_damaged_receipt_can_be_taken_out_and_loaded_again(line: Line, home: Path, handover: Path):
    receipt = next((home / "evidence" / "calls").glob("*.json"))
    receipt.write_text(receipt.read_text()[:40])
    before = tree(home)
    for words in (["stats"], ["check"], ["load", handover]):
        said = line(*words, "--home", home)
        assert said.code == 3
        assert f"workbench unload {receipt.stem}" in said.sentence
        assert tree(home) == before
    assert line("unload", receipt.stem, "--home", home).code == 0
    assert line("load", handover, "--home", home).code == 0
    assert line("stats", "--home", home, "--json").json["evidence"] == story.EVENTS
    assert line("check", "--home", home).code == 0


def test_a_graph_file_that_is_gone_is_built_anew(line: Line, home: Path):
    for file in (home / "graph").glob("*.lbug*"):
        file.unlink()
    said = line("stats", "--home", home)
    assert said.code == 3
    assert "rebuild" in said.sentence
    assert line("rebuild", "--home", home).code == 0
    assert line("check", "--home", home).code == 0


@pytest.mark.parametrize("content", ["", "nonsense", "../../etc\nabc\n", "\x00"])
def test_a_damaged_current_is_an_old_graph(line: Line, home: Path, content: str):
    (home / "graph" / "CURRENT").write_text(content)
    assert line("check", "--home", home).code == 3
    assert line("rebuild", "--home", home).code == 0
    assert line("check", "--home", home).code == 0


def test_a_file_where_the_home_should_be(line: Line, tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis.doc").write_text("mine")
    for place in ("file", "file/home", "folder"):
        said = line("stats", "--home", tmp_path / place)
        assert said.code == 3
        assert "--home" in said.sentence
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["thesis.doc"]


def test_a_home_without_its_secret_makes_no_other(line: Line, home: Path):
    (home / "secret").unlink()
    said = line("stats", "--home", home)
    assert said.code == 3
    assert "backup" in said.sentence
    assert not (home / "secret").exists()


def test_a_home_whose_making_was_cut_off_is_finished(line: Line, home: Path, handover: Path, tmp_path: Path):
    cut = tmp_path / "cut"
    (cut / "originals").mkdir(parents=True)
    (cut / ".secret.123").write_text("ab")
    assert line("load", handover, "--home", cut).code == 0
    assert (cut / "secret").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def read_only_home(home: Path) -> Iterator[Path]:
    """A home that belongs to somebody else and may only be read."""
    # Not below pytest's own folder, which only its owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        kept = Path(shutil.copytree(home, Path(folder) / "home"))
        for path in (kept, *kept.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield kept
        for path in kept.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        kept.chmod(0o755)


NOT_ROOT = """
import os, sys
from workbench.cli import main
import workbench.desk
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
main(sys.argv[1:])
"""


@pytest.mark.parametrize("words", [["rebuild"], ["detect"], ["find", "x"], ["load", "{good}"]])
def test_a_home_that_may_only_be_read(read_only_home: Path, words: list[str]):
    good = read_only_home.parent / "calls_good.csv"
    good.write_text(CALL)
    before = tree(read_only_home)
    command = [word.format(good=good) for word in words]
    done = subprocess.run(
        [sys.executable, "-c", NOT_ROOT, *command, "--home", str(read_only_home), "--json"],
        cwd=read_only_home.parent,
        env=os.environ | {"HOME": str(read_only_home.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["error"]["code"] in {"bad_home", "failed"}
    assert "Traceback" not in done.stderr
    assert tree(read_only_home) == before

"""The home: made once, refused where it is foreign or newer, and written to by one at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench import home as making
from workbench.errors import BadHome, HomeLocked
from workbench.home import FORMAT, open_home, writing

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys, time
from pathlib import Path
from workbench.home import open_home, writing
with writing(open_home(Path(sys.argv[1])), "load"):
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_home_is_made_where_nothing_stands_and_opened_again(tmp_path: Path):
    made = open_home(tmp_path / "a" / "home")
    assert open_home(tmp_path / "a" / "home") == made
    assert all(folder.is_dir() for folder in (made.originals, made.evidence, made.graph, made.runs))
    assert (made.path / "secret").stat().st_mode & 0o777 == 0o600


def test_two_homes_have_two_secrets(tmp_path: Path):
    assert open_home(tmp_path / "one").secret != open_home(tmp_path / "two").secret


def test_an_empty_folder_becomes_a_home(tmp_path: Path):
    assert open_home(tmp_path).path == tmp_path.absolute()


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadHome, match="is there and is no home of the workbench"):
        open_home(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_home(tmp_path: Path):
    (tmp_path / "home").write_text("")
    with pytest.raises(BadHome, match="is no home"):
        open_home(tmp_path / "home")


def test_a_home_of_a_newer_workbench_is_refused(tmp_path: Path):
    home = open_home(tmp_path / "home")
    (home.path / "format.json").write_text(json.dumps({"version": FORMAT + 1}))
    with pytest.raises(BadHome, match=rf"written by a newer workbench \(format {FORMAT + 1}"):
        open_home(home.path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": null}'])
def test_a_damaged_format_is_told(tmp_path: Path, text: str):
    home = open_home(tmp_path / "home")
    (home.path / "format.json").write_text(text)
    with pytest.raises(BadHome, match=r"format\.json is damaged"):
        open_home(home.path)


def test_a_lost_secret_is_not_made_anew(tmp_path: Path):
    home = open_home(tmp_path / "home")
    (home.path / "secret").unlink()
    with pytest.raises(BadHome, match="has lost its secret"):
        open_home(home.path)
    assert not (home.path / "secret").exists()


def test_a_home_cut_off_while_it_was_made_is_finished(tmp_path: Path):
    home = open_home(tmp_path / "home")
    (home.path / "format.json").unlink()
    assert open_home(home.path).secret == home.secret


def test_a_home_that_another_command_makes_and_fills_meanwhile_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    look = making._is_free

    def meanwhile(path: Path) -> bool:
        monkeypatch.undo()
        (open_home(path).originals / "a.zst").write_bytes(b"a")
        return look(path)

    monkeypatch.setattr(making, "_is_free", meanwhile)
    assert open_home(tmp_path).originals.joinpath("a.zst").exists()


def test_the_second_writer_is_told_who_writes_and_since_when(tmp_path: Path):
    home = open_home(tmp_path / "home")
    command = [sys.executable, "-c", HOLD, str(home.path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        first.stdout.readline()
        try:
            with (
                pytest.raises(HomeLocked, match=rf"\(process {first.pid}\) is writing in this home since 20.*: load"),
                writing(home, "unload"),
            ):
                pytest.fail("two wrote at once")
        finally:
            first.kill()
    # Who was killed holds no lock.
    with writing(home, "unload"):
        assert json.loads((home.path / "lock").read_text())["pid"] == os.getpid()


def test_the_right_to_write_is_given_back(tmp_path: Path):
    home = open_home(tmp_path / "home")
    with pytest.raises(ZeroDivisionError), writing(home, "load"):
        raise ZeroDivisionError
    with writing(home, "load"), pytest.raises(HomeLocked), writing(home, "load"):
        pytest.fail("two wrote at once")

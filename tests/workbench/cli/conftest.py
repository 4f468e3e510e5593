"""A story taken in once, copied for each test; and commands as a person types them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import story

from workbench.cli import run


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        lines = self.out.splitlines()
        assert len(lines) == 1, self.out
        return json.loads(lines[0])

    @property
    def sentence(self) -> str:
        """The one line that an error is; bars of what was begun may stand above it."""
        *bars, said = self.err.strip().splitlines()
        assert self.out == ""
        assert said.startswith("workbench: "), self.err
        assert all("━" in bar for bar in bars), self.err
        return said.removeprefix("workbench: ")


Line = Callable[..., Said]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Line:
    """A command run in this process, in a folder without settings."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("COLUMNS", "200")

    def command(*words: object) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def handover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story as a hand-over."""
    return story.write_handover(tmp_path_factory.mktemp("story") / "handover")


@pytest.fixture(scope="session")
def _kept(handover: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("kept") / "home"
    assert run(["load", str(handover), "--home", str(home)]) == 0
    return home


@pytest.fixture
def home(_kept: Path, tmp_path: Path) -> Path:
    """A home that holds the story."""
    return Path(shutil.copytree(_kept, tmp_path / "home"))


@pytest.fixture(scope="session")
def _looked(_kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Path(shutil.copytree(_kept, tmp_path_factory.mktemp("looked") / "home"))
    assert run(["detect", "--home", str(home)]) == 0
    return home


@pytest.fixture
def looked(_looked: Path, tmp_path: Path) -> Path:
    """A home that holds the story and a run of the detectors over it."""
    return Path(shutil.copytree(_looked, tmp_path / "looked"))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in the folder with its bytes; not the lock and SQLite's own files beside the work store."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock" and not path.name.startswith("work.db")
    }

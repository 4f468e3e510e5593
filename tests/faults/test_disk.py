"""Disks that are full and folders that may not be written: a sentence, nothing by half, and running again finishes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.commands import Commands, Limits
from faults.counters import Counters
from faults.oracle import Oracle, assert_finished, assert_whole

pytestmark = pytest.mark.slow

FEW, MANY = 3, 20
ROOM = 64 << 20


def _mount(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.getuid() or not _mount("-t", "tmpfs", "-o", f"size={ROOM}", "none", str(place)):
        pytest.skip("a small disk needs the right to mount one")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _points(most: int, many: int) -> list[int]:
    return [most * (2 * number + 1) // (2 * many) for number in range(many)]


def _left(home: Path) -> list[str]:
    return [path.name for path in home.rglob("*") if "building" in path.name or path.name.startswith(".")]


def _assert_told_and_finished(
    commands: Commands, handover: Path, home: Path, oracle: Oracle, limits: Limits | None, mend: Callable[[], object]
) -> None:
    said = commands("load", handover, "--home", home, limits=limits)
    assert said.sentence
    assert "None" not in said.sentence
    assert not _left(home), _left(home)
    if (home / "format.json").exists():
        assert_whole(home, oracle)
        assert commands("stats", "--home", home, limits=limits).code == 0
    mend()
    assert_finished(commands, handover, home, oracle)


def test_a_full_disk_is_told_and_leaves_nothing_by_half(
    commands: Commands, handover: Path, oracle: Oracle, counters: Counters, disk: Path, full: bool
):
    home = disk / "home"
    assert commands("load", handover, "--home", home).code == 0
    needed = shutil.disk_usage(disk).used
    for size in _points(needed, MANY if full else FEW):
        counters.count("full disks")
        shutil.rmtree(home)
        assert _mount("-o", f"remount,size={size // 4096 * 4096}", str(disk))
        _assert_told_and_finished(
            commands, handover, home, oracle, None, lambda: _mount("-o", f"remount,size={ROOM}", str(disk))
        )


def test_files_that_cannot_grow_are_told_and_leave_nothing_by_half(
    commands: Commands, handover: Path, oracle: Oracle, counters: Counters, tmp_path: Path, full: bool
):
    commands("load", handover, "--home", tmp_path / "whole")
    largest = max(path.stat().st_size for path in (tmp_path / "whole").rglob("*") if path.is_file())
    for size in _points(largest, MANY if full else FEW - 1):
        counters.count("full disks")
        home = tmp_path / str(size)
        _assert_told_and_finished(commands, handover, home, oracle, Limits(largest=size), lambda: None)


@pytest.fixture
def anybodys() -> Iterator[Path]:
    """A folder in which anybody may write; not below pytest's own, which only its owner may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.parametrize("part", ["evidence", "originals", "graph"])
def test_a_folder_that_may_only_be_read_is_told(
    commands: Commands, handover: Path, oracle: Oracle, anybodys: Path, part: str
):
    home = anybodys / "home"
    copied = Path(shutil.copytree(handover, anybodys / "in"))
    for path in (copied, *copied.iterdir()):
        path.chmod(0o755)
    nobody = Limits(nobody=True)
    assert commands("stats", "--home", home, limits=nobody).code == 0
    (home / part).chmod(0o555)
    said = commands("load", copied, "--home", home, limits=nobody)
    assert said.sentence
    assert commands("stats", "--home", home, limits=nobody).code == 0
    (home / part).chmod(0o755)
    assert_finished(commands, copied, home, oracle)


def test_a_folder_of_originals_that_is_gone_is_told(commands: Commands, handover: Path, oracle: Oracle, tmp_path: Path):
    home = tmp_path / "home"
    assert commands("stats", "--home", home).code == 0
    (home / "originals").rename(tmp_path / "elsewhere")
    said = commands("load", handover, "--home", home)
    assert "originals" in said.sentence
    assert commands("stats", "--home", home).code == 0
    (tmp_path / "elsewhere").rename(home / "originals")
    assert_finished(commands, handover, home, oracle)

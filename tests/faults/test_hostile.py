"""Hostile files: refused with a reason, whole or by the row, in little memory, with nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from faults.commands import Commands, Limits, Said
from faults.counters import Counters
from faults.hostile import GOOD, GROUPS, HEAD, HOSTILE, Hostile
from workbench.evidence import Evidence

MOST_MEMORY = 300
# A whole group in one process keeps what its earlier files took; each alone stays under the first figure.
MOST_TOGETHER = 400
MOST_WORDS = 1000
# Of the processor, which a busy machine does not add to.
MOST_SECONDS = 30


@pytest.fixture(scope="module")
def rest(commands: Commands) -> float:
    """The memory of a process that has imported everything and done nothing."""
    return commands("load", "nowhere.csv", "--home", "/dev/null/home").memory


def _assert_as_said(hostile: Hostile, said: Said) -> None:
    assert said.code in {0, 1, 3}, (hostile.name, said.code, said.err[-2000:])
    assert "Traceback" not in said.err, (hostile.name, said.err[-2000:])
    assert "13800138000" not in said.out + said.err, hostile.name
    receipts = {one["file"]: one for one in said.json.get("receipts", ())}
    reasons = {one["file"]: one["message"] for one in said.json.get("refused_files", ())}
    alone = said.json.get("error", {}).get("message")
    for name, becomes in hostile.becomes.items():
        if isinstance(becomes, str):
            reason = alone or reasons.get(name, "was taken in")
            assert becomes in reason, (name, reason, receipts.get(name))
            assert len(reason) < MOST_WORDS, name
            assert "\n" not in reason.replace(name, ""), name
        else:
            assert name in receipts, (name, alone, reasons.get(name), sorted(receipts))
            found = receipts[name]
            assert (found["accepted"], found["refused"]) == becomes, (name, found)


def _assert_nothing_half_written(home: Path) -> None:
    evidence = Evidence(home / "evidence")
    kept = {batch.name for batch in evidence.batches()}
    assert {path.name.partition(".")[0] for path in evidence.folder.rglob("*") if path.is_file()} == kept
    originals = {path.name for path in (home / "originals").iterdir()}
    assert originals == {f"{batch.original or batch.sha256}.zst" for batch in evidence.batches()}


def _assert_nothing_left(commands: Commands) -> None:
    """No temporary file of any command is there any more: neither ours nor an engine's."""
    left = [path for path in commands.temporary.rglob("*") if path.is_file()]
    assert not left, left


def test_there_are_files_enough_and_no_two_of_one_name():
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 150


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_they_are_taken_or_refused_as_they_should_be(
    commands: Commands, counters: Counters, rest: float, tmp_path: Path, group: str
):
    good = tmp_path / "visits.csv"
    good.write_text("phone,site,at\n13800138000,example.com,2026-01-02 03:04:05\n")
    files = [hostile.write(tmp_path) for hostile in GROUPS[group]]
    home = tmp_path / "home"
    said = commands("load", good, *files, "--home", home)
    for hostile in GROUPS[group]:
        _assert_as_said(hostile, said)
        counters.count("hostile files")
    _assert_nothing_half_written(home)
    _assert_nothing_left(commands)
    assert said.memory - rest < MOST_TOGETHER, said.memory - rest


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=[ascii(one.name) for one in HOSTILE])
def test_each_alone_takes_little_memory(commands: Commands, rest: float, tmp_path: Path, full: bool, hostile: Hostile):
    if not full:
        pytest.skip("all at once at the small size; each alone with --full")
    file = hostile.write(tmp_path)
    home = tmp_path / "home"
    said = commands("load", file, "--home", home)
    _assert_as_said(hostile, said)
    _assert_nothing_half_written(home)
    _assert_nothing_left(commands)
    assert said.memory - rest < MOST_MEMORY
    assert said.processor < MOST_SECONDS


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_folder, _loop, os.mkfifo, _endless], ids=["folder", "loop", "fifo", "endless"])
def test_what_is_no_file_is_told_and_never_waited_for(commands: Commands, tmp_path: Path, make):
    make(tmp_path / "calls.csv")
    said = commands("load", tmp_path / "calls.csv", "--home", tmp_path / "home")
    assert said.sentence
    _assert_nothing_half_written(tmp_path / "home")


def _changed_at(commands: Commands, file: Path, home: Path, within: str) -> Said:
    """What a load says of a file that grows at the load's first step on the disk within that folder."""
    file.write_text(HEAD + "".join(f"138{n:08},13900139000,2026-01-02 03:04:05,{n % 60}\n" for n in range(1000)))
    running = commands.start("load", file, "--home", home, limits=Limits(step=0, within=within, waits=True))
    commands.await_step(running)
    with file.open("a") as stream:
        stream.write(GOOD)
    commands.go_on(running)
    return commands.wait(running)


# The original is put in its place before any row is read; the rows' folder is made before they are written into it.
@pytest.mark.parametrize("step", ["originals/", "evidence/calls"])
def test_a_file_that_changes_while_it_is_read_is_refused(commands: Commands, tmp_path: Path, step: str):
    file, home = tmp_path / "calls.csv", tmp_path / "home"
    said = _changed_at(commands, file, home, f"{home}/{step}")
    assert "changed while" in said.sentence
    _assert_nothing_half_written(home)
    assert commands("load", file, "--home", home).json["receipts"][0]["accepted"] == 1001

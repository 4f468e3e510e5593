"""Several at once: of two loads one waits or is told, and readers never fail while a writer swaps the graph."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faults.commands import Commands, Said
from faults.counters import Counters
from faults.oracle import Oracle, assert_finished

READERS = (["check"], ["stats"], ["find", "13800000011"])
FEW, MANY = 12, 200


def _loads(commands: Commands, handover: Path, home: Path) -> tuple[Said, Said]:
    running = [commands.start("load", handover, "--home", home) for _ in range(2)]
    first, second = (commands.wait(number) for number in running)
    return first, second


def test_of_two_loads_at_once_one_is_told_and_nothing_is_doubled(
    commands: Commands, handover: Path, oracle: Oracle, counters: Counters, tmp_path: Path, full: bool
):
    for turn in range(20 if full else 1):
        home = tmp_path / str(turn)
        said = _loads(commands, handover, home)
        counters.count("loads at once", len(said))
        assert any(one.code == 0 for one in said), [one.out for one in said]
        for one in said:
            assert one.code == 0 or "is writing in this home" in one.sentence
        assert_finished(commands, handover, home, oracle)


@pytest.mark.slow
def test_readers_never_fail_while_a_writer_swaps(
    commands: Commands, handover: Path, oracle: Oracle, counters: Counters, tmp_path: Path, full: bool
):
    home = tmp_path / "home"
    (tmp_path / "one").mkdir()
    one = shutil.copy(handover / "transfers.csv", tmp_path / "one" / "transfers.csv")
    loaded = commands("load", handover, "--home", home)
    batch = next(each["batch"] for each in loaded.json["receipts"] if each["source"] == "transfers")
    reading, left = dict[int, list[str]](), MANY if full else FEW
    while left:
        # Out and in again: evidence and graph change under those that read.
        writers = [commands.start("unload", batch, "--home", home)]
        now = [READERS[(left - turn) % len(READERS)] for turn in range(min(5, left))]
        reading |= {commands.start(*words, "--home", home): words for words in now}
        left -= len(now)
        assert commands.wait(writers[0]).code == 0
        assert commands("load", one, "--home", home).code == 0
    for number, words in reading.items():
        said = commands.wait(number)
        # A check between evidence and graph says so, which is an answer.
        assert said.code == 0 or (words == ["check"] and not said.json["agree"]), (words, said.out, said.err[-2000:])
        assert "Traceback" not in said.err
        counters.count("readers")
    assert_finished(commands, handover, home, oracle)

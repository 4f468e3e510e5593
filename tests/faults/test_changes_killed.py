"""Every command that changes something, killed at random moments and steps: running it again finishes it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pytest

from faults.commands import KILLED, Commands, Limits
from faults.counters import Counters
from faults.oracle import batches_of, files_of, totals_of

pytestmark = pytest.mark.slow

FEW, MANY = 5, 100
STEPS = 30
FACT = ("case_numbers", "case=A-1", "kind=phone", "key=13800000011", "at=2026-10-01 10:00:00")
ROUND = ("unload", "load", "rebuild", "fact", "unload fact")
# Names that differ from one writing of the graph to the next; and originals, which stay when a batch goes.
_OTHERS = ("graph/", "drawn/", "originals/")


@dataclass
class Changing:
    """A home that goes round from state to state, and what each state comes to where nothing befalls a command."""

    commands: Commands
    handover: Path
    home: Path
    graph: tuple[str, ...]
    counters: Counters
    dice: random.Random
    batches: dict[str, str] = field(default_factory=dict)
    states: dict[str, tuple[dict[str, pa.Table], dict[str, int], set[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def words(self, act: str) -> tuple[object, ...]:
        """The command line of that act."""
        ends = ("--home", self.home, *self.graph)
        return {
            "unload": ("unload", self.batches.get("transfers"), *ends),
            "load": ("load", self.handover, *ends),
            "rebuild": ("rebuild", *ends),
            "fact": ("fact", *FACT, "--told-by", "the 96110 desk", *ends),
            "unload fact": ("unload", self.batches.get("fact"), *ends),
        }[act]

    def learn(self) -> None:
        """One round in which nothing befalls anything."""
        first = self.commands(*self.words("load")).json["receipts"]
        self.batches["transfers"] = next(one["batch"] for one in first if one["source"] == "transfers")
        for act in ROUND:
            said = self.commands(*self.words(act))
            assert said.code == 0, (act, said.out, said.err[-2000:])
            if act == "fact":
                self.batches["fact"] = next(name for name in self._rows() if name.startswith(FACT[0])).partition("/")[2]
            self.seconds[act] = said.seconds
            self.states[act] = (self._rows(), totals_of(self.commands, self.home, *self.graph), self._files())

    def cut(self, act: str, *, by_step: bool) -> None:
        """The act, killed at some moment; the evidence is whole, and the act is finished by running it again."""
        here = str(self.home)
        step, moment = self.dice.randrange(STEPS), self.dice.uniform(0, self.seconds[act])
        said = self.commands(
            *self.words(act), limits=Limits(step=step, within=here) if by_step else Limits(after=moment)
        )
        told = (act, step if by_step else moment, said.code, said.out[:300], said.err[-2000:])
        assert said.code in {0, KILLED}, told
        self.counters.count("kills", said.code == KILLED)
        whole = {name: rows for state in self.states.values() for name, rows in state[0].items()}
        self.counters.count("half batches", sum(not rows.equals(whole[name]) for name, rows in self._rows().items()))
        looked = self.commands("check", "--home", self.home, *self.graph)
        self.counters.count("tracebacks", "Traceback" in looked.err)
        assert looked.code in {0, 3}, (told, looked.err[-2000:])
        assert "agree" in looked.json, (told, looked.out)
        self._finish(act, told)

    def _finish(self, act: str, told: object) -> None:
        again = self.commands(*self.words(act))
        self.counters.count("tracebacks", "Traceback" in again.err)
        # What was done to the end before the kill is told as done.
        assert again.code == 0 or (again.code == 2 and "there is no batch" in again.sentence), (told, again.out)
        rows, totals, files = self.states[act]
        found = totals_of(self.commands, self.home, *self.graph)
        self.counters.count("lost", sum(found[name] < totals[name] for name in totals))
        self.counters.count("doubled", sum(found[name] > totals[name] for name in totals))
        assert self._rows().keys() == rows.keys(), told
        assert not self._files() ^ files, (told, self._files() ^ files)

    def _rows(self) -> dict[str, pa.Table]:
        return batches_of(self.home)

    def _files(self) -> set[str]:
        return {name for name in files_of(self.home) if not name.startswith(_OTHERS)}


def _go_round(changing: Changing, turns: int) -> None:
    changing.learn()
    for turn in range(turns):
        # Every act by the clock and by the step in turn, since a round has an odd number of acts.
        changing.cut(ROUND[turn % len(ROUND)], by_step=bool(turn % 2))
    changing.counters.assert_clean(kills=turns // 3)


def test_a_change_killed_at_any_moment_is_finished_by_running_it_again(
    commands: Commands, handover: Path, counters: Counters, dice: random.Random, tmp_path: Path, full: bool
):
    _go_round(Changing(commands, handover, tmp_path / "home", (), counters, dice), MANY if full else FEW)


@pytest.mark.neo4j
def test_a_change_of_a_neo4j_killed_at_any_moment_is_finished_by_running_it_again(
    commands: Commands,
    handover: Path,
    counters: Counters,
    dice: random.Random,
    tmp_path: Path,
    full: bool,
    empty_neo4j: str,
):
    graph = ("--graph", empty_neo4j)
    _go_round(Changing(commands, handover, tmp_path / "home", graph, counters, dice), MANY if full else FEW)

"""Loads killed at random moments and random steps: what counts is whole, and running again finishes it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import wipe_neo4j

from faults.commands import KILLED, Commands, Limits
from faults.counters import Counters
from faults.oracle import Oracle, assert_finished, assert_whole

FEW, MANY = 2, 100
# The steps on the disk of one load of the hand-over are about so many.
STEPS = 55


def _moment(dice: random.Random, turn: int, home: Path, seconds: float) -> Limits:
    """By the clock and by the steps on the disk in turn: some steps are over too quickly to be hit by the clock."""
    if turn % 2:
        return Limits(step=dice.randrange(STEPS), within=str(home))
    return Limits(after=dice.uniform(0, seconds))


def _is_cut(commands: Commands, handover: Path, home: Path, limits: Limits, graph: tuple[str, ...]) -> bool:
    said = commands("load", handover, "--home", home, *graph, limits=limits)
    assert said.code in {0, KILLED}, (limits, said.code, said.err[-2000:])
    return said.code == KILLED


def _opens(commands: Commands, home: Path, graph: tuple[str, ...]) -> None:
    said = commands("stats", "--home", home, *graph)
    assert said.code == 0, (said.out, said.err[-2000:])


@pytest.mark.slow
def test_a_load_killed_at_any_moment_is_finished_by_running_it_again(
    commands: Commands,
    handover: Path,
    oracle: Oracle,
    counters: Counters,
    dice: random.Random,
    tmp_path: Path,
    full: bool,
):
    counted = set()
    for turn in range(MANY if full else FEW):
        home = tmp_path / str(turn)
        limits = _moment(dice, turn, home, oracle.seconds)
        counters.count("kills", _is_cut(commands, handover, home, limits, ()))
        counted.add(assert_whole(home, oracle))
        _opens(commands, home, ())
        assert_finished(commands, handover, home, oracle)
    counters.assert_clean(kills=MANY // 2 if full else 1)
    assert len(counted) > 1 or not full


@pytest.mark.slow
@pytest.mark.neo4j
def test_a_load_into_neo4j_killed_at_any_moment_is_finished_by_running_it_again(
    commands: Commands,
    handover: Path,
    oracle: Oracle,
    counters: Counters,
    dice: random.Random,
    tmp_path: Path,
    full: bool,
    empty_neo4j: str,
):
    graph = ("--graph", empty_neo4j)
    whole = commands("load", handover, "--home", tmp_path / "whole", *graph)
    assert whole.code == 0, whole.err
    for turn in range(MANY if full else FEW):
        home = tmp_path / str(turn)
        wipe_neo4j(empty_neo4j)
        limits = _moment(dice, turn, home, whole.seconds)
        counters.count("kills", _is_cut(commands, handover, home, limits, graph))
        assert_whole(home, oracle)
        _opens(commands, home, graph)
        assert_finished(commands, handover, home, oracle, *graph)
    counters.assert_clean(kills=MANY // 2 if full else 1)

"""A Neo4j behind a line that is cut, cuts messages short or is slow: every batch lands once."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults.commands import Commands, Said
from faults.counters import Counters
from faults.oracle import Oracle, assert_finished, oracle_of
from faults.proxy import Harm, Proxy

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

FEW, MANY = 4, 200
SLOW = 1.0
# The last messages say goodbye, and may come or not.
LAST = 10


@pytest.fixture(scope="module")
def taken(commands: Commands, handover: Path, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose evidence is in and whose graph is still to be written."""
    home = tmp_path_factory.mktemp("taken") / "home"
    oracle_of(commands, handover, home)
    return home


@pytest.fixture
def other(handover: Path, tmp_path: Path) -> Path:
    """A hand-over of which the graph holds something else: some of it goes, some comes when the story is loaded."""
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "visits.csv").write_text("phone,site,at\n13800000011,example.com,2026-01-01 00:00:00\n")
    shutil.copy(handover / "transfers.csv", folder)
    return folder


@dataclass(frozen=True)
class _Way:
    """How the graph comes to be behind the story, and how many messages bring it back."""

    put_behind: Callable[[], Said]
    messages: int


def _measured(put_behind: Callable[[], Said], load: Callable[[], Said], proxy: Proxy) -> _Way:
    assert put_behind().code == 0
    proxy.arm(None, 0)
    assert load().code == 0
    return _Way(put_behind, proxy.messages)


def test_a_line_harmed_anywhere_loses_and_doubles_nothing(
    commands: Commands,
    handover: Path,
    oracle: Oracle,
    taken: Path,
    other: Path,
    counters: Counters,
    dice: random.Random,
    tmp_path: Path,
    full: bool,
    empty_neo4j: str,
):
    # Of the same home as `taken`, so that the graph is one and the same; its evidence is another.
    behind = Path(shutil.copytree(taken, tmp_path / "behind"))
    shutil.rmtree(behind / "evidence")
    (behind / "evidence").mkdir()
    batch = next(name for name in oracle.batches if name.startswith("transfers/")).partition("/")[2]
    fates: Counter[str] = Counter()
    with Proxy(empty_neo4j) as proxy:
        graph = ("--graph", proxy.url)

        def load() -> Said:
            return commands("load", handover, "--home", taken, *graph)

        # Written whole, since the graph shows what this home never drew; and only what differs.
        ways = [
            _measured(lambda: commands("load", other, "--home", behind, *graph), load, proxy),
            _measured(lambda: commands("unload", batch, "--home", taken, *graph), load, proxy),
        ]
        for turn in range(MANY if full else FEW):
            way, harm = ways[turn % len(ways)], list(Harm)[turn % len(Harm)]
            assert way.put_behind().code == 0
            proxy.arm(harm, dice.randint(1, way.messages - LAST), SLOW, dice.random())
            said = load()
            counters.count("slow lines" if harm is Harm.DELAY else "cut lines")
            fates[f"{harm}: {'finished' if said.code == 0 else said.sentence}"] += 1
            assert proxy.done, (turn, harm, proxy.messages)
            assert harm is not Harm.DELAY or said.code == 0, (turn, said.out)
            proxy.arm(None, 0)
            assert_finished(commands, handover, taken, oracle, *graph)
    counters.assert_clean(cut_lines=2)
    assert len(fates) > 2, fates

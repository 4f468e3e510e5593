"""Where the suites of faults find their size, the process that runs commands, a hand-over and what it comes to."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import story

from faults.commands import Commands
from faults.counters import Counters, summary
from faults.oracle import Oracle, oracle_of

SEED = 20_261_124
MORE_CALLS = 3_000
FEW_SOURCES = ("identities", "phone_cards", "transfers", "calls")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the suites of faults at their full size")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the suites run at full size; `python -m pytest tests/faults --full`."""
    return bool(request.config.getoption("--full", default=False))


_COUNTED: Counter[str] = Counter()


@pytest.fixture
def counters() -> Counters:
    """What this test counts; the session's sum is told at its end."""
    return Counters(_COUNTED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _COUNTED:
        terminalreporter.section("faults")
        terminalreporter.write_line(summary(_COUNTED))


@pytest.fixture
def dice() -> random.Random:
    """The same throws in every run; a failure says which throw it was."""
    return random.Random(SEED)


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """Commands as a person types them, each in a process of its own."""
    folder = tmp_path_factory.mktemp("commands")
    # Some commands run as nobody.
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o755)
    folder.chmod(0o777)
    with Commands(folder) as running:
        yield running


@pytest.fixture(scope="session")
def handover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the story, and calls enough that a load takes its time over them; a few rows are refused."""
    folder = story.write_handover(tmp_path_factory.mktemp("handed") / "handover")
    for file in folder.iterdir():
        if file.stem not in FEW_SOURCES:
            file.unlink()
    throw = random.Random(SEED)
    lines = ["caller,callee,at,seconds", "unknown,96110,2026-09-01 09:00:00,1"]
    for _ in range(MORE_CALLS):
        at = f"2026-10-{throw.randint(1, 28):02} {throw.randint(0, 23):02}:{throw.randint(0, 59):02}:00"
        lines.append(f"138{throw.randrange(900):08},139{throw.randrange(900):08},{at},{throw.randint(0, 900)}")
    (folder / "calls_more.csv").write_text("\n".join([*lines, *lines[-9:]]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def oracle(commands: Commands, handover: Path, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """What an undisturbed load of the hand-over into the embedded graph leaves."""
    return oracle_of(commands, handover, tmp_path_factory.mktemp("oracle") / "home")

"""Ctrl-C while loading: one sentence, exit code 3, and running the same line again finishes it."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROWS = 120_000
# A shell that runs the tests in the background makes its children deaf to the signal.
START = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from workbench.cli import main
print("ready", file=sys.stderr, flush=True)
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def handover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Calls enough to be still at it when the signal comes."""
    folder = tmp_path_factory.mktemp("many")
    draw = random.Random(7)
    rows = (
        f"138{draw.randrange(20_000):08d},139{draw.randrange(20_000):08d},"
        f"2026-0{draw.randrange(1, 9)}-{draw.randrange(1, 28):02d} 08:{draw.randrange(60):02d}:00,9\n"
        for _ in range(ROWS)
    )
    (folder / "calls.csv").write_text("caller,callee,at,seconds\n" + "".join(rows))
    (folder / "visits.csv").write_text("phone,site,at\n13800000001,example.com,2026-01-01 00:00:00\n")
    return folder


def _start(handover: Path, home: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", START, "load", str(handover), "--home", str(home), "--json"]
    return subprocess.Popen(words, cwd=home.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _load(handover: Path, home: Path, after: float | None = None) -> tuple[int, dict[str, object], str, float]:
    """Exit code, answer, errors and seconds of a load that gets the signal so many seconds after its start."""
    with _start(handover, home) as loading:
        assert loading.stderr is not None
        assert loading.stderr.readline() == "ready\n"
        begun = time.monotonic()
        if after is not None:
            time.sleep(after)
            loading.send_signal(signal.SIGINT)
        out, err = loading.communicate(timeout=120)
        # Killed by the signal: it came when all was done and said, while Python itself was ending.
        code = 0 if loading.returncode == -signal.SIGINT else loading.returncode
        assert out, err
        return code, json.loads(out), err, time.monotonic() - begun


@pytest.mark.slow
def test_an_interrupted_load_is_finished_by_running_it_again(handover: Path, tmp_path: Path):
    code, whole, _, seconds = _load(handover, tmp_path / "whole")
    assert code == 0
    stopped = 0
    for share in (0.05, 0.3, 0.5, 0.75):
        home = tmp_path / f"home{share}"
        code, answer, err, _ = _load(handover, home, share * seconds)
        assert "Traceback" not in err
        if code == 0:
            continue
        stopped += 1
        assert code == 3
        assert answer == {"error": {"code": "stopped", "message": "stopped; running it again finishes it"}}
        code, again, _, _ = _load(handover, home)
        assert code == 0
        assert _batches(again) == _batches(whole)
        assert list(home.rglob("*.building*")) == []
    # How many of them come in time is the machine's affair; the first one does.
    assert stopped >= 1


def _batches(answer: dict[str, object]) -> list[object]:
    receipts = answer["receipts"]
    assert isinstance(receipts, list)
    return [(one["batch"], one["accepted"]) for one in receipts]

"""Commands as the suites give them: started, waited for, and what they left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from faults.loads import GO_ON, REACHED

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
KILLED = -9


@dataclass(frozen=True)
class Limits:
    """What befalls a command: killed after so many seconds or at a step, short of room, without rights.

    With `waits` it is not killed at the step, but waits there until it is told to go on.
    """

    after: float | None = None
    step: int | None = None
    within: str = ""
    waits: bool = False
    largest: int | None = None
    nobody: bool = False
    patience: float = PATIENCE


@dataclass(frozen=True)
class Said:
    """What a command left: exit code (negative: the signal), output, errors, seconds, and its most memory in MiB.

    `processor` are its seconds of the processor.
    """

    code: int
    out: str
    err: str
    seconds: float
    memory: float
    processor: float

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        lines = self.out.splitlines()
        assert len(lines) == 1, (self.code, self.out[:500], self.err[-2000:])
        return json.loads(lines[0])

    @property
    def sentence(self) -> str:
        """The one sentence of a command that could not; anything else fails."""
        assert self.code in {2, 3}, (self.code, self.out[:500], self.err[-2000:])
        assert "Traceback" not in self.err, self.err[-2000:]
        assert set(self.json) == {"error"}, self.out[:500]
        message = self.json["error"]["message"]
        assert 10 < len(message) < 1000, message
        assert "\n" not in message
        return str(message)


class Commands:
    """The process that runs commands; several may run at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.temporary.chmod(0o777)
        self._number = 0
        self._ended: dict[int, tuple[int, float, int, float]] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.loads"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}", "TMPDIR": str(self.temporary)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._read() == "ready\n"

    def start(self, *words: object, limits: Limits | None = None) -> int:
        """The number of a command that now runs; `--json` is added."""
        self._number += 1
        place = self._folder / str(self._number)
        place.mkdir()
        place.chmod(0o777)
        order = {"number": self._number, "words": [*map(str, words), "--json"], "place": str(place)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order | vars(limits or Limits())) + "\n")
        self._process.stdin.flush()
        return self._number

    def wait(self, number: int) -> Said:
        """What that command left."""
        while number not in self._ended:
            ended, *figures = json.loads(self._read())
            self._ended[ended] = tuple(figures)
        code, seconds, memory, processor = self._ended.pop(number)
        out, err = ((self._folder / str(number) / name).read_text("utf-8", "replace") for name in ("out", "err"))
        return Said(code, out, err, seconds, memory / 1024, processor)

    def await_step(self, number: int) -> None:
        """Returns once that command waits at its step."""
        reached = self._folder / str(number) / REACHED
        until = time.monotonic() + PATIENCE
        while not reached.exists():
            assert time.monotonic() < until, "the command never came to its step"
            time.sleep(0.01)

    def go_on(self, number: int) -> None:
        """Lets that command go on."""
        (self._folder / str(number) / GO_ON).touch()

    def __call__(self, *words: object, limits: Limits | None = None) -> Said:
        """A command, started and waited for."""
        return self.wait(self.start(*words, limits=limits))

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that runs the commands is gone"
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)

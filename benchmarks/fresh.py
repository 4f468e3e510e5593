"""A step measured in a process of its own: seconds, processor seconds and the most memory, and what it found."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

Ready = TypeVar("Ready")
Found = dict[str, int]
Step = Callable[[Path], Found]
"""Does its work in an empty folder and says what it found; a module's function, or a partial of one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` by the clock, `cpu` on all cores, `peak` MiB of the whole process, and what the step found."""

    seconds: float
    cpu: float
    peak: float
    found: Found


@dataclass(frozen=True, slots=True)
class Prepared(Generic[Ready]):
    """A step that wants something ready before the clock starts: `step` is called with what `prepare` gave."""

    prepare: Callable[[], Ready]
    step: Callable[[Ready], Found]


def measured(step: Step | Prepared[Any]) -> Measured:
    """The step in a fresh process; the whole run stops where it fails, its own error stands above."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_measure, args=(step, theirs))
    process.start()
    # Then only the process holds its end, and one that fails is heard of.
    theirs.close()
    try:
        told: Measured = ours.recv()
    except EOFError:
        sys.exit("a step failed; its error stands above")
    process.join()
    return told


def _measure(step: Step | Prepared[Any], told: Connection) -> None:
    with TemporaryDirectory(prefix="workbench-") as folder:
        told.send(in_this_process(step, Path(folder)))


def in_this_process(step: Step | Prepared[Any], folder: Path) -> Measured:
    """The same without a process of its own: the peak is then that of all that ran before, too."""
    if isinstance(step, Prepared):
        ready = step.prepare()
        # What preparing took would else stand as the step's own peak.
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        cpu, start = _cpu(), time.perf_counter()
        found = step.step(ready)
    else:
        cpu, start = _cpu(), time.perf_counter()
        found = step(folder)
    return Measured(time.perf_counter() - start, _cpu() - cpu, _peak(), found)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    """The most memory this process has held, MiB; getrusage would tell what its parent held before it began."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024

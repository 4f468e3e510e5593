"""Loads that are cut off, each in a process of its own: killed at one of its steps on the disk, or out of room.

`python -m tests.workbench.evidence.cut kill|full FOLDER FILE POINTS…` loads the file into FOLDER/POINT for each
point: killed at that step on the disk (`kill`), or with files that may only grow to so many bytes (`full`).
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from itertools import count
from pathlib import Path

from tests.taken import source_of, take
from workbench.errors import WorkbenchError
from workbench.evidence import Evidence

DONE, REFUSED = 0, 3
_STEPS = {"open", "os.rename", "os.remove", "os.mkdir"}


def _kill_at(point: int, folder: Path) -> None:
    steps = count()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _STEPS and str(arguments[0]).startswith(str(folder)) and next(steps) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _full_at(size: int) -> None:
    # Beyond the limit a write fails as on a full disk, once the signal that goes with it is ignored.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _load(how: str, point: int, folder: Path, file: Path) -> int:
    if how == "kill":
        _kill_at(point, folder)
    else:
        _full_at(point)
    try:
        take(Evidence(folder), source_of("calls"), file)
    except WorkbenchError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return DONE


def _main(how: str, folder: Path, file: Path, points: list[int]) -> None:
    for point in points:
        child = os.fork()
        if not child:
            os._exit(_load(how, point, folder / str(point), file))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{point} {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [int(point) for point in sys.argv[4:]])

"""Commands run in processes of their own that may be killed, held short of room, or watched for memory.

`python -m faults.loads` reads one order a line and forks a process an order: what a command needs is imported once.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

REACHED, GO_ON = "reached", "go-on"
_STEPS = {"open", "os.rename", "os.remove", "os.mkdir"}
_WRITES = os.O_WRONLY | os.O_RDWR


def serve() -> None:
    """Answers orders until there are no more; the answer is one line: number, code, seconds, memory, processor."""
    _import_all()
    # Nobody waits for those who wait for the commands.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        if not os.fork():
            _oversee(json.loads(line))
            os._exit(0)


def _import_all() -> None:
    import ladybug  # noqa: F401
    import neo4j  # noqa: F401

    import workbench.cli
    import workbench.desk  # noqa: F401


def _oversee(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    begun = time.monotonic()
    child = os.fork()
    if not child:
        _work(order)
    killer = os.fork()
    if not killer:
        # In a process of its own, for waiting with a time limit needs polling.
        time.sleep(order["after"] if order["after"] is not None else order["patience"])
        os.kill(child, signal.SIGKILL)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    os.kill(killer, signal.SIGKILL)
    os.waitpid(killer, 0)
    code, processor = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
    said = [order["number"], code, time.monotonic() - begun, used.ru_maxrss, processor]
    os.write(1, (json.dumps(said) + "\n").encode())


def _work(order: dict[str, Any]) -> None:
    code = 99
    try:
        _settle(order)
        from workbench.cli import run

        code = run(order["words"])
    except BaseException:  # noqa: BLE001 - what Python itself would do: say it and end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _settle(order: dict[str, Any]) -> None:
    place = Path(order["place"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), number)
    # Only now: what a program says as it dies goes to its own errors.
    faulthandler.enable()
    os.chdir(place)
    os.environ["COLUMNS"] = "200"
    if order["step"] is not None:
        _at_step(order["step"], order["within"], _wait_in(place) if order["waits"] else _kill)
    if order["largest"] is not None:
        # Beyond the limit a write fails as on a full disk, once the signal that goes with it is ignored.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], order["largest"]))
    if order["nobody"] and os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _wait_in(place: Path) -> Callable[[], None]:
    def wait() -> None:
        (place / REACHED).touch()
        while not (place / GO_ON).exists():
            time.sleep(0.01)

    return wait


def _at_step(step: int, within: str, do: Callable[[], None]) -> None:
    """What the process does at its so-many-th step on the disk: a file written, moved or taken away."""
    steps = count()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _STEPS or not str(arguments[0]).startswith(within):
            return
        if event == "open" and not (int(arguments[2] or 0) & _WRITES):
            return
        if next(steps) == step:
            do()

    sys.addaudithook(hook)


if __name__ == "__main__":
    serve()

"""Ctrl-C: heard once for the whole command, so that it ends the same whatever was at work."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def hearing_stop() -> Iterator[list[int]]:
    """A list that is empty until Ctrl-C is pressed; then KeyboardInterrupt is raised in whatever runs."""
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    # Where the signal is ignored (a job in the background) or somebody else's, it stays so.
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield stopped
        return
    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)

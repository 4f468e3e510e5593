"""Lanes: work dealt to threads, always to as many lanes, so that every machine gives the same answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

LANES = 4
"""However many processors there are: what lanes find is added up in their order."""
Found = TypeVar("Found")


class Run(Protocol):
    """Runs work once for each lane, 0 to `count` - 1, side by side."""

    def __call__(self, work: Callable[[int], Found], count: int = LANES) -> list[Found]:
        """Give what was found, in the order of lanes."""


@contextmanager
def lanes() -> Iterator[Run]:
    """Give a way to run work in lanes; machine code lets the other threads run."""
    with ThreadPoolExecutor(min(LANES, os.cpu_count() or 1), thread_name_prefix="lane") as pool:
        yield lambda work, count=LANES: list(pool.map(work, range(count)))

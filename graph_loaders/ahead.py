"""Working ahead: the next step is made on another thread while this one is still looked at."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Step = TypeVar("Step")


@contextmanager
def ahead(steps: Iterator[Step]) -> Iterator[Iterator[Step]]:
    """The same steps in the same order, each made while the one before is looked at; errors come where they belong.

    One step ahead and no more, so that memory holds two. Leaving waits for the step under way.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        yield _taken(pool, steps)


def _taken(pool: ThreadPoolExecutor, steps: Iterator[Step]) -> Iterator[Step]:
    coming = pool.submit(_next, steps)
    while step := coming.result():
        coming = pool.submit(_next, steps)
        yield step[0]


def _next(steps: Iterator[Step]) -> tuple[Step] | None:
    for step in steps:
        return (step,)
    return None

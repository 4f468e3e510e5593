"""Compiling: loops over millions of payments as machine code, kept beside the module where that can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Work = TypeVar("Work", bound=Callable[..., object])


def compiled(work: Work) -> Work:
    """Give the function as machine code; the first call with new types of arguments compiles it.

    While it runs other threads do too.
    """
    try:
        return cast("Work", njit(cache=True, nogil=True)(work))
    except RuntimeError:
        # Nowhere to keep it: installed read-only, by somebody who has no home folder. It is compiled each time.
        return cast("Work", njit(nogil=True)(work))

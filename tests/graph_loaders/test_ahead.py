"""Working ahead: the same steps, the same errors, and no thread left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from graph_loaders.ahead import ahead


def _steps(most: int, made: list[int]) -> Iterator[int]:
    for number in range(most):
        made.append(number)
        yield number
    if most == 3:
        raise ZeroDivisionError


def _threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("ahead")]


def test_steps_come_in_their_order():
    with ahead(iter(range(100))) as steps:
        assert list(steps) == list(range(100))
    assert _threads() == []


def test_steps_that_are_nothing_are_steps():
    with ahead(iter([0, None, False])) as steps:
        assert list(steps) == [0, None, False]


def test_one_step_is_made_ahead_and_no_more():
    made: list[int] = []
    with ahead(_steps(10, made)) as steps:
        for number in steps:
            assert len(made) <= number + 2


def test_an_error_comes_after_the_steps_before_it():
    made: list[int] = []
    with ahead(_steps(3, made)) as steps:
        assert [next(steps), next(steps), next(steps)] == made == [0, 1, 2]
        with pytest.raises(ZeroDivisionError):
            next(steps)
    assert _threads() == []


def test_leaving_early_leaves_no_thread():
    with ahead(_steps(10, [])) as steps:
        next(steps)
    assert _threads() == []

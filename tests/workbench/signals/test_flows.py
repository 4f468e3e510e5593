"""Money in motion agrees with what a plain search over every payment gives, on small worlds of every sort."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pandas as pd
import pytest

from workbench.signals.flows.cycles import WHATEVER, Walk, cycles
from workbench.signals.flows.passing import passed_on

Rows = list[tuple[int, int, int, int]]


def frame(rows: Rows) -> pd.DataFrame:
    columns = ["start", "end", "at", "fen"]
    return pd.DataFrame(rows, columns=columns).astype("int64").sort_values("at", kind="stable", ignore_index=True)


def drawn(seed: int, cards: int, payments: int, moments: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    rows = draw.integers(0, (cards, cards, moments, 50), (payments, 4))
    return frame([tuple(row) for row in rows.tolist() if row[0] != row[1]])


def in_a_circle(rows: Rows, walk: Walk) -> bool:
    meets = all(one[1] == other[0] for one, other in zip(rows, [*rows[1:], rows[0]], strict=True))
    forward = all(one[2] <= other[2] for one, other in pairwise(rows))
    fits = all(walk.low * one[3] <= 100 * other[3] <= walk.high * one[3] for one, other in pairwise(rows))
    near = rows[-1][2] - rows[0][2] <= walk.within
    return meets and forward and fits and near and len({one[0] for one in rows}) == len(rows)


def by_trying_all(payments: pd.DataFrame, walk: Walk) -> set[frozenset[int]]:
    rows = list(payments.itertuples(index=False, name=None))
    return {
        frozenset(chosen)
        for size in range(walk.least, walk.hops + 1)
        for chosen in permutations(range(len(rows)), size)
        if in_a_circle([rows[at] for at in chosen], walk)
    }


def found(payments: pd.DataFrame, walk: Walk) -> list[frozenset[int]]:
    return [frozenset(at for at in row if at >= 0) for row in cycles(payments, walk).rows.tolist()]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("moments", [1, 3, 40])
def test_the_circles_are_those_that_trying_everything_finds(seed: int, moments: int) -> None:
    payments = drawn(seed, 4, 9, moments)
    walk = Walk(hops=4, within=25, low=(0, 60)[seed % 2], high=(WHATEVER, 150)[seed % 2])
    mine = found(payments, walk)
    assert set(mine) == by_trying_all(payments, walk)
    # Where all payments are of one moment a circle has no first; it is told once all the same.
    assert len(mine) == len(set(mine))


def test_a_circle_of_six_is_found_and_one_of_seven_is_not() -> None:
    ring = frame([(at, (at + 1) % 6, at, 100) for at in range(6)])
    assert found(ring, Walk(hops=6, within=10)) == [frozenset(range(6))]
    assert found(frame([(at, (at + 1) % 7, at, 100) for at in range(7)]), Walk(hops=6, within=10)) == []


def test_time_never_runs_back_in_a_circle() -> None:
    assert found(frame([(0, 1, 3, 9), (1, 2, 2, 9), (2, 0, 1, 9)]), Walk(within=99)) == []


def test_a_walk_without_end_is_given_up_and_that_is_said() -> None:
    whole = frame([(one, other, 0, 5) for one in range(12) for other in range(12) if one != other])
    answer = cycles(whole, Walk(hops=6, within=9, steps=50))
    assert answer.cut > 0
    assert cycles(frame([]), Walk()).rows.shape[0] == 0


@pytest.mark.parametrize("seed", range(12))
def test_no_fen_is_passed_on_twice(seed: int) -> None:
    payments = drawn(seed, 5, 60, 30)
    pieces = passed_on(payments, 7)
    assert (pieces["fen"] > 0).all()
    assert pieces["wait"].between(0, 7).all()
    for side in ("into", "out"):
        used = pieces.groupby(side)["fen"].sum()
        assert (used <= payments["fen"].reindex(used.index)).all()
    assert (payments["end"].to_numpy()[pieces["into"]] == pieces["card"]).all()
    assert (payments["start"].to_numpy()[pieces["out"]] == pieces["card"]).all()


def test_the_newest_money_goes_first() -> None:
    payments = frame([(1, 0, 0, 100), (2, 0, 5, 40), (0, 3, 6, 60), (0, 4, 200, 9)])
    pieces = passed_on(payments, 10)
    told = list(pieces[["into", "out", "fen", "wait"]].itertuples(index=False, name=None))
    assert told == [(1, 2, 40, 1), (0, 2, 20, 6)]


def test_money_of_the_same_moment_comes_before_it_goes() -> None:
    assert len(passed_on(frame([(0, 3, 5, 10), (1, 0, 5, 10)]), 0)) == 1

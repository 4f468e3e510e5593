"""A payment is followed to the last fen, and the bounds hold whatever money is taken to leave first."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.signals.flows.tracing import follow

Rows = list[tuple[int, int, int, int]]
PAYMENTS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 20), st.integers(1, 90)).filter(
        lambda one: one[0] != one[1]
    ),
    min_size=1,
    max_size=25,
)


def frame(rows: Rows) -> pd.DataFrame:
    whole = pd.DataFrame(sorted(rows, key=lambda one: one[2]), columns=["start", "end", "at", "fen"])
    return whole.astype("int64")


@settings(deadline=None, max_examples=40)
@given(PAYMENTS, st.data())
def test_not_a_fen_is_lost_or_made_at_any_card(rows: Rows, data: st.DataObject) -> None:
    payments = frame(rows)
    first = data.draw(st.integers(0, len(rows) - 1))
    stops = frozenset(data.draw(st.sets(st.integers(0, 4), max_size=2)))
    found = follow(payments, first, stops)
    steps = found.steps.join(payments[["start", "end"]], on="row")
    assert found.left["fen"].sum() == payments["fen"][first]
    came, went = steps.groupby("end")["fen"].sum(), steps[steps["row"] != first].groupby("start")["fen"].sum()
    left = found.left.set_index("card")["fen"]
    assert came.sub(went, fill_value=0).reindex(left.index).tolist() == left.tolist()
    assert (steps["fen"] <= payments["fen"].reindex(steps["row"]).to_numpy()).all()


@settings(deadline=None, max_examples=40)
@given(PAYMENTS, st.data())
def test_the_rule_lies_between_the_bounds(rows: Rows, data: st.DataObject) -> None:
    payments = frame(rows)
    found = follow(payments, data.draw(st.integers(0, len(rows) - 1)))
    for each in (found.steps, found.left):
        assert (each["low"] >= 0).all()
        assert (each["low"] <= each["fen"]).all()
        assert (each["fen"] <= each["high"]).all()


def other_orders(payments: pd.DataFrame, first: int, newest: bool) -> dict[int, int]:
    """The same by another rule: the newest money first, or what is followed last; row and fen of each payment."""
    lying: dict[int, list[list[int]]] = {}
    need: dict[int, int] = {}
    least: dict[int, int] = {}
    for start, end, _, fen in payments.itertuples(index=False, name=None):
        for card, change in ((start, -fen), (end, fen)):
            need[card] = need.get(card, 0) + change
            least[card] = min(least.get(card, 0), need[card])
    for card, short in least.items():
        lying[card] = [[-short, 0]]
    told = {}
    for row, (start, end, _, fen) in enumerate(payments.itertuples(index=False, name=None)):
        pieces, left = [], fen
        order = lying[start][::-1] if newest else sorted(lying[start], key=lambda one: one[1])
        for one in order:
            part = min(one[0], left)
            one[0] -= part
            left -= part
            pieces.append([part, 1 if row == first else one[1] if row > first else 0])
        lying[end] += pieces
        told[row] = sum(part for part, mark in pieces if mark)
    return told


@settings(deadline=None, max_examples=40)
@given(PAYMENTS, st.booleans(), st.data())
def test_no_other_rule_leads_beyond_the_bounds(rows: Rows, newest: bool, data: st.DataObject) -> None:
    payments = frame(rows)
    first = data.draw(st.integers(0, len(rows) - 1))
    bounds = follow(payments, first).steps.set_index("row")
    for row, fen in other_orders(payments, first, newest).items():
        if row >= first:
            low, high = (bounds.loc[row, ["low", "high"]].tolist()) if row in bounds.index else (0, 0)
            assert low <= fen <= high


def test_the_oldest_money_leaves_first() -> None:
    # A hundred lie there; forty come and are followed, then fifty others; ninety leave, then sixty, then thirty.
    rows = [(0, 1, 0, 100), (2, 1, 5, 40), (3, 1, 6, 50), (1, 4, 10, 90), (1, 5, 20, 60), (1, 6, 30, 30)]
    steps = follow(frame(rows), 1).steps.query("fen > 0")
    assert steps[["row", "hop", "fen", "wait"]].to_numpy().tolist() == [[1, 1, 40, 0], [4, 2, 40, 15]]


def test_the_bounds_say_how_much_it_may_have_been() -> None:
    rows = [(0, 1, 0, 100), (2, 1, 5, 40), (1, 4, 10, 120), (1, 5, 11, 20)]
    steps = follow(frame(rows), 1).steps
    assert steps[["row", "fen", "low", "high"]].to_numpy().tolist() == [
        [1, 40, 40, 40],
        [2, 20, 20, 40],
        [3, 20, 0, 20],
    ]


def test_what_a_card_needed_before_its_first_payment_lies_ahead() -> None:
    found = follow(frame([(0, 1, 5, 40), (1, 2, 6, 70)]), 0)
    assert found.steps[["row", "fen"]].to_numpy().tolist() == [[0, 40], [1, 40]]
    assert found.left.set_index("card")["fen"].to_dict() == {1: 0, 2: 40}


def test_nothing_is_followed_through_a_card_that_stops_it() -> None:
    found = follow(frame([(0, 1, 0, 40), (1, 2, 1, 40), (2, 3, 2, 40)]), 0, frozenset({2}))
    assert found.left.set_index("card")["fen"].to_dict() == {1: 0, 2: 40}


def test_money_that_comes_back_is_followed_again() -> None:
    found = follow(frame([(0, 1, 0, 40), (1, 0, 1, 40), (0, 2, 2, 40)]), 0)
    assert found.left.set_index("card")["fen"].to_dict() == {1: 0, 0: 0, 2: 40}

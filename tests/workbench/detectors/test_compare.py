"""Two runs held against each other: every finding of either stands in one row, matched by name and then by members."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbench.detectors.compare import WHATS, changes
from workbench.model import Findings, no_findings
from workbench.model.finding import FINDING_COLUMNS, GROUND_COLUMNS, MEMBER_COLUMNS, REASON_COLUMNS

World = dict[str, tuple[float, tuple[str, ...], tuple[str, ...]]]


def _found(world: World) -> Findings:
    """Findings by name: score, members' keys, and sentences; those that start with "but" speak for innocence."""
    findings = [(name, "rings", rank, score, name) for rank, (name, (score, _, _)) in enumerate(world.items(), 1)]
    members = [(name, "phone", key, "caller", 1.0) for name, (_, keys, _) in world.items() for key in keys]
    reasons = [
        (name, "", "", "code", one.removeprefix("but "), one.startswith("but "), 1.0, 0.0, "")
        for name, (_, _, says) in world.items()
        for one in says
    ]
    return Findings(
        pd.DataFrame(findings, columns=list(FINDING_COLUMNS)),
        pd.DataFrame(members, columns=list(MEMBER_COLUMNS)),
        pd.DataFrame(reasons, columns=list(REASON_COLUMNS)),
        pd.DataFrame(columns=list(GROUND_COLUMNS)),
    )


def _whats(before: World, now: World) -> dict[tuple[str, str], str]:
    frame = changes(_found(before), _found(now))
    return {(row.before, row.now): row.what for row in frame.itertuples()}


def test_a_ring_that_grew_under_another_name_is_one_that_changed():
    before: World = {"a": (3.0, ("1", "2", "3"), ("shared handset",)), "b": (2.0, ("7", "8"), ())}
    now: World = {"c": (4.0, ("1", "2", "3", "4"), ("shared handset", "but a family")), "d": (1.0, ("9",), ())}
    assert _whats(before, now) == {("a", "c"): "changed", ("b", ""): "gone", ("", "d"): "came"}
    (row,) = [one for one in changes(_found(before), _found(now)).itertuples() if one.what == "changed"]
    assert (row.joined, row.left, row.gained, row.lost) == (1, 0, ("but a family",), ())
    assert (row.score_before, row.score) == (3.0, 4.0)


def test_of_a_ring_that_broke_apart_the_larger_part_goes_on_and_the_other_came():
    before: World = {"a": (3.0, tuple("123456"), ())}
    now: World = {"b": (2.0, tuple("12"), ()), "c": (2.0, tuple("3456"), ())}
    assert _whats(before, now) == {("a", "c"): "changed", ("", "b"): "came"}


def test_two_that_share_a_member_by_chance_are_not_one():
    assert _whats({"a": (1.0, tuple("1234"), ())}, {"b": (1.0, tuple("4567"), ())}) == {
        ("a", ""): "gone",
        ("", "b"): "came",
    }


def test_the_same_run_against_itself_changed_nothing():
    world: World = {"a": (3.0, ("1", "2"), ("x",)), "b": (2.0, ("2",), ())}
    assert set(_whats(world, world).values()) == {"same"}


def test_of_nothing_nothing_came():
    assert changes(no_findings(), no_findings()).empty


_WORLDS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.sampled_from([1.0, 2.0]),
        st.lists(st.sampled_from("12345"), unique=True).map(tuple),
        st.lists(st.sampled_from(["x", "but y"]), unique=True).map(tuple),
    ),
)


@given(_WORLDS, _WORLDS)
def test_every_finding_of_either_run_stands_in_one_row_and_the_way_back_is_the_mirror(before: World, now: World):
    there = changes(_found(before), _found(now))
    assert sorted(name for name in there["before"] if name) == sorted(before)
    assert sorted(name for name in there["now"] if name) == sorted(now)
    mirrored = {"came": "gone", "gone": "came"}
    back = changes(_found(now), _found(before))
    assert {(row.now, row.before, mirrored.get(row.what, row.what)) for row in there.itertuples()} == {
        (row.before, row.now, row.what) for row in back.itertuples()
    }
    assert list(there["what"]) == sorted(there["what"], key=WHATS.index)

"""Groups are the components NetworkX finds, and wide ones are parted the same way every time."""

from __future__ import annotations

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from workbench.signals.groups import components, groups, grown, of_others
from workbench.signals.limits import Limits

LIMITS = Limits()


def random_pairs(seed: int, cards: int, count: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    ends = np.sort(draw.integers(0, cards, (count, 2)) * 3 + 5, axis=1)
    ends = np.unique(ends[ends[:, 0] < ends[:, 1]], axis=0)
    return linked(ends)


def linked(ends: npt.NDArray[np.int64], weight: float = 0.9) -> pd.DataFrame:
    columns = {"one": ends[:, 0], "other": ends[:, 1], "family": "device", "weight": weight, "share": weight}
    return pd.DataFrame(columns)


@pytest.mark.parametrize("seed", range(20))
def test_components_are_networkxs(seed: int) -> None:
    pairs = random_pairs(seed, 60, 45)
    mine = components(pairs)
    theirs = nx.connected_components(nx.from_pandas_edgelist(pairs, "one", "other"))
    assert {frozenset(part) for part in mine.groupby(mine).groups.values()} == {frozenset(part) for part in theirs}


def cliques(count: int, size: int, across: int = 1) -> pd.DataFrame:
    """Cliques in a chain, each joined with the next by some links."""
    one, other = np.triu_indices(size, 1)
    inside = [(one + at * size, other + at * size) for at in range(count)]
    ends = np.concatenate([np.stack(pair, axis=1) for pair in inside])
    between = [[at * size + n, (at + 1) * size + n] for at in range(count - 1) for n in range(across)]
    ends = np.concatenate([ends, np.array(between, dtype=np.int64).reshape(-1, 2)])
    return linked(ends)


@pytest.mark.parametrize("size", [4, 12, 30])
def test_groups_are_parted_where_they_hang_by_a_thread_whatever_their_size(size: int) -> None:
    found = groups(cliques(5, size), LIMITS)
    assert found.nunique() == 5
    assert found.groupby(found.index // size).nunique().eq(1).all()


@pytest.mark.parametrize("seed", range(10))
def test_a_ring_that_works_as_one_stays_one_whatever_its_size(seed: int) -> None:
    draw = np.random.default_rng(seed)
    size = int(draw.integers(6, 60))
    ends = np.array([(a, b) for a in range(size) for b in range(a + 1, size) if draw.random() < 12 / size])
    pairs = linked(ends)
    assert groups(pairs, LIMITS).nunique() == components(pairs).nunique()


def test_three_houses_that_share_their_tools_are_one_ring() -> None:
    houses = cliques(3, 5, across=0)
    tools = np.array([(a, b) for a in range(15) for b in range(a + 1, 15) if a % 3 == b % 3 and a // 5 != b // 5])
    assert groups(pd.concat([houses, linked(tools)]), LIMITS).nunique() == 1


def test_the_order_of_links_changes_no_group() -> None:
    pairs = cliques(6, 11)
    mixed = pairs.sample(frac=1, random_state=3)
    pd.testing.assert_series_equal(groups(pairs, LIMITS), groups(mixed, LIMITS))


def test_a_handset_of_many_counts_for_a_card_no_more_than_one_of_two() -> None:
    """Two rings of eight, each at one address; two cards of the one lie in the handset that all of the other share."""
    whole = cliques(2, 8, across=0)
    guests = np.array([(card, mate) for card in (0, 1) for mate in range(8, 16)])
    device = linked(guests).assign(share=0.9 / 9)
    assert groups(pd.concat([whole, device]), LIMITS).nunique() == 2


def test_weak_links_join_groups_where_they_are_many() -> None:
    pairs = cliques(2, 4, across=0)
    weak = linked(np.array([(a, b) for a in range(4) for b in range(4, 8)]), 0.4).assign(family="talk")
    assert groups(pd.concat([pairs, weak.iloc[:2]]), LIMITS).nunique() == 2
    assert groups(pd.concat([pairs, weak]), LIMITS).nunique() == 1


AROUND = pd.DataFrame(
    [
        (1, 7, "device", 0.7),
        (2, 7, "talk", 0.5),
        (1, 8, "ip", 0.7),
        (3, 9, "ip", 0.7),
        (1, 10, "talk", 0.5),
        (1, 11, "ip", 0.7),
        (2, 11, "talk", 0.5),
        (1, 12, "ip", 0.7),
        (2, 12, "money", 0.8),
        (3, 12, "contact", 1.0),
    ],
    columns=["one", "other", "family", "weight"],
)
GROUP = pd.Series([0, 0, 0], index=[1, 2, 3])


def _joined(points: pd.Series, *, suspects: bool = False) -> set[int]:
    return set(grown(GROUP, AROUND, points, LIMITS, suspects=suspects).index) - set(GROUP.index)


def test_a_card_joins_by_two_families_or_by_a_rare_one_and_suspicion() -> None:
    much, little = LIMITS.grow_points, 0.1
    assert _joined(pd.Series({8: much, 9: little, 10: much})) == {7, 8, 12}


def test_who_lives_with_a_member_and_deals_with_him_joins_only_if_something_is_against_him() -> None:
    assert 11 not in _joined(pd.Series({11: LIMITS.grow_own / 2}))
    assert 11 in _joined(pd.Series({11: LIMITS.grow_own}))


def test_later_on_only_suspects_join() -> None:
    assert _joined(pd.Series(dtype="float64"), suspects=True) == set()
    assert _joined(pd.Series({7: LIMITS.grow_own}), suspects=True) == {7}


def test_no_links_give_no_groups() -> None:
    assert groups(random_pairs(0, 5, 0), LIMITS).empty


def test_what_ones_own_cards_do_with_one_another_links_no_ring() -> None:
    around = pd.DataFrame({"one": [1, 1, 1, 3], "other": [2, 2, 3, 4], "family": ["talk", "device", "money", "talk"]})
    holder = pd.Series({1: 70, 2: 70, 3: 71, 4: -1})
    kept = of_others(around, holder)
    assert kept[["one", "other", "family"]].to_numpy().tolist() == [
        [1, 2, "device"],
        [1, 3, "money"],
        [3, 4, "talk"],
    ]


def test_cards_of_which_nobody_knows_the_holder_are_no_ones_own() -> None:
    around = pd.DataFrame({"one": [1], "other": [2], "family": ["talk"]})
    assert len(of_others(around, pd.Series({1: -1, 2: -1}))) == 1
    assert of_others(around, pd.Series({1: 70, 2: 70})).empty


def test_cards_that_share_only_what_everybody_shares_stay_one_group() -> None:
    assert groups(cliques(1, 8).assign(share=0.0), LIMITS).nunique() == 1

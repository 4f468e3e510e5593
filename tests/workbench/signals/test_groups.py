"""Groups are the components NetworkX finds, and wide ones are parted the same way every time."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from workbench.signals.groups import components, groups, grown
from workbench.signals.limits import Limits

LIMITS = Limits()


def random_pairs(seed: int, cards: int, count: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    ends = np.sort(draw.integers(0, cards, (count, 2)) * 3 + 5, axis=1)
    ends = np.unique(ends[ends[:, 0] < ends[:, 1]], axis=0)
    return pd.DataFrame({"one": ends[:, 0], "other": ends[:, 1], "family": "device", "weight": 0.9})


@pytest.mark.parametrize("seed", range(20))
def test_components_are_networkxs(seed: int) -> None:
    pairs = random_pairs(seed, 60, 45)
    mine = components(pairs)
    theirs = nx.connected_components(nx.from_pandas_edgelist(pairs, "one", "other"))
    assert {frozenset(part) for part in mine.groupby(mine).groups.values()} == {frozenset(part) for part in theirs}


@pytest.mark.parametrize("seed", range(5))
def test_groups_below_the_size_are_components(seed: int) -> None:
    pairs = random_pairs(seed, 200, 80)
    found = groups(pairs, LIMITS)
    whole = components(pairs)
    assert whole.value_counts().max() <= LIMITS.group_size
    assert pd.crosstab(found, whole.reindex(found.index)).gt(0).sum().eq(1).all()


def cliques(count: int, size: int) -> pd.DataFrame:
    """Cliques in a chain, each joined with the next by one link."""
    one, other = np.triu_indices(size, 1)
    inside = [(one + at * size, other + at * size) for at in range(count)]
    ends = np.concatenate([np.stack(pair, axis=1) for pair in inside])
    between = [[at * size + size - 1, (at + 1) * size] for at in range(count - 1)]
    ends = np.concatenate([ends, np.array(between)])
    return pd.DataFrame({"one": ends[:, 0], "other": ends[:, 1], "family": "device", "weight": 0.9})


def test_a_wide_group_is_parted_where_it_is_thin() -> None:
    found = groups(cliques(5, 12), LIMITS)
    assert found.nunique() == 5
    assert found.groupby(found.index // 12).nunique().eq(1).all()


def test_the_order_of_links_changes_no_group() -> None:
    pairs = cliques(6, 11)
    mixed = pairs.sample(frac=1, random_state=3)
    pd.testing.assert_series_equal(groups(pairs, LIMITS), groups(mixed, LIMITS))


def test_weak_links_join_groups_only_together() -> None:
    pairs = cliques(2, 4).iloc[:-1]
    weak = pd.DataFrame({"one": [0, 1], "other": [5, 6], "family": "talk", "weight": LIMITS.merge_weight / 2})
    assert groups(pd.concat([pairs, weak.iloc[:1]]), LIMITS).nunique() == 2
    assert groups(pd.concat([pairs, weak]), LIMITS).nunique() == 1


def test_a_card_joins_by_two_families_or_by_a_rare_one_and_suspicion() -> None:
    group = pd.Series([0, 0, 0], index=[1, 2, 3])
    around = pd.DataFrame(
        [(1, 7, "ip", 0.7), (2, 7, "talk", 0.5), (1, 8, "ip", 0.7), (3, 9, "ip", 0.7), (1, 10, "talk", 0.5)],
        columns=["one", "other", "family", "weight"],
    )
    points = pd.Series({8: LIMITS.grow_points, 9: 0.1, 10: 9.0})
    assert set(grown(group, around, points, LIMITS).index) == {1, 2, 3, 7, 8}


def test_no_links_give_no_groups() -> None:
    assert groups(random_pairs(0, 5, 0), LIMITS).empty

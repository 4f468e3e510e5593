"""Features, groups, folds and figures of the second opinion, each against what it must be."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from reranking.decisions import found
from workbench.reranking import RerankLimits, features, groups_of
from workbench.reranking.features import aligned, directions
from workbench.reranking.folds import folds_of
from workbench.reranking.measured import average_precisions, measured

MEMBERS = ["finding", "kind", "key", "part"]


def test_features_are_points_by_code_shares_by_family_and_what_speaks_against():
    one = found(9, 1)
    rows = features(one)
    name = "paper-0000"
    mine = one.reasons[(one.reasons["finding"] == name) & ~one.reasons["counter"].astype(bool)]
    for code, weight in zip(mine["code"], mine["weight"], strict=True):
        assert rows.loc[name, f"for {code}"] == weight
    assert rows.loc[name, "score"] == pytest.approx(mine["weight"].sum())
    assert rows.loc[:, rows.columns.str.startswith("share ")].sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert rows["against household"].tolist() == [1.0, 0, 0] * 3


def test_a_rings_points_are_its_cards_mean():
    one = found(2, 1)
    merged = one.under({"paper-0000": "ring", "paper-0001": "ring"})
    apart, together = features(one), features(merged)
    both = apart.loc[:, apart.columns.str.startswith("for ")].mean()
    assert together.loc["ring", both.index].iloc[0].to_numpy() == pytest.approx(both.to_numpy())


def test_what_is_not_known_of_a_feature_is_nought():
    rows = aligned(features(found(3, 1)), pd.Index(["for disputed", "score"]))
    assert rows["for disputed"].tolist() == [0, 0, 0]
    assert rows["score"].gt(0).all()


def test_reasons_only_raise_and_innocent_explanations_only_lower():
    assert directions(pd.Index(["against household", "for disputed", "score", "share device"])) == [-1, 1, 1, 0]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=40), st.integers(1, 13))
def test_groups_are_the_components_of_what_is_shared(pairs: list[tuple[int, int]], number: int):
    names = pd.Index([f"f{at}" for at in range(number)])
    rows = [(f"f{one}", "phone", f"p{other}", "lent") for one, other in pairs if one < number]
    ties = [(f"r{one}", "phone", f"p{other}", "mule") for one, other in pairs if one >= number]
    group = groups_of(names, pd.DataFrame(rows, columns=MEMBERS), pd.DataFrame(ties, columns=MEMBERS))
    graph = nx.Graph([(one, f"phone {key}") for one, _, key, _ in rows + ties])
    graph.add_nodes_from(names)
    for at, part in enumerate(nx.connected_components(graph)):
        assert group[[one for one in part if one in names]].nunique() <= 1, at
    assert group.nunique() == sum(bool(part & set(names)) for part in nx.connected_components(graph))


def _groups(rows: list[tuple[str, str, str, str]], ties: list[tuple[str, str, str, str]]) -> list[int]:
    frames = (pd.DataFrame(one, columns=MEMBERS) for one in (rows, ties))
    return groups_of(pd.Index(["a", "b", "c"]), *frames).tolist()


def test_a_hub_ties_nothing_together():
    hub = [("a", "ip", "1", "hub"), ("b", "ip", "1", "hub")]
    assert _groups([*hub, ("b", "phone", "2", "lent"), ("c", "phone", "2", "lent")], []) == [0, 1, 1]
    assert _groups([("a", "phone", "1", "lent")], [("r", "ip", "1", "hub"), ("s", "ip", "1", "hub")]) == [0, 1, 2]


def test_one_paper_ties_cards_that_are_in_no_ring_and_no_two_rings():
    cards = [(name, "phone", name, "lent") for name in "abc"]
    paper = [(name, "identity", "1", "paper") for name in "abc"]
    assert _groups(cards + paper, []) == [0, 0, 0]
    two = [
        ("r", "phone", "a", "lure"),
        ("s", "phone", "b", "lure"),
        *((ring, "identity", "1", "paper") for ring in "rs"),
    ]
    assert _groups(cards + paper, two) == [0, 1, 2]
    assert _groups(cards + paper, two[:1]) == [0, 0, 0]


def test_folds_keep_groups_whole_and_each_has_both_answers():
    dice = np.random.default_rng(1)
    group = pd.Series(dice.integers(0, 40, 300))
    confirmed = pd.Series(dice.random(300) < 0.3)
    fold = folds_of(group, confirmed, 5)
    assert pd.Series(fold).groupby(group).nunique().max() == 1
    for one in range(5):
        assert 0.5 * 0.2 < confirmed[fold == one].sum() / confirmed.sum() < 1.5 * 0.2
        assert 0.5 * 0.2 < (~confirmed)[fold == one].sum() / (~confirmed).sum() < 1.5 * 0.2


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 3)), min_size=1, max_size=30))
def test_average_precision_is_the_librarys(rows: list[tuple[int, bool, int]]):
    place, hits, times = (np.array(one, dtype=np.float64) for one in zip(*rows, strict=True))
    told = average_precisions(place, hits, np.stack([np.ones(len(hits)), times]))
    for each, taken in zip(told, (np.ones(len(hits)), times), strict=True):
        if (hits * taken).any():
            assert each == pytest.approx(average_precision_score(hits, place, sample_weight=taken))
        else:
            assert each == 0


def _held_out(chance: np.ndarray, confirmed: np.ndarray, size: int) -> pd.DataFrame:
    """Decisions on which the score knows nothing; so many a group."""
    at = np.arange(len(confirmed))
    return pd.DataFrame({"chance": chance, "score": at[::-1] % 7, "confirmed": confirmed, "group": at // size})


def test_a_list_that_knows_all_is_better_and_one_that_knows_nothing_is_not():
    confirmed = np.random.default_rng(3).random(200) < 0.4
    knowing = measured(_held_out(confirmed.astype(float), confirmed, 1), RerankLimits())
    assert (knowing.verdict, knowing.second) == ("better", 1.0)
    assert measured(_held_out(np.zeros(200), confirmed, 1), RerankLimits()).verdict == "no better"
    assert measured(_held_out(-confirmed.astype(float), confirmed, 1), RerankLimits()).verdict == "worse"


def test_decisions_of_one_ring_count_as_little_more_than_one():
    dice = np.random.default_rng(4)
    confirmed = dice.random(240) < 0.5
    chance = np.where(dice.random(240) < 0.7, confirmed, ~confirmed).astype(float)
    alone, tied = (measured(_held_out(chance, confirmed, size), RerankLimits()) for size in (1, 12))
    assert alone.second == tied.second
    assert (alone.groups, tied.groups) == (240, 20)
    # The same answers twelve times over tell no more than once.
    again = pd.concat([_held_out(chance, confirmed, 1)] * 12, ignore_index=True)
    repeated = measured(again, RerankLimits())
    assert repeated.high - repeated.low == pytest.approx(alone.high - alone.low, abs=0.01)

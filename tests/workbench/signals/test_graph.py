"""The shape of a graph agrees with NetworkX on small graphs of every sort."""

from __future__ import annotations

from itertools import pairwise

import graspologic_native
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsedWrongly
from workbench.signals.graph.betweenness import betweenness, sample
from workbench.signals.graph.components import components
from workbench.signals.graph.cores import cores
from workbench.signals.graph.csr import Csr, undirected
from workbench.signals.graph.leiden import leiden, modularity
from workbench.signals.graph.moving import moved
from workbench.signals.graph.ranks import ranks
from workbench.signals.graph.triangles import triangles

Links = list[tuple[int, int]]
Drawn = tuple[int, Links]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    size = draw(st.integers(1, 14))
    node = st.integers(0, size - 1)
    return size, draw(st.lists(st.tuples(node, node), max_size=40))


def ends(links: Links) -> np.ndarray:
    return np.array(links, dtype=np.int64).reshape(-1, 2).T


def both(graph: Drawn) -> tuple[Csr, nx.Graph]:
    size, links = graph
    oracle = nx.Graph((one, other) for one, other in links if one != other)
    oracle.add_nodes_from(range(size))
    return undirected(*ends(links), size), oracle


def rows(graph: Csr) -> list[list[int]]:
    return [graph.ends[begin:end].tolist() for begin, end in pairwise(graph.begins)]


def parts(numbers: np.ndarray) -> list[set[int]]:
    return [set(np.flatnonzero(numbers == one).tolist()) for one in range(int(numbers.max()) + 1)]


@given(drawn())
def test_each_node_has_its_neighbours_ascending_and_once(graph):
    mine, oracle = both(graph)
    assert rows(mine) == [sorted(oracle[node]) for node in range(graph[0])]


def test_a_link_that_is_told_hundreds_of_times_is_one():
    assert rows(undirected([0] * 512, [1] * 512, 3)) == [[1], [0], []]


@given(drawn())
def test_components_are_networkxs_numbered_by_their_least_nodes(graph):
    found = components(*ends(graph[1]), graph[0])
    assert parts(found) == sorted(nx.connected_components(both(graph)[1]), key=min)


@given(drawn())
def test_cores_and_triangles_are_networkxs(graph):
    mine, oracle = both(graph)
    assert dict(enumerate(cores(mine).tolist())) == nx.core_number(oracle)
    assert dict(enumerate(triangles(mine).tolist())) == nx.triangles(oracle)


@given(drawn(), st.randoms(use_true_random=False))
def test_ranks_are_networkxs_begun_anew_anywhere_or_at_chosen_nodes(graph, dice):
    chosen = {node: dice.randint(0, 3) for node in range(graph[0])} | {0: 1}
    mine, oracle = both(graph)
    for restart in (None, chosen):
        wanted = nx.pagerank(oracle, personalization=restart, dangling=restart, tol=1e-12, max_iter=1000)
        found = ranks(mine, None if restart is None else [restart[node] for node in range(graph[0])])
        assert found == pytest.approx([wanted[node] for node in range(graph[0])], abs=1e-5)


@given(drawn(), st.integers(1, 14))
def test_betweenness_from_some_nodes_is_networkxs(graph, most):
    mine, oracle = both(graph)
    sources = sample(graph[0], most, seed=1)
    wanted = nx.betweenness_centrality_subset(oracle, sources.tolist(), list(oracle))
    assert betweenness(mine, sources) == pytest.approx([2 * wanted[node] for node in range(graph[0])])


@given(drawn(), st.integers(0, 3))
def test_parts_hold_together_and_are_worth_what_networkx_says(graph, seed):
    mine, oracle = both(graph)
    found = leiden(mine, seed)
    assert all(nx.is_connected(oracle.subgraph(part)) for part in parts(found))
    if oracle.number_of_edges():
        assert modularity(mine, found) == pytest.approx(nx.community.modularity(oracle, parts(found)))
        assert modularity(mine, found) >= -1e-12


def test_planted_parts_are_found_and_are_the_same_again():
    planted = nx.planted_partition_graph(12, 20, 0.5, 0.01, seed=3)
    mine = undirected(*ends(list(planted.edges)), len(planted))
    assert parts(leiden(mine, 1)) == [set(range(one, one + 20)) for one in range(0, 240, 20)]
    assert np.array_equal(leiden(mine, 2), leiden(mine, 2))


def test_parts_are_worth_as_much_as_those_of_another_leiden():
    web = nx.powerlaw_cluster_graph(600, 4, 0.3, seed=5)
    mine = undirected(*ends(list(web.edges)), len(web))
    links = [(str(one), str(other), 1.0) for one, other in web.edges]
    theirs, _ = graspologic_native.leiden(links, use_modularity=True, seed=1, trials=3)
    assert modularity(mine, leiden(mine, 1)) >= 0.98 * theirs


def test_a_node_that_is_best_alone_leaves_its_part():
    pair = nx.barbell_graph(4, 0)
    mine = undirected(*ends(list(pair.edges)), len(pair))
    weighed = (mine.begins, mine.ends, np.ones(mine.ends.size, dtype=np.float32), mine.degrees.astype(np.float64))
    together, order = np.zeros(mine.size, dtype=np.int64), np.arange(mine.size)
    assert len(set(moved(weighed, together, order, 0.1 / mine.ends.size))) == 1
    assert len(set(moved(weighed, together, order, 9.0 / mine.ends.size))) == mine.size


def test_a_smaller_resolution_gives_fewer_parts():
    web = nx.planted_partition_graph(8, 15, 0.6, 0.05, seed=4)
    mine = undirected(*ends(list(web.edges)), len(web))
    assert leiden(mine, 1, resolution=0.2).max() < leiden(mine, 1, resolution=3.0).max()


def test_a_graph_without_nodes_or_without_links_has_a_shape_too():
    empty, lone = undirected([], [], 0), undirected([], [], 3)
    for one in (cores, triangles, ranks):
        assert one(empty).size == 0
    assert leiden(lone, 1).tolist() == components([], [], 3).tolist() == [0, 1, 2]
    assert ranks(lone).tolist() == pytest.approx([1 / 3] * 3)
    assert modularity(lone, leiden(lone, 1)) == 0.0


@pytest.mark.parametrize("wrong", [-1, 3, 0.5, float("nan")])
def test_a_number_that_is_no_node_is_refused(wrong):
    with pytest.raises(UsedWrongly, match="numbered from 0"):
        undirected([0], [wrong], 3)


@pytest.mark.parametrize("restart", [[1, 1], [[1, 1, 1]], [0, 0, 0], [1, -1, 1], [1, np.nan, 1], [1, np.inf, 1]])
def test_a_walk_that_may_begin_nowhere_is_refused(restart):
    with pytest.raises(UsedWrongly, match="restart is one number a node"):
        ranks(undirected([0], [1], 3), restart)


def test_arrays_that_may_not_be_written_are_read():
    one, other = np.array([0, 1, 2], dtype=np.int32), np.array([1, 2, 0], dtype=np.int32)
    one.setflags(write=False)
    assert triangles(undirected(one, other, 3)).tolist() == [1, 1, 1]

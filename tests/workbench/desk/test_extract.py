"""What a notebook gets from the desk: it finds, looks around, draws, tables and graphs, and shows nothing whole."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from workbench.desk import Desk, ShownExtract, open_desk
from workbench.errors import BadQuery, NotFound, UsedWrongly
from workbench.model import BANK_CARD, IDENTITY, PHONE
from workbench.model.shown import Shown
from workbench.signals.graph.structure import MEASURES, SOURCES


@pytest.fixture(scope="module")
def desk(city_home: Path) -> Iterator[Desk]:
    with open_desk(city_home) as opened:
        yield opened


@pytest.fixture(scope="module")
def ring(desk: Desk) -> ShownExtract:
    return desk.ring(desk.findings("rings")["finding"][0])


def _whole(desk: Desk) -> list[str]:
    """Keys that this desk has shown and that name somebody: the numbers of services are no secret."""
    known = [one for one in desk.showing.known.values() if one.kind in {IDENTITY, PHONE, BANK_CARD}]
    return [one.key for one in known if one.kind.mask(one.key) != one.key]


def test_a_ring_is_found_by_the_name_its_list_gives(desk, ring):
    listed = desk.findings("rings")
    assert list(listed.columns)[-1] == "finding"
    assert listed["rank"].tolist() == list(range(1, len(listed) + 1))
    members = {one.token for one in desk.finding("rings", listed["finding"][0]).members}
    assert members <= {one.token for one in ring.shown.entities}


def test_networkx_and_pandas_hold_what_is_shown(ring):
    graph = ring.to_networkx()
    entities, links = ring.to_pandas()
    assert set(graph) == set(entities["token"]) == {one.token for one in ring.shown.entities}
    assert graph.number_of_edges() == len(links) == len(ring.shown.links)
    assert nx.get_node_attributes(graph, "kind") == dict(zip(entities["token"], entities["kind"], strict=True))


def test_the_picture_is_a_page_in_a_frame_that_asks_for_nothing(ring):
    cell = ring.show()._repr_html_()
    assert cell.startswith("<iframe ")
    assert 'sandbox="allow-scripts"' in cell
    page = html.unescape(re.search(r'srcdoc="([^"]*)"', cell).group(1))
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page)


def test_a_summary_counts_and_never_lists_more_than_twenty(ring):
    summary = ring._repr_html_()
    assert f"{len(ring):,} entities" in summary
    assert summary.count("<tr>") == 21
    assert f"and {len(ring) - 20} more" in summary


def test_where_no_html_is_shown_one_line_counts(ring):
    assert repr(ring) == f"{ring.shown.title}: {len(ring):,} entities, {len(ring.shown.links):,} links"
    assert repr(ring.show()) == "Picture()"


def test_around_goes_as_far_as_it_is_told_and_not_through_services(desk, ring):
    start = ring.shown.entities[0]
    near, far = desk.around(start), desk.around(start.token, hops=2)
    assert {one.token for one in near.shown.entities} < {one.token for one in far.shown.entities}
    distances = nx.single_source_shortest_path_length(far.to_networkx().to_undirected(), start.token)
    assert max(distances.values()) == 2
    with pytest.raises(UsedWrongly, match="fewer hops"):
        desk.around(start, hops=12, limit=200)


def test_what_a_graph_library_chose_comes_back_with_the_links_among_it(desk, ring):
    graph = ring.to_networkx()
    chosen = sorted(max(nx.weakly_connected_components(graph), key=len))[:12]
    among = desk.among(chosen)
    assert sorted(one.token for one in among.shown.entities) == chosen
    assert set(among.to_networkx().edges(keys=True)) == set(graph.subgraph(chosen).edges(keys=True))
    with pytest.raises(NotFound, match="not been shown"):
        desk.among(["0" * 32])


def test_a_query_takes_tokens_and_gives_masks_and_tokens(desk, ring):
    phone = next(one for one in ring.shown.entities if one.kind == "Phone")
    frame = desk.cypher("explore/around", "Phone", key=phone.token, without=[], limit=5)
    assert set(frame["entity"]) == {phone.text}
    assert set(frame["entity_token"]) == {phone.token}
    assert len(frame) == 5
    again = desk.around(frame["other_token"][0])
    assert phone.token in {one.token for one in again.shown.entities}


def test_a_query_that_finds_nothing_keeps_its_columns_and_a_wrong_one_says_so(desk):
    nothing = desk.cypher("explore/entity", "Phone", key="+8613000000000")
    assert list(nothing.columns) == ["entity", "kind"]
    assert len(nothing) == 0
    with pytest.raises(BadQuery, match="there is no query"):
        desk.cypher("explore/../secret")


def test_nothing_a_notebook_shows_is_whole(desk, ring):
    phones = [one for one in ring.shown.entities if one.kind == "Phone"]
    found = desk.find("张")
    texts = [ring._repr_html_(), ring.show().page, found._repr_html_(), desk.findings("rings").to_csv()]
    texts += [frame.to_csv() for frame in ring.to_pandas()]
    ways = desk.cypher("explore/paths", "Phone", "Phone", key=phones[0].token, other=phones[1].token, limit=3)
    texts += [ways.to_csv()]
    keys = _whole(desk)
    assert len(ways) > 0
    assert len(keys) > 50
    assert {one.kind for one in found.shown.entities} == {"Identity"}
    assert [key for key in keys for text in texts if key in text] == []


def test_structure_of_an_extract_is_networkxs_of_its_graph(desk, ring):
    near = desk.around(ring.shown.entities[0], limit=40)
    graph = nx.Graph(near.to_networkx().to_undirected())
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    found = near.structure().set_index("token")
    assert found["core"].to_dict() == nx.core_number(graph)
    assert found["neighbours"].to_dict() == dict(graph.degree)
    assert found["rank"].to_dict() == pytest.approx(nx.pagerank(graph, tol=1e-9, max_iter=500), abs=1e-5)
    assert 10 < len(graph) <= SOURCES
    assert found["between"].to_dict() == pytest.approx(nx.betweenness_centrality(graph))


def test_structure_of_a_picture_with_nothing_in_it_is_empty():
    assert ShownExtract(Shown("", "", (), ())).structure().empty


def test_structure_of_the_whole_is_masked_ranked_and_on_the_record(desk):
    found = desk.structure("between", most=20, types=["CALLED", "PAID"])
    assert list(found.columns) == ["kind", "text", "tag", *MEASURES, "token"]
    assert found["between"].is_monotonic_decreasing
    assert len(found) == 20
    whole = _whole(desk)
    assert not any(key in text for key in whole for text in found["text"])
    assert desk.around(found["token"][0]).shown.entities
    assert ("structure", "between") in [(one.act.action, one.act.object) for one in desk.acts()]


def test_structure_is_of_the_types_of_links_that_are_asked_for(desk):
    calls = desk.structure("neighbours", most=20, types=["CALLED"])
    assert set(calls["kind"]) == {"Phone"}
    assert set(desk.structure("neighbours", most=20)["kind"]) != {"Phone"}
    assert calls["neighbours"].min() > 0


def test_a_measure_or_a_type_of_link_that_is_none_is_told(desk):
    with pytest.raises(UsedWrongly, match="there are: neighbours"):
        desk.structure("fame")
    with pytest.raises(UsedWrongly, match="'part' is no measure to rank by"):
        desk.structure("part")
    with pytest.raises(UsedWrongly, match="FRIEND"):
        desk.structure(types=["FRIEND"])


def test_shapes_of_money_are_masked_counted_and_on_the_record(desk):
    found = desk.money_shapes(most=10)
    assert list(found.columns) == ["pattern", "shape", "size", "as_large", "part", "kind", "text", "tag", "token"]
    assert found["shape"].nunique() == 10
    assert found["as_large"].is_monotonic_increasing
    whole = _whole(desk)
    assert not any(key in text for key in whole for text in found["text"])
    assert desk.around(found["token"][0]).shown.entities
    assert ("money shapes", "all") in [(one.act.action, one.act.object) for one in desk.acts()]


def test_shapes_of_one_pattern_are_only_of_that(desk):
    assert set(desk.money_shapes("fan_in", most=3)["pattern"]) == {"fan_in"}
    with pytest.raises(UsedWrongly, match="there are: fan_in"):
        desk.money_shapes("ponzi")

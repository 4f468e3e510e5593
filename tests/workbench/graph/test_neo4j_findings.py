"""Tests of findings drawn into a Neo4j: whole, replaced, taken away again, and seen by no query of ours."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from graph.conftest import HOME, say
from graph.story import KEYS, ONE, SAN, THREE, TWO, ZHANG, entity_tables, few_links, link_tables, unheard
from graph.test_queries import plain
from workbench.errors import GraphChanged, GraphUnavailable
from workbench.graph import Browsed, FindingTables, Graph, neo4j_write, open_graph, queries, query
from workbench.graph.cypher import BROWSER, folder, read_query
from workbench.graph.store import Progress
from workbench.model import kind_of

pytestmark = pytest.mark.neo4j
CARD, DEVICE = KEYS["bank_card"][0], KEYS["device"][0]
FINDINGS = "MATCH (f:Finding) RETURN f.name, f.detector, f.run, f.rank, f.kind, f.says ORDER BY f.name"
MEMBERS = (
    "MATCH (f:Finding)-[m:MEMBER]->(n) RETURN f.name, head(labels(n)), n.key, m.part, m.rank ORDER BY f.name, m.rank"
)
TRACES = "MATCH (f:Finding) RETURN count(f) AS n UNION ALL MATCH ()-[m:MEMBER]->() RETURN count(m) AS n"
RULES = "SHOW CONSTRAINTS YIELD labelsOrTypes WHERE 'Finding' IN labelsOrTypes RETURN count(*)"
RING = [
    ("Phone", ONE, "caller"),
    ("Phone", TWO, "contact"),
    ("Phone", THREE, "contact"),
    ("Identity", ZHANG, "paper"),
    ("Identity", SAN, "paper"),
    ("Device", DEVICE, "hub"),
]


def found(run: str = "r1", **rings: list[tuple[str, str, str]]) -> FindingTables:
    """A finding of each name, of these members: kind, key, part."""
    rings = rings or {"ring_a": RING, "ring_b": [("BankCard", CARD, "mule"), ("Phone", ONE, "contact")]}
    findings = [
        {"name": name, "detector": "rings", "run": run, "rank": at, "score": 9.5 - at, "kind": None, "says": "it is so"}
        for at, name in enumerate(rings, 1)
    ]
    rows: dict[str, list[dict[str, object]]] = {}
    for name, members in rings.items():
        for at, (kind, key, part) in enumerate(members, 1):
            rows.setdefault(kind, []).append({"finding": name, "key": key, "part": part, "rank": at})
    return FindingTables(
        pa.Table.from_pylist(findings), {kind_of(kind): pa.Table.from_pylist(each) for kind, each in rows.items()}
    )


def drawing(graph: Graph) -> Browsed:
    """The graph as one that is browsed."""
    assert isinstance(graph, Browsed)
    return graph


def answers(graph: Graph) -> list[object]:
    """All that we show of the graph: every query with its sample, ways between all, counts, sums and state."""
    told: list[object] = [graph.counts(), graph.totals(), graph.state()]
    for name in queries():
        asked = query(name, graph.engine)
        told.append([plain(row) for row in graph.read(asked, asked.sample, asked.kind, asked.other).rows])
    ways, common = query("explore/paths", graph.engine), query("explore/common", graph.engine)
    phone, identity = kind_of("phone"), kind_of("identity")
    for key in KEYS["phone"]:
        for other in KEYS["identity"][:3]:
            told.append(graph.read(ways, {"key": key, "other": other, "limit": 50}, phone, identity))
            told.append(graph.read(common, {"key": key, "other": other, "limit": 50}, phone, identity))
    return told


def test_what_is_drawn_stands_there_with_members_that_are_known(url: str) -> None:
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        gone = [*RING, ("Phone", "+8613999999999", "caller")]
        assert drawing(graph).draw_findings(found(ring_a=gone), unheard) == len(RING)
    assert say(url, FINDINGS) == [["ring_a", "rings", "r1", 1, None, "it is so"]]
    assert say(url, MEMBERS) == [["ring_a", *member, at] for at, member in enumerate(RING, 1)]
    assert say(url, RULES) == [[1]]


def test_no_query_of_ours_sees_what_is_drawn(url: str) -> None:
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(), unheard)
        before = answers(graph)
        drawing(graph).draw_findings(found(), unheard)
        assert answers(graph) == before


def test_drawn_again_or_of_another_run_it_takes_the_place_of_what_was(url: str) -> None:
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        for _ in range(2):
            drawing(graph).draw_findings(found(), unheard)
            assert say(url, TRACES) == [[2], [8]]
        drawing(graph).draw_findings(found("r2", ring_a=RING[:3]), unheard)
    assert [row[:3] for row in say(url, FINDINGS)] == [["ring_a", "rings", "r2"]]
    assert len(say(url, MEMBERS)) == 3


def test_undrawn_nothing_of_it_is_left(url: str) -> None:
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        before = say(url, "MATCH (n) RETURN count(n)")
        drawing(graph).draw_findings(found(), unheard)
        for _ in range(2):
            drawing(graph).undraw_findings(unheard)
            assert say(url, TRACES) == [[0], [0]]
            assert say(url, RULES) == [[0]]
        assert (say(url, "MATCH (n) RETURN count(n)"), graph.state()) == (before, "told")


def test_cut_off_anywhere_it_is_finished_by_drawing_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_write, "BATCH", 2)
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        before, cut = graph.counts(), 0
        for after in range(8):
            try:
                drawing(graph).draw_findings(found(), _stopping(after))
            except KeyboardInterrupt:
                cut += 1
            assert (graph.counts(), graph.state()) == (before, "told")
            drawing(graph).draw_findings(found(), unheard)
            assert say(url, TRACES) == [[2], [8]]
        assert cut == 6


def _stopping(after: int) -> Progress:
    """A progress that stops everything once it has heard of so many batches."""
    left = [after]

    def stop(_: str, __: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    return stop


def test_an_entity_that_goes_takes_its_memberships_along_and_the_rest_stays(url: str) -> None:
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        drawing(graph).draw_findings(found(), unheard)
        few = [one for one in entity_tables() if one.kind.word != "device"]
        graph.write("next", few, link_tables(few_links()), unheard)
        assert graph.counts()["Device"] == 0
    assert [row[1] for row in say(url, MEMBERS)] == [
        *(kind for kind, _, _ in RING if kind != "Device"),
        "BankCard",
        "Phone",
    ]


def test_beside_a_graph_that_is_not_whole_nothing_is_drawn(url: str) -> None:
    with open_graph(url, HOME) as graph:
        with pytest.raises(GraphChanged, match="workbench rebuild"):
            drawing(graph).draw_findings(found(), unheard)
        with pytest.raises(KeyboardInterrupt):
            graph.write("told", entity_tables(), link_tables(few_links()), _stopping(3))
        for act in (
            lambda: drawing(graph).draw_findings(found(), unheard),
            lambda: drawing(graph).undraw_findings(unheard),
        ):
            with pytest.raises(GraphChanged, match="workbench rebuild"):
                act()
    assert say(url, TRACES) == [[0], [0]]


def test_who_writes_the_graph_meanwhile_is_not_disturbed(url: str) -> None:
    with open_graph(url, HOME) as graph, open_graph(url, HOME) as other:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)

        def meanwhile(name: str, _: int) -> None:
            if name == "Finding":
                other.write("later", entity_tables(), link_tables(few_links()), unheard)

        with pytest.raises(GraphUnavailable, match="somebody else has begun"):
            drawing(graph).draw_findings(found(), meanwhile)
        assert other.state() == "later"
        drawing(other).draw_findings(found(), unheard)
    assert say(url, TRACES) == [[2], [8]]


def test_the_queries_for_neo4js_browser_find_members_and_what_two_findings_share(url: str) -> None:
    said = {file.stem: read_query(file.stem, file.read_text("utf-8")) for file in (folder() / BROWSER).iterdir()}
    with open_graph(url, HOME) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        drawing(graph).draw_findings(found(), unheard)
    rows = say(url, said["findings"].text, detector="rings", limit=1)
    assert [(row[0]["name"], row[1]["part"], row[2]["key"]) for row in rows] == [
        ("ring_a", part, key) for _, key, part in RING
    ]
    (shared,) = say(url, said["in_common"].text, detector="rings", other="rings", limit=5)
    assert {shared[0]["name"], shared[1]["name"]} == {"ring_a", "ring_b"}
    assert ([one["key"] for one in shared[2]], shared[3]) == ([ONE], 1)


def test_an_embedded_graph_is_not_browsed(tmp_path: Path) -> None:
    with open_graph(f"ladybug:{tmp_path / 'graph'}", HOME) as graph:
        assert not isinstance(graph, Browsed)

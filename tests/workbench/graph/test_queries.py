"""Tests that every query of cypher/ says the same on both engines, and what a plain graph says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pytest

from graph.conftest import HOME
from graph.story import KEYS, ONE, SAN, THREE, TWO, ZHANG, day, link_facts, oracle
from workbench.errors import BadQuery
from workbench.graph import Answer, Graph, open_graph, queries, query
from workbench.model import Entity, Kind, Link, Scalar, kind_of

Node = tuple[str, str]
PHONE, CARD, IDENTITY = kind_of("phone"), kind_of("bank_card"), kind_of("identity")
HOSTILE = (
    "'; MATCH (n) DETACH DELETE n //",
    '"}) DETACH DELETE n //',
    "`",
    "\\",
    "\\'",
    "$key",
    "KIND",
    "\0",
    "张'",
    "",
)


def plain(value: object) -> object:
    """A value with everything that entities and links hold, so that two answers can be compared whole."""
    if isinstance(value, Entity):
        return value.kind.name, value.key, value.properties
    if isinstance(value, Link):
        return value.type.name, plain(value.start), plain(value.end), value.properties
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def ask(graph: Graph, name: str, kind: Kind | None = None, other: Kind | None = None, /, **values: object) -> Answer:
    asked = query(name, graph.engine)
    sample = {key: value for key, value in asked.sample.items() if key == "limit"}
    return graph.read(asked, sample | values, kind, other)  # type: ignore[arg-type]


def keys(answer: Answer, column: str) -> list[str]:
    return [one.key for one in answer.column(column) if isinstance(one, Entity)]


def all_shortest(graph: nx.Graph[Node], start: Node, goal: Node) -> set[tuple[Node, ...]]:
    if not nx.has_path(graph, start, goal):
        return set()
    return {tuple(way) for way in nx.all_shortest_paths(graph, start, goal) if len(way) <= 7}


@pytest.mark.neo4j
@pytest.mark.parametrize("name", queries())
def test_both_engines_answer_alike(in_ladybug: Graph, in_neo4j: Graph, name: str) -> None:
    answers = []
    for graph in (in_ladybug, in_neo4j):
        asked = query(name, graph.engine)
        answers.append(graph.read(asked, asked.sample, asked.kind, asked.other))
    first, second = answers
    assert first.columns == second.columns
    assert [plain(row) for row in first.rows] == [plain(row) for row in second.rows]


@pytest.mark.neo4j
@pytest.mark.parametrize("phone", KEYS["phone"])
def test_both_engines_see_the_same_around_every_phone(in_ladybug: Graph, in_neo4j: Graph, phone: str) -> None:
    first = ask(in_ladybug, "explore/around", PHONE, key=phone, without=[], limit=1000)
    second = ask(in_neo4j, "explore/around", PHONE, key=phone, without=[], limit=1000)
    assert [plain(row) for row in first.rows] == [plain(row) for row in second.rows]


@pytest.mark.parametrize("name", queries())
def test_every_query_is_understood_and_finds_its_sample(told: Graph, name: str) -> None:
    asked = query(name, told.engine)
    told.explain(asked, asked.sample, asked.kind, asked.other)
    assert told.read(asked, asked.sample, asked.kind, asked.other).rows


@pytest.mark.parametrize("name", [name for name in queries() if "limit" in query(name, "ladybug").wants])
def test_the_limit_holds_and_keeps_the_first_rows(told: Graph, name: str) -> None:
    asked = query(name, told.engine)
    whole = told.read(asked, asked.sample | {"limit": 1000}, asked.kind, asked.other)
    short = told.read(asked, asked.sample | {"limit": 2}, asked.kind, asked.other)
    assert [plain(row) for row in short.rows] == [plain(row) for row in whole.rows[:2]]


@pytest.mark.parametrize("name", queries())
def test_kinds_and_types_are_plain_text(told: Graph, name: str) -> None:
    asked = query(name, told.engine)
    answer = told.read(asked, asked.sample, asked.kind, asked.other)
    for column in set(answer.columns) & {"kind", "type", "other_kind", "other_type"}:
        assert {type(one) for one in answer.column(column)} <= {str, type(None)}


@pytest.mark.parametrize("name", queries())
def test_hostile_values_find_nothing_and_change_nothing(told: Graph, name: str) -> None:
    asked = query(name, told.engine)
    before = told.counts()
    for text in HOSTILE:
        values: dict[str, Scalar | list[Scalar]] = {
            key: text if isinstance(value, str) else [text] if isinstance(value, list) else value
            for key, value in asked.sample.items()
        }
        rows = told.read(asked, values, asked.kind, asked.other).rows
        assert not rows or text == ""
    assert told.counts() == before


def test_around_an_entity_is_what_the_oracle_has(told: Graph) -> None:
    graph = oracle()
    for kind in ("phone", "device", "social_account", "report"):
        for key in KEYS[kind]:
            node = (kind_of(kind).name, key)
            out = [(node, end, one["type"]) for _, end, one in graph.out_edges(node, data=True)]
            into = [(start, node, one["type"]) for start, _, one in graph.in_edges(node, data=True) if start != node]
            answer = ask(told, "explore/around", kind_of(kind), key=key, without=[], limit=10_000)
            links = [one for one in answer.column("link") if isinstance(one, Link)]
            found = [
                ((one.start.kind.name, one.start.key), (one.end.kind.name, one.end.key), one.type.name) for one in links
            ]
            assert Counter(found) == Counter(out + into)


def test_around_leaves_out_the_types_it_is_told_to(told: Graph) -> None:
    answer = ask(told, "explore/around", PHONE, key=ONE, without=["CALLED", "NAMES"], limit=1000)
    assert {"CALLED", "NAMES"}.isdisjoint(map(str, answer.column("type")))
    assert "USED_ON" in answer.column("type")


def test_links_carry_the_properties_of_their_type(told: Graph) -> None:
    facts = {name[:5]: values for name, values in link_facts().items() if name[0] == "CALLED"}
    answer = ask(told, "phone/called", key=ONE)
    for link in answer.column("link"):
        assert isinstance(link, Link)
        assert link.properties == facts["CALLED", "Phone", ONE, "Phone", link.end.key]


def test_totals_are_the_oracles(told: Graph) -> None:
    graph, node = oracle(), ("Phone", ONE)
    links: Counter[tuple[str, str]] = Counter()
    neighbours: dict[tuple[str, str], set[tuple[str, str]]] = {}
    ends = [(end, one["type"]) for _, end, one in graph.out_edges(node, data=True)]
    ends += [(start, one["type"]) for start, _, one in graph.in_edges(node, data=True) if start != node]
    for end, type_name in ends:
        links[end[0], type_name] += 1
        neighbours.setdefault((end[0], type_name), set()).add(end)
    answer = ask(told, "explore/totals", PHONE, key=ONE)
    assert {(row[0], row[1]): (row[2], row[3]) for row in answer.rows} == {
        one: (links[one], len(neighbours[one])) for one in links
    }


def test_a_phone_that_calls_itself_is_shown_once(told: Graph) -> None:
    answer = ask(told, "explore/expand", PHONE, key=ONE, type="CALLED", kind="Phone", limit=100)
    assert keys(answer, "other").count(ONE) == 1


def test_mirrored_links_keep_their_directions(told: Graph) -> None:
    answer = ask(told, "explore/expand", PHONE, key=ONE, type="CALLED", kind="Phone", limit=100)
    with_two = [one for one in answer.column("link") if isinstance(one, Link) and TWO in (one.start.key, one.end.key)]
    assert [(one.start.key, one.end.key) for one in with_two] == [(ONE, TWO), (TWO, ONE)]


def test_common_neighbours_are_the_oracles(told: Graph) -> None:
    graph: nx.Graph[Node] = nx.Graph(oracle())
    for other in (TWO, THREE, KEYS["phone"][9]):
        wanted = set(nx.common_neighbors(graph, ("Phone", ONE), ("Phone", other)))
        answer = ask(told, "explore/common", PHONE, PHONE, key=ONE, other=other, limit=1000)
        shared = {(one.kind.name, one.key) for one in answer.column("shared") if isinstance(one, Entity)}
        assert shared == wanted - {("Phone", ONE), ("Phone", other)}


def test_shortest_ways_are_as_long_as_the_oracles_and_hold_together(told: Graph) -> None:
    graph: nx.Graph[Node] = nx.Graph(oracle())
    for start in KEYS["phone"][:6]:
        for goal in KEYS["identity"]:
            answer = ask(told, "explore/paths", PHONE, IDENTITY, key=start, other=goal, limit=1000)
            ways = {
                tuple((one.kind.name, one.key) for one in entities if isinstance(one, Entity))
                for entities in answer.column("entities")
                if isinstance(entities, tuple)
            }
            assert ways == all_shortest(graph, ("Phone", start), ("Identity", goal))
            for entities, links in zip(answer.column("entities"), answer.column("links"), strict=True):
                assert isinstance(entities, tuple)
                assert isinstance(links, tuple)
                for first, link, second in zip(entities, links, entities[1:], strict=False):
                    assert {link.start, link.end} == {first, second}


def test_there_is_no_way_from_an_entity_to_itself_or_to_none(told: Graph) -> None:
    assert not ask(told, "explore/paths", PHONE, PHONE, key=ONE, other=ONE, limit=5).rows
    assert not ask(told, "explore/paths", PHONE, PHONE, key=ONE, other="+8613999999999", limit=5).rows


def test_links_between_members_are_the_oracles(told: Graph) -> None:
    graph = oracle()
    members = [("Phone", key) for key in KEYS["phone"][:5]] + [("Device", key) for key in KEYS["device"]]
    wanted = Counter((start, end, one["type"]) for start, end, one in graph.subgraph(members).edges(data=True))
    found: Counter[tuple[tuple[str, str], tuple[str, str], str]] = Counter()
    for kind in (PHONE, kind_of("device")):
        chosen = [key for name, key in members if name == kind.name]
        answer = ask(
            told, "explore/between", kind, keys=[*chosen, chosen[0]], members=[":".join(one) for one in members]
        )
        for one in answer.column("link"):
            assert isinstance(one, Link)
            found[(one.start.kind.name, one.start.key), (one.end.kind.name, one.end.key), one.type.name] += 1
    assert found == wanted


def test_a_phones_holders_stand_in_the_order_of_time(told: Graph) -> None:
    answer = ask(told, "phone/holders", key=ONE)
    times = [(one, key) for one, key in zip(answer.column("opened_at"), keys(answer, "holder"), strict=True)]
    assert times == sorted(times)
    assert [(day(-900), ZHANG), (day(-400), SAN), (day(-10), ZHANG)] == times[:3]


def test_a_holding_says_when_the_next_holder_took_over(told: Graph) -> None:
    answer = ask(told, "identity/phones", key=ZHANG)
    rows = [row for row in answer.rows if isinstance(row[2], Entity) and row[2].key == ONE]
    taken = answer.columns.index("taken_over")
    assert rows[0][taken] == day(-400)


def test_times_before_1970_keep_their_microseconds(told: Graph) -> None:
    answer = ask(told, "identity/cards", key=ZHANG)
    holding = answer.rows[0][answer.columns.index("holding")]
    assert isinstance(holding, Link)
    assert holding.properties["opened_at"] == datetime(1965, 3, 4, 5, 6, 7, 8, tzinfo=UTC)


def test_moments_are_compared_in_any_zone(told: Graph) -> None:
    shanghai = day(-400).astimezone(datetime.fromisoformat("2026-01-01T00:00:00+08:00").tzinfo)
    answer = ask(told, "outlet/openings", key="OUT-001", since=shanghai, until=day(-399), limit=10)
    assert keys(answer, "card") == [ONE]


def test_money_is_counted_in_whole_fen(told: Graph) -> None:
    answer = ask(told, "money/out", CARD, key=KEYS["bank_card"][0])
    assert answer.rows[0][answer.columns.index("fen")] == 12_345_678_901


@pytest.mark.parametrize("name", ["张", "张三", "王𠮷", "o'", ""])
def test_names_are_found_by_their_beginning(told: Graph, name: str) -> None:
    names = {values["name"] for values in (one.properties for one in entities_named(told, name))}
    assert names == {one for one in ("张伟", "张三", "李娜", "欧阳明", "Smith", "王𠮷") if one.startswith(name)}


def entities_named(told: Graph, name: str) -> list[Entity]:
    return [one for one in ask(told, "explore/name", begin=name).column("entity") if isinstance(one, Entity)]


def test_a_query_must_be_given_what_it_names(told: Graph) -> None:
    called = query("phone/called", told.engine)
    with pytest.raises(BadQuery, match="wants the values key, limit"):
        told.read(called, {"key": ONE})
    with pytest.raises(BadQuery, match="wants no kind"):
        told.read(called, {"key": ONE, "limit": 1}, PHONE)
    with pytest.raises(BadQuery, match="wants KIND; it got none"):
        told.read(query("explore/totals", told.engine), {"key": ONE})


def test_half_a_character_and_a_number_beyond_64_bits_are_refused(told: Graph) -> None:
    with pytest.raises(BadQuery, match="half a character"):
        ask(told, "phone/called", key="\ud800")
    with pytest.raises(BadQuery, match="64 bits"):
        ask(told, "phone/called", key=ONE, limit=2**63)


def test_an_empty_list_of_keys_finds_nothing(told: Graph) -> None:
    assert ask(told, "explore/between", PHONE, keys=[], members=[]).rows == ()


def test_many_readers_at_once_get_the_same(told: Graph) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(told, "phone/called", key=ONE).rows, range(64)))
    assert len(answers) == 64
    assert all(one == answers[0] for one in answers)


def test_a_graph_with_nothing_built_answers_with_columns_and_no_rows(tmp_path: Path) -> None:
    with open_graph(f"ladybug:{tmp_path / 'graph'}", HOME) as graph:
        answer = ask(graph, "phone/called", key=ONE)
        assert "callee" in answer.columns
        assert answer.rows == ()
        assert graph.state() is None
        assert set(graph.counts().values()) == {0}

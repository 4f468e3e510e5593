"""Tests of what both engines promise of writing: whole, repeatable, and nothing left that is gone."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest

from graph.conftest import HOME
from graph.story import ONE, Facts, day, entity_facts, entity_tables, few_links, link_tables, unheard
from workbench.errors import UsedWrongly, WorkbenchError
from workbench.graph import Graph, open_graph, query
from workbench.model import KINDS, LINK_TYPES, Entity, EntityTable, Link, kind_of, link_type_of

PHONE = kind_of("phone")
NAMES = [kind.name for kind in KINDS] + [one.name for one in LINK_TYPES]


def write(graph: Graph, state: str = "told") -> None:
    graph.write(state, entity_tables(), link_tables(few_links()), unheard)


def around(graph: Graph, key: str = ONE) -> tuple[tuple[object, ...], ...]:
    return graph.read(query("explore/around", graph.engine), {"key": key, "without": [], "limit": 1000}, PHONE).rows


def story_counts() -> dict[str, int]:
    found = Counter(kind for kind, _ in entity_facts()) + Counter(str(name[0]) for name in few_links())
    return {name: found[name] for name in NAMES}


def test_counts_and_totals_are_the_storys(graph: Graph) -> None:
    write(graph)
    assert graph.counts() == story_counts()
    called = [values for name, values in few_links().items() if name[0] == "CALLED"]
    paid = [values for name, values in few_links().items() if name[0] == "PAID"]
    wanted = {name: sum(int(str(one[name])) for one in called) for name in ("calls", "texts", "seconds")}
    wanted |= {name: sum(int(str(one[name])) for one in paid) for name in ("transfers", "fen")}
    assert graph.totals() == wanted


def test_a_graph_has_no_state_until_it_is_written_and_then_the_states_name(graph: Graph) -> None:
    assert graph.state() is None
    write(graph)
    assert graph.state() == "told"


def test_progress_hears_of_every_row(graph: Graph) -> None:
    heard: Counter[str] = Counter()
    graph.write("told", entity_tables(), link_tables(few_links()), lambda name, rows: heard.update({name: rows}))
    assert dict(heard) == {name: rows for name, rows in story_counts().items() if rows}


def test_writing_twice_changes_nothing(graph: Graph) -> None:
    write(graph)
    before = graph.counts(), graph.totals(), around(graph)
    write(graph)
    write(graph, "told-again")
    assert (graph.counts(), graph.totals(), around(graph)) == before


def test_what_is_no_longer_in_the_projection_goes(graph: Graph) -> None:
    write(graph)
    entities = {name: values for name, values in entity_facts().items() if name != ("Phone", ONE)}
    links = {name: values for name, values in few_links().items() if ONE not in name and name[0] != "PAID"}
    graph.write("smaller", entity_tables(entities), link_tables(links), unheard)
    found = Counter(kind for kind, _ in entities) + Counter(str(name[0]) for name in links)
    assert graph.counts() == {name: found[name] for name in NAMES}
    assert around(graph) == ()


def test_a_changed_property_replaces_the_old_one(graph: Graph) -> None:
    write(graph)
    entities = entity_facts()
    entities["Phone", ONE] |= {"carrier": "虚拟运营商", "region": None}
    links = few_links()
    for name, values in links.items():
        if name[:3] == ("CALLED", "Phone", ONE):
            values |= {"calls": 77, "last": None}
    graph.write("changed", entity_tables(entities), link_tables(links), unheard)
    called = graph.read(query("phone/called", graph.engine), {"key": ONE, "limit": 9}).column("link")
    assert {one.properties["calls"] for one in called if isinstance(one, Link)} == {77}
    assert {one.properties["last"] for one in called if isinstance(one, Link)} == {None}
    phone = graph.read(query("explore/entity", graph.engine), {"key": ONE}, PHONE).column("entity")[0]
    assert isinstance(phone, Entity)
    assert (phone.properties["carrier"], phone.properties["region"]) == ("虚拟运营商", None)


def test_an_empty_projection_leaves_an_empty_graph(graph: Graph) -> None:
    write(graph)
    graph.write("nothing", [], [], unheard)
    assert set(graph.counts().values()) == {0}
    assert graph.state() == "nothing"


def test_the_graph_is_there_when_it_is_opened_again(address: str) -> None:
    with open_graph(address, HOME) as graph:
        write(graph)
    with open_graph(address, HOME) as graph:
        assert graph.state() == "told"
        assert graph.counts() == story_counts()


def test_holdings_of_one_phone_by_one_holder_stay_apart(graph: Graph) -> None:
    write(graph)
    rows = graph.read(query("phone/holders", graph.engine), {"key": ONE}).rows
    assert len(rows) == sum(name[:3] == ("REGISTERED", "Phone", ONE) for name in few_links())


def test_links_that_name_what_is_not_there_are_refused_without_naming_it(graph: Graph) -> None:
    facts = few_links() | {
        ("CALLED", "Phone", ONE, "Phone", "+8613911112222"): few_links()["CALLED", "Phone", ONE, "Phone", ONE]
    }
    with pytest.raises(WorkbenchError) as caught:
        graph.write("torn", entity_tables(), link_tables(facts), unheard)
    assert "13911112222" not in str(caught.value)
    assert graph.state() is None


def test_rows_without_a_column_or_a_name_are_refused(graph: Graph) -> None:
    bare = EntityTable(PHONE, pa.table({"key": ["+8613800000001"]}))
    with pytest.raises(UsedWrongly, match="no column carrier"):
        graph.write("bare", [bare], [], unheard)
    links = {name: values | {"opened_at": None} for name, values in few_links().items() if name[0] == "REGISTERED"}
    with pytest.raises(UsedWrongly, match="lack a value of opened_at"):
        graph.write("undated", entity_tables(), link_tables(links), unheard)


def test_a_mistake_of_the_projections_own_comes_through_as_it_is(graph: Graph) -> None:
    def broken() -> list[EntityTable]:
        raise ValueError("a mistake in the projection")

    with pytest.raises(ValueError, match="mistake in the projection"):
        graph.write("broken", (table for _ in range(1) for table in broken()), [], unheard)


def test_hostile_keys_are_only_keys(graph: Graph) -> None:
    hostile = [
        "'; MATCH (n) DETACH DELETE n //",
        '"`}) //',
        "\\",
        "$key",
        "KIND",
        "=1+1",
        "<b>",
        "\u202e张\x01",
        "x" * 5000,
    ]
    blank = dict.fromkeys((one.name for one in PHONE.properties), None)
    entities = {("Phone", key): dict(blank, carrier=key) for key in hostile}
    called = dict.fromkeys((one.name for one in link_type_of("CALLED").properties), None)
    links: Facts = {("CALLED", "Phone", key, "Phone", key): dict(called, first=day(0)) for key in hostile}
    graph.write("hostile", entity_tables(entities), link_tables(links), unheard)
    for key in hostile:
        (row,) = around(graph, key)
        assert isinstance(row[2], Entity)
        assert (row[2].key, row[2].properties["carrier"]) == (key, key)
    assert graph.counts()["Phone"] == graph.counts()["CALLED"] == len(hostile)

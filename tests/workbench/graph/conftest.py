"""Graphs of both engines with the story in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from neo4j import GraphDatabase

from graph.story import entity_tables, link_tables, unheard
from workbench.graph import Graph, open_graph

HOME = "the-storys-home"


def empty(url: str) -> None:
    """Delete every node of the test server."""
    parts = urlsplit(url)
    with GraphDatabase.driver(
        f"bolt://{parts.hostname}:{parts.port}", auth=(parts.username or "", parts.password or "")
    ) as server:
        server.execute_query("MATCH (n) DETACH DELETE n")


def say(url: str, text: str, **given: object) -> list[list[Any]]:
    """What the server answers to one who is not us."""
    parts = urlsplit(url)
    own = (parts.username or "", parts.password or "")
    with GraphDatabase.driver(f"bolt://{parts.hostname}:{parts.port}", auth=own) as driver:
        return [record.values() for record in driver.execute_query(text, given).records]


@pytest.fixture
def url(neo4j_url: str) -> Iterator[str]:
    """An empty server."""
    empty(neo4j_url)
    yield neo4j_url
    empty(neo4j_url)


@pytest.fixture(params=["ladybug", "neo4j"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty graph is, of one engine and then of the other."""
    if request.param == "ladybug":
        yield f"ladybug:{tmp_path / 'graph'}"
        return
    url: str = request.getfixturevalue("neo4j_url")
    empty(url)
    yield url
    empty(url)


@pytest.fixture
def graph(address: str) -> Iterator[Graph]:
    """An empty graph, to be written."""
    with open_graph(address, HOME) as opened:
        yield opened


@pytest.fixture(scope="module")
def in_ladybug(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The story in the embedded graph, only to be read."""
    with open_graph(f"ladybug:{tmp_path_factory.mktemp('home') / 'graph'}", HOME) as opened:
        opened.write("told", entity_tables(), link_tables(), unheard)
        yield opened


@pytest.fixture(scope="module")
def in_neo4j(neo4j_url: str) -> Iterator[Graph]:
    """The story in a Neo4j, only to be read."""
    empty(neo4j_url)
    with open_graph(neo4j_url, HOME) as opened:
        opened.write("told", entity_tables(), link_tables(), unheard)
        yield opened
    empty(neo4j_url)


@pytest.fixture(params=["in_ladybug", "in_neo4j"])
def told(request: pytest.FixtureRequest) -> Graph:
    """The story in one engine and then in the other, only to be read."""
    graph: Graph = request.getfixturevalue(request.param)
    return graph

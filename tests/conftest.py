"""Fixtures that many tests share: the real Neo4j they talk to, and below it what other parts of the tests add."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure of what is tested.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")

_NEO4J = "WORKBENCH_TEST_NEO4J"
_HOW = f"{_NEO4J} is not set; `.ci/neo4j/server start` starts a Neo4j and prints the address to set it to"
_HERE = ("127.0.0.1", "localhost", "::1")


# --- Neo4j


@pytest.fixture(scope="session")
def neo4j_url() -> str:
    """The address of a real Neo4j with name and password in it, `bolt://neo4j:PASSWORD@127.0.0.1:PORT`."""
    url = os.environ.get(_NEO4J, "")
    if not url and os.environ.get("CI") == "true":
        pytest.fail(_HOW)
    if not url:
        pytest.skip(_HOW)
    if urlsplit(url).hostname not in _HERE:
        # The tests empty this server: it must not be one that people work on.
        pytest.fail(f"{_NEO4J} names another machine; the tests only empty a Neo4j on this one")
    return url


@pytest.fixture
def empty_neo4j(neo4j_url: str) -> Iterator[str]:
    """The address of that Neo4j with nothing in it, emptied again after the test."""
    wipe_neo4j(neo4j_url)
    yield neo4j_url
    wipe_neo4j(neo4j_url)


def wipe_neo4j(url: str) -> None:
    """Delete everything in the test server's database: nodes, constraints and indexes."""
    # Here, since most tests need no server and the driver takes a while to import.
    from neo4j import GraphDatabase

    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}"
    server = GraphDatabase.driver(address, auth=(parts.username, parts.password))
    with server, server.session(database="neo4j") as session:
        # In portions: one transaction of 100,000 nodes does not fit the small heap.
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT `{row['name']}` IF EXISTS").consume()
        for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").data():
            session.run(f"DROP INDEX `{row['name']}` IF EXISTS").consume()


# --- Other fixtures: one heading a part, shared by two folders of tests or more; else put them beside their tests.


# --- A home with a small city in it


@pytest.fixture(scope="session")
def city_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a made-up city of 500 people loaded and its detectors run; tests read it and never write."""
    # Here, since most tests need no city and its engines take a while to import.
    from workbench.city import write_city
    from workbench.desk import open_desk

    folder = tmp_path_factory.mktemp("city")
    write_city(folder / "city", people=500, seed=1, progress=lambda step, share: None)
    with open_desk(folder / "home") as desk:
        desk.load([folder / "city" / "handover"])
        desk.detect()
    return folder / "home"

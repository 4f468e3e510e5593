"""The shared Neo4j of the tests: it answers, and a test gets it empty."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from conftest import wipe_neo4j
from neo4j import GraphDatabase

pytestmark = pytest.mark.neo4j


def _driver(url: str):
    parts = urlsplit(url)
    return GraphDatabase.driver(f"bolt://{parts.hostname}:{parts.port}", auth=(parts.username, parts.password))


def test_a_test_gets_neo4j_without_nodes_and_constraints(empty_neo4j: str):
    with _driver(empty_neo4j) as driver:
        driver.execute_query("CREATE CONSTRAINT one_key FOR (p:Phone) REQUIRE p.key IS UNIQUE", database_="neo4j")
        driver.execute_query("UNWIND range(1, 12000) AS i CREATE (:Phone {key: i})", database_="neo4j")
        wipe_neo4j(empty_neo4j)
        left = driver.execute_query("MATCH (n) RETURN count(n) AS n", database_="neo4j").records[0]["n"]
        constraints = driver.execute_query("SHOW CONSTRAINTS YIELD name", database_="neo4j").records
    assert left == 0
    assert constraints == []

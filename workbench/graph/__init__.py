"""The graph: one face over two engines, and the queries that are asked of it."""

from __future__ import annotations

from pathlib import Path

from workbench.graph.address import address_of
from workbench.graph.cypher import Query, queries, query
from workbench.graph.ladybug import LadybugGraph
from workbench.graph.neo4j import Neo4jGraph
from workbench.graph.neo4j_files import Imported, write_files
from workbench.graph.store import Amendable, Answer, Browsed, Change, FindingTables, Graph, Redrawn, Value

__all__ = [
    "Amendable",
    "Answer",
    "Browsed",
    "Change",
    "FindingTables",
    "Graph",
    "Imported",
    "Query",
    "Redrawn",
    "Value",
    "open_graph",
    "queries",
    "query",
    "write_files",
]


def open_graph(url: str, home_token: str, password: str = "") -> Graph:
    """The graph at that address: `ladybug:FOLDER`, or a Neo4j (5.26 or later) that belongs to the home of that token.

    A Neo4j is `bolt://` or `neo4j://` with `user:password@` in the address, or the password beside it; off this
    machine only `bolt+s://` and `neo4j+s://`. Raises GraphUnavailable where nobody answers or the password is wrong,
    GraphForeign where the Neo4j holds what is not this home's.
    """
    scheme, colon, rest = url.partition(":")
    if scheme == "ladybug" and colon and rest:
        return LadybugGraph(Path(rest))
    return Neo4jGraph(address_of(url, password), home_token)

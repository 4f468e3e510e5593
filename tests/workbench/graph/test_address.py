"""Tests of a Neo4j's address: what is understood, what is shown, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import UsedWrongly
from workbench.graph import open_graph
from workbench.graph.address import address_of

ODD = [f"bolt{rest}" for rest in ("+ssc://localhost", "://localhost:port", "://[::1", "://here?x=1", "://here#x")]


def test_an_address_has_its_parts() -> None:
    address = address_of("neo4j+s://ann:p%40ss@graph.example:7688/fraud")
    assert address.server == "neo4j+s://graph.example:7688"
    assert (address.user, address.password, address.database) == ("ann", "p@ss", "fraud")


def test_the_password_is_never_shown() -> None:
    address = address_of("bolt://ann:secret@localhost")
    assert address.shown == "bolt://ann:***@localhost"
    assert "secret" not in repr(address)
    assert "secret" not in address_of("bolt://localhost", "secret").shown


def test_the_password_beside_the_address_counts_where_the_address_has_none() -> None:
    assert address_of("bolt://127.0.0.1:7687", "beside").password == "beside"
    assert address_of("bolt://neo4j:own@127.0.0.1:7687", "beside").password == "own"
    assert address_of("bolt://127.0.0.1:7687").user == "neo4j"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_this_machine_may_be_spoken_to_in_the_clear(host: str) -> None:
    assert address_of(f"bolt://{host}:7687").server == f"bolt://{host}:7687"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize("host", ["10.0.0.7", "graph.example", "127.0.0.1.example", "[2001:db8::1]", "0.0.0.0"])
def test_another_machine_only_encrypted(scheme: str, host: str) -> None:
    with pytest.raises(UsedWrongly, match=rf"use {scheme}\+s://"):
        address_of(f"{scheme}://{host}:7687")
    assert address_of(f"{scheme}+s://{host}:7687").server == f"{scheme}+s://{host}:7687"


@pytest.mark.parametrize("url", ["", "ladybug:", "nothing", "bolt:", "bolt://", "http://localhost", *ODD])
def test_what_is_no_address_is_refused_with_what_is_one(url: str) -> None:
    with pytest.raises(UsedWrongly, match="the graph's address is ladybug:FOLDER, or bolt://"):
        open_graph(url, "home")


def test_a_folder_is_an_address_too(tmp_path: Path) -> None:
    with open_graph(f"ladybug:{tmp_path / 'a folder: 图'}", "home") as graph:
        assert graph.engine == "ladybug"
        assert graph.state() is None

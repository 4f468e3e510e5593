"""A Neo4j that stops answering while its line stays open, as when the network goes: nobody waits for ever."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from faults.proxy import Proxy
from workbench.errors import GraphUnavailable
from workbench.graph import neo4j as engine
from workbench.graph import neo4j_line as line
from workbench.graph import open_graph, query

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

HOME = "the-half-open-home"
# How long a client may wait for a sign of life, as the server tells it when greeted: a word, then a small number.
_MAY_WAIT = b"connection.recv_timeout_seconds"
SECONDS = 3


class Silent(Proxy):
    """A relay that falls silent both ways, and shortens what the server says of how long to wait."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.silent = False
        self.told = 0

    def _pass(self, message: bytes, other: socket.socket) -> bool:
        before, word, after = message.partition(_MAY_WAIT)
        if word:
            self.told = after[0]
            message = before + word + bytes([SECONDS]) + after[1:]
        return self.silent or super()._pass(message, other)


@pytest.fixture
def silent(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    """The relay; greeting and trying again are given up on sooner than else."""
    monkeypatch.setattr(line, "SECONDS_TO_GREET", SECONDS)
    monkeypatch.setattr(engine, "SECONDS_OF_RETRIES", 1)
    with Silent(empty_neo4j) as proxy:
        yield proxy


def test_a_server_that_falls_silent_is_given_up_on_and_found_again(silent: Silent) -> None:
    with open_graph(silent.url, HOME) as graph:
        asked = query("explore/entity", graph.engine)
        assert graph.read(asked, {"key": "1"}, asked.kind).rows == ()
        silent.silent = True
        with pytest.raises(GraphUnavailable, match="nobody answers at"):
            graph.read(asked, {"key": "1"}, asked.kind)
        silent.silent = False
        assert graph.read(asked, {"key": "1"}, asked.kind).rows == ()
    # A Neo4j that said nothing would be waited for without end.
    assert 0 < silent.told <= 120


def test_a_server_that_takes_the_line_and_never_greets_is_given_up_on(silent: Silent) -> None:
    silent.silent = True
    with pytest.raises(GraphUnavailable, match="nobody answers at"):
        open_graph(silent.url, HOME)

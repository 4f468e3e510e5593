"""Tests of what only a server can do: belong to somebody else, refuse, and go away in the middle."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from neo4j import GraphDatabase

from graph.conftest import HOME, empty, say
from graph.story import ONE, entity_tables, few_links, link_tables, unheard
from workbench.errors import BadQuery, GraphForeign, GraphUnavailable
from workbench.graph import neo4j as engine
from workbench.graph import open_graph, query
from workbench.graph.cypher import read_query
from workbench.graph.neo4j_marker import claim_whole, hold

pytestmark = pytest.mark.neo4j


def write(url: str, home: str = HOME) -> dict[str, int]:
    with open_graph(url, home) as graph:
        graph.write("told", entity_tables(), link_tables(few_links()), unheard)
        return graph.counts()


def at_port(url: str, port: int, password: str = "") -> str:
    parts = urlsplit(url)
    return f"bolt://{parts.username}:{password or parts.password}@127.0.0.1:{port}"


def test_somebody_elses_graph_is_refused_and_left_alone(url: str) -> None:
    say(url, "CREATE (:Film {title: 'x'})-[:SHOWN]->(:Phone {key: '1'})")
    with pytest.raises(GraphForeign, match="give an empty database"):
        open_graph(url, HOME)
    assert say(url, "MATCH (n) RETURN count(n)") == [[2]]


def test_another_homes_graph_is_refused_and_left_alone(url: str) -> None:
    before = write(url)
    with pytest.raises(GraphForeign, match="another home"):
        open_graph(url, "another-home")
    with open_graph(url, HOME) as graph:
        assert graph.counts() == before
        assert graph.state() == "told"


def test_of_two_homes_that_open_an_empty_server_the_second_writer_is_told(url: str) -> None:
    with open_graph(url, HOME) as ours, open_graph(url, "another-home") as theirs:
        ours.write("told", entity_tables(), [], unheard)
        with pytest.raises(GraphForeign):
            theirs.write("told", [], [], unheard)
        assert ours.state() == "told"
        assert ours.counts()["Phone"] == 20


def test_only_our_own_kinds_and_types_are_taken_away(url: str) -> None:
    write(url)
    say(url, f"MATCH (p:Phone {{key: '{ONE}'}}) CREATE (:Film)-[:SHOWN]->(p)-[:CALLED]->(:Phone {{key: 'stray'}})")
    before = write(url)
    assert before["Phone"] == 20
    assert say(url, "MATCH (:Film)-[l:SHOWN]->(:Phone) RETURN count(l)") == [[1]]


def test_a_writing_that_breaks_off_shows_no_state_and_the_next_finishes_it(url: str) -> None:
    whole = write(url)

    def stop(name: str, _: int) -> None:
        if name == "CALLED":
            raise KeyboardInterrupt

    with open_graph(url, HOME) as graph:
        with pytest.raises(KeyboardInterrupt):
            graph.write("next", entity_tables(), link_tables(few_links()), stop)
        assert graph.state() is None
        graph.write("next", entity_tables(), link_tables(few_links()), unheard)
        assert (graph.state(), graph.counts()) == ("next", whole)


def test_of_two_writings_the_later_claim_wins_and_the_earlier_is_told(url: str) -> None:
    whole = write(url)
    with open_graph(url, HOME) as one, open_graph(url, HOME) as other:

        def meanwhile(name: str, _: int) -> None:
            if name == "CALLED":
                other.write("later", entity_tables(), link_tables(few_links()), unheard)

        with pytest.raises(GraphUnavailable, match="somebody else has begun"):
            one.write("earlier", entity_tables(), link_tables(), meanwhile)
        assert (one.state(), one.counts()) == ("later", whole)


def test_a_claim_waits_for_the_batch_that_is_on_its_way(url: str) -> None:
    write(url)
    parts = urlsplit(url)
    own = (parts.username or "", parts.password or "")
    with GraphDatabase.driver(f"bolt://{parts.hostname}:{parts.port}", auth=own) as driver, driver.session() as session:
        claim = claim_whole(session, HOME)

        def claim_again() -> None:
            with driver.session() as other:
                claim_whole(other, HOME)

        claimed = threading.Thread(target=claim_again)
        with session.begin_transaction() as batch:
            hold(batch, claim)
            claimed.start()
            claimed.join(0.3)
            assert claimed.is_alive()
            batch.commit()
        claimed.join(10)
        assert not claimed.is_alive()
        with session.begin_transaction() as late, pytest.raises(GraphUnavailable, match="somebody else"):
            hold(late, claim)


def test_a_graph_of_another_format_has_no_state(url: str) -> None:
    write(url)
    say(url, "MATCH (m:WorkbenchGraph) SET m.format = 'older'")
    with open_graph(url, HOME) as graph:
        assert graph.state() is None


def test_a_wrong_password_is_said_to_be_one_and_not_repeated(neo4j_url: str) -> None:
    port = urlsplit(neo4j_url).port or 7687
    with pytest.raises(GraphUnavailable, match="NEO4J_PASSWORD") as caught:
        open_graph(at_port(neo4j_url, port, "not-the-password"), HOME)
    assert "not-the-password" not in str(caught.value)


def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(GraphUnavailable, match="nobody answers at"):
        open_graph(f"bolt://neo4j:pw@127.0.0.1:{port}", HOME)


def test_a_host_without_an_address_does_not_answer_either() -> None:
    with pytest.raises(GraphUnavailable, match="nobody answers at"):
        open_graph("bolt+s://neo4j:pw@no-such-host.invalid", HOME)


def test_a_server_that_speaks_something_else_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        threading.Thread(target=_speak_http, args=(other,), daemon=True).start()
        with pytest.raises(GraphUnavailable, match="nobody answers at"):
            open_graph(f"bolt://neo4j:pw@127.0.0.1:{other.getsockname()[1]}", HOME)


def _speak_http(listening: socket.socket) -> None:
    with suppress(OSError):
        while True:
            talk, _ = listening.accept()
            with talk:
                talk.recv(64)
                talk.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_a_query_that_takes_too_long_is_ended(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS_A_QUERY", 0.5)
    text = "// It.\nUNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a * b) AS n ORDER BY n"
    with open_graph(url, HOME) as graph, pytest.raises(GraphUnavailable, match="ask for less"):
        graph.read(read_query("a/b", text), {})


def test_a_query_the_server_does_not_understand_is_a_bad_one(url: str) -> None:
    with open_graph(url, HOME) as graph, pytest.raises(BadQuery, match="cannot run the query"):
        graph.explain(read_query("a/b", "// It.\nMATCH (n RETURN n"), {})


class Wire:
    """A relay to the server that can be cut: after so many bytes, or for good."""

    def __init__(self, port: int) -> None:
        self.left: int | None = None
        self.cut = False
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self.cut:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._server))
                for ends in ((near, far), (far, near)):
                    ends[0].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=self._relay, args=ends, daemon=True).start()

    def _relay(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while (said := one.recv(4096)) and not self.cut and not self._is_spent(len(said)):
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _is_spent(self, size: int) -> bool:
        if self.left is None:
            return False
        self.left -= size
        if self.left >= 0:
            return False
        # Cut once; what is tried again goes through.
        self.left = None
        return True

    def close(self) -> None:
        self.cut = True
        self._listening.close()


@pytest.fixture
def wire(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A relay to the empty server; the driver tries again for two seconds only."""
    monkeypatch.setattr(engine, "SECONDS_OF_RETRIES", 2)
    relay = Wire(urlsplit(url).port or 7687)
    yield relay
    relay.close()


def test_a_server_that_goes_away_is_reported_and_found_again(url: str, wire: Wire) -> None:
    whole = write(url)
    with open_graph(at_port(url, wire.port), HOME) as graph:
        assert graph.counts() == whole
        wire.cut = True
        with pytest.raises(GraphUnavailable, match="nobody answers at"):
            graph.read(query("phone/called", "neo4j"), {"key": ONE, "limit": 5})
        wire.cut = False
        assert graph.counts() == whole


@pytest.mark.slow
def test_a_line_cut_anywhere_in_a_writing_loses_and_doubles_nothing(url: str, wire: Wire) -> None:
    whole = write(url)
    for after in (1_500, 4_000, 6_000, 9_000, 12_000, 16_000, 20_000, 25_000):
        empty(url)
        with suppress(GraphUnavailable):
            wire.left = after
            write(at_port(url, wire.port))
        assert wire.left is None
        assert write(at_port(url, wire.port)) == whole

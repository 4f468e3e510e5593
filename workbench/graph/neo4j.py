"""The graph in a Neo4j: ours by a marker node, written in batches, read in managed transactions."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from neo4j import Driver, GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.graph import Node, Relationship
from neo4j.time import DateTime

from workbench.errors import BadQuery, GraphForeign, GraphUnavailable
from workbench.graph.address import Address
from workbench.graph.cypher import Query
from workbench.graph.neo4j_write import remove_others, rules, write_entities, write_links
from workbench.graph.store import SECONDS_A_QUERY, Answer, Progress, Value, graph_format, totalled
from workbench.graph.values import check_values, entity, link_properties, scalar, utc
from workbench.model import KINDS, LINK_TYPES, Entity, EntityTable, Kind, Link, LinkTable

MARKER = "WorkbenchGraph"
BUILDING = "building"
SECONDS_TO_CONNECT = 10
SECONDS_OF_RETRIES = 30


class Neo4jGraph:
    """A Neo4j that belongs to one home; opening it fails where it does not."""

    engine = "neo4j"

    def __init__(self, address: Address, home_token: str) -> None:
        self.url = address.shown
        self._home = home_token
        self._database = address.database or None
        with self._answering():
            self._driver = _connect(address)
        try:
            self._check_ours()
        except (GraphForeign, GraphUnavailable):
            self.close()
            raise

    def state(self) -> str | None:
        rows = self._all(f"MATCH (m:{MARKER}) RETURN m.state, m.format")
        return str(rows[0][0]) if rows and rows[0][1] == graph_format() and rows[0][0] != BUILDING else None

    def write(
        self, state: str, entities: Iterable[EntityTable], links: Iterable[LinkTable], progress: Progress
    ) -> None:
        self._check_ours()
        # Its own name, not the state's: the same state may be projected again by a better version.
        writing = secrets.token_hex(8)
        with self._answering(), self._session() as session:
            self._claim(session)
            for entity_table in entities:
                write_entities(session, writing, entity_table, progress)
            for link_table in links:
                write_links(session, writing, link_table, progress)
            remove_others(session, writing)
            _mark(session, state)

    def counts(self) -> dict[str, int]:
        found = {kind.name: self._number(f"MATCH (n:`{kind}`) RETURN count(n)") for kind in KINDS}
        return found | {one.name: self._number(f"MATCH ()-[l:`{one}`]->() RETURN count(l)") for one in LINK_TYPES}

    def totals(self) -> dict[str, int]:
        return {
            name: self._number(f"MATCH ()-[l:`{link_type}`]->() RETURN sum(l.`{name}`)")
            for link_type, names in totalled()
            for name in names
        }

    def read(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> Answer:
        check_values(query, parameters)
        columns, rows = self._run(query.about(kind, other), parameters)
        return Answer(columns, _modelled(query, rows))

    def explain(
        self, query: Query, parameters: Mapping[str, Value], kind: Kind | None = None, other: Kind | None = None
    ) -> None:
        check_values(query, parameters)
        self._run(f"EXPLAIN {query.about(kind, other)}", parameters)

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_ours(self) -> None:
        homes = self._all(f"MATCH (m:{MARKER}) RETURN m.home")
        if homes and homes[0][0] != self._home:
            raise GraphForeign("this Neo4j holds the graph of another home; give an empty database")
        if not homes and self._all("MATCH (n) RETURN 1 LIMIT 1"):
            raise GraphForeign("this Neo4j holds another graph; give an empty database, or empty this one yourself")

    def _claim(self, session: Session) -> None:
        """Make the database ours before anything is written; of two homes that try at once, one is told."""
        session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (m:{MARKER}) REQUIRE m.name IS UNIQUE").consume()
        claim = (
            f"MERGE (m:{MARKER} {{name: 'graph'}}) ON CREATE SET m.home = $home "
            f"SET m.state = CASE WHEN m.home = $home THEN '{BUILDING}' ELSE m.state END RETURN m.home"
        )
        if (
            session.execute_write(lambda transaction: _rows(transaction, claim, {"home": self._home}))[0][0]
            != self._home
        ):
            raise GraphForeign("another home has just begun to use this Neo4j; give an empty database")
        for rule in rules():
            session.run(rule).consume()
        session.run("CALL db.awaitIndexes(300)").consume()

    def _number(self, text: str) -> int:
        return int(self._all(text)[0][0] or 0)

    def _all(self, text: str) -> list[list[Any]]:
        return self._run(text, {})[1]

    def _run(self, text: str, parameters: Mapping[str, Value]) -> tuple[tuple[str, ...], list[list[Any]]]:
        given = {name: _zoned(value) for name, value in parameters.items()}

        @unit_of_work(timeout=SECONDS_A_QUERY)
        def work(transaction: ManagedTransaction) -> tuple[tuple[str, ...], list[list[Any]]]:
            result = transaction.run(text, given)
            return tuple(result.keys()), [record.values() for record in result]

        with self._answering(), self._session() as session:
            return session.execute_read(work)

    def _session(self) -> Session:
        return self._driver.session(database=self._database)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What the driver raises, in our words: its own may quote addresses with passwords, or values."""
        try:
            yield
        except Neo4jError as error:
            raise _refused(error, self.url) from None
        except DriverError:
            raise _silent(self.url) from None


def _connect(address: Address) -> Driver:
    driver = GraphDatabase.driver(
        address.server,
        auth=(address.user, address.password),
        connection_timeout=SECONDS_TO_CONNECT,
        max_transaction_retry_time=SECONDS_OF_RETRIES,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )
    try:
        driver.verify_connectivity()
    except (OSError, ValueError):
        # A name that does not resolve is a ValueError of the driver.
        driver.close()
        raise _silent(address.shown) from None
    except (DriverError, Neo4jError):
        driver.close()
        raise
    return driver


def _silent(url: str) -> GraphUnavailable:
    return GraphUnavailable(f"nobody answers at {url}: start the Neo4j, or correct the address")


def _mark(session: Session, state: str) -> None:
    text = f"MATCH (m:{MARKER} {{name: 'graph'}}) SET m.state = $state, m.format = $format RETURN m.state"
    session.execute_write(lambda transaction: _rows(transaction, text, {"state": state, "format": graph_format()}))


def _rows(transaction: ManagedTransaction, text: str, given: dict[str, Any]) -> list[list[Any]]:
    return [record.values() for record in transaction.run(text, given)]


def _refused(error: Neo4jError, url: str) -> BadQuery | GraphUnavailable:
    code = error.code or ""
    if "Security" in code:
        return GraphUnavailable(f"{url} does not take this user and password; set NEO4J_PASSWORD")
    if "TransactionTimedOut" in code:
        return GraphUnavailable(f"the graph did not answer within {SECONDS_A_QUERY} seconds; ask for less")
    if "Statement" in code:
        return BadQuery(f"the graph cannot run the query ({code})")
    return GraphUnavailable(f"{url} could not do it ({code or type(error).__name__}); try again later")


def _zoned(value: Value) -> object:
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, list | tuple):
        return [_zoned(one) for one in value]
    return value


def _modelled(query: Query, rows: list[list[Any]]) -> tuple[tuple[object, ...], ...]:
    """Rows with the driver's nodes and relationships turned into entities and links."""
    known: dict[str, Entity] = {}
    for row in rows:
        for value in row:
            _gather(value, known)
    return tuple(tuple(_value(query, value, known) for value in row) for row in rows)


def _gather(value: Any, known: dict[str, Entity]) -> None:
    if isinstance(value, list):
        for one in value:
            _gather(one, known)
    if isinstance(value, Node) and value.element_id not in known:
        known[value.element_id] = entity(next(iter(value.labels)), _native(value))


def _value(query: Query, value: Any, known: dict[str, Entity]) -> object:
    if isinstance(value, list):
        return tuple(_value(query, one, known) for one in value)
    if isinstance(value, Node):
        return known[value.element_id]
    if not isinstance(value, Relationship):
        return scalar(value.to_native() if isinstance(value, DateTime) else value)
    ends = [known.get(one.element_id) for one in value.nodes if one is not None]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise BadQuery(f"{query.name} returns links without the entities they join")
    link_type, properties = link_properties(value.type, _native(value))
    return Link(link_type, ends[0], ends[1], properties)


def _native(stored: Node | Relationship) -> dict[str, object]:
    return {name: value.to_native() if isinstance(value, DateTime) else value for name, value in stored.items()}

"""The graph in a Neo4j: ours by a marker, written whole or changed in batches, read in managed transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from neo4j import ManagedTransaction, Session, unit_of_work
from neo4j.graph import Node, Relationship
from neo4j.time import DateTime

from workbench.errors import GraphForeign, GraphUnavailable
from workbench.graph import neo4j_findings as findings
from workbench.graph import neo4j_write as write
from workbench.graph.address import Address
from workbench.graph.answering import Answering, Found, FoundEntity, FoundLink
from workbench.graph.neo4j_line import SECONDS_OF_RETRIES, answering, open_line
from workbench.graph.neo4j_marker import (
    MARKER_QUERY,
    Marker,
    claim_beside,
    claim_change,
    claim_whole,
    clothe,
    finish,
    name_drawing,
    read_marker,
)
from workbench.graph.neo4j_write import Put, Writing
from workbench.graph.store import SECONDS_A_QUERY, Change, FindingTables, Progress, Value
from workbench.graph.values import utc
from workbench.model import EntityTable, LinkTable


class Neo4jGraph(Answering):
    """A Neo4j that belongs to one home; opening it fails where it does not."""

    engine = "neo4j"

    def __init__(self, address: Address, home_token: str) -> None:
        self.url = address.shown
        self._home = home_token
        self._database = address.database or None
        with answering(self.url):
            self._driver = open_line(address, SECONDS_OF_RETRIES)
        try:
            self._open_ours()
        except (GraphForeign, GraphUnavailable):
            self.close()
            raise

    def state(self) -> str | None:
        marker = self._marker()
        return marker.state if marker else None

    def drawings(self) -> tuple[str, ...]:
        marker = self._marker()
        return marker.drawings if marker else ()

    def drawn(self, state: str, drawing: str) -> None:
        with answering(self.url), self._session() as session:
            name_drawing(session, state, drawing)

    def write(
        self, state: str, entities: Iterable[EntityTable], links: Iterable[LinkTable], progress: Progress
    ) -> None:
        self._check_ours()
        with answering(self.url), self._session() as session:
            claim = claim_whole(session, self._home)
            _lay_rules(session)
            # Into a database that was empty everything is new. A writing that was cut off may have left anything.
            put = Put.NEW if claim.fresh else Put.KNOWN
            writing = Writing(session, claim, progress, marked=not claim.fresh)
            for entity_table in entities:
                write.put_entities(writing, put, entity_table)
            for link_table in links:
                write.put_links(writing, put, link_table)
            if not claim.fresh:
                write.drop_others(writing)
            finish(session, claim, state, ())

    def change(self, state: str, change: Change, progress: Progress) -> None:
        self._check_ours()
        with answering(self.url), self._session() as session:
            claim = claim_change(session, change.drawings, change.to)
            writing = Writing(session, claim, progress)
            for link_table in change.gone.links():
                write.drop_links(writing, link_table)
            for entity_table in change.gone.entities():
                write.drop_entities(writing, entity_table)
            for tables, put in ((change.new, Put.NEW), (change.changed, Put.KNOWN)):
                for entity_table in tables.entities():
                    write.put_entities(writing, put, entity_table)
            for tables, put in ((change.new, Put.NEW), (change.changed, Put.KNOWN)):
                for link_table in tables.links():
                    write.put_links(writing, put, link_table)
            finish(session, claim, state, (change.to,))

    def draw_findings(self, found: FindingTables, progress: Progress) -> int:
        self._check_ours()
        with answering(self.url), self._session() as session:
            return findings.draw(Writing(session, claim_beside(session), progress), found)

    def undraw_findings(self, progress: Progress) -> None:
        self._check_ours()
        with answering(self.url), self._session() as session:
            findings.clear(Writing(session, claim_beside(session), progress))
            findings.take_up(session)

    def close(self) -> None:
        self._driver.close()

    def run(self, text: str, parameters: Mapping[str, Value]) -> Found:
        given = {name: _zoned(value) for name, value in parameters.items()}

        @unit_of_work(timeout=SECONDS_A_QUERY)
        def work(transaction: ManagedTransaction) -> Found:
            result = transaction.run(text, given)
            return tuple(result.keys()), [record.values() for record in result]

        with answering(self.url), self._session() as session:
            return session.execute_read(work)

    def told(self, value: object) -> object:
        if isinstance(value, Node):
            return FoundEntity(value.element_id, next(iter(value.labels)), _native(value))
        if not isinstance(value, Relationship):
            return value.to_native() if isinstance(value, DateTime) else value
        start, end = (None if one is None else one.element_id for one in value.nodes)
        return FoundLink(value.type, start, end, _native(value))

    def _marker(self) -> Marker | None:
        return read_marker(self.run(MARKER_QUERY, {})[1])

    def _check_ours(self) -> Marker | None:
        marker = self._marker()
        if marker and marker.home != self._home:
            raise GraphForeign("this Neo4j holds the graph of another home; give an empty database")
        if not marker and self.run("MATCH (n) RETURN 1 LIMIT 1", {})[1]:
            raise GraphForeign("this Neo4j holds another graph; give an empty database, or empty this one yourself")
        return marker

    def _open_ours(self) -> None:
        marker = self._check_ours()
        if marker and marker.bare:
            with answering(self.url), self._session() as session:
                _lay_rules(session)
                clothe(session)

    def _session(self) -> Session:
        return self._driver.session(database=self._database)


def _lay_rules(session: Session) -> None:
    for rule in write.rules():
        session.run(rule).consume()
    session.run("CALL db.awaitIndexes(300)").consume()


def _zoned(value: Value) -> object:
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, list | tuple):
        return [_zoned(one) for one in value]
    return value


def _native(stored: Node | Relationship) -> dict[str, object]:
    return {name: value.to_native() if isinstance(value, DateTime) else value for name, value in stored.items()}

"""The line to a Neo4j: opened, given up on when it stays silent, and what goes wrong on it in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from workbench.errors import BadQuery, GraphChanged, GraphUnavailable
from workbench.graph.address import Address
from workbench.graph.store import SECONDS_A_QUERY

SECONDS_TO_CONNECT = 10
SECONDS_TO_GREET = 20
"""For a line from the pool: connecting, greeting and logging in, all together."""
SECONDS_AT_REST = 30
"""A line that rested so long is tried before it is used: the server may have gone without a word."""
SECONDS_OF_RETRIES = 30


def open_line(address: Address, retries: float) -> Driver:
    """The driver over a server that answered; an answer that stops coming is given up on after what the server says.

    A Neo4j says it when greeted: it lets 60 seconds pass between signs of life, and a client may stop waiting after
    two of them were missed.
    """
    driver = GraphDatabase.driver(
        address.server,
        auth=(address.user, address.password),
        connection_timeout=SECONDS_TO_CONNECT,
        connection_write_timeout=SECONDS_TO_GREET,
        connection_acquisition_timeout=SECONDS_TO_GREET,
        liveness_check_timeout=SECONDS_AT_REST,
        max_transaction_retry_time=retries,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )
    try:
        driver.verify_connectivity()
    except (OSError, ValueError):
        # A name that does not resolve is a ValueError of the driver.
        driver.close()
        raise silent(address.shown) from None
    except (DriverError, Neo4jError):
        driver.close()
        raise
    return driver


@contextmanager
def answering(url: str) -> Iterator[None]:
    """What the driver raises, in our words: its own may quote addresses with passwords, or values."""
    try:
        yield
    except Neo4jError as error:
        raise _refused(error, url) from None
    except DriverError:
        raise silent(url) from None


def silent(url: str) -> GraphUnavailable:
    """Nobody is there."""
    return GraphUnavailable(f"nobody answers at {url}: start the Neo4j, or correct the address")


def _refused(error: Neo4jError, url: str) -> BadQuery | GraphUnavailable | GraphChanged:
    code = error.code or ""
    if "Security" in code:
        return GraphUnavailable(f"{url} does not take this user and password; set NEO4J_PASSWORD")
    if "TransactionTimedOut" in code:
        return GraphUnavailable(f"the graph did not answer within {SECONDS_A_QUERY} seconds; ask for less")
    if "ConstraintValidation" in code:
        return GraphChanged("the graph holds an entity that it should not; `workbench rebuild` makes it anew")
    if "Statement" in code:
        return BadQuery(f"the graph cannot run the query ({code})")
    return GraphUnavailable(f"{url} could not do it ({code or type(error).__name__}); try again later")

"""The same store on PostgreSQL; needs WORKBENCH_TEST_POSTGRES=postgresql+psycopg://… of a database to be emptied."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.workbench.cases.conftest import SECRET
from workbench.cases import Act, Decision, Verdict, open_work

URL = os.environ.get("WORKBENCH_TEST_POSTGRES", "")


@pytest.fixture
def url() -> Iterator[str]:
    if not URL:
        pytest.skip("WORKBENCH_TEST_POSTGRES names no database")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    engine = create_engine(URL)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS decision, audit, alembic_version CASCADE"))
        connection.execute(text("DROP FUNCTION IF EXISTS audit_append_only, decision_append_only"))
    yield URL
    engine.dispose()


def test_writers_stand_in_a_queue_and_the_chain_holds(url: str) -> None:
    with open_work(url, SECRET) as work, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: work.record(Act("wang", "search", f"act {number}")), range(200)))
        work.decide(Decision("f", "rings", "r", "wang", Verdict.CONFIRMED, "因为"))
        assert work.verify_audit(work.anchor()).count == 201
        assert work.verify_audit().intact
        assert work.decisions()[0].reason == "因为"


@pytest.mark.parametrize("change", ["UPDATE audit SET reason = 'x'", "DELETE FROM audit", "TRUNCATE audit CASCADE"])
def test_the_server_itself_refuses_changes(url: str, change: str) -> None:
    with open_work(url, SECRET) as work:
        work.record(Act("wang", "search", "x"))
    engine = create_engine(url)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()

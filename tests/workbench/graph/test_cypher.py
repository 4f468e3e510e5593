"""Tests of the query files themselves: each says what it asks, runs on both engines and only reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import workbench
from workbench.errors import BadQuery, UsedWrongly
from workbench.graph import queries, query
from workbench.graph.cypher import BROWSER, ENGINES, folder, read_query
from workbench.model import KINDS, LINK_TYPES, kind_of

FILES = sorted(folder().rglob("*.cypher"))
SHARED = [file for file in FILES if file.name.count(".") == 1]
BOUNDED = {"explore/totals", "explore/entity", "explore/between", "ring/members", "phone/holders"}
"""Queries whose answer is bounded by what they are asked for."""

WRITES = r"\b(CREATE|MERGE|DELETE|DETACH|SET|REMOVE|DROP|COPY|LOAD|EXPORT|IMPORT|INSTALL|ATTACH|ALTER|CALL|FOREACH)\b|;"
ONE_ENGINE = (
    r"\bWITH DISTINCT\b|shortestPath|SHORTEST|\breduce\(|\bid\(|\blabel\(|\bdatetime\(|\bendNode\(|\bCOUNT \{|\bapoc\."
    r"|\[\w+ IN |\+="
)
"""What only one engine knows; ladybug forgets the DISTINCT of WITH where entities or links follow."""


def word(text: str) -> str:
    """The text without its comment lines and quoted strings."""
    return re.sub(r"'[^']*'", "''", "\n".join(line for line in text.splitlines() if not line.startswith("//")))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", queries())
def test_every_query_says_what_it_asks_and_shows_what_it_wants(name: str, engine: str) -> None:
    asked = query(name, engine)
    assert re.fullmatch(r"[A-Z][^\n]*\.", asked.says)
    assert asked.sample.keys() == asked.wants
    assert asked.about(asked.kind, asked.other)


@pytest.mark.parametrize("name", queries())
def test_variants_ask_the_same(name: str) -> None:
    first, second = (query(name, engine) for engine in ENGINES)
    assert (first.says, first.sample, first.kind, first.other) == (
        second.says,
        second.sample,
        second.kind,
        second.other,
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", queries())
def test_every_query_ends_in_an_order_and_a_limit(name: str, engine: str) -> None:
    ending = query(name, engine).text.rpartition("RETURN")[2]
    assert "ORDER BY" in ending
    assert ending.strip().endswith("LIMIT $limit") or name in BOUNDED


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_query_files_only_read_and_hold_no_values(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(WRITES, word(text), re.IGNORECASE)
    said = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    assert set(re.findall(r"'([^']*)'", said)) <= {":", "|", "key", "at", "opened_at", "_LABEL", ""}
    assert file.parent.parent == folder()


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_query_files_name_the_types_of_link_they_follow(file: Path) -> None:
    # Without a type, what else is in a server would be followed: findings that are drawn, what others tied to entities.
    text = word(file.read_text(encoding="utf-8"))
    assert all(re.match(r"\w*:\w+", link) for link in re.findall(r"-\[([^\]]*)\]-", text))
    assert not re.search(r"[)>-]--|--[(<>]", text)


@pytest.mark.parametrize("file", [one for one in FILES if one.parent.name == BROWSER], ids=lambda file: file.name)
def test_what_is_for_neo4js_browser_says_so_and_is_not_asked_here(file: Path) -> None:
    asked = read_query(file.stem, file.read_text(encoding="utf-8"))
    assert re.fullmatch(r"For Neo4j Browser: [^\n]*\.", asked.says)
    assert asked.sample.keys() == asked.wants
    assert "ORDER BY" in asked.text.rpartition("RETURN")[2]
    with pytest.raises(BadQuery, match="there is no query"):
        query(f"{BROWSER}/{file.stem}", "neo4j")


@pytest.mark.parametrize("file", SHARED, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_shared_files_say_only_what_both_engines_know(file: Path) -> None:
    text = word(file.read_text(encoding="utf-8"))
    assert not re.search(ONE_ENGINE, text)
    # labels() is a list in one engine and a text in the other.
    assert text.count("labels(") == text.count("head(labels(")


def test_where_a_text_differs_both_engines_have_theirs() -> None:
    for file in FILES:
        if file.name.count(".") > 1:
            stem = file.name.partition(".")[0]
            assert {one.name for one in file.parent.glob(f"{stem}.*")} == {
                f"{stem}.{engine}.cypher" for engine in ENGINES
            }


@pytest.mark.parametrize("name", ["", "around", "explore/none", "../pyproject", "explore/../explore/around"])
def test_a_query_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(BadQuery, match="there is no query"):
        query(name, "ladybug")


def test_a_query_written_for_the_other_engine_only_is_refused() -> None:
    with pytest.raises(BadQuery, match="not written for third"):
        query("explore/paths", "third")


def test_kinds_stand_where_the_text_leaves_place_and_nowhere_else() -> None:
    asked = read_query(
        "a/b", "// It.\n// KIND = phone\n// OTHER = Device\nMATCH (a:KIND)--(b:OTHER) RETURN a.KINDRED, b"
    )
    assert (asked.kind, asked.other) == (kind_of("phone"), kind_of("device"))
    for kind in KINDS:
        text = asked.about(kind, kind)
        assert text == f"MATCH (a:{kind.name})--(b:{kind.name}) RETURN a.KINDRED, b"
    with pytest.raises(BadQuery, match="wants KIND and OTHER; it got KIND"):
        asked.about(KINDS[0])


def test_any_link_is_a_link_of_the_model() -> None:
    asked = read_query("a/b", "// It.\nMATCH (a)-[link:LINK*..6]-(b) RETURN a.LINKED")
    types = "|".join(one.name for one in LINK_TYPES)
    assert asked.about() == f"MATCH (a)-[link:{types}*..6]-(b) RETURN a.LINKED"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("MATCH (n) RETURN n", "does not open with a sentence"),
        ("", "does not open with a sentence"),
        ("// It.\n// $key = unquoted\nRETURN $key", "write sample values"),
    ],
)
def test_a_file_that_does_not_say_what_it_asks_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        read_query("a/b", text)


def test_a_sample_of_no_known_kind_is_refused() -> None:
    with pytest.raises(UsedWrongly, match="there is no kind"):
        read_query("a/b", "// It.\n// KIND = Ship\nMATCH (n:KIND) RETURN n")


def test_an_installed_package_brings_its_queries_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbench, "__file__", str(tmp_path / "workbench" / "__init__.py"))
    assert folder() == tmp_path / "workbench" / "cypher"
    (tmp_path / "cypher").mkdir()
    assert folder() == tmp_path / "cypher"

"""One hand-over in both graph engines: they agree with the evidence and with each other, whatever is done to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import story

from cli.conftest import Line
from workbench.city import write_city

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-over of a made-up city of 500 people."""
    folder = tmp_path_factory.mktemp("town")
    write_city(folder, 500, 3)
    return folder / "handover"


def _both(line: Line, homes: dict[str, list[object]], *words: object) -> list[Any]:
    """What the command answers on each engine."""
    said = [line(*words, *where, "--json") for where in homes.values()]
    assert [one.code for one in said] == [0, 0], [one.err or one.out for one in said]
    return [one.json for one in said]


def _agree(line: Line, homes: dict[str, list[object]]) -> dict[str, Any]:
    one, other = _both(line, homes, "check")
    assert one == other
    assert one["agree"] is True
    one, other = _both(line, homes, "stats")
    assert one == other
    return dict(one)


@pytest.mark.slow
def test_a_city_is_the_same_in_both_engines(line: Line, town: Path, tmp_path: Path, empty_neo4j: str):
    homes: dict[str, list[object]] = {
        "ladybug": ["--home", tmp_path / "one"],
        "neo4j": ["--home", tmp_path / "two", "--graph", empty_neo4j],
    }
    loaded = _both(line, homes, "load", town)
    whole = _agree(line, homes)
    again = _both(line, homes, "load", town)
    assert [[one["batch"] for one in said["receipts"]] for said in again] == [
        [one["batch"] for one in said["receipts"]] for said in loaded
    ]
    assert _agree(line, homes) == whole
    batch = next(one["batch"] for one in loaded[0]["receipts"] if one["source"] == "transfers")
    _both(line, homes, "unload", batch)
    without = _agree(line, homes)
    assert (without["links"]["PAID"], without["evidence"]["transfers"]) == (0, 0)
    _both(line, homes, "rebuild")
    assert _agree(line, homes) == without
    _both(line, homes, "load", town)
    assert _agree(line, homes) == whole


def test_the_story_is_found_in_both_engines(line: Line, home: Path, empty_neo4j: str):
    homes: dict[str, list[object]] = {"ladybug": ["--home", home], "neo4j": ["--home", home, "--graph", empty_neo4j]}
    assert line("rebuild", *homes["neo4j"]).code == 0
    assert _agree(line, homes) == {"entities": story.ENTITIES, "links": story.LINKS, "evidence": story.EVENTS}
    for value in (story.RING_PHONES[0], story.RING_CARDS[1], story.ZHANG_SAN, "张三", story.HOTLINE):
        one, other = _both(line, homes, "find", value)
        assert one == other
        assert one["hits"]
    one, other = _both(line, homes, "detect")
    assert one == other


def test_findings_are_drawn_and_undrawn(line: Line, looked: Path, empty_neo4j: str):
    where = ("--home", looked, "--graph", empty_neo4j)
    assert line("rebuild", *where).code == 0
    drawn = line("draw", *where, "--json")
    assert (drawn.code, drawn.json["missing"]) == (0, 0)
    assert drawn.json["members"] > drawn.json["findings"] > 0
    assert line("check", *where, "--json").json["agree"] is True
    assert f"run {drawn.json['run']} with {drawn.json['members']:,} members" in line("draw", "latest", *where).out
    assert line("undraw", *where, "--json").json == {"drawn": 0}
    assert line("undraw", *where).out == "no finding is drawn any more\n"

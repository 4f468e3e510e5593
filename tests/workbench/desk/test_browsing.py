"""A run's findings drawn into a Neo4j: as the run has them, without identifiers, and in nobody's way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import story

from desk.shuffled import ask
from workbench.desk import Desk, open_desk
from workbench.errors import NotFound, UsedWrongly
from workbench.settings import Settings

EMPTY = "MATCH (n) DETACH DELETE n"
NODES = "MATCH (f:Finding) RETURN f.name, f.detector, f.run, f.rank, f.score, f.says ORDER BY f.detector, f.rank"
MEMBERS = "MATCH (f:Finding)-[m:MEMBER]->(n) RETURN f.name, n.key, m.part"
TRACES = "MATCH (f:Finding) RETURN count(f) AS n UNION ALL MATCH ()-[m:MEMBER]->() RETURN count(m) AS n"


@pytest.fixture
def drawn(_home: Path, tmp_path: Path, neo4j_url: str) -> Iterator[Desk]:
    """A desk over a home of its own and a Neo4j, with the newest run's findings drawn into it."""
    ask(neo4j_url, EMPTY)
    home = Path(shutil.copytree(_home, tmp_path / "home"))
    with open_desk(settings=Settings(home=home, graph=neo4j_url)) as desk:
        desk.rebuild()
        desk.draw_findings()
        yield desk
    ask(neo4j_url, EMPTY)


def _members(desk: Desk) -> set[tuple[str, str, str]]:
    frames = [desk.run().findings(name).members for name in desk.detectors()]
    return {row for frame in frames for row in zip(frame["finding"], frame["key"], frame["part"], strict=True)}


def _shown(desk: Desk) -> list[object]:
    """What the desk shows of the ring's phones."""
    shown: list[object] = [desk.stats(), desk.check().agree]
    for phone in story.RING_PHONES:
        (hit,) = desk.look.find(phone)
        shown += [hit, desk.look.totals(hit.token), desk.look.around(hit.token, 2, 50)]
    return shown


@pytest.mark.neo4j
def test_what_is_drawn_is_the_run(drawn: Desk, neo4j_url: str):
    run = drawn.run()
    rows = ask(neo4j_url, NODES)
    for name in drawn.detectors():
        found = run.findings(name).findings
        wanted = found[["finding", "detector", "rank", "score", "says"]].to_numpy().tolist()
        assert [[one[0], one[1], *one[3:]] for one in rows if one[1] == name] == wanted
    assert {one[2] for one in rows} == {run.name}
    members = ask(neo4j_url, MEMBERS)
    assert {tuple(row) for row in members} == _members(drawn)
    assert len(members) == len(_members(drawn)) > 10


@pytest.mark.neo4j
def test_a_finding_says_nobodys_number_or_name(drawn: Desk, neo4j_url: str, identifiers: tuple[str, ...]):
    told = str(ask(neo4j_url, "MATCH (f:Finding) RETURN properties(f)"))
    assert "act together" in told
    assert [one for one in identifiers if one in told] == []
    assert ask(neo4j_url, "MATCH ()-[m:MEMBER]->() UNWIND keys(m) AS k RETURN DISTINCT k ORDER BY k") == [
        ["part"],
        ["rank"],
    ]


@pytest.mark.neo4j
def test_the_desk_shows_what_it_showed_before(drawn: Desk):
    with_findings = _shown(drawn)
    drawn.undraw_findings()
    assert _shown(drawn) == with_findings


@pytest.mark.neo4j
def test_evidence_comes_and_goes_and_memberships_with_it(drawn: Desk, tmp_path: Path, neo4j_url: str):
    whole = {tuple(row) for row in ask(neo4j_url, MEMBERS)}
    batch = next(one for one in drawn.evidence.batches() if one.source == "sessions")
    drawn.unload(batch.name)
    assert drawn.check().agree
    left = {tuple(row) for row in ask(neo4j_url, MEMBERS)}
    assert left < whole
    assert story.RING_DEVICE not in {key for _, key, _ in left}
    told = drawn.draw_findings()
    assert (told.members, told.missing) == (len(left), len(whole) - len(left))
    file = tmp_path / "sessions.csv"
    file.write_text(story.TABLES["sessions"], "utf-8")
    drawn.load([file])
    assert drawn.check().agree
    assert drawn.draw_findings().missing == 0
    assert {tuple(row) for row in ask(neo4j_url, MEMBERS)} == whole


@pytest.mark.neo4j
def test_a_graph_made_anew_keeps_what_is_drawn(drawn: Desk, neo4j_url: str):
    before = ask(neo4j_url, TRACES)
    drawn.rebuild()
    assert drawn.check().agree
    assert ask(neo4j_url, TRACES) == before


@pytest.mark.neo4j
def test_a_new_run_takes_the_place_of_the_one_before(drawn: Desk, neo4j_url: str):
    first = drawn.run().name
    drawn.type_fact(
        "reports",
        {"report": "R-77", "at": "2026-09-20 10:00:00", "suspect_kind": "phone", "suspect_key": story.RING_PHONES[0]},
        told_by="station 3",
    )
    told = drawn.draw_findings(drawn.detect().name)
    assert told.run != first
    assert ask(neo4j_url, "MATCH (f:Finding) RETURN DISTINCT f.run") == [[told.run]]


@pytest.mark.neo4j
def test_undrawn_no_trace_is_left(drawn: Desk, neo4j_url: str):
    drawn.undraw_findings()
    assert ask(neo4j_url, TRACES) == [[0], [0]]
    assert ask(neo4j_url, "SHOW CONSTRAINTS YIELD labelsOrTypes AS on WHERE 'Finding' IN on RETURN count(*)") == [[0]]


@pytest.mark.neo4j
def test_both_acts_are_on_the_record(drawn: Desk):
    drawn.undraw_findings()
    assert [(one.act.action, one.act.object) for one in drawn.acts(2)] == [
        ("undraw findings", "all"),
        ("draw findings", drawn.run().name),
    ]


def test_an_embedded_graph_says_what_to_do_and_records_nothing(own_desk: Desk):
    before = own_desk.acts()
    for act in (own_desk.draw_findings, own_desk.undraw_findings):
        with pytest.raises(UsedWrongly, match="Neo4j with --graph or WORKBENCH_GRAPH"):
            act()
    assert own_desk.acts() == before


@pytest.mark.neo4j
def test_a_run_that_is_not_there_leaves_what_is_drawn(drawn: Desk, neo4j_url: str):
    before = ask(neo4j_url, TRACES)
    with pytest.raises(NotFound, match="there is no run"):
        drawn.draw_findings("nonsense")
    assert ask(neo4j_url, TRACES) == before

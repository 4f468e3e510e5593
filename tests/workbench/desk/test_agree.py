"""Holding a Neo4j to the evidence: only what differs is written, and the outcome is that of writing it whole."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import story

from desk.shuffled import Shuffled, ask, folded, held
from workbench.desk.agree import check, show_evidence
from workbench.evidence import drawings_beside
from workbench.graph import Redrawn, neo4j_write, open_graph

pytestmark = pytest.mark.neo4j
HOME = "the-shuffled-home"
EMPTY = "MATCH (n) DETACH DELETE n"
STEPS, CUTS = 6, 10
CALLS = "caller,callee,at,seconds\n"
SEEN = "MATCH (:Film)-[:SHOWN]->(n:Phone {seen_by: 'somebody'}) RETURN n.key"


class Stopped(Exception):
    """Somebody pulled the plug."""


class Plug:
    """Progress that can be pulled out after so many batches; counts rows that were written."""

    def __init__(self, after: int | None = None) -> None:
        self.rows = 0
        self._left = after

    def __call__(self, step: str, done: int, _: int | None = None) -> None:
        if step != "write graph":
            return
        self.rows = done
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise Stopped


@pytest.fixture
def url(neo4j_url: str) -> Iterator[str]:
    """The server with nothing in it but its rules, which take long to make."""
    ask(neo4j_url, EMPTY)
    yield neo4j_url
    ask(neo4j_url, EMPTY)


@pytest.fixture
def dice() -> random.Random:
    """The same throws in every run."""
    return random.Random(20_261_124)


@pytest.fixture
def shuffled(tmp_path: Path, dice: random.Random) -> Shuffled:
    """Evidence with a few batches in it."""
    made = Shuffled(tmp_path, dice)
    for _ in range(4):
        made.step()
    return made


def test_whatever_comes_and_goes_the_graph_is_what_writing_it_whole_makes(shuffled: Shuffled, url: str) -> None:
    with open_graph(url, HOME) as graph:
        show_evidence(shuffled.evidence, graph, Plug())
        for turn in range(STEPS):
            before, said = folded(shuffled.evidence), shuffled.step()
            plug = Plug()
            show_evidence(shuffled.evidence, graph, plug)
            wanted = folded(shuffled.evidence)
            assert held(url) == wanted, (turn, said)
            # What changed counts once, though it left one way and came back another.
            assert plug.rows <= (before - wanted).total() + (wanted - before).total(), (turn, said)
        assert check(shuffled.evidence, graph, Plug()).agree
        changed = held(url)
        assert show_evidence(shuffled.evidence, graph, Plug(), anew=True)
        assert held(url) == changed


def test_cut_off_anywhere_and_gone_on_with_other_evidence_it_comes_out_right(
    shuffled: Shuffled, url: str, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_write, "BATCH", 3)
    fates: Counter[str] = Counter()
    with open_graph(url, HOME) as graph:
        assert isinstance(graph, Redrawn)
        show_evidence(shuffled.evidence, graph, Plug())
        for turn in range(CUTS):
            shuffled.step()
            try:
                show_evidence(shuffled.evidence, graph, Plug(after=dice.randint(0, 8)))
                assert held(url) == folded(shuffled.evidence), turn
                fates["finished"] += 1
            except Stopped:
                assert graph.state() is None
                fates[f"cut with {len(graph.drawings())} drawings"] += 1
        show_evidence(shuffled.evidence, graph, Plug())
        assert held(url) == folded(shuffled.evidence)
        assert len(graph.drawings()) == 1
    assert len(fates) > 2, fates


def test_the_same_evidence_once_more_writes_nothing(shuffled: Shuffled, url: str) -> None:
    with open_graph(url, HOME) as graph:
        assert show_evidence(shuffled.evidence, graph, Plug())
        assert not show_evidence(shuffled.evidence, graph, Plug())


def test_a_lost_or_damaged_drawing_only_costs_a_whole_writing(shuffled: Shuffled, url: str) -> None:
    kept = drawings_beside(shuffled.evidence)
    with open_graph(url, HOME) as graph:
        assert isinstance(graph, Redrawn)
        show_evidence(shuffled.evidence, graph, Plug())
        for harm in ("lost", "damaged"):
            (drawing,) = graph.drawings()
            if harm == "lost":
                kept.drop([drawing])
            else:
                next(iter((kept.files(drawing) or {}).values())).write_bytes(b"PAR1")
            shuffled.step()
            plug = Plug()
            show_evidence(shuffled.evidence, graph, plug)
            assert plug.rows == folded(shuffled.evidence).total()
            assert held(url) == folded(shuffled.evidence)


def test_what_somebody_took_out_of_the_graph_is_noticed_where_links_need_it_and_put_back(
    shuffled: Shuffled, url: str
) -> None:
    shuffled.add("calls", f"{CALLS}{story.LI_WEIS},{story.WANG_FANGS},2026-09-05 18:00:00,60\n")
    with open_graph(url, HOME) as graph:
        show_evidence(shuffled.evidence, graph, Plug())
        ask(url, "MATCH (n:Phone) DETACH DELETE n")
        shuffled.add("calls", f"{CALLS}{story.WANG_FANGS},{story.LI_WEIS},2026-09-05 18:00:00,60\n")
        show_evidence(shuffled.evidence, graph, Plug())
        assert held(url) == folded(shuffled.evidence)


def test_an_entity_that_somebody_else_put_in_is_taken_over(shuffled: Shuffled, url: str) -> None:
    with open_graph(url, HOME) as graph:
        show_evidence(shuffled.evidence, graph, Plug())
        ask(url, "CREATE (:Phone {key: '+8613312345678'})")
        shuffled.add("calls", f"{CALLS}{story.LI_WEIS},13312345678,2026-09-05 18:00:00,60\n")
        show_evidence(shuffled.evidence, graph, Plug())
        assert held(url) == folded(shuffled.evidence)


def test_what_others_tied_to_entities_stays_where_these_stay(shuffled: Shuffled, url: str) -> None:
    with open_graph(url, HOME) as graph:
        show_evidence(shuffled.evidence, graph, Plug())
        ask(url, "MATCH (n:Phone) CREATE (:Film {title: 'x'})-[:SHOWN]->(n) SET n.seen_by = 'somebody'")
        tied = {key for (key,) in ask(url, SEEN)}
        for _ in range(3):
            shuffled.step()
            show_evidence(shuffled.evidence, graph, Plug())
        stay = {name[1] for name in folded(shuffled.evidence) if name[0] == "Phone"}
        left = {key for (key,) in ask(url, SEEN)}
        assert left == tied & stay
        assert left
        assert ask(url, "MATCH (f:Film) RETURN count(f)") == [[len(tied)]]

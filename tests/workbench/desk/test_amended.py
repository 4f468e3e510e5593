"""What a small batch touches, folded alone and written into the graph as it stands, gives what all evidence gives."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
import story

from desk.shuffled import Shuffled
from graph_loaders.sources import SOURCES
from workbench.desk import agree, open_desk
from workbench.desk.agree import show_evidence
from workbench.desk.take_in import silent
from workbench.evidence import Evidence, open_projection, open_touched
from workbench.graph import ladybug, open_graph
from workbench.graph.ladybug import LadybugGraph
from workbench.model import EntityTable, LinkTable
from workbench.settings import Settings

NAMES = sorted(story.TABLES)
HOME = "the-amended-home"
World = dict[tuple[object, ...], tuple[object, ...]]


def _named(table: EntityTable | LinkTable) -> World:
    """The table's rows by what names them."""
    if isinstance(table, EntityTable):
        return {(table.kind.name, row["key"]): tuple(row.values()) for row in table.rows.to_pylist()}
    between = (table.type.name, table.start.name, table.end.name)
    names = ("start", "end", *(one.name for one in table.type.identity))
    return {(*between, *(row[name] for name in names)): tuple(row.values()) for row in table.rows.to_pylist()}


def _whole(evidence: Evidence) -> World:
    with open_projection(evidence, SOURCES) as projection:
        tables: list[EntityTable | LinkTable] = [*projection.entities(), *projection.links()]
    return {name: row for table in tables for name, row in _named(table).items()}


def _amended(evidence: Evidence, before: World, state: str) -> World:
    """The world of before with what the newest batch touches as it is now."""
    batch = evidence.newest_since(state)
    assert batch is not None
    world = dict(before)
    with open_touched(evidence, SOURCES, batch) as touched:
        gone: list[EntityTable | LinkTable] = [*touched.gone.links(), *touched.gone.entities()]
        there: list[EntityTable | LinkTable] = [*touched.there.entities(), *touched.there.links()]
        for name in (name for table in gone for name in _named(table)):
            world.pop(name, None)
        for table in there:
            world.update(_named(table))
    return world


@pytest.mark.parametrize("seed", range(2))
def test_what_a_batch_touches_leads_from_the_fold_without_it_to_the_fold_with_it(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    made, before = Shuffled(tmp_path, dice), World()
    for turn in range(9):
        state, name = made.evidence.state(), dice.choice(NAMES)
        made.some(name)
        now = _whole(made.evidence)
        assert _amended(made.evidence, before, state) == now, (turn, name)
        before = now


def test_an_event_that_names_another_after_it_takes_the_first_away(tmp_path: Path) -> None:
    made = Shuffled(tmp_path, random.Random(1))
    header = "report,at,suspect_kind,suspect_key,victim_phone\n"
    row = f"R-1,2026-09-07 11:00:00,phone,{story.RING_PHONES[0]},"
    made.add("reports", f"{header}{row}13800000001\n")
    before, state = _whole(made.evidence), made.evidence.state()
    made.add("reports", f"{header}{row}13900000001\n")
    now = _amended(made.evidence, before, state)
    assert now == _whole(made.evidence)
    # The greater of two values is what an event says; nothing else told of the other phone.
    assert ("Phone", "+8613800000001") in before
    assert ("Phone", "+8613800000001") not in now


def _held(graph: LadybugGraph) -> Counter[tuple[object, ...]]:
    """All entities and links that the embedded graph holds, with what they say."""
    found: Counter[tuple[object, ...]] = Counter()
    for (stored,) in graph.run("MATCH (n) RETURN n", {})[1]:
        found[_said(stored)] += 1
    for start, stored, end in graph.run("MATCH (a)-[l]->(b) RETURN a.key, l, b.key", {})[1]:
        found[start, end, *_said(stored)] += 1
    return found


def _said(stored: dict[str, object]) -> tuple[object, ...]:
    return tuple(sorted((name, str(value)) for name, value in stored.items() if value is not None and name not in _OWN))


_OWN = {"_ID", "_SRC", "_DST"}


def _amendments(folder: Path) -> int:
    lines = (folder / "CURRENT").read_text("utf-8").split()
    return int(lines[2]) if len(lines) > 2 else 0


def test_an_amended_graph_holds_what_one_written_whole_holds(tmp_path: Path) -> None:
    dice = random.Random(5)
    made, amended = Shuffled(tmp_path, dice), 0
    with open_graph(f"ladybug:{tmp_path / 'graph'}", HOME) as graph:
        assert isinstance(graph, LadybugGraph)
        for turn in range(7):
            said = made.step()
            show_evidence(made.evidence, graph, silent)
            amended = max(amended, _amendments(tmp_path / "graph"))
            with open_graph(f"ladybug:{tmp_path / f'whole{turn}'}", HOME) as whole:
                assert isinstance(whole, LadybugGraph)
                show_evidence(made.evidence, whole, silent, anew=True)
                assert _held(graph) == _held(whole), (turn, said)
    assert amended > 1


def test_after_many_amendments_the_graph_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladybug, "MOST_AMENDMENTS", 2)
    made, counts = Shuffled(tmp_path, random.Random(3)), []
    made.some("phone_cards")
    with open_graph(f"ladybug:{tmp_path / 'graph'}", HOME) as graph:
        show_evidence(made.evidence, graph, silent, anew=True)
        for _ in range(4):
            made.some("calls")
            show_evidence(made.evidence, graph, silent)
            counts.append(_amendments(tmp_path / "graph"))
    assert counts == [1, 2, 0, 1]


def test_a_typed_fact_folds_nothing_but_what_it_touches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story.write_handover(tmp_path / "handover")
    with open_desk(settings=Settings(home=tmp_path / "home")) as desk:
        desk.load([tmp_path / "handover"])
        with monkeypatch.context() as patched:
            # Whoever folds all evidence now fails.
            patched.setattr(agree, "open_projection", None)
            values = {"case": "C-77", "kind": "phone", "key": story.HE_JUNS, "at": "2026-11-24 03:00"}
            desk.type_fact("case_numbers", values, "96110 line")
            assert desk.stats().links["NAMES"] == story.LINKS["NAMES"] + 1
        assert desk.check().agree

"""GraphML, read back by NetworkX: nothing is lost but what cannot be written."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from tests.workbench.exports.payloads import FORMULAS, SCRIPTS
from tests.workbench.exports.story import RING, renamed
from workbench.exports import graphml
from workbench.exports.letters import fit
from workbench.model.shown import Shown


def read(shown: Shown, folder: Path) -> nx.MultiDiGraph:
    graphml.write(shown, folder / "graph.graphml")
    return nx.read_graphml(folder / "graph.graphml", force_multigraph=True)


def test_networkx_reads_back_every_entity_and_link(tmp_path: Path) -> None:
    graph = read(RING, tmp_path)
    assert (graph.graph["title"], graph.graph["note"]) == (RING.title, RING.note)
    expected = {
        one.token: {"tag": one.tag, "kind": one.kind, "text": one.text}
        | {name: value for name, value in one.properties.items() if value is not None}
        for one in RING.entities
    }
    assert dict(graph.nodes(data=True)) == expected
    links = [
        (one.start, one.end, f"e{number}", {"type": one.type, "text": one.text} | one.properties)
        for number, one in enumerate(RING.links)
    ]
    read_back = [(start, end, key, {**held}) for start, end, key, held in graph.edges(data=True, keys=True)]
    for _, _, _, held in read_back:
        held.pop("id", None)
    assert sorted(read_back, key=lambda one: one[2]) == sorted(links, key=lambda one: one[2])


def test_odd_texts_come_back_as_they_are_but_for_control_characters(tmp_path: Path) -> None:
    shown = renamed(RING, [*SCRIPTS, *FORMULAS])
    graph = read(shown, tmp_path)
    texts = [graph.nodes[one.token]["text"] for one in shown.entities]
    # XML has one sign for a line's end.
    assert texts == [fit(one.text).replace("\r\n", "\n").replace("\r", "\n") for one in shown.entities]

"""GraphML, for NetworkX, Gephi, yEd and Cytoscape: entities by token, links as directed edges."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx

from workbench.exports.letters import fit
from workbench.exports.put import put
from workbench.model.shown import Shown, Value

NAME = "graphml"
SUFFIX = ".graphml"
ABOUT = "A directed graph with tokens as its names. Absent values are left out; control characters become U+FFFD."


def write(extract: Shown, file: Path) -> None:
    """Write the graph; several links between the same two entities stay several."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=fit(extract.title), note=fit(extract.note))
    for entity in extract.entities:
        own: dict[str, Value] = {"tag": entity.tag, "kind": entity.kind, "text": entity.text}
        graph.add_node(fit(entity.token))
        # Not as keywords: a property may be called like an argument.
        graph.nodes[fit(entity.token)].update(_attributes(own | entity.properties))
    for number, link in enumerate(extract.links):
        said: dict[str, Value] = {"type": link.type, "text": link.text}
        # The key becomes the edge's XML id, which has to be the only one of its name in the file.
        start, end, key = fit(link.start), fit(link.end), f"e{number}"
        graph.add_edge(start, end, key)
        graph.edges[start, end, key].update(_attributes(said | link.properties))
    held = io.BytesIO()
    # The writer of the standard library: the other one's bytes would depend on whether lxml is installed.
    nx.write_graphml_xml(graph, held)
    put(held.getvalue(), file)


def _attributes(values: dict[str, Value]) -> dict[str, str | int | float]:
    fitted = {fit(name): fit(value) if isinstance(value, str) else value for name, value in values.items()}
    return {name: value for name, value in fitted.items() if value is not None}

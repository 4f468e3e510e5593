"""What a notebook is given: masked entities and links that show, table and graph themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import networkx as nx
import pandas as pd

from workbench.desk.show import link_name
from workbench.exports.picture import picture
from workbench.model import kind_of
from workbench.model.shown import Shown, ShownEntity
from workbench.signals.graph.structure import structure

MOST_LISTED = 20
HIGH = 720


@dataclass(frozen=True, slots=True)
class Picture:
    """A web page inside a notebook's cell: it asks for nothing outside itself and cannot reach the notebook."""

    page: str = field(repr=False)

    def _repr_html_(self) -> str:
        framed = f'sandbox="allow-scripts" style="width:100%;height:{HIGH}px;border:0"'
        return f'<iframe title="picture" srcdoc="{escape(self.page)}" {framed}></iframe>'


@dataclass(frozen=True, slots=True, repr=False)
class ShownExtract:
    """Entities and links as the desk shows them: identifiers masked, each entity by its token."""

    shown: Shown

    def __len__(self) -> int:
        return len(self.shown.entities)

    def __repr__(self) -> str:
        return f"{self._title}: {self._counted}"

    def show(self) -> Picture:
        """The picture with its legend and tables; it works offline."""
        return Picture(picture(self.shown))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """A graph with tokens as nodes and the masked values as attributes; an edge's key is its link's name."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=self.shown.title)
        for one in self.shown.entities:
            graph.add_node(one.token, kind=one.kind, text=one.text, tag=one.tag, **one.properties)
        for link in self.shown.links:
            graph.add_edge(link.start, link.end, key=link_name(link), type=link.type, text=link.text, **link.properties)
        return graph

    def to_pandas(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Two frames: entities (token, kind, text, tag and what is known) and links (start, type, end and counts)."""
        entities = [
            {"token": one.token, "kind": one.kind, "text": one.text, "tag": one.tag, **one.properties}
            for one in self.shown.entities
        ]
        links = [{"start": one.start, "type": one.type, "end": one.end, **one.properties} for one in self.shown.links]
        return (
            _framed(entities, ("token", "kind", "text", "tag")),
            _framed(links, ("start", "type", "end")),
        )

    def structure(self) -> pd.DataFrame:
        """How each entity stands among those shown: kind, text, tag, the measures of the whole graph, and token.

        They are of this picture alone: what was not opened counts for nothing.
        """
        entities, links = self.to_pandas()
        place = pd.Index(entities["token"])
        start, end = (place.get_indexer(pd.Index(links[side])) for side in ("start", "end"))
        told = [entities[["kind", "text", "tag"]], structure(start, end, len(place)), entities[["token"]]]
        return pd.concat(told, axis=1)

    @property
    def _title(self) -> str:
        return self.shown.title or "Extract"

    @property
    def _counted(self) -> str:
        return f"{len(self.shown.entities):,} entities, {len(self.shown.links):,} links"

    def _repr_html_(self) -> str:
        entities = self.shown.entities
        more = f"<p>and {len(entities) - MOST_LISTED:,} more</p>" if len(entities) > MOST_LISTED else ""
        rows = "".join(_row(one) for one in entities[:MOST_LISTED])
        head = "<tr><th>kind</th><th>value</th><th>tag</th><th>known</th></tr>"
        return f"<p><b>{escape(self._title)}</b>: {self._counted}</p><table>{head}{rows}</table>{more}"


def _row(one: ShownEntity) -> str:
    known = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in one.properties.items())
    cells = (kind_of(one.kind).title, one.text, one.tag, known)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _framed(rows: list[dict[str, str | int | float | None]], first: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(first))

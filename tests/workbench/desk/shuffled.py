"""Small batches of the story's rows, drawn by lot and bent, and all that a Neo4j holds."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import story
from neo4j import GraphDatabase
from taken import source_of, take

from graph_loaders.sources import SOURCES
from workbench.evidence import Batch, Evidence, open_projection
from workbench.model import EntityTable, LinkTable

Held = Counter[tuple[object, ...]]
# To itself, which engines have got wrong.
LOOPS = {
    "transfers": f"{story.CASH_OUT},{story.CASH_OUT},2026-09-07 10:00:00,5,L1,,done,,",
    "contacts": "wechat,sunli_75,sunli_75,2026-09-04 21:00:00,3",
}

# Enough for every way a link is named; more would only be slower.
OF = ("phone_cards", "transfers", "calls", "contacts", "reports")


class Shuffled:
    """Evidence to which batches are added and from which they are taken, as the dice fall."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.evidence = Evidence(folder / "home" / "evidence")
        self._files = folder
        self._dice = dice
        self._batches: list[Batch] = []
        self._number = 0

    def step(self) -> str:
        """One batch in, or one out; says which."""
        if len(self._batches) > 2 and self._dice.random() < 0.4:
            gone = self._batches.pop(self._dice.randrange(len(self._batches)))
            self.evidence.remove(gone)
            return f"out: {gone.source}"
        name = self._dice.choice(OF)
        self.add(name, self._bent(name))
        return f"in: {name}"

    def some(self, name: str) -> None:
        """A batch of some rows of that source."""
        self.add(name, self._bent(name))

    def add(self, name: str, rows: str) -> None:
        """A file of that source, taken in."""
        self._number += 1
        file = self._files / f"{name}_{self._number}.csv"
        # Two batches of the same bytes would be one.
        file.write_text(rows + "\n" * self._number, encoding="utf-8")
        self._batches.append(take(self.evidence, source_of(name), file))

    def _bent(self, name: str) -> str:
        """Some rows of the source; values that need not be there are left out, and some dates moved."""
        header, *rows = csv.reader(io.StringIO(story.TABLES[name] + LOOPS.get(name, "")))
        needed = {column.name for column in source_of(name).columns if column.needed}
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(header)
        for row in self._dice.sample(rows, self._dice.randint(1, len(rows))):
            writer.writerow(
                "" if column not in needed and self._dice.random() < 0.2 else self._moved(value)
                for column, value in zip(header, row, strict=True)
            )
        return out.getvalue()

    def _moved(self, value: str) -> str:
        return value.replace("2026-09-0", "2026-10-0") if self._dice.random() < 0.1 else value


def folded(evidence: Evidence) -> Held:
    """Every entity and link of the evidence, with what it says."""
    with open_projection(evidence, SOURCES) as projection:
        held: Held = Counter()
        for table in projection.entities():
            held.update(entities_of(table))
        for link_table in projection.links():
            held.update(_links(link_table))
        return held


def entities_of(table: EntityTable) -> Iterator[tuple[object, ...]]:
    """The table's entities as they are held."""
    for row in table.rows.to_pylist():
        yield (table.kind.name, row.pop("key"), _said(row))


def _links(table: LinkTable) -> Iterator[tuple[object, ...]]:
    for row in table.rows.to_pylist():
        ends = (table.start.name, row.pop("start"), table.end.name, row.pop("end"))
        yield (table.type.name, *ends, _said(row))


def _said(values: dict[str, object]) -> tuple[tuple[str, object], ...]:
    said = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
    return tuple(sorted((name, value) for name, value in said.items() if value is not None))


def held(url: str) -> Held:
    """Every node and relationship of the server but the marker, with all its properties."""
    nodes = "MATCH (n) WHERE NOT n:WorkbenchGraph RETURN labels(n), n.key, properties(n)"
    ties = "MATCH (a)-[l]->(b) RETURN type(l), labels(a), a.key, labels(b), b.key, properties(l)"
    found: Held = Counter()
    for labels, key, values in ask(url, nodes):
        found["|".join(labels), key, _native(values, "key")] += 1
    for name, starts, start, ends, end, values in ask(url, ties):
        found[name, "|".join(starts), start, "|".join(ends), end, _native(values)] += 1
    return found


def ask(url: str, text: str) -> list[list[Any]]:
    """What the server answers to one who is not us."""
    parts = urlsplit(url)
    own = (parts.username or "", parts.password or "")
    with GraphDatabase.driver(f"bolt://{parts.hostname}:{parts.port}", auth=own) as driver:
        return [record.values() for record in driver.execute_query(text).records]


def _native(values: dict[str, object], *without: str) -> tuple[tuple[str, object], ...]:
    plain = {name: value for name, value in values.items() if name not in (*without, "written_")}
    times = {
        name: value.to_native().replace(tzinfo=None)  # type: ignore[attr-defined]
        for name, value in plain.items()
        if type(value).__name__ == "DateTime"
    }
    assert all(str(plain[name].tzinfo) == "UTC" for name in times)  # type: ignore[attr-defined]
    return _said(plain | times)

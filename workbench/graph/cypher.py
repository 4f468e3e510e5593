"""The queries in cypher/: what each asks, the values it wants, and a sample of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

import workbench
from workbench.errors import BadQuery
from workbench.model import LINK_TYPES, Kind, Scalar, kind_of

ENGINES = ("ladybug", "neo4j")
BROWSER = "browser"
"""The folder of queries for Neo4j's own Browser: they speak of drawn findings, and the workbench never asks them."""

_PARAMETER = re.compile(r"\$(\w+)")
_KINDS = re.compile(r"\b(KIND|OTHER)\b")
_LINK = re.compile(r"\bLINK\b")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Query:
    """One file of cypher/: its sentence, its text, and the values it was tried with.

    `kind` and `other` stand for KIND and OTHER in the sample; None where the text has no such place. LINK stands for
    any type of link that the model has: a server may hold more, such as the findings drawn into it.
    """

    name: str
    says: str
    text: str
    sample: dict[str, Scalar | list[Scalar]] = field(hash=False)
    kind: Kind | None = None
    other: Kind | None = None

    @property
    def wants(self) -> frozenset[str]:
        """The names of the values it must be given."""
        return frozenset(_PARAMETER.findall(self.text))

    def about(self, kind: Kind | None = None, other: Kind | None = None) -> str:
        """Its text with the kinds in place; BadQuery where one is missing, or given though the text has no place."""
        given = {name: one for name, one in (("KIND", kind), ("OTHER", other)) if one}
        if given.keys() != set(_KINDS.findall(self.text)):
            wanted = " and ".join(sorted(set(_KINDS.findall(self.text)))) or "no kind"
            raise BadQuery(f"{self.name} wants {wanted}; it got {' and '.join(given) or 'none'}")
        text = _LINK.sub("|".join(one.name for one in LINK_TYPES), self.text)
        return _KINDS.sub(lambda place: given[place.group()].name, text)


def folder() -> Path:
    """Where the query files lie: beside the package in a checkout, inside it where it was installed."""
    package = Path(workbench.__file__).parent
    beside = package.parent / "cypher"
    return beside if beside.is_dir() else package / "cypher"


def queries() -> tuple[str, ...]:
    """The names of all queries that the workbench asks, sorted: `explore/around`."""
    files = (one for one in folder().rglob("*.cypher") if one.parent.name != BROWSER)
    return tuple(sorted({f"{one.parent.name}/{one.name.partition('.')[0]}" for one in files}))


@cache
def query(name: str, engine: str) -> Query:
    """The query of that name as the engine wants it said (`ladybug` or `neo4j`)."""
    # The name is looked up, never joined to a path unseen: it may come from a notebook.
    if name not in queries():
        raise BadQuery(f"there is no query {name!r}; there are: {', '.join(queries())}")
    own = folder() / f"{name}.{engine}.cypher"
    file = own if own.exists() else folder() / f"{name}.cypher"
    if not file.exists():
        raise BadQuery(f"{name} is not written for {engine}")
    return read_query(name, file.read_text(encoding="utf-8"))


def read_query(name: str, written: str) -> Query:
    """The query that the text of a file says: comment lines first (sentence, `$name = value`, `KIND = Phone`)."""
    lines = written.strip().splitlines()
    header = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    text = "\n".join(line for line in lines if not line.startswith("//"))
    if not header:
        raise BadQuery(f"{name} does not open with a sentence: write one after // in its first line")
    kinds: dict[str, Kind] = {}
    sample: dict[str, Scalar | list[Scalar]] = {}
    for line in header[1:]:
        place, _, word = line.partition(" = ")
        if place in ("KIND", "OTHER"):
            kinds[place] = kind_of(word)
        if line.startswith("$"):
            sample |= _read_sample(name, line)
    return Query(name, header[0], text, sample, kinds.get("KIND"), kinds.get("OTHER"))


def _read_sample(name: str, line: str) -> dict[str, Scalar | list[Scalar]]:
    try:
        read = json.loads("{" + re.sub(r"\$(\w+) =", r'"\1":', line) + "}")
    except ValueError:
        raise BadQuery(f'{name}: write sample values as // $key = "…", $limit = 50') from None
    return {key: _read_time(value) for key, value in read.items()}


def _read_time(value: Scalar | list[Scalar]) -> Scalar | list[Scalar]:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return datetime.fromisoformat(value)
    return value

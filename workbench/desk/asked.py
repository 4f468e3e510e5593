"""A query of cypher/ asked from a notebook: entities are named by token on the way in and masked on the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.desk.show import Showing, link_name
from workbench.errors import BadQuery
from workbench.graph import Graph, Value, query
from workbench.model import Entity, Link, kind_of

SAID = frozenset({"kind", "other_kind", "kinds", "type", "other_type", "types", "says"})
"""Columns of words that no hand-over wrote; any other text of an answer is starred."""

Cells = dict[str, object]


def ask(graph: Graph, showing: Showing, name: str, kinds: Sequence[str], given: Mapping[str, Value]) -> pd.DataFrame:
    """The answer as a frame: an entity is its masked text, its token beside it in `NAME_token`; a link is its name.

    `kinds` are what stands for KIND and OTHER, as many as the query has of them. A token in `given` that
    this desk has shown becomes the key it stands for. Raises BadQuery as the graph does.
    """
    if len(kinds) > 2:
        raise BadQuery(f"{name} is about one or two kinds; it got {len(kinds)}")
    kind, other = (*map(kind_of, kinds), None, None)[:2]
    answer = graph.read(query(name, graph.engine), {key: _key(showing, one) for key, one in given.items()}, kind, other)
    rows = [_row(showing, answer.columns, row) for row in answer.rows]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(answer.columns))


def _key(showing: Showing, given: Value) -> Value:
    if isinstance(given, str) and given in showing.known:
        return showing.known[given].key
    if isinstance(given, (list, tuple)):
        return [showing.known[one].key if isinstance(one, str) and one in showing.known else one for one in given]
    return given


def _row(showing: Showing, columns: tuple[str, ...], values: tuple[object, ...]) -> Cells:
    row: Cells = {}
    for column, value in zip(columns, values, strict=True):
        row[column] = _cell(showing, column, value)
        if isinstance(value, Entity):
            row[f"{column}_token"] = showing.entity(value).token
    return row


def _cell(showing: Showing, column: str, value: object) -> object:
    if isinstance(value, Entity):
        return showing.entity(value).text
    if isinstance(value, Link):
        return link_name(showing.link(value))
    if isinstance(value, tuple):
        return tuple(_cell(showing, column, one) for one in value)
    return "***" if isinstance(value, str) and column not in SAID else value

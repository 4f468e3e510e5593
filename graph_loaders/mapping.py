"""A mapping: how the columns of a foreign file become those of a source; read from TOML."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

from workbench.errors import BadMapping


@dataclass(frozen=True, slots=True)
class Taken:
    """How one column is filled: from which header, with what put before it, which values stand for which.

    `days_since` turns whole day numbers into dates counted from that day.
    """

    header: str = ""
    prefix: str = ""
    constant: str = ""
    days_since: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Foreign headers to the columns of one source; `name` tells people which mapping it was."""

    source: str
    name: str
    columns: dict[str, Taken]

    @property
    def hash(self) -> str:
        """Names the mapping's content, whatever its file is called."""
        content = {"source": self.source, "columns": {name: asdict(taken) for name, taken in self.columns.items()}}
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def headers(self) -> frozenset[str]:
        """The headers a file must have for this mapping to read it."""
        return frozenset(taken.header for taken in self.columns.values() if taken.header)


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file: `source`, and under `[columns]` a header or a table for each column."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadMapping(f"there is no mapping file {path.name}; --mapping takes the path of a TOML file") from None
    except OSError as error:
        raise BadMapping(f"the mapping file {path.name} cannot be read ({error.strerror}); check its rights") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path.name} is not TOML in UTF-8 ({error}); mend it and load again") from None
    return _mapping(path.name, content)


def shipped_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with the workbench, by name."""
    folder = files("graph_loaders") / "mappings"
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return tuple(
        _mapping(entry.name, tomllib.loads(entry.read_text("utf-8")))
        for entry in sorted(found, key=lambda one: one.name)
    )


def _mapping(name: str, content: dict[str, object]) -> Mapping:
    source, columns = content.get("source"), content.get("columns")
    if not isinstance(source, str) or not isinstance(columns, dict) or not columns:
        raise BadMapping(f'{name} needs a line source = "…" and a table [columns] that says which header fills which')
    return Mapping(
        source, name.removesuffix(".toml"), {column: _taken(name, column, how) for column, how in columns.items()}
    )


def _taken(name: str, column: str, how: object) -> Taken:
    if isinstance(how, str):
        return Taken(header=how)
    if not isinstance(how, dict) or not (how.get("header") or how.get("constant")):
        raise BadMapping(f"{name}: the column {column} needs a header, or a table with header or constant")
    unknown = how.keys() - {"header", "prefix", "constant", "days_since", "values"}
    if unknown:
        raise BadMapping(f"{name}: the column {column} has {', '.join(sorted(unknown))}, which no mapping knows")
    texts = {key: str(value) for key, value in how.items() if key != "values"}
    values = how.get("values", {})
    if not isinstance(values, dict):
        raise BadMapping(f'{name}: the values of {column} are a table, as in values = {{ 转账 = "done" }}')
    _check_day(name, column, texts.get("days_since", ""))
    return Taken(**texts, values={str(key): str(value) for key, value in values.items()})


def _check_day(name: str, column: str, day: str) -> None:
    try:
        if day:
            date.fromisoformat(day)
    except ValueError:
        raise BadMapping(f"{name}: days_since of {column} is a day, as in 2020-01-31") from None

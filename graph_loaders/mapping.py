"""Mappings read from TOML: a format a file, each with what it gives to one source or to several."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

from graph_loaders.mapped import Condition, Coverage, Instead, Mapping, Taken, Turn, Unanswered
from workbench.errors import BadMapping, UsedWrongly
from workbench.model import Asked, kind_of

__all__ = ["Mapping", "Taken", "read_mapping", "read_mappings", "shipped_mappings"]

_TEXTS = ("banner", "file_name", "prefix", "constant", "days_since", "cut")
_WORDS = ("values", "like", "units")
_FLAGS = ("absolute", "nought_last", "strip_86", "bank", "only_listed")
_COLUMN = {"header", "join", "document", "account_of", "platform", *_TEXTS, *_WORDS, *_FLAGS}
_MAPPING = {
    "source",
    "columns",
    "part",
    "turn",
    "only",
    "skip",
    "unanswered",
    "marks",
    "named",
    "alone",
    "unless",
    "coverage",
    "instead",
}
_COVERAGE = {"asked", "who", "about", "key", "kind_of", "kinds", "first", "last", "answered", "reason", "none"}
_ASKED: tuple[Asked, ...] = get_args(Asked)
Table = dict[str, object]


def read_mapping(path: Path) -> Mapping:
    """The first mapping in a TOML file."""
    return read_mappings(path)[0]


def read_mappings(path: Path) -> tuple[Mapping, ...]:
    """The mappings in a TOML file: `source` and `[columns]`, or several tables `[[reading]]` that each have them."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadMapping(f"there is no mapping file {path.name}; --mapping takes the path of a TOML file") from None
    except OSError as error:
        raise BadMapping(f"the mapping file {path.name} cannot be read ({error.strerror}); check its rights") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path.name} is not TOML in UTF-8 ({error}); mend it and load again") from None
    return _mappings(path.name, content)


@cache
def shipped_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with the workbench, by name."""
    folder = files("graph_loaders") / "mappings"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda one: one.name)
    return tuple(one for entry in found for one in _mappings(entry.name, tomllib.loads(entry.read_text("utf-8"))))


def _mappings(name: str, content: Table) -> tuple[Mapping, ...]:
    readings = content.get("reading", [content])
    if not isinstance(readings, list) or not all(isinstance(one, dict) for one in readings):
        raise BadMapping(f"{name}: what a file gives to several sources stands in tables [[reading]]")
    return tuple(_mapping(name, one) for one in readings)


def _mapping(name: str, content: Table) -> Mapping:
    source, columns = content.get("source"), content.get("columns")
    if not isinstance(source, str) or not isinstance(columns, dict) or not columns:
        raise BadMapping(f'{name} needs a line source = "…" and a table [columns] that says which header fills which')
    _refuse_unknown(name, "the mapping", content, _MAPPING)
    _check_pattern(name, "named", str(content.get("named", "")), groups=0)
    return Mapping(
        source,
        name.removesuffix(".toml"),
        {column: _taken(name, column, how) for column, how in columns.items()},
        part=str(content.get("part", "")),
        turn=_turn(name, content.get("turn")),
        only=_conditions(name, "only", content.get("only", [])),
        skip=_conditions(name, "skip", content.get("skip", [])),
        unanswered=_unanswered(name, content.get("unanswered")),
        marks=_list(content.get("marks", ())),
        named=str(content.get("named", "")),
        alone=_list(content.get("alone", ())),
        unless=_list(content.get("unless", ())),
        coverage=_coverage(name, content.get("coverage")),
        instead=tuple(_instead(name, one) for one in _tables(name, "instead", content.get("instead", []))),
    )


def _taken(name: str, column: str, how: object) -> Taken:
    if isinstance(how, str | list):
        how = {"header": how}
    sources = ("header", "constant", "join", "banner", "file_name")
    if not isinstance(how, dict) or not any(how.get(one) for one in sources):
        raise BadMapping(f"{name}: the column {column} needs a header, or a table with header or constant")
    _refuse_unknown(name, f"the column {column}", how, _COLUMN)
    texts = {key: str(how[key]) for key in _TEXTS if key in how}
    _check_day(name, column, texts.get("days_since", ""))
    for key in ("banner", "file_name", "cut"):
        _check_pattern(name, f"{key} of {column}", texts.get(key, ""), groups=0 if key == "cut" else 1)
    words = {key: _words(name, column, how, key) for key in _WORDS}
    header, *others = _list(how.get("header", "")) or ("",)
    return Taken(
        header,
        tuple(others),
        join=_joins(name, column, how.get("join", ())),
        document=_list(how.get("document", ())),
        values=words["values"],
        like=words["like"],
        units=words["units"],
        only_listed=bool(how.get("only_listed")),
        absolute=bool(how.get("absolute")),
        nought_last=bool(how.get("nought_last")),
        strip_86=bool(how.get("strip_86")),
        bank=bool(how.get("bank")),
        account_of=_beside(name, column, how, "account_of"),
        platform=_beside(name, column, how, "platform"),
        **texts,
    )


def _beside(name: str, column: str, how: Table, key: str) -> Taken | None:
    """How what goes before a value is found: the bank of an account, or its platform."""
    return _taken(name, f"{column}, {key}", how[key]) if key in how else None


def _words(name: str, column: str, how: Table, key: str) -> dict[str, str]:
    values = how.get(key, {})
    if not isinstance(values, dict):
        raise BadMapping(f'{name}: the {key} of {column} are a table, as in {key} = {{ "转账" = "done" }}')
    if key == "like":
        for pattern in values:
            _check_pattern(name, f"like of {column}", pattern, groups=0)
    return {str(one): str(other) for one, other in values.items()}


def _joins(name: str, column: str, how: object) -> tuple[str, ...]:
    """Two headers, or a list of such pairs, one behind the other."""
    pairs = how if isinstance(how, list | tuple) and all(isinstance(one, list) for one in how) else [how]
    joined = [_list(pair) for pair in pairs]
    if any(len(pair) not in {0, 2} for pair in joined):
        raise BadMapping(f"{name}: join of {column} names two headers, of the date and of the time of day")
    return tuple(header for pair in joined for header in pair)


def _turn(name: str, how: object) -> Turn | None:
    if how is None:
        return None
    turn = _table(name, "turn", how, {"header", "start", "end", "paid", "received", "sign"})
    for side in ("start", "end"):
        _check_pattern(name, f"{side} of turn", str(turn.get(side, "")), groups=0)
    headers, paid, received, sign = (_list(turn.get(key, ())) for key in ("header", "paid", "received", "sign"))
    start, end = str(turn.get("start", "")), str(turn.get("end", ""))
    if not (headers or paid or sign) or bool(headers) != bool(start and end) or bool(paid) != bool(received):
        raise BadMapping(
            f"{name}: turn needs header, and start and end: the words for either direction; or paid and received: the "
            "amounts of either; or sign: the amount whose sign tells it"
        )
    return Turn(headers, start, end, paid, received, sign)


def _unanswered(name: str, how: object) -> Unanswered | None:
    if how is None:
        return None
    table = _table(name, "unanswered", how, {"reason", "empty", "or_empty", "none"})
    none = str(table.get("none", ""))
    _check_pattern(name, "none of unanswered", none, groups=0)
    reason, empty, or_empty = (_list(table.get(key, ())) for key in ("reason", "empty", "or_empty"))
    return Unanswered(reason, empty, or_empty, none)


def _coverage(name: str, how: object) -> Coverage | None:
    if how is None:
        return None
    table = _table(name, "coverage", how, _COVERAGE)
    asked = next((one for one in _ASKED if one == table.get("asked")), None)
    if asked is None or not table.get("who") or not (table.get("about") or table.get("key")):
        raise BadMapping(
            f"{name}: coverage needs asked ({', '.join(_ASKED)}), who (where the answerer is named), and about "
            "(a column of the source) or key, for what was asked about"
        )
    kinds = _table(name, "kinds of coverage", table.get("kinds", {}), None)
    for pattern, kind in kinds.items():
        _check_pattern(name, "a kind of coverage", pattern, groups=0)
        _check_kind(name, str(kind))
    _check_pattern(name, "none of coverage", str(table.get("none", "")), groups=0)
    taken = {key: _taken(name, f"coverage, {key}", table[key]) for key in ("key", "first", "last") if key in table}
    return Coverage(
        asked,
        _taken(name, "coverage, who", table["who"]),
        str(table.get("about", "")),
        kind_of=_list(table.get("kind_of", ())),
        kinds={pattern: str(kind) for pattern, kind in kinds.items()},
        answered=_conditions(name, "answered of coverage", table.get("answered", [])),
        reason=_list(table.get("reason", ())),
        none=str(table.get("none", "")),
        **taken,
    )


def _check_kind(name: str, kind: str) -> None:
    try:
        kind_of(kind)
    except UsedWrongly as error:
        raise BadMapping(f"{name}: {error}") from None


def _instead(name: str, how: Table) -> Instead:
    own = ("column", "becomes", "below")
    if not how.get("column") or not how.get("becomes"):
        raise BadMapping(f"{name}: instead needs column and becomes: what the column says in the rows that are meant")
    (when,) = _conditions(name, "instead", {key: value for key, value in how.items() if key not in own})
    return Instead(str(how["column"]), str(how["becomes"]), when, _list(how.get("below", ())))


def _tables(name: str, what: str, how: object) -> list[Table]:
    return [_table(name, what, one, None) for one in (how if isinstance(how, list) else [how])]


def _conditions(name: str, what: str, how: object) -> tuple[Condition, ...]:
    found = []
    for table in _tables(name, what, how):
        _refuse_unknown(name, what, table, {"matches", "filled", "empty", "why", "found", "within"})
        _check_pattern(name, f"found of {what}", str(table.get("found", "")), groups=0)
        matches = _table(name, f"matches of {what}", table.get("matches", {}), None)
        for header, pattern in matches.items():
            _check_pattern(name, f"{what} by {header}", str(pattern), groups=0)
        found.append(
            Condition(
                {header: str(pattern) for header, pattern in matches.items()},
                _list(table.get("filled", ())),
                _list(table.get("empty", ())),
                str(table.get("why", "")),
                str(table.get("found", "")),
                _list(table.get("within", ())),
            )
        )
    return tuple(found)


def _table(name: str, what: str, how: object, keys: set[str] | None) -> Table:
    if not isinstance(how, dict):
        raise BadMapping(f"{name}: {what} is a table")
    if keys is not None:
        _refuse_unknown(name, what, how, keys)
    return how


def _refuse_unknown(name: str, what: str, how: Table, keys: set[str]) -> None:
    unknown = how.keys() - keys
    if unknown:
        raise BadMapping(f"{name}: {what} has {', '.join(sorted(unknown))}, which no mapping knows")


def _list(how: object) -> tuple[str, ...]:
    if isinstance(how, list | tuple):
        return tuple(str(one) for one in how)
    return (str(how),) if how else ()


def _check_day(name: str, column: str, day: str) -> None:
    _checked(
        lambda: bool(day) and date.fromisoformat(day), f"{name}: days_since of {column} is a day, as in 2020-01-31"
    )


def _check_pattern(name: str, what: str, pattern: str, groups: int) -> None:
    says = f"{name}: {what} is a regular expression" + (" with one group" if groups else "")
    if _checked(lambda: re.compile(pattern).groups, says) < groups and pattern:
        raise BadMapping(says)


def _checked(read: Callable[[], int | date], says: str) -> int:
    try:
        found = read()
    except (ValueError, re.error):
        raise BadMapping(says) from None
    return found if isinstance(found, int) else 0

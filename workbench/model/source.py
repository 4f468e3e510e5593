"""What a source declares: its columns, what names one of its events, and the entities and links a row tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa

from workbench.errors import UsedWrongly
from workbench.model.coverage import COVERAGE, Asked
from workbench.model.kinds import Kind
from workbench.model.links import LinkType

Array: TypeAlias = pa.Array


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A column in its one spelling: null where absent or refused; `reasons` is null but where a value is refused.

    `kinds` names each value's kind (`Kind.word`) where one column may hold several; `coarse` marks times that are
    given to the minute or the day only; `dropped` marks values left out without refusing the row.
    """

    values: Array
    reasons: Array
    kinds: Array | None = None
    coarse: Array | None = None
    dropped: Array | None = None


Clean = Callable[[Array, Array | None], Cleaned]
"""Raw text in, with the cleaned column it leans on (a key's kind, an account's platform) or None; cleaned out."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is cleaned, whether a row must have it, what it leans on and what an absent value means."""

    name: str
    clean: Clean
    needed: bool = False
    beside: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a row names an entity: the key's column, and its kind or the column that says which."""

    column: str
    kind: Kind | str


@dataclass(frozen=True, slots=True)
class EntityFact:
    """A row describes an entity: `columns` are the row's columns that its kind's properties are folded from."""

    of: Ref
    columns: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The entities the row names."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A row tells of a link; `where` (column, value) says which rows count; `at` is the source's own dating column."""

    type: LinkType
    start: Ref
    end: Ref
    where: tuple[str, str] | None = None

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The entities the row names."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Answers:
    """That a source's rows are somebody's answer: the column that names who gave it, and what was asked about."""

    asked: Asked
    who: str
    about: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file that somebody hands over.

    `event` are the columns that name one event beside its `serial` where the source has one: rows alike in them
    are one event, whichever files they stand in. `at` is the column that dates the event; empty where none does.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    event: tuple[str, ...]
    facts: tuple[EntityFact | LinkFact, ...]
    at: str = "at"
    serial: str = ""
    side: str = ""
    """The column that says which party's side reported the event: the name of the start's column, or the end's."""
    either: tuple[str, ...] = field(default=())
    """Columns of which a row needs at least one."""
    answers: Answers | None = None
    """Who answers with such rows; None where no column says so, and a mapping may."""

    def column(self, name: str) -> Column:
        """The column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UsedWrongly(f"{self.name} has no column {name}")

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns a file must have."""
        return tuple(column.name for column in self.columns if column.needed)


@dataclass(frozen=True, slots=True)
class Checked:
    """A stretch of a file, checked: accepted rows in the source's columns, and the refused ones with their reasons.

    `accepted`: the source's columns plus `record` (from 1, counted in the file before anything is refused).
    `refused`: record, column, reason, value (masked); a row may stand in several lines.
    `dropped`: values left out of rows that were kept, by reason. `unanswered`: rows that only say why there is no
    answer, by reason; `passed`: rows that are another source's, by reason. `read` counts all but the passed.
    `coverage`: what the rows say of who answered, in the columns of `COVERAGE`: every unanswered row by itself.
    """

    accepted: pa.Table
    refused: pa.Table
    read: int
    dropped: dict[str, int]
    unanswered: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    coverage: pa.Table = field(default_factory=COVERAGE.empty_table)

    @property
    def apart(self) -> dict[str, int]:
        """The rows that were neither accepted nor refused, by a reason as receipts say it."""
        unanswered = {f"unanswered: {reason}": rows for reason, rows in self.unanswered.items()}
        return unanswered | {f"passed over: {reason}": rows for reason, rows in self.passed.items() if rows}

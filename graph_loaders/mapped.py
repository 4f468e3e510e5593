"""What a mapping says: how the columns of a foreign file become those of a source, and which of its rows are meant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field

from graph_loaders.header import plain
from workbench.model import Asked


@dataclass(frozen=True, slots=True)
class Taken:
    """How one column is filled, a value a row: the first of its headers that says something, then what is done to it.

    `join` are headers whose values stand one behind the other (a date and a time of day); they go before `header`
    and `others`, `banner` (a pattern in the lines above the header), `file_name` (a pattern in the file's name) and
    `constant` come after. `only_listed` leaves out what `values` does not list. `account_of` says how the bank of a
    number that is no card is found.
    """

    header: str = ""
    others: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    banner: str = ""
    file_name: str = ""
    prefix: str = ""
    constant: str = ""
    days_since: str = ""
    values: dict[str, str] = field(default_factory=dict)
    only_listed: bool = False
    absolute: bool = False
    strip_86: bool = False
    bank: bool = False
    document: tuple[str, ...] = ()
    account_of: Taken | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """Its headers in order of preference."""
        return tuple(one for one in (self.header, *self.others) if one)

    @property
    def names(self) -> Iterator[str]:
        """Every header that it may look at."""
        yield from (*self.headers, *self.join, *self.document)
        if self.account_of:
            yield from self.account_of.names

    def fills(self, there: frozenset[str]) -> bool:
        """Whether a file with these headers (in their one spelling) can fill the column."""
        if self.constant or self.banner or self.file_name or any(plain(one) in there for one in self.headers):
            return True
        return bool(self.join) and all(plain(one) in there for one in self.join)


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows are meant: where every pattern is found, every one of `filled` says something, none of `empty`.

    `why` tells people what becomes of the rows.
    """

    matches: dict[str, str] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    why: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that it looks at."""
        return (*self.matches, *self.filled, *self.empty)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a file tells of each link from one side: patterns of the words that mean that this side starts or ends it.

    The first header that holds such a word counts.
    """

    headers: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Rows that only say why there is no answer: one of `reason` is filled, and none of `empty`."""

    reason: tuple[str, ...]
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who answers with such a file, what was asked about, and for which time.

    `who` names them. `about` is the source's column that holds what was asked about (before anything is turned); rows
    that say no more than that there is no answer name it in `key`, of the kind that the first of `kinds` (a pattern
    to a kind) found under `kind_of` says. `first` and `last` are the question's own time. `answered` are rows of
    questions that were answered and say no more; where their `reason` holds `none`, the answer is that there is none.
    """

    asked: Asked
    who: Taken
    about: str = ""
    key: Taken | None = None
    kind_of: tuple[str, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)
    first: Taken | None = None
    last: Taken | None = None
    answered: tuple[Condition, ...] = ()
    reason: tuple[str, ...] = ()
    none: str = ""

    @property
    def names(self) -> Iterator[str]:
        """Every header that it looks at."""
        for taken in (self.who, self.key, self.first, self.last):
            if taken is not None:
                yield from taken.names
        for condition in self.answered:
            yield from condition.names
        yield from (*self.kind_of, *self.reason)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Foreign headers to the columns of one source; `name` tells people which mapping it was.

    `part` tells apart what one format gives to one source twice (each party's handset in a call record). A row
    belongs where one of `only` holds (or there are none) and none of `skip`. `marks` are headers by one of which,
    beside those of the needed columns, such a file is told from others.
    """

    source: str
    name: str
    columns: dict[str, Taken]
    part: str = ""
    turn: Turn | None = None
    only: tuple[Condition, ...] = ()
    skip: tuple[Condition, ...] = ()
    unanswered: Unanswered | None = None
    marks: tuple[str, ...] = ()
    coverage: Coverage | None = None

    @property
    def hash(self) -> str:
        """Names the mapping's content, whatever its file is called."""
        content = {key: value for key, value in asdict(self).items() if key != "name"}
        if self.coverage is None:
            # A mapping that says nothing of it names the batches that it named before there was such a word.
            del content["coverage"]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def headers(self) -> frozenset[str]:
        """Every header that it may look at."""
        return frozenset(self._names())

    def fits(self, there: frozenset[str], needed: Iterable[str]) -> bool:
        """Whether a file with these headers (in their one spelling) can be read by it."""
        turned = self.turn is None or any(plain(one) in there for one in self.turn.headers)
        marked = not self.marks or any(plain(one) in there for one in self.marks)
        return turned and marked and all(self.columns[one].fills(there) for one in needed if one in self.columns)

    def _names(self) -> Iterator[str]:
        for taken in self.columns.values():
            yield from taken.names
        for condition in (*self.only, *self.skip):
            yield from condition.names
        if self.turn:
            yield from self.turn.headers
        if self.unanswered:
            yield from (*self.unanswered.reason, *self.unanswered.empty)
        if self.coverage:
            yield from self.coverage.names
        yield from self.marks

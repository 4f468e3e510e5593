"""What a mapping says: how the columns of a foreign file become those of a source, and which of its rows are meant."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field

from graph_loaders.header import plain
from workbench.model import Asked


def said(pattern: str, text: str) -> str:
    """What the group of the pattern that takes part finds in the text; nothing where it finds nothing."""
    match = re.search(pattern, text) if pattern else None
    return (match[match.lastindex or 0] or "").strip() if match else ""


def called(pattern: str, name: str) -> str:
    """What the pattern finds in a table's name: of a sheet before its file, of a file before its archive."""
    return next((found for part in reversed(name.split("/")) if (found := said(pattern, part))), "")


@dataclass(frozen=True, slots=True)
class Taken:
    """How one column is filled, a value a row: the first of its headers that says something, then what is done to it.

    `join` are pairs of headers whose values stand one behind the other (a date and a time of day); they go before
    `header` and `others`, `banner` (a pattern in the lines above the header), `file_name` (a pattern in the file's
    name) and `constant` come after. `units` stand behind the bare numbers of some headers, `cut` (a pattern) goes.
    `like` are patterns and what stands for a value in which they are found; `only_listed` leaves out what neither
    `values` nor `like` know. `nought_last` lets a nought count only where no other header
    says more. `account_of` says how the bank of a number that is no card is found, `platform` how the platform of an
    account is.
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
    like: dict[str, str] = field(default_factory=dict)
    only_listed: bool = False
    units: dict[str, str] = field(default_factory=dict)
    cut: str = ""
    absolute: bool = False
    nought_last: bool = False
    strip_86: bool = False
    bank: bool = False
    document: tuple[str, ...] = ()
    account_of: Taken | None = None
    platform: Taken | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """Its headers in order of preference."""
        return tuple(one for one in (self.header, *self.others) if one)

    @property
    def joins(self) -> tuple[tuple[str, str], ...]:
        """The pairs of headers that are joined, in order of preference."""
        return tuple(zip(self.join[::2], self.join[1::2], strict=True))

    @property
    def names(self) -> Iterator[str]:
        """Every header that it may look at."""
        yield from (*self.headers, *self.join, *self.document)
        for taken in (self.account_of, self.platform):
            if taken:
                yield from taken.names

    def fills(self, there: frozenset[str], name: str = "", banner: str | None = None) -> bool:
        """Whether a file of this name with these headers (in their one spelling) can fill the column.

        The lines above the header count where they are known (None: not yet).
        """
        if self.platform and not self.platform.fills(there, name, banner):
            return False
        above = bool(self.banner) and (banner is None or bool(said(self.banner, banner)))
        if self.constant or above or any(plain(one) in there for one in self.headers):
            return True
        if any(plain(first) in there and plain(second) in there for first, second in self.joins):
            return True
        return bool(called(self.file_name, name))


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows are meant: where every pattern is found, every one of `filled` says something, none of `empty`.

    `found` is a pattern that one of the headers `within` must hold. `why` tells people what becomes of the rows.
    """

    matches: dict[str, str] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    why: str = ""
    found: str = ""
    within: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that it looks at."""
        return (*self.matches, *self.filled, *self.empty, *self.within)


@dataclass(frozen=True, slots=True)
class Instead:
    """What a column says in some rows, whatever it is filled with: where `when` holds, and an amount is below nought.

    `below` are the headers of amounts, one of which must be so; with none, `when` alone counts.
    """

    column: str
    becomes: str
    when: Condition
    below: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that it looks at."""
        return (*self.when.names, *self.below)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a file tells of each link from one side: patterns of the words that mean that this side starts or ends it.

    The first header that holds such a word counts. Where none says anything, that of two amounts counts which is more
    than nought (`paid` means that this side starts, `received` that it ends); where a file has none of all these
    headers, the sign of the amount under `sign`, below nought where this side starts.
    """

    headers: tuple[str, ...]
    start: str
    end: str
    paid: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that it looks at."""
        return (*self.headers, *self.paid, *self.received, *self.sign)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Rows that only say why there is no answer: one of `reason` is filled, and none of `empty`.

    Where the reason holds the pattern `none`, it is enough that none of `or_empty` is: the rest repeats the question.
    """

    reason: tuple[str, ...]
    empty: tuple[str, ...] = ()
    or_empty: tuple[str, ...] = ()
    none: str = ""


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
    beside those of the needed columns, such a file is told from others, or `named` is found in its name, or it has no
    header but those of `alone`; with one of `unless` it is another.
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
    named: str = ""
    alone: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    coverage: Coverage | None = None
    instead: tuple[Instead, ...] = ()

    @property
    def hash(self) -> str:
        """Names the mapping's content, whatever its file is called."""
        content = {key: value for key, value in asdict(self).items() if key != "name"}
        for word in ("coverage", "instead"):
            if not content[word]:
                # A mapping that says nothing of it names the batches that it named before there was such a word.
                del content[word]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def headers(self) -> frozenset[str]:
        """Every header that it may look at."""
        return frozenset(self._names())

    def fits(self, there: frozenset[str], needed: Iterable[str], name: str = "") -> bool:
        """Whether a file of this name with these headers (in their one spelling) can be read by it."""
        turned = self.turn is None or any(plain(one) in there for one in self.turn.names)
        if not turned or not self._marked(there, name) or any(plain(one) in there for one in self.unless):
            return False
        return all(self.columns[one].fills(there, name) for one in needed if one in self.columns)

    def _marked(self, there: frozenset[str], name: str) -> bool:
        if not self.marks or any(plain(one) in there for one in self.marks):
            return True
        return bool(called(self.named, name)) or there <= {plain(one) for one in self.alone}

    def _names(self) -> Iterator[str]:
        for taken in self.columns.values():
            yield from taken.names
        for condition in (*self.only, *self.skip):
            yield from condition.names
        for one in self.instead:
            yield from one.names
        if self.turn:
            yield from self.turn.names
        if self.unanswered:
            yield from (*self.unanswered.reason, *self.unanswered.empty, *self.unanswered.or_empty)
        if self.coverage:
            yield from self.coverage.names
        yield from self.marks

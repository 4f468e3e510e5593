"""Proposed mappings for headers that nobody knows: each match with its reason, none of them taken without a word."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.spelling import tidy
from graph_loaders.handed import Handed
from graph_loaders.header import plain
from graph_loaders.looks import look_of, looks_like
from graph_loaders.mapped import Mapping, Taken
from graph_loaders.mapping import shipped_mappings
from graph_loaders.raw import open_raw
from graph_loaders.sources import SOURCES
from workbench.errors import BadSource
from workbench.model import Array, Source
from workbench.privacy import mask_value

LOOK_ROWS = 500
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the source and the header it may be: `sure` where its word is known, else by what its values are."""

    column: str
    header: str
    why: str
    sure: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file may be: the source, its matches, and the needed columns that nothing matches."""

    file: str
    source: str
    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether every needed column is matched by a word that is known."""
        return not self.missing and not self.unsure

    @property
    def mapping(self) -> Mapping:
        """The mapping that the matches make; where the proposal is unsure, of the sure and the unsure alike."""
        return Mapping(self.source, "proposed", {one.column: Taken(header=one.header) for one in self.matches})

    @property
    def says(self) -> str:
        """The proposal in a sentence, without samples."""
        told = ", ".join(f"{one.column} = {one.header}" for one in self.matches)
        lacks = f"; no column for {', '.join(self.missing)}" if self.missing else ""
        return f"it may be {self.source}: {told}{lacks}"

    def toml(self) -> str:
        """The proposal as a mapping file, with the reason and masked samples of each match in its comments."""
        lines = [f"# Proposed for {_line(self.file)}: look at every line, mend it, and load the file with --mapping."]
        lines += [f"source = {json.dumps(self.source)}", "", "[columns]"]
        for one in self.matches:
            samples = f"; {', '.join(one.samples)}" if one.samples else ""
            lines.append(f"# {_line(one.why)}{'' if one.sure else ' (not sure)'}{_line(samples)}")
            lines.append(f"{one.column} = {json.dumps(one.header, ensure_ascii=False)}")
        lines += [f"# Needed, and no column seems to be it: {name}" for name in self.missing]
        return "\n".join(lines) + "\n"


def propose(table: Handed, sources: Iterable[Source] = SOURCES) -> Proposal | None:
    """What the table may be; None where it looks like nothing of ours.

    Raises BadSource where the table cannot be read at all.
    """
    names, texts = _beginning(table)
    found = [one for source in sources if (one := _proposal(table.name, source, names, texts))]
    return max(found, key=_rank) if found else None


def _rank(proposal: Proposal) -> tuple[bool, int, int, int]:
    needed = len(_source(proposal.source).needed) - len(proposal.missing)
    return not proposal.missing, needed - len(proposal.unsure), needed, len(proposal.matches)


def _source(name: str) -> Source:
    return next(source for source in SOURCES if source.name == name)


def _beginning(table: Handed) -> tuple[dict[str, str], pa.RecordBatch]:
    known = frozenset(word for words in _aliases().values() for aliases in words.values() for word in aliases)
    with open_raw(table, known | frozenset(plain(word) for word in _spelt())) as raw:
        names = {plain(name): name for name in raw.names}
        for stretch in raw.stretches:
            return names, stretch.texts.slice(0, LOOK_ROWS)
    raise BadSource(f"{table.name} has a header and no rows; say with --source what it is")


def _proposal(file: str, source: Source, names: dict[str, str], texts: pa.RecordBatch) -> Proposal | None:
    matches = list(_by_word(source, names, texts))
    matches += _by_look(source, matches, names, texts)
    by_column = {one.column: one for one in matches}
    missing = tuple(name for name in source.needed if name not in by_column)
    # All but one of the needed columns, and two of them at least: fewer is no more than chance.
    if len(missing) > 1 or len(source.needed) - len(missing) < min(2, len(source.needed)):
        return None
    unsure = tuple(name for name in source.needed if name in by_column and not by_column[name].sure)
    ordered = tuple(by_column[column.name] for column in source.columns if column.name in by_column)
    return Proposal(file, source.name, ordered, missing, unsure)


def _by_word(source: Source, names: dict[str, str], texts: pa.RecordBatch) -> Iterator[Match]:
    aliases, used = _aliases()[source.name], set[str]()
    spelt = {_squeezed(name): name for name in names}
    for column in source.columns:
        for word in (column.name, *aliases.get(column.name, ())):
            name = spelt.get(_squeezed(word))
            if name is not None and name not in used:
                used.add(name)
                why = "the same word" if word == column.name else f"a known word for {column.name}"
                yield Match(column.name, name, why, sure=True, samples=_samples(names[name], texts))
                break


def _by_look(source: Source, matches: Iterable[Match], names: dict[str, str], texts: pa.RecordBatch) -> Iterator[Match]:
    """Headers whose values look like what one needed column holds, where one header and one column do only."""
    taken = {one.column for one in matches}
    left = [name for name in names if name not in {one.header for one in matches} and names[name] in texts.schema.names]
    lacking = [column for column in source.columns if column.needed and column.name not in taken]
    for column in lacking:
        look = look_of(column)
        if look is None or [look_of(one) for one in lacking].count(look) > 1:
            continue
        alike = [name for name in left if looks_like(look, texts.column(names[name]))]
        if len(alike) == 1:
            why = f"its values look like {look.name}"
            yield Match(column.name, alike[0], why, sure=False, samples=_samples(names[alike[0]], texts))


def _samples(name: str, texts: pa.RecordBatch) -> tuple[str, ...]:
    if name not in texts.schema.names:
        return ()
    said: Array = pc.unique(tidy(texts.column(name)).drop_null())
    return tuple(mask_value(value) for value in said.slice(0, SHOWN).to_pylist())


@cache
def _aliases() -> dict[str, dict[str, tuple[str, ...]]]:
    """By source and column the words it goes by: the list's, then those of shipped formats that turn nothing."""
    listed = tomllib.loads((files("graph_loaders") / "aliases.toml").read_text("utf-8"))
    words = {source.name: {name: list(found) for name, found in listed[source.name].items()} for source in SOURCES}
    for mapping in shipped_mappings():
        if mapping.turn is None and not mapping.part:
            for column, taken in mapping.columns.items():
                words[mapping.source].setdefault(column, []).extend(taken.headers)
    return {
        source: {name: tuple(dict.fromkeys(found)) for name, found in columns.items()}
        for source, columns in words.items()
    }


def _spelt() -> Iterator[str]:
    for source in SOURCES:
        yield from (column.name for column in source.columns)


def _squeezed(word: str) -> str:
    return re.sub(r"[\s_()\-]", "", plain(word))


def _line(text: str) -> str:
    """Text that cannot leave its comment."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text)

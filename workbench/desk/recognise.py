"""Which tables of a hand-over are which source: by the person's word, by name, or by header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph_loaders.handed import SUFFIXES, Handed
from graph_loaders.header import plain
from graph_loaders.mapping import Mapping, read_mappings, shipped_mappings
from graph_loaders.proposals import Proposal, propose
from graph_loaders.sources import SOURCES
from graph_loaders.tables import headers_of, tables_of
from workbench.errors import BadSource, UsedWrongly
from workbench.model import Source


@dataclass(frozen=True, slots=True)
class Offered:
    """A table, and what it will be read as."""

    file: Handed
    source: Source
    mapping: Mapping | None


@dataclass(frozen=True, slots=True)
class Turned:
    """A table that is refused whole, and why."""

    file: Handed
    error: BadSource


def source_of(name: str) -> Source:
    """The source of that name."""
    for source in SOURCES:
        if source.name == name:
            return source
    raise UsedWrongly(f"there is no source {name!r}; there are: {', '.join(source.name for source in SOURCES)}")


def recognise(
    paths: Iterable[Path], source: str = "", mapping_file: Path | None = None, *, accept: bool = False
) -> Iterator[Offered | Turned]:
    """Each table with its source and mapping, once for each source that it feeds.

    A file named alone must be known; one in a folder, an archive or a workbook is passed over where it looks like
    nothing of ours. `accept` takes proposed mappings whose every needed column is sure. Raises UsedWrongly where a path
    is not there, BadSource where nothing of it all is known.
    """
    mappings = read_mappings(mapping_file) if mapping_file else ()
    said = tuple(Offered(Handed(Path()), source_of(source or one.source), one) for one in mappings)
    chosen = source_of(source) if source else None
    known = 0
    for table, alone in _tables(paths):
        found = [table] if isinstance(table, Turned) else _recognise(table, chosen, said)
        if not found and isinstance(table, Handed):
            found = list(_by_proposal(table, alone=alone, accept=accept))
        known += len(found)
        yield from found
    if not known:
        raise BadSource(
            "nothing in there is a file of a known source; a file's name begins with its source "
            f"({', '.join(one.name for one in SOURCES)}) and ends in {', '.join(SUFFIXES)}, "
            "or say with --source and --mapping what it is"
        )


def _tables(paths: Iterable[Path]) -> Iterator[tuple[Handed | Turned, bool]]:
    """Every table, and whether it was named alone."""
    for path, named in _files(paths):
        tables = [one if isinstance(one, Handed) else Turned(*one) for one in tables_of(path)]
        yield from ((one, named and len(tables) == 1) for one in tables)


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith((".", "~$")))
            yield from ((one, False) for one in inside if one.suffix.lower() in SUFFIXES)
        elif path.is_file():
            yield path, True
        elif path.exists():
            # A pipe or a device may never end, or never begin.
            raise UsedWrongly(f"{path.name} is no ordinary file; write what it tells into a file and load that")
        else:
            raise UsedWrongly(f"there is no file or folder {path.name}; check the path")


def _recognise(table: Handed, chosen: Source | None, said: tuple[Offered, ...]) -> list[Offered | Turned]:
    if said:
        return [Offered(table, one.source, one.mapping) for one in said]
    try:
        headers = headers_of(table, _known())
    except BadSource as error:
        return [Turned(table, error)]
    named = chosen or _named(table)
    if named and headers >= {plain(one) for one in named.needed}:
        return [Offered(table, named, None)]
    fitting = [one for one in fitting_mappings(headers, table.name) if chosen is None or one.source == chosen.name]
    if fitting:
        return [Offered(table, source_of(one.source), one) for one in fitting]
    return [Offered(table, named, None)] if named and not _may_be(table, named, chosen) else []


def _may_be(table: Handed, named: Source, chosen: Source | None) -> bool:
    """Whether a table that is named as a source, but has not its headers, has what a proposal can be made of."""
    try:
        return chosen is None and propose(table, (named,)) is not None
    except BadSource:
        # Whoever reads it will say what is wrong with it.
        return False


def fitting_mappings(headers: frozenset[str], name: str) -> tuple[Mapping, ...]:
    """What the shipped format that knows most of these headers reads from a table of that name, if any fits."""
    formats: dict[str, list[Mapping]] = {}
    for one in shipped_mappings():
        if one.fits(headers, source_of(one.source).needed, name):
            formats.setdefault(one.name, []).append(one)

    def known(one: str) -> tuple[int, str]:
        told = {plain(header) for mapping in formats[one] for header in mapping.headers}
        return len(told & headers), one

    return tuple(formats[max(formats, key=known)]) if formats else ()


@cache
def _known() -> frozenset[str]:
    foreign = {plain(header) for mapping in shipped_mappings() for header in mapping.headers}
    return frozenset(foreign | {column.name for source in SOURCES for column in source.columns})


def _named(table: Handed) -> Source | None:
    for name in table.called:
        named = [source for source in SOURCES if _begins(name.casefold(), source.name)]
        if named:
            return max(named, key=lambda source: len(source.name))
    return None


def _begins(name: str, source: str) -> bool:
    return name.startswith(source) and not name[len(source) :][:1].isalpha()


def proposals(paths: Iterable[Path], source: str = "") -> Iterator[Proposal]:
    """What the tables that nobody knows may be, of this source where one is said; the others are passed over."""
    chosen = source_of(source) if source else None
    for table, _ in _tables(paths):
        if isinstance(table, Handed) and not _recognise(table, None, ()):
            proposal = propose(table, (chosen,) if chosen else SOURCES)
            if proposal:
                yield proposal


def _by_proposal(table: Handed, *, alone: bool, accept: bool) -> Iterator[Offered | Turned]:
    try:
        proposal = propose(table)
    except BadSource as error:
        if alone:
            yield Turned(table, error)
        return
    if proposal and proposal.sure and accept:
        yield Offered(table, source_of(proposal.source), proposal.mapping)
    elif proposal or alone:
        yield Turned(table, _unknown(table, proposal))


def _unknown(table: Handed, proposal: Proposal | None) -> BadSource:
    said = f"{table.name} is no known source by its name or header"
    if proposal:
        return BadSource(
            f"{said}; {proposal.says}. `load --propose DIR` writes this down as a mapping to look at and give back "
            "with --mapping, or say with --source what it is"
        )
    return BadSource(
        f"{said}; say what it is with --source ({', '.join(source.name for source in SOURCES)}), "
        "and with --mapping where its columns are named otherwise"
    )

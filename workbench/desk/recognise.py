"""Which files of a hand-over are which source: by the person's word, by name, or by header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_loaders.header import plain
from graph_loaders.mapping import Mapping, read_mapping, shipped_mappings
from graph_loaders.raw import open_raw
from graph_loaders.sources import SOURCES
from workbench.errors import BadSource, UsedWrongly
from workbench.model import Source

SUFFIXES = (".csv", ".txt", ".tsv", ".parquet")


@dataclass(frozen=True, slots=True)
class Offered:
    """A file, and what it will be read as."""

    path: Path
    source: Source
    mapping: Mapping | None


@dataclass(frozen=True, slots=True)
class Turned:
    """A file that is refused whole, and why."""

    path: Path
    error: BadSource


def source_of(name: str) -> Source:
    """The source of that name."""
    for source in SOURCES:
        if source.name == name:
            return source
    raise UsedWrongly(f"there is no source {name!r}; there are: {', '.join(source.name for source in SOURCES)}")


def recognise(paths: Iterable[Path], source: str = "", mapping_file: Path | None = None) -> Iterator[Offered | Turned]:
    """Each file with its source and mapping; a file named alone must be known, one in a folder may be passed over.

    Raises UsedWrongly where a path is not there, BadSource where nothing of it all is known.
    """
    mapping = read_mapping(mapping_file) if mapping_file else None
    named = source or (mapping.source if mapping else "")
    chosen = source_of(named) if named else None
    known = 0
    for path, alone in _files(paths):
        offered = _recognise(path, chosen, mapping)
        if offered is None and alone:
            offered = Turned(path, _unknown(path))
        if offered is not None:
            known += 1
            yield offered
    if not known:
        raise BadSource(
            "nothing in there is a file of a known source; a file's name begins with its source "
            f"({', '.join(one.name for one in SOURCES)}) and ends in {', '.join(SUFFIXES)}, "
            "or say with --source and --mapping what it is"
        )


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
            yield from ((one, False) for one in inside if one.suffix.lower() in SUFFIXES)
        elif path.exists():
            yield path, True
        else:
            raise UsedWrongly(f"there is no file or folder {path.name}; check the path")


def _recognise(path: Path, chosen: Source | None, mapping: Mapping | None) -> Offered | Turned | None:
    if chosen is not None:
        return Offered(path, chosen, mapping)
    named = [source for source in SOURCES if _is_named(path, source)]
    if named:
        return Offered(path, max(named, key=lambda source: len(source.name)), None)
    try:
        return _by_header(path)
    except BadSource as error:
        return Turned(path, error)


def _is_named(path: Path, source: Source) -> bool:
    stem = path.name.casefold()
    return stem.startswith(source.name) and not stem[len(source.name) :][:1].isalpha()


def _by_header(path: Path) -> Offered | None:
    mappings = shipped_mappings()
    known = frozenset(plain(header) for mapping in mappings for header in mapping.headers)
    with open_raw(path, known) as raw:
        headers = {plain(name) for name in raw.names}
    fitting = [one for one in mappings if {plain(header) for header in one.headers} <= headers]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: (len(one.headers), one.name))
    return Offered(path, source_of(best.source), best)


def _unknown(path: Path) -> BadSource:
    return BadSource(
        f"{path.name} is no known source by its name or header; say what it is with --source "
        f"({', '.join(source.name for source in SOURCES)}), and with --mapping where its columns are named otherwise"
    )

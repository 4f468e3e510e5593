"""Taking a hand-over in: every file to a batch of evidence, then the graph made to show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from graph_loaders.clean import CLEANING_VERSION
from graph_loaders.handed import Handed, original_hash, table_hash
from graph_loaders.read import read
from workbench.desk.recognise import Offered, Turned
from workbench.errors import BadSource, UsedWrongly, WorkbenchError
from workbench.evidence import Batch, Evidence, keep
from workbench.evidence.originals import keep_original
from workbench.home import Home
from workbench.model import Checked, Receipt

LONGEST_PAPER = 100


class Progress(Protocol):
    """How a long step tells how far it is."""

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        """`done` of `total` (None: not known) in the step of that name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a load did: a receipt a file, and the files refused whole."""

    receipts: tuple[Receipt, ...]
    turned: tuple[Turned, ...]


def silent(step: str, done: int, total: int | None = None) -> None:
    """A progress that nobody looks at."""


def take_in(home: Home, offered: Offered, person: str, progress: Progress, paper: str = "") -> Receipt:
    """The receipt of one file, taken in or already there; a file that cannot be read leaves nothing behind.

    `paper` is the legal paper it was handed over under; one more adds itself to those that the batch names.
    """
    return take_batch(home, offered, replace(batch_of(offered, person), papers=named_paper(paper)), progress)


def take_batch(home: Home, offered: Offered, batch: Batch, progress: Progress) -> Receipt:
    """The receipt of the batch that the table becomes, taken in or already there."""
    evidence = Evidence(home.evidence)
    before = _stamp(offered.file.path)
    earlier = evidence.earlier(batch)
    if earlier and earlier.name == batch.name:
        return _again(evidence.amend(earlier, batch.papers, batch.told_by), evidence)
    if earlier:
        # A better reading of the same table was handed over under the same papers.
        batch = replace(batch, papers=tuple(dict.fromkeys([*earlier.papers, *batch.papers])))
    rows = read(offered.file, offered.source, offered.mapping)
    stretches = _steady(offered.file, (batch.sha256, before), _counted(rows, offered.file.name, progress))
    kept_by = batch.original or batch.sha256
    fresh = not any(home.originals.glob(f"{kept_by}.*"))
    original = keep_original(home.originals, offered.file.path, kept_by)
    try:
        done = keep(evidence, offered.source, batch, stretches)
    except WorkbenchError:
        if fresh:
            original.unlink()
        raise
    return done.receipt(evidence.refused_file(done))


def try_out(offered: Offered, person: str, progress: Progress) -> Receipt:
    """What taking the file in would do; nothing is kept."""
    rows = accepted = dropped = unanswered = 0
    reasons: Counter[str] = Counter()
    for checked in _counted(read(offered.file, offered.source, offered.mapping), offered.file.name, progress):
        rows += checked.read
        unanswered += sum(checked.unanswered.values())
        reasons.update(checked.apart)
        accepted += len(checked.accepted)
        dropped += sum(checked.dropped.values())
        for one in checked.refused.to_pylist():
            reasons[f"{one['column']}: {one['reason']}" if one["column"] else one["reason"]] += 1
    batch = batch_of(offered, person)
    return Receipt(
        file=batch.file,
        source=batch.source,
        batch=batch.name,
        read=rows,
        accepted=accepted,
        refused=rows - accepted - unanswered,
        known=0,
        unanswered=unanswered,
        dropped=dropped,
        reasons=dict(sorted(reasons.items())),
    )


def take_all(found: Iterable[Offered | Turned], take: Callable[[Offered], Receipt]) -> Taken:
    """The receipts of all files and what was turned away; where nothing could be taken, the first reason is raised."""
    receipts: list[Receipt] = []
    turned: list[Turned] = []
    # All of them first: a path that is not there must be told before anything is taken in.
    for one in tuple(found):
        if isinstance(one, Turned):
            turned.append(one)
            continue
        try:
            receipts.append(take(one))
        except BadSource as error:
            turned.append(Turned(one.file, error))
    if not receipts:
        raise turned[0].error
    return Taken(tuple(receipts), tuple(turned))


def named_paper(paper: str) -> tuple[str, ...]:
    """The legal paper, or nothing where none is named; raises UsedWrongly where it cannot be a paper's number."""
    paper = paper.strip()
    if len(paper) > LONGEST_PAPER or not paper.isprintable():
        raise UsedWrongly(f"a paper's number has at most {LONGEST_PAPER} characters and stands on one line; mend it")
    return (paper,) if paper else ()


def batch_of(offered: Offered, person: str) -> Batch:
    """The batch that the table becomes in this person's hands, before it is read."""
    named, original = table_hash(offered.file), original_hash(offered.file)
    return Batch(
        file=offered.file.name,
        sha256=named,
        original="" if named == original else original,
        part=offered.mapping.part if offered.mapping else "",
        source=offered.source.name,
        mapping=offered.mapping.hash if offered.mapping else "",
        cleaning=CLEANING_VERSION,
        person=person,
        taken_at=datetime.now(UTC).isoformat(),
    )


def _again(batch: Batch, evidence: Evidence) -> Receipt:
    receipt = batch.receipt(evidence.refused_file(batch))
    return Receipt(**{name: getattr(receipt, name) for name in Receipt.__slots__} | {"known": batch.accepted})


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when somebody writes the file; a file that is gone is told of where it is read."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_size, found.st_mtime_ns


def _steady(file: Handed, was: tuple[str, tuple[int, int]], stretches: Iterable[Checked]) -> Iterator[Checked]:
    """The same stretches of a file that stayed as it was: else hash, original and rows would be of different files."""
    yield from stretches
    named, before = was
    # The hash is asked for again, and worked out only where the file is another than when it was: before the look.
    if _stamp(file.path) != before or table_hash(file) != named:
        raise BadSource(
            f"{file.path.name} changed while it was read, so nothing of it was taken in; load it once it is whole"
        )


def _counted(stretches: Iterable[Checked], name: str, progress: Progress) -> Iterator[Checked]:
    rows = 0
    for checked in stretches:
        rows += checked.read
        progress(f"read {name}", rows)
        yield checked

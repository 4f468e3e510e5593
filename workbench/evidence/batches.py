"""Batches: what has been taken in, from which file, by whom; a batch counts once its receipt stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from workbench.disk import write_whole
from workbench.errors import BadHome, NotFound
from workbench.model import Receipt, Source
from workbench.privacy import short_name


@dataclass(frozen=True, slots=True)
class Batch:
    """One file taken in as one source; `name` follows from what it is, so the same file is the same batch."""

    file: str
    sha256: str
    source: str
    mapping: str
    cleaning: str
    person: str
    taken_at: str
    read: int = 0
    accepted: int = 0
    refused: int = 0
    known: int = 0
    dropped: int = 0
    unanswered: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    part: str = ""
    original: str = ""
    """The hash that the original is kept by, where the batch is one of several tables in it."""
    covered: int = 0
    """How many entries of the ledger of answers are kept beside its rows."""
    papers: tuple[str, ...] = ()
    """The legal papers that it was handed over under, in the order in which they were named."""
    told_by: tuple[str, ...] = ()
    """Of a fact that was typed by hand: who told it."""

    @property
    def name(self) -> str:
        """The batch's name: sixteen hexadecimal digits."""
        return batch_name(self.sha256, self.source, self.mapping, self.cleaning)

    def receipt(self, refused_file: Path) -> Receipt:
        """What taking it in did."""
        return Receipt(
            file=self.file,
            source=self.source,
            batch=self.name,
            read=self.read,
            accepted=self.accepted,
            refused=self.refused,
            known=self.known,
            unanswered=self.unanswered,
            dropped=self.dropped,
            reasons=self.reasons,
            refused_file=str(refused_file) if self.refused else "",
            papers=self.papers,
            told_by=self.told_by,
        )


def batch_name(sha256: str, source: str, mapping: str, cleaning: str) -> str:
    """The name of the batch that this file, read so, becomes."""
    return short_name(f"{sha256}\0{source}\0{mapping}\0{cleaning}", 16)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The folder of evidence."""

    folder: Path

    def batches(self) -> tuple[Batch, ...]:
        """All batches, by source and name."""
        return _current(self._standing("*/*.json"))

    def of(self, source: str) -> tuple[Batch, ...]:
        """The batches of a source, by name."""
        return _current(self._standing(f"{source}/*.json"))

    def replaced(self) -> tuple[Batch, ...]:
        """Batches that a later reading of the same file has replaced, and a cut left lying."""
        current = {batch.name for batch in self.batches()}
        return tuple(batch for batch in self._standing("*/*.json") if batch.name not in current)

    def batch(self, name: str) -> Batch:
        """The batch of that name."""
        return self._batch(self._receipt_of(name))

    def source_of(self, name: str) -> str:
        """The source of the batch of that name, even where its receipt cannot be read."""
        return self._receipt_of(name).parent.name

    def _receipt_of(self, name: str) -> Path:
        # Compared, not globbed: a name that somebody typed may hold an asterisk.
        for path in self.folder.glob("*/*.json"):
            if path.stem == name:
                return path
        raise NotFound(f"there is no batch {name}; `workbench stats` lists them")

    def state(self) -> str:
        """Names the evidence as it stands: the same batches give the same state."""
        return _state(self.batches())

    def newest_since(self, state: str | None) -> Batch | None:
        """The batch that was taken last, where without it the evidence stood in that state; else None."""
        batches = self.batches()
        newest = max(batches, key=lambda one: (one.taken_at, one.name), default=None)
        return newest if newest and _state(one for one in batches if one != newest) == state else None

    def rows_file(self, batch: Batch) -> Path:
        """Where the batch's accepted rows lie."""
        return self.folder / batch.source / f"{batch.name}.parquet"

    def refused_file(self, batch: Batch) -> Path:
        """Where the batch's refused rows lie."""
        return self.folder / batch.source / f"{batch.name}.refused.csv"

    def coverage_file(self, batch: Batch) -> Path:
        """Where the batch's entries of the ledger of answers lie, if it has any."""
        return self.folder / batch.source / f"{batch.name}.coverage.parquet"

    def receipt_file(self, batch: Batch) -> Path:
        """The file whose being there makes the batch count."""
        return self.folder / batch.source / f"{batch.name}.json"

    def building_file(self, batch: Batch) -> Path:
        """Where the batch's rows lie while they are written."""
        return self.folder / batch.source / f".{batch.name}.building"

    def sweep(self, source: Source) -> None:
        """Clears away what a load that was cut off left lying; only who has the right to write may call it."""
        kept = {batch.name for batch in self.of(source.name)}
        for path in (self.folder / source.name).iterdir():
            if path.name.startswith(".") or path.name.partition(".")[0] not in kept:
                path.unlink(missing_ok=True)

    def remove(self, batch: Batch) -> None:
        """Takes the batch out: first its receipt, so that a cut leaves it either in or out."""
        self.take_out(batch.source, batch.name)

    def take_out(self, source: str, name: str) -> None:
        """The same by name, for a batch whose receipt is damaged."""
        for ending in ("json", "parquet", "coverage.parquet", "refused.csv", "prints"):
            (self.folder / source / f"{name}.{ending}").unlink(missing_ok=True)

    def amend(self, batch: Batch, papers: Iterable[str] = (), told_by: Iterable[str] = ()) -> Batch:
        """The batch under these papers and tellers too; what its receipt named before stays, and comes first."""
        more = replace(
            batch,
            papers=tuple(dict.fromkeys([*batch.papers, *papers])),
            told_by=tuple(dict.fromkeys([*batch.told_by, *told_by])),
        )
        if more != batch:
            write_whole(self.receipt_file(more), receipt_text(more))
        return more

    def earlier(self, batch: Batch) -> Batch | None:
        """The batch that stands of the same table read as the same source, which this one would replace."""
        same = (batch.sha256, batch.part)
        return next((one for one in self.of(batch.source) if (one.sha256, one.part) == same), None)

    def files(self, source: Source) -> tuple[Path, ...]:
        """The Parquet files of a source's accepted rows."""
        return tuple(self.rows_file(batch) for batch in self.of(source.name))

    def _standing(self, receipts: str) -> Iterator[Batch]:
        for path in sorted(self.folder.glob(receipts)):
            # Taken out between the look into the folder and this one: then it does not count.
            with suppress(FileNotFoundError):
                yield self._batch(path)

    def _batch(self, path: Path) -> Batch:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=1 << 14)
def _read(path: Path, _changed: int, _size: int, _place: int) -> Batch:
    # Each load looks through all receipts several times: with a thousand of them reading took longer than loading.
    try:
        fields = json.loads(path.read_text("utf-8"))
        listed = {name: tuple(fields[name]) for name in ("papers", "told_by") if name in fields}
        return Batch(**fields | listed)
    except (ValueError, TypeError):
        raise BadHome(
            f"the receipt {path.parent.name}/{path.name} is damaged; `workbench unload {path.stem}`, "
            "then load its file again"
        ) from None


def _current(batches: Iterable[Batch]) -> tuple[Batch, ...]:
    latest: dict[tuple[str, str, str], Batch] = {}
    for batch in batches:
        held = latest.get((batch.sha256, batch.source, batch.part))
        if held is None or (batch.taken_at, batch.name) > (held.taken_at, held.name):
            latest[batch.sha256, batch.source, batch.part] = batch
    return tuple(sorted(latest.values(), key=lambda one: (one.source, one.name)))


def _state(batches: Iterable[Batch]) -> str:
    names = "\n".join(sorted(f"{batch.source}/{batch.name}" for batch in batches))
    return short_name(names, 16)


def receipt_text(batch: Batch) -> str:
    """The receipt as it is written."""
    return json.dumps(asdict(batch), ensure_ascii=False, sort_keys=True, indent=1)

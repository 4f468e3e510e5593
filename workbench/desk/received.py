"""What was received: batches with who, when and under which paper, refused rows, and what an unknown file may be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pandas as pd

from graph_loaders.proposals import Proposal
from graph_loaders.sources import SOURCES
from workbench.desk.base import Base
from workbench.desk.recognise import proposals
from workbench.desk.show import show_time
from workbench.errors import NotFound
from workbench.evidence import Batch
from workbench.exports.csv import cell
from workbench.model import Source
from workbench.privacy import mask_identifiers

Line = dict[str, str | int]
REFUSED = ("record", "column", "reason", "value")
MOST_REFUSED = 1000


class Receiving(Base):
    """Looking at what was taken in, and at what may be."""

    def batches(self) -> tuple[Line, ...]:
        """A line for each batch, by source and name; numbers within a file's name are starred."""
        return tuple(_line(batch) for batch in self.evidence.batches())

    def refused(self, batch: str, most: int | None = MOST_REFUSED) -> pd.DataFrame:
        """The batch's refused rows in the order of the file: record, column, reason, and the value masked."""
        file = self.evidence.refused_file(self.evidence.batch(batch))
        if not file.exists():
            return pd.DataFrame(columns=list(REFUSED))
        return pd.read_csv(file, nrows=most, dtype=str, keep_default_na=False, names=list(REFUSED), header=0)

    def refused_file(self, batch: str) -> bytes:
        """All the batch's refused rows as CSV for a spreadsheet, masked; that it was taken is on the record."""
        rows = self.refused(batch, None)
        if rows.empty:
            raise NotFound("no row of that batch was refused")
        self.record("export refused rows", batch)
        text = rows.apply(lambda column: column.map(cell)).to_csv(index=False)
        return str(text).encode("utf-8-sig")

    def sources(self) -> tuple[Source, ...]:
        """What a file, or a fact typed by hand, may be."""
        return SOURCES

    def proposals(self, paths: Iterable[Path], source: str = "") -> tuple[Proposal, ...]:
        """What the tables that nobody knows may be, each match with its reason and masked samples."""
        return tuple(proposals(paths, source))


def _line(batch: Batch) -> Line:
    return {
        "source": batch.source,
        "file": mask_identifiers(batch.file),
        "rows": batch.accepted,
        "refused": batch.refused,
        "unanswered": batch.unanswered,
        "known": batch.known,
        "paper": "; ".join(batch.papers),
        "told_by": mask_identifiers("; ".join(batch.told_by)),
        "by": batch.person,
        "taken_in": show_time(datetime.fromisoformat(batch.taken_at)),
        "batch": batch.name,
    }

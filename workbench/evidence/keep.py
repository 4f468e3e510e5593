"""Taking a batch in: accepted rows to Parquet, refused ones beside them, and last the receipt that makes it count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from workbench.disk import publish, write_whole
from workbench.errors import WorkbenchError
from workbench.evidence.batches import Batch, Evidence, receipt_text
from workbench.evidence.coverage import passing, write_entries
from workbench.evidence.duck import open_duck
from workbench.evidence.events import count_known, counts, number_occurrences
from workbench.evidence.prints import keep_prints, prints_of
from workbench.model import Checked, Source

FEW = 10
"""A column is of few values where each stands in so many rows or more."""
GLANCE, MOSTLY = 4096, 0.9
"""Where so large a share of the first rows are all different, it is not of few."""


@dataclass(slots=True)
class _Tally:
    read: int = 0
    accepted: int = 0
    refused: int = 0
    unanswered: int = 0
    coarse: bool = False

    def count(self, stretch: Checked) -> None:
        """Counts the stretch in."""
        accepted, unanswered = len(stretch.accepted), sum(stretch.unanswered.values())
        self.read += stretch.read
        self.accepted += accepted
        self.unanswered += unanswered
        self.refused += stretch.read - accepted - unanswered
        self.coarse |= bool(pc.any(stretch.accepted.column("coarse")).as_py())


def keep(evidence: Evidence, source: Source, batch: Batch, stretches: Iterable[Checked]) -> Batch:
    """The batch with its counts, once all of it is on the disk; cut off anywhere, nothing of it counts."""
    try:
        (evidence.folder / source.name).mkdir(parents=True, exist_ok=True)
        evidence.sweep(source)
        try:
            return _keep(evidence, source, batch, stretches)
        except BaseException:
            evidence.sweep(source)
            raise
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise WorkbenchError(
            f"{batch.file} could not be kept ({why}); nothing of it was taken in. Make room and load it again"
        ) from None


def _keep(evidence: Evidence, source: Source, batch: Batch, stretches: Iterable[Checked]) -> Batch:
    building = evidence.building_file(batch)
    reasons: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    entries: list[pa.Table] = []
    tally = _write(passing(stretches, entries), building, evidence.refused_file(batch), (reasons, dropped))
    with open_duck(evidence.folder) as duck:
        if tally.coarse and counts(source):
            number_occurrences(duck, source, building)
        prints = prints_of(duck, source, building)
        known = count_known(duck, source, building, prints, _others(evidence, batch))
    keep_prints(source, evidence.rows_file(batch), prints)
    covered = write_entries(entries, evidence.coverage_file(batch))
    publish(building, evidence.rows_file(batch))
    done = replace(
        batch,
        read=tally.read,
        accepted=tally.accepted,
        refused=tally.refused,
        known=known,
        dropped=sum(dropped.values()),
        unanswered=tally.unanswered,
        covered=covered,
        reasons=dict(sorted(reasons.items())) | dict(sorted(dropped.items())),
    )
    write_whole(evidence.receipt_file(batch), receipt_text(done))
    for old in evidence.replaced():
        evidence.remove(old)
    return done


def _others(evidence: Evidence, batch: Batch) -> list[Path]:
    """The rows of the source's batches that are of other files."""
    mine = (batch.sha256, batch.part)
    return [evidence.rows_file(one) for one in evidence.of(batch.source) if (one.sha256, one.part) != mine]


def _write(
    stretches: Iterable[Checked], building: Path, refused_file: Path, told: tuple[Counter[str], Counter[str]]
) -> _Tally:
    tally = _Tally()
    reasons, dropped = told
    rows: pq.ParquetWriter | None = None
    refused: pv.CSVWriter | None = None
    try:
        for stretch in stretches:
            accepted = stretch.accepted.append_column(
                "occurrence", pa.repeat(pa.scalar(1, pa.int32()), len(stretch.accepted))
            )
            rows = rows or _writer(building, accepted)
            rows.write_table(accepted)
            if len(stretch.refused):
                refused = refused or pv.CSVWriter(refused_file, stretch.refused.schema)
                refused.write_table(stretch.refused)
                _count_reasons(stretch.refused, reasons)
            dropped.update(stretch.dropped)
            reasons.update(stretch.apart)
            tally.count(stretch)
    finally:
        for writer in (rows, refused):
            if writer is not None:
                writer.close()
    return tally


def _writer(building: Path, first: pa.Table) -> pq.ParquetWriter:
    """Columns of few values are written by a list of them; for the others the list costs more than it saves."""
    listed = [name for name in first.column_names if name != "record" and _of_few(first.column(name))]
    # Record numbers rise one by one: their differences take no room.
    encoding = {"record": "DELTA_BINARY_PACKED"}
    return pq.ParquetWriter(
        building, first.schema, compression="zstd", compression_level=1, use_dictionary=listed, column_encoding=encoding
    )


def _of_few(values: pa.ChunkedArray) -> bool:
    # A glance first: to list all the values of a serial number takes longer than to write it.
    glance = values.slice(0, GLANCE)
    return len(glance.unique()) <= MOSTLY * len(glance) and len(values.unique()) <= len(values) // FEW


def _count_reasons(refused: pa.Table, reasons: Counter[str]) -> None:
    for one in refused.group_by(["column", "reason"]).aggregate([([], "count_all")]).to_pylist():
        reasons[f"{one['column']}: {one['reason']}" if one["column"] else one["reason"]] += one["count_all"]

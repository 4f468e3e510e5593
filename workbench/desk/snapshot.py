"""The evidence as detectors read it: one snapshot of everything the projection holds."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.evidence import Projection, payments, whereabouts
from workbench.signals.snapshot import Snapshot

BEFORE_ANYTHING = datetime(1970, 1, 1)
"""What an empty projection is asked at."""


def snapshot_of(projection: Projection) -> Snapshot:
    """The snapshot of a projection, asked at the time of its latest event."""
    asked_at = projection.latest() or BEFORE_ANYTHING
    return Snapshot.of(
        projection.entities(),
        projection.links(),
        asked_at.replace(tzinfo=UTC),
        payments(projection),
        whereabouts(projection),
    )

"""What a detector is: one way to see fraud, which reads a snapshot and gives findings."""

from __future__ import annotations

from typing import Protocol

from workbench.model import Findings
from workbench.signals.lacks import Read
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Snapshot


class Detector(Protocol):
    """A module with a NAME, a sentence ABOUT it, and `find`."""

    NAME: str
    ABOUT: str

    def find(self, snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
        """Give what it finds; `so_far` are the findings of the detectors before it, in their order."""
        ...


class Listed(Detector, Protocol):
    """A detector that every run has: it names what it READS, so that a run can say what it lacked."""

    READS: tuple[Read, ...]

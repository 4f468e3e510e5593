"""Reading while somebody writes: a batch that comes or goes on the way is read again, damage is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import duckdb

from workbench.errors import BadHome, WorkbenchError
from workbench.evidence.batches import Batch, Evidence

TRIES = 5
Found = TypeVar("Found")


def steadily(evidence: Evidence, read: Callable[[tuple[Batch, ...]], Found]) -> Found:
    """What `read` finds in the batches as they stood at one moment; raises BadHome where one of them is not whole."""
    for _ in range(TRIES):
        batches = evidence.batches()
        try:
            return read(batches)
        except (OSError, duckdb.IOException, duckdb.InvalidInputException):
            # A batch was taken out while it was read: readers go on while a writer works.
            if evidence.batches() == batches:
                raise BadHome("a file of the evidence is not whole; `workbench check` says of which batch") from None
    raise WorkbenchError("the evidence changed each time it was read; wait for the writing to end and try again")

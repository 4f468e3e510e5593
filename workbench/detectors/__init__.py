"""The detectors, in the order they run; each is given the findings of those before it."""

from __future__ import annotations

from typing import cast

from workbench.detectors import calls, exposure, money, rings, stolen_identity, switches
from workbench.detectors.detector import Detector, Listed
from workbench.model import Findings
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Snapshot

__all__ = ["DETECTORS", "Detector", "Listed", "find_all"]

DETECTORS: tuple[Listed, ...] = (
    cast("Listed", rings),
    cast("Listed", stolen_identity),
    cast("Listed", money),
    cast("Listed", calls),
    cast("Listed", switches),
    cast("Listed", exposure),
)


def find_all(snapshot: Snapshot, limits: Limits) -> dict[str, Findings]:
    """Give the findings of every detector by its name."""
    found: dict[str, Findings] = {}
    for detector in DETECTORS:
        found[detector.NAME] = detector.find(snapshot, tuple(found.values()), limits)
    return found

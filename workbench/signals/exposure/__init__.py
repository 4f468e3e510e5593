"""What exposure rests on: whom one must doubt, how people were reached, and which fraud it looks like."""

from __future__ import annotations

from workbench.signals.exposure.contacts import contacts
from workbench.signals.exposure.doubt import doubts, found, named, together
from workbench.signals.exposure.fraud_types import FEATURES, likely, spread, told_types
from workbench.signals.exposure.odds import KEYS, REASONS, levels, points, step, sums
from workbench.signals.exposure.saying import headline, sentences
from workbench.signals.exposure.sites import with_sites

__all__ = [
    "FEATURES",
    "KEYS",
    "REASONS",
    "contacts",
    "doubts",
    "found",
    "headline",
    "levels",
    "likely",
    "named",
    "points",
    "sentences",
    "spread",
    "step",
    "sums",
    "together",
    "told_types",
    "with_sites",
]

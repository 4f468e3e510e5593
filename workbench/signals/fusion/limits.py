"""The thresholds of fusion, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RiskLimits:
    """What fusion takes as usual, in points (log likelihood ratios)."""

    # As in each detector: no family is more than this of a score, so that three bear one another out.
    family_share: float = 0.4
    # What a person decided weighs as much as a case number.
    decided: float = 3.5
    # On made-up cities that no test uses more than nine in ten were so from the first on, a third from the second
    # to the first, and one in eight below.
    high: float = 5.0
    medium: float = 3.0
    # A handset or an address is as doubtful as the second of its cards: one may be there by chance.
    hub_cards: int = 2

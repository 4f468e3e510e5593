"""Every threshold of outlets, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutletLimits:
    """How outlets are held against their peers; counts are of households."""

    # What peers are known for weighs as much as so many households seen at the place itself: of fewer, one bad card
    # more or less would carry the share.
    prior: float = 30.0
    # Where nobody complains at all, two in a thousand is still taken as usual.
    usual_bad: float = 0.002
    # Of one household gone bad in a hundred, fewer than this leave the peers' share a matter of chance; a wider circle
    # of peers is taken then.
    peer_households: int = 500
    # Shops of one size differ by less than this many times; beyond it, passing trade and regulars differ too.
    size_step: float = 4.0
    # Of fewer households than this, a share is an anecdote.
    few: int = 10
    # Where so many times the peers' share of people come from elsewhere, the place draws strangers: a station, a
    # campus, a building site.
    strangers: float = 1.5
    # One case that names this share of the bad cards tells of one crew's customers.
    one_case: float = 0.5

"""The thresholds of the second opinion, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RerankLimits:
    """What a second opinion takes as usual."""

    # --- When there is one at all

    # With thirty of a kind a share is known to within a sixth; with fewer no gain that matters could be told from none.
    least_each: int = 30
    # Decisions on one ring are nearly one decision. Fewer separate groups than this, resampled, give intervals that
    # are too narrow.
    least_groups: int = 10

    # --- How it is held to what it has not seen

    folds: int = 5
    # Resampled decisions do not tell that others would have taught another model. Of 350 sets of decisions by lot one
    # in seventeen seemed learned with an interval of .95, and of 293 one with this.
    sure: float = 0.99
    # Enough that the ends of the interval stand still in the second decimal.
    draws: int = 4000
    seed: int = 96110

    # --- The trees: as small as can be, since decisions are few and reasons many

    trees: int = 100
    learning_rate: float = 0.05
    # Two questions a tree: what one reason is worth beside another, and no more.
    depth: int = 2
    leaf_findings: int = 10
    shrinkage: float = 10.0

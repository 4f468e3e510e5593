"""Measured: the second opinion against the score, on decisions that neither has seen, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.reranking.limits import RerankLimits

Numbers = npt.NDArray[np.float64]
BETTER, NO_BETTER, WORSE = "better", "no better", "worse"


@dataclass(frozen=True, slots=True)
class Measured:
    """Average precision of both lists over the same decisions, and an interval of the difference that is so sure."""

    decisions: int
    groups: int
    score: float
    second: float
    low: float
    high: float
    sure: float

    @property
    def verdict(self) -> str:
        """`better`, `no better` or `worse`, as the interval has it."""
        return BETTER if self.low > 0 else WORSE if self.high < 0 else NO_BETTER

    @property
    def says(self) -> str:
        """One sentence for people."""
        return (
            f"{self.verdict} than the score: over {self.decisions} decisions of {self.groups} separate groups, each "
            f"held out, its average precision is {self.second:.2f} and the score's {self.score:.2f}; the difference "
            f"lies between {self.low:+.2f} and {self.high:+.2f} ({self.sure:.0%})"
        )


def measured(held_out: pd.DataFrame, limits: RerankLimits) -> Measured:
    """The figures of held-out decisions: chance, score, confirmed, group.

    The interval is of resampled groups (a paired cluster bootstrap), as decisions on one ring bear each other out.
    """
    group = held_out["group"].to_numpy()
    number = int(group.max()) + 1
    dice = np.random.default_rng(limits.seed)
    drawn = dice.multinomial(number, np.full(number, 1 / number), size=limits.draws)[:, group]
    hits = held_out["confirmed"].to_numpy(dtype=np.float64)
    both = [places(held_out, ["chance", "score"]), places(held_out, ["score"])]
    second, score = (float(average_precisions(place, hits, np.ones((1, len(hits))))[0]) for place in both)
    # Of a draw without a confirmed finding there is nothing to measure.
    drawn = drawn[(drawn * hits).any(axis=1)].astype(np.float64)
    gain = average_precisions(both[0], hits, drawn) - average_precisions(both[1], hits, drawn)
    low, high = (float(one) for one in np.quantile(gain, (0.5 - limits.sure / 2, 0.5 + limits.sure / 2)))
    return Measured(len(hits), number, score, second, low, high, limits.sure)


def places(rows: pd.DataFrame, by: list[str]) -> Numbers:
    """A number a row, the greater the higher it stands in the list by these columns; those alike share theirs."""
    return np.asarray(rows.groupby(by, sort=True).ngroup(), dtype=np.float64)


def average_precisions(place: Numbers, hits: Numbers, times: Numbers) -> Numbers:
    """The average precision of the list for each row of `times`: how often each finding is in it.

    What shares a place comes in at once, so that no luck of the order counts.
    """
    order = np.argsort(-place, kind="stable")
    last = np.append(np.diff(place[order]) != 0, True)
    taken = times[:, order]
    seen = taken.cumsum(axis=1)[:, last]
    right = (taken * hits[order]).cumsum(axis=1)[:, last]
    gained = np.diff(right, prepend=0.0, axis=1)
    told: Numbers = (gained * right / np.maximum(seen, 1.0)).sum(axis=1) / np.maximum(right[:, -1], 1.0)
    return told

"""Circles: money that comes back to the card it left, each payment not before the one that fed it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.flows.lanes import lanes
from workbench.signals.snapshot import Codes

TURNS = 64
"""Busy cards stand together: many turns keep all threads at work to the end."""
WHATEVER = 10**9
"""As a greatest share: any sum may follow any other."""


@dataclass(frozen=True, slots=True)
class Cycles:
    """What was found.

    `rows`: one circle a row, its payments as places in what was asked of, -1 behind the last; `cut`: walks that were
    given up after too many steps, so that circles may be missing.
    """

    rows: npt.NDArray[np.int64]
    cut: int


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a walk goes.

    Payments in a circle at the most and at the least, seconds from first to last, each sum's least and greatest share
    of the one before it in per cent, and steps after which a walk is given up.
    """

    hops: int = 6
    least: int = 3
    within: int = 20 * 86400
    low: int = 0
    high: int = WHATEVER
    steps: int = 1_000_000


def cycles(payments: pd.DataFrame, walk: Walk) -> Cycles:
    """Give every circle of distinct cards in which time never runs back, told from its first payment.

    `payments` are start, end (whole numbers from 0), at (seconds) and fen, in order of time, without payments to
    oneself. The walk is a depth-first search over each card's payments in order of time, as in Kumar and Calders
    (2SCENT, VLDB 2018) without their summaries: within days, few payments follow.
    """
    # Here, since compiling takes a second that no other command should wait for.
    from workbench.signals.flows.kernels import by_card, circles, onward

    start, end = (payments[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    at, fen = (payments[name].to_numpy(dtype=np.int64) for name in ("at", "fen"))
    cards = int(max(start.max(initial=-1), end.max(initial=-1))) + 1
    begins, order = by_card(start, cards)
    rule = np.array([walk.least, walk.within, walk.low, walk.high, walk.steps], dtype=np.int64)
    paid, taken = by_card(end, cards)
    # Half as wide where it fits, since walks wait for memory most: for 68 years and two billion payments.
    at = at - at.min(initial=0)
    width = np.int32 if max(cards, at.size, at.max(initial=0)) < 2**31 else np.int64
    moves = np.empty((at.size, 3), dtype=width)
    for place, column in enumerate((end, at, onward(begins, start, end, at))):
        moves[:, place] = column[order]
    rows = (begins, start[order], moves, fen[order], (paid, start[taken]))
    dealt = list(pairwise(np.linspace(0, order.size, TURNS + 1).astype(np.int64).tolist()))
    with lanes() as run:
        rounds = run(lambda lane: circles(rows, walk.hops, rule, dealt[lane]), TURNS)
    found = np.concatenate([each for each, _ in rounds])
    return Cycles(np.where(found >= 0, order[found], -1), sum(cut for _, cut in rounds))


def members(found: Codes, start: Codes) -> pd.DataFrame:
    """Give circle, place and payment and card (that pays) of every payment of the circles, a row each."""
    circle, place = np.nonzero(found >= 0)
    row = found[circle, place]
    return pd.DataFrame({"circle": circle, "place": place, "row": row, "card": start[row]})

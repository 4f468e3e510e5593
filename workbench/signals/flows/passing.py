"""Passing on: which payments a card was paid went out again, in which payments, how much of each and how soon."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.snapshot import Codes


def passed_on(payments: pd.DataFrame, within: int) -> pd.DataFrame:
    """Give pieces of money that came in and went out of a card again within so many seconds.

    `payments` are start, end, at (seconds) and fen, any order. Columns of the answer: into and out (rows of
    `payments`, by place), card, fen, wait (seconds); each fen stands in one piece at most on either side. The newest
    money goes first, so that what lies on a card before is left alone.
    """
    # Here, since compiling takes a second that no other command should wait for.
    from workbench.signals.flows.kernels import newest_first

    count = len(payments)
    place = np.arange(count)
    card = np.concatenate([payments["end"].to_numpy(), payments["start"].to_numpy()]).astype(np.int64)
    comes = np.repeat(np.array([1, 0]), count)
    at, fen = np.tile(payments["at"].to_numpy(), 2), np.tile(payments["fen"].to_numpy(), 2)
    row = np.tile(place, 2)
    order = np.lexsort((row, 1 - comes, at, card))
    into, out, sums = newest_first(card[order], comes[order], at[order], fen[order], within)
    first, last = row[order][into], row[order][out]
    moment = payments["at"].to_numpy()
    columns: dict[str, Codes] = {"into": first, "out": last, "card": card[order][into], "fen": sums}
    return pd.DataFrame({**columns, "wait": moment[last] - moment[first]})

"""Who pays whom: every payment between two cards, what innocent relation explains it, and which are strangers'."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.money.limits import MoneyLimits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

Mask = npt.NDArray[np.bool_]
DAY = 86400


@dataclass(frozen=True, slots=True)
class Paid:
    """Payments between two different cards, in order of time.

    `rows`: start, end, at (seconds since 1970), fen, pair (a number of the two, whoever pays), month.
    """

    scene: Scene
    rows: pd.DataFrame

    def of(self, column: str, side: str) -> pd.Series:
        """A column of the holding of whoever pays (`start`) or is paid (`end`); absent where no register has it."""
        found = self.scene.held[column].reindex(pd.Index(self.rows[side]))
        return found.reset_index(drop=True)

    def same(self, column: str) -> Mask:
        """Whether both ends have the same known number in a column of the holdings."""
        one, other = (self.of(column, side).fillna(-1).to_numpy() for side in ("start", "end"))
        return np.asarray((one >= 0) & (one == other))


def paid(scene: Scene) -> Paid:
    """Give the payments of a scene; those to oneself, of nothing and of a card's earlier holder are left out."""
    rows = scene.snapshot.payments
    rows = rows[(rows["start"] != rows["end"]) & (rows["fen"] > 0)]
    opened = scene.held.loc[scene.held["before"] > 0, "opened"]
    earlier = [rows["at"].to_numpy() < opened.reindex(pd.Index(rows[side])).to_numpy() for side in ("start", "end")]
    rows = rows[~(earlier[0] | earlier[1])].reset_index(drop=True)
    at = rows["at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    low, high = np.minimum(rows["start"], rows["end"]), np.maximum(rows["start"], rows["end"])
    pair = np.unique(low * len(scene.snapshot.entities) + high, return_inverse=True)[1].astype(np.int64)
    month = rows["at"].to_numpy().astype("datetime64[M]").astype(np.int64)
    return Paid(scene, rows.assign(at=at, pair=pair, month=month))


def days_apart(paid: Paid) -> npt.NDArray[np.float64]:
    """Give for each payment the days from the first to the last payment of its pair."""
    at, pair = paid.rows["at"].to_numpy(), paid.rows["pair"].to_numpy()
    first, last = np.full(_size(pair), np.iinfo(np.int64).max), np.zeros(_size(pair), dtype=np.int64)
    np.minimum.at(first, pair, at)
    np.maximum.at(last, pair, at)
    return np.asarray((last - first)[pair] / DAY)


def standing(paid: Paid, limits: MoneyLimits) -> Mask:
    """Which payments are of a pair that has dealt with each other for weeks."""
    pair = paid.rows["pair"].to_numpy()
    day = np.unique(pair * 10**6 + paid.rows["at"].to_numpy() // DAY) // 10**6
    times = np.bincount(day, minlength=_size(pair))
    return np.asarray((times[pair] >= limits.standing_times) & (days_apart(paid) >= limits.standing_days))


def _size(pair: Codes) -> int:
    return int(pair.max(initial=-1)) + 1

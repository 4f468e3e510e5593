"""What every context is looked for in: the snapshot, its holdings, and what cards touch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.snapshot import Codes, Snapshot

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """The snapshot with its `holdings` and `touches` (see there for their columns)."""

    snapshot: Snapshot
    held: pd.DataFrame
    touched: pd.DataFrame

    @cached_property
    def group(self) -> Codes:
        """The number of each touch's value (with its family and week), from 0 without gaps."""
        keys = [self.touched[name] for name in ("family", "value", "slot")]
        return np.asarray(self.touched.groupby(keys, sort=False, observed=True).ngroup(), dtype=np.int64)

    def column(self, name: str) -> pd.Series:
        """The holding's column of each touch's card."""
        return self.held[name].reindex(pd.Index(self.touched["card"])).reset_index(drop=True)

    def of_family(self, *families: str) -> Mask:
        """Which touches are of these families."""
        return self.touched["family"].isin(families).to_numpy(dtype=np.bool_)


def distinct_in(group: Codes, values: Codes) -> Codes:
    """Give for each row how many different values (from 0 up) its group holds."""
    span = int(values.max(initial=0)) + 1
    pairs = np.unique((group * span + values)[values >= 0])
    return np.bincount(pairs // span, minlength=int(group.max(initial=-1)) + 1)[group].astype(np.int64)


def share_in(group: Codes, mask: Mask) -> npt.NDArray[np.float64]:
    """Give for each row the share of its group's rows that the mask holds for."""
    size = int(group.max(initial=-1)) + 1
    whole = np.bincount(group, minlength=size)
    return np.asarray((np.bincount(group, weights=mask, minlength=size) / np.maximum(whole, 1))[group])

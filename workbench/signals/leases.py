"""The leases of a network address: carriers give one address to one home after another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes


def leases(seen: pd.DataFrame, limits: Limits) -> Codes:
    """Give for each row the number of its lease at the address, from 0 in the order of time.

    `seen` has end (the address), first and last. Stays that overlap or nearly do, and all that are joined so, are one
    lease. Whoever had the address before or after has its number in common with a home, and nobody in it.
    """
    order = np.lexsort((seen["first"].to_numpy(), seen["end"].to_numpy()))
    rows = seen.iloc[order]
    until = rows.groupby("end")["last"].cummax().groupby(rows["end"]).shift()
    number = (rows["first"] > until + np.timedelta64(limits.lease_days, "D")).groupby(rows["end"]).cumsum()
    given = np.empty(len(seen), dtype=np.int64)
    given[order] = number.to_numpy(dtype=np.int64)
    return given

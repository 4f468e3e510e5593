"""Where a context stops explaining: its own cards go bad more often than others do."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import binom

from workbench.model.kinds import CASE_NUMBER
from workbench.model.links import DISPUTED, NAMES
from workbench.signals.contexts.ground import Ground, Mask
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes


def stops(ground: Ground, explained: Mask, limits: Limits) -> Mask:
    """Which of the explained touches are of a value whose explained cards went bad too often for chance (binomial)."""
    bad = ground.touched["card"].isin(gone_bad(ground)).to_numpy()
    group = np.where(explained, ground.group, -1)
    cards = pd.DataFrame({"group": group, "card": ground.touched["card"], "bad": bad})[explained]
    counts = cards.drop_duplicates(["group", "card"]).groupby("group")["bad"].agg(["sum", "size"])
    usual = max(len(gone_bad(ground)) / max(len(ground.held), 1), limits.usual_bad)
    chance = binom.sf(counts["sum"] - 1, counts["size"], usual)
    return np.asarray(explained & np.isin(group, counts.index[chance < limits.stop_chance]))


def gone_bad(ground: Ground) -> Codes:
    """Cards that their present holders dispute or that cases name, within the present holding."""
    disputed = ground.snapshot.links(DISPUTED)
    disputed = disputed[disputed["answer"] == "not_mine"]
    mine = disputed["end"].map(ground.held["holder"]) == disputed["start"]
    named = ground.snapshot.links(NAMES)
    named = named[ground.snapshot.is_kind(named["start"].to_numpy(), CASE_NUMBER)]
    named = named[~(named["at"].to_numpy() < ground.held["opened"].reindex(pd.Index(named["end"])).to_numpy())]
    return np.unique(np.r_[disputed.loc[mine, "end"], named["end"]]).astype(np.int64)

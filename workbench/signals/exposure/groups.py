"""Groups that people were drawn into: which of those in contact with a crew sit in one with doubtful accounts."""

from __future__ import annotations

import pandas as pd

from workbench.model.links import BOUND, JOINED
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene


def with_groups(scene: Scene, summed: pd.DataFrame, doubt: pd.Series, limits: Limits) -> pd.DataFrame:
    """Give `summed` with `group`: how many doubtful accounts sit in a group with an account of the phone, 0 where few.

    `doubt` is how much each account is in doubt, index card code. A group counts where doubtful accounts are at least
    two and no rare guests.
    """
    joined = scene.snapshot.links(JOINED)[["start", "end"]]
    joined = joined.assign(bad=joined["start"].map(doubt).fillna(0.0) >= limits.exposure.insider_doubt)
    counts = joined.groupby("end")["bad"].agg(["sum", "mean"])
    drawn = counts.loc[
        (counts["sum"] >= limits.exposure.group_doubtful) & (counts["mean"] >= limits.exposure.group_share), "sum"
    ]
    bound = scene.snapshot.links(BOUND).sort_values(["start", "last", "end"], kind="stable")
    phone = bound.drop_duplicates("start", keep="last").set_index("start")["end"]
    mine = joined[joined["end"].isin(drawn.index) & ~joined["bad"]]
    most = mine["end"].map(drawn).groupby(mine["start"].map(phone)).max()
    phones = summed.index.get_level_values("phone")
    return summed.assign(group=most.reindex(phones).fillna(0).astype("int64").to_numpy())

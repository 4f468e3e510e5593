"""Groups: suspect cards joined by the links they have with one another, parted where few links lead across."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from workbench.signals.cuts import merged, parted
from workbench.signals.families import IP
from workbench.signals.limits import Limits

# Friends of a member talk with him, pay him and know whom he knows: that is one reason, not three. One also pays and
# rings oneself, whoever else holds one's paper.
SOCIAL = ("talk", "circle", "money")


def strong(joined: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the pairs that hold a group together: two families, or one rare enough; columns one, other, weight."""
    pairs = joined.groupby(["one", "other"], as_index=False).agg(
        weight=("weight", "sum"), families=("family", "nunique")
    )
    kept = pairs[(pairs["families"] > 1) | (pairs["weight"] >= limits.lone_weight)]
    return kept[["one", "other", "weight"]].reset_index(drop=True)


def groups(joined: pd.DataFrame, limits: Limits) -> pd.Series:
    """Give the group of every card in these links (numbers from 0, by least card), index card code.

    Components of the strong pairs are parted as finely as Leiden finds parts in them; parts are then put together,
    within components and across, as long as the cut between them is no thin one (see `merged`). So a ring that keeps
    house in three places stays one, and two that share a handset stay two.
    """
    pairs = strong(joined, limits)
    shares = joined.groupby(["one", "other"], as_index=False)["share"].sum()
    inside = pairs.merge(shares, on=["one", "other"])
    found = merged(parted(inside, components(pairs), limits), joined, limits)
    least = pd.Series(found.index, index=found.index).groupby(found).transform("min")
    return least.rank(method="dense").astype("int64") - 1


def components(pairs: pd.DataFrame) -> pd.Series:
    """Give the component (numbers from 0) of every end of these pairs, index the end's number."""
    cards, ends = np.unique(pairs[["one", "other"]].to_numpy(dtype=np.int64), return_inverse=True)
    ends = ends.reshape(-1, 2)
    whole = coo_array((np.ones(len(pairs)), (ends[:, 0], ends[:, 1])), shape=(cards.size, cards.size))
    parts = connected_components(whole, directed=False)[1] if cards.size else np.zeros(0)
    return pd.Series(parts.astype(np.int64), index=cards)


def of_others(around: pd.DataFrame, holder: pd.Series) -> pd.DataFrame:
    """Give the links without those that anybody's own cards have with one another, whatever hands they are in.

    `holder` is the identity code of each card, index card code, -1 where nobody knows.
    """
    one, other = (holder.reindex(around[end]).to_numpy() for end in ("one", "other"))
    others: pd.Series = (one != other) | (one < 0) | ~around["family"].isin(SOCIAL)
    return around[others]


def grown(group: pd.Series, around: pd.DataFrame, points: pd.Series, limits: Limits, *, suspects: bool) -> pd.Series:
    """Give the groups with the cards next to them that belong to them.

    A card with something against it joins by two families of links of which one is of what is in the crew's hands (a
    device, an address, a paper, a contact phone, a case), or by one rare link if much is against it. A card with
    nothing against it needs two families too, but to live at a member's address is none of them: families do. With
    `suspects` such cards stay out. `around` are links of the groups' cards with any, `points` the points of each card
    that has some.
    """
    ends = pd.concat([around, around.rename(columns={"one": "other", "other": "one"})], ignore_index=True)
    ends = ends[ends["one"].isin(group.index) & ~ends["other"].isin(group.index)]
    own = ends["other"].map(points).fillna(0.0)
    held = ~ends["family"].isin(SOCIAL) & ((own >= limits.grow_own) | (ends["family"] != IP))
    near = (
        ends.assign(group=ends["one"].map(group), held=held, own=own)
        .groupby(["other", "group"], as_index=False)
        .agg(
            weight=("weight", "sum"),
            rarest=("weight", "max"),
            families=("family", "nunique"),
            held=("held", "any"),
            own=("own", "first"),
        )
    )
    fit = (near["families"] > 1) & near["held"] & ((near["own"] >= limits.grow_own) | (not suspects))
    fit |= (near["rarest"] >= limits.lone_weight) & (near["own"] >= limits.grow_points)
    best = near[fit].sort_values(["other", "weight", "group"], ascending=[True, False, True]).drop_duplicates("other")
    joined = pd.Series(best["group"].to_numpy(dtype=np.int64), index=best["other"].to_numpy(dtype=np.int64))
    whole: pd.Series = pd.concat([group, joined]).sort_index()
    return whole

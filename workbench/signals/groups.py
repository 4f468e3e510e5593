"""Groups: suspect cards joined by the links they have with one another, parted where a group grows too wide."""

from __future__ import annotations

import graspologic_native
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from workbench.model.links import BOUND, CALLED, MESSAGED, PAID, REGISTERED, RESERVED, LinkType
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

EDGE_COLUMNS = ("one", "other", "family", "weight")


def edges(scene: Scene, cards: Codes, limits: Limits) -> pd.DataFrame:
    """Give the links among these cards: one < other, family, weight; one row a pair and family, sorted."""
    paired = scene.paired[scene.paired["one"].isin(cards) & scene.paired["other"].isin(cards)]
    frames = [
        paired[list(EDGE_COLUMNS)],
        _papers(scene, cards, limits),
        *(_direct(scene, cards, one, "contact", limits.contact_weight) for one in (RESERVED, BOUND)),
        _direct(scene, cards, PAID, "money", limits.money_weight),
        *(_direct(scene, cards, one, "talk", limits.talk_weight) for one in (CALLED, MESSAGED)),
    ]
    whole = pd.concat(frames, ignore_index=True)
    whole = whole.groupby(["one", "other", "family"], as_index=False, observed=True)["weight"].max()
    return whole.sort_values(["one", "other", "family"], ignore_index=True)


def strong(joined: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the pairs that hold a group together: two families, or one rare enough; columns one, other, weight."""
    pairs = joined.groupby(["one", "other"], as_index=False).agg(
        weight=("weight", "sum"), families=("family", "nunique")
    )
    kept = pairs[(pairs["families"] > 1) | (pairs["weight"] >= limits.lone_weight)]
    return kept[["one", "other", "weight"]].reset_index(drop=True)


def groups(pairs: pd.DataFrame, limits: Limits) -> pd.Series:
    """Give the group of every card in these pairs (numbers from 0, by least card), index card code.

    Groups are connected components; wider ones are parted by Leiden on the constant Potts model (Traag, Waltman and
    van Eck 2019), with a fixed seed on edges in order, so that the same pairs give the same groups.
    """
    cards, ends = np.unique(pairs[["one", "other"]].to_numpy(), return_inverse=True)
    ends = ends.reshape(-1, 2)
    whole = coo_array((np.ones(len(pairs)), (ends[:, 0], ends[:, 1])), shape=(cards.size, cards.size))
    _, parts = connected_components(whole, directed=False)
    found = pd.Series(parts.astype(np.int64), index=cards)
    sizes = found.value_counts()
    for wide in sorted(sizes.index[sizes > limits.group_size]):
        found = _parted(found, pairs[found[pairs["one"]].to_numpy() == wide], limits)
    least = pd.Series(found.index, index=found.index).groupby(found).transform("min")
    return least.rank(method="dense").astype("int64") - 1


def _parted(found: pd.Series, pairs: pd.DataFrame, limits: Limits) -> pd.Series:
    rows = pairs.sort_values(["one", "other"])
    named = zip(rows["one"].astype(str), rows["other"].astype(str), rows["weight"], strict=True)
    _, parts = graspologic_native.leiden(
        list(named), resolution=limits.resolution, use_modularity=False, iterations=3, trials=5, seed=limits.seed
    )
    start = int(found.max()) + 1
    fresh = pd.Series({int(card): start + part for card, part in parts.items()}, dtype="int64")
    return found.where(~found.index.isin(fresh.index), fresh.reindex(found.index)).astype("int64")


def _papers(scene: Scene, cards: Codes, limits: Limits) -> pd.DataFrame:
    """Cards on one paper, each with the next in order of code: enough to hold them together."""
    held = scene.held.loc[np.sort(cards), "holder"]
    held = held[held >= 0]
    order = held.sort_values(kind="stable")
    same = order.to_numpy()[1:] == order.to_numpy()[:-1]
    one, other = order.index.to_numpy()[:-1][same], order.index.to_numpy()[1:][same]
    return pd.DataFrame({"one": one, "other": other, "family": REGISTERED.name, "weight": limits.paper_weight})


def _direct(scene: Scene, cards: Codes, link_type: LinkType, family: str, weight: float) -> pd.DataFrame:
    links = scene.snapshot.links(link_type)
    links = links[links["start"].isin(cards) & links["end"].isin(cards) & (links["start"] != links["end"])]
    ends = np.sort(links[["start", "end"]].to_numpy(), axis=1)
    return pd.DataFrame({"one": ends[:, 0], "other": ends[:, 1], "family": family, "weight": weight})

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


def edges(scene: Scene, cards: Codes, others: Codes, limits: Limits) -> pd.DataFrame:
    """Give the links of these cards with the others: one < other, family, weight; a row a pair and family, sorted."""
    frames = [
        _between(scene.paired[list(EDGE_COLUMNS)], cards, others),
        _papers(scene, np.intersect1d(cards, others), limits),
        *(_direct(scene, one, "contact", limits.contact_weight) for one in (RESERVED, BOUND)),
        _direct(scene, PAID, "money", limits.money_weight),
        *(_direct(scene, one, "talk", limits.talk_weight) for one in (CALLED, MESSAGED)),
        _circles(scene, np.intersect1d(cards, others), limits),
    ]
    whole = pd.concat([_between(frame, cards, others) for frame in frames], ignore_index=True)
    whole = whole.groupby(["one", "other", "family"], as_index=False, observed=True).agg(weight=("weight", "max"))
    return whole.sort_values(["one", "other", "family"], ignore_index=True)


def strong(joined: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the pairs that hold a group together: two families, or one rare enough; columns one, other, weight."""
    pairs = joined.groupby(["one", "other"], as_index=False).agg(
        weight=("weight", "sum"), families=("family", "nunique")
    )
    kept = pairs[(pairs["families"] > 1) | (pairs["weight"] >= limits.lone_weight)]
    return kept[["one", "other", "weight"]].reset_index(drop=True)


def groups(joined: pd.DataFrame, limits: Limits) -> pd.Series:
    """Give the group of every card in these links (numbers from 0, by least card), index card code.

    Groups are components of the strong pairs, joined where the weak links between two groups add up; wider ones
    are parted by Leiden on the constant Potts model (Traag, Waltman and van Eck 2019), with a fixed seed on edges in
    order, so that the same links give the same groups.
    """
    pairs = strong(joined, limits)
    found = components(pairs)
    weak = joined.assign(one=joined["one"].map(found), other=joined["other"].map(found)).dropna()
    weak = weak[weak["one"] != weak["other"]].astype({"one": "int64", "other": "int64"})
    ends = np.sort(weak[["one", "other"]].to_numpy(), axis=1)
    sums = weak.assign(one=ends[:, 0], other=ends[:, 1]).groupby(["one", "other"], as_index=False)["weight"].sum()
    merged = components(sums[sums["weight"] >= limits.merge_weight])
    found = found.map(merged + len(found)).fillna(found).astype("int64")
    sizes = found.value_counts()
    for wide in sorted(sizes.index[sizes > limits.group_size]):
        found = _parted(found, pairs[found.reindex(pairs["one"]).to_numpy() == wide], limits)
    least = pd.Series(found.index, index=found.index).groupby(found).transform("min")
    return least.rank(method="dense").astype("int64") - 1


def components(pairs: pd.DataFrame) -> pd.Series:
    """Give the component (numbers from 0) of every end of these pairs, index the end's number."""
    cards, ends = np.unique(pairs[["one", "other"]].to_numpy(dtype=np.int64), return_inverse=True)
    ends = ends.reshape(-1, 2)
    whole = coo_array((np.ones(len(pairs)), (ends[:, 0], ends[:, 1])), shape=(cards.size, cards.size))
    parts = connected_components(whole, directed=False)[1] if cards.size else np.zeros(0)
    return pd.Series(parts.astype(np.int64), index=cards)


def grown(group: pd.Series, around: pd.DataFrame, points: pd.Series, limits: Limits) -> pd.Series:
    """Give the groups with cards that are linked to one by two families, or by a rare link and suspect themselves.

    `around` are links of the groups' cards with any, `points` the points of each card that has some.
    """
    ends = pd.concat([around, around.rename(columns={"one": "other", "other": "one"})], ignore_index=True)
    ends = ends[ends["one"].isin(group.index) & ~ends["other"].isin(group.index)]
    ends = ends.assign(group=ends["one"].map(group))
    near = ends.groupby(["other", "group"], as_index=False).agg(
        weight=("weight", "sum"), rarest=("weight", "max"), families=("family", "nunique")
    )
    own = near["other"].map(points).fillna(0.0)
    fit = (near["families"] > 1) | ((near["rarest"] >= limits.lone_weight) & (own >= limits.grow_points))
    best = near[fit].sort_values(["other", "weight", "group"], ascending=[True, False, True]).drop_duplicates("other")
    joined = pd.Series(best["group"].to_numpy(dtype=np.int64), index=best["other"].to_numpy(dtype=np.int64))
    whole: pd.Series = pd.concat([group, joined]).sort_index()
    return whole


def _parted(found: pd.Series, pairs: pd.DataFrame, limits: Limits) -> pd.Series:
    rows = pairs.groupby(["one", "other"], as_index=False)["weight"].sum()
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


def _between(links: pd.DataFrame, cards: Codes, others: Codes) -> pd.DataFrame:
    one, other = links["one"], links["other"]
    return links[(one.isin(cards) & other.isin(others)) | (one.isin(others) & other.isin(cards))]


def _direct(scene: Scene, link_type: LinkType, family: str, weight: float) -> pd.DataFrame:
    links = scene.snapshot.links(link_type)
    links = links[links["start"].isin(scene.held.index) & links["end"].isin(scene.held.index)]
    ends = np.sort(links.loc[links["start"] != links["end"], ["start", "end"]].to_numpy(), axis=1)
    return pd.DataFrame({"one": ends[:, 0], "other": ends[:, 1], "family": family, "weight": weight})


def _circles(scene: Scene, cards: Codes, limits: Limits) -> pd.DataFrame:
    """Phones that are in touch with several of the same other phones, as callers who share their victims are."""
    calls = scene.snapshot.links(CALLED)[["start", "end"]].to_numpy()
    both = pd.DataFrame(np.unique(np.concatenate([calls, calls[:, ::-1]]), axis=0), columns=["card", "third"])
    busy = both["third"].map(both["third"].value_counts()) > limits.circle_cap
    both = both[both["card"].isin(cards) & ~both["third"].isin(cards) & ~busy]
    pairs = both.merge(both, on="third")
    pairs = pairs[pairs["card_x"] < pairs["card_y"]].groupby(["card_x", "card_y"]).size().rename("n").reset_index()
    pairs = pairs[pairs["n"] >= limits.circle_shared]
    weight = np.minimum(pairs["n"] / limits.circle_sure, 1.0) * limits.circle_weight
    columns = {"one": pairs["card_x"], "other": pairs["card_y"], "family": "circle", "weight": weight}
    return pd.DataFrame(columns)

"""Edges: every way in which two suspect cards belong together, by family, with its weight."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import CASE_NUMBER
from workbench.model.links import BOUND, CALLED, HARMED, MESSAGED, NAMES, PAID, REGISTERED, RESERVED, LinkType
from workbench.signals.limits import Limits
from workbench.signals.reached import fellows
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

EDGE_COLUMNS = ("one", "other", "family", "weight", "share")


def edges(scene: Scene, cards: Codes, others: Codes, limits: Limits) -> pd.DataFrame:
    """Give the links of these cards with the others: one < other, family, weight, share; one row a pair and family.

    `weight` says how much the link is worth by itself. A value that many cards share makes as many links of each of
    them as there are others; `share` divides the weight among them, so that in sums over cards a handset of twenty
    counts for each card as one of two does (Newman 2001).
    """
    frames = [
        _clique(scene.paired[["one", "other", "family", "value", "weight"]], cards, others),
        _clique(_named_together(scene, limits), cards, others),
        _clique(_papers(scene, np.intersect1d(cards, others), limits), cards, others),
        *(_direct(scene, one, "contact", limits.contact_weight) for one in (RESERVED, BOUND)),
        _direct(scene, PAID, "money", limits.money_weight),
        *(_mutual(scene, one, limits) for one in (CALLED, MESSAGED)),
        _circles(scene, cards, others, limits),
    ]
    whole = pd.concat([_between(frame, cards, others) for frame in frames], ignore_index=True)
    whole = whole.assign(share=whole["share"].fillna(whole["weight"]))
    whole = whole.groupby(["one", "other", "family"], as_index=False, observed=True)[["weight", "share"]].max()
    return whole.sort_values(["one", "other", "family"], ignore_index=True)


def _between(links: pd.DataFrame, cards: Codes, others: Codes) -> pd.DataFrame:
    one, other = links["one"], links["other"]
    return links[(one.isin(cards) & other.isin(others)) | (one.isin(others) & other.isin(cards))]


def _clique(pairs: pd.DataFrame, cards: Codes, others: Codes) -> pd.DataFrame:
    """Pairs by a value, the share of each by how many of these cards the value joins."""
    pairs = _between(pairs, cards, others).astype({"family": "str"})
    ends = pd.concat(
        [
            pairs[["value", "one"]].set_axis(["value", "card"], axis=1),
            pairs[["value", "other"]].set_axis(["value", "card"], axis=1),
        ]
    )
    joined = ends.drop_duplicates()["value"].value_counts()
    return pairs.assign(share=pairs["weight"] / np.maximum(pairs["value"].map(joined) - 1, 1))


def _named_together(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Cards that one case names, or that one harmed person's reports name."""
    named = scene.snapshot.links(NAMES)
    named = named[named["end"].isin(scene.held.index)]
    in_case = scene.snapshot.is_kind(named["start"].to_numpy(), CASE_NUMBER)
    harmed = scene.snapshot.links(HARMED)[["start", "end"]].rename(columns={"end": "value"})
    by_victim = named[~in_case].merge(harmed, on="start").rename(columns={"end": "card"})
    by_case = named[in_case].rename(columns={"start": "value", "end": "card"})
    rows = pd.concat([by_case, by_victim])[["value", "card"]].drop_duplicates()
    rows = rows[rows["value"].map(rows["value"].value_counts()) <= limits.case_cap]
    pairs = rows.merge(rows, on="value", suffixes=("", "_other")).rename(columns={"card": "one", "card_other": "other"})
    return pairs[pairs["one"] < pairs["other"]].assign(family="case", weight=limits.case_weight)


def _papers(scene: Scene, cards: Codes, limits: Limits) -> pd.DataFrame:
    """Cards on one paper; a paper of more cards than a case may name is a firm's."""
    rows = pd.DataFrame({"one": cards, "value": scene.held["holder"].reindex(cards).to_numpy()})
    rows = rows[(rows["value"] >= 0) & (rows["value"].map(rows["value"].value_counts()) <= limits.case_cap)]
    pairs = rows.merge(rows.rename(columns={"one": "other"}), on="value")
    return pairs[pairs["one"] < pairs["other"]].assign(family=REGISTERED.name, weight=limits.paper_weight)


def _direct(scene: Scene, link_type: LinkType, family: str, weight: float) -> pd.DataFrame:
    links = scene.snapshot.links(link_type)
    links = links[links["start"].isin(scene.held.index) & links["end"].isin(scene.held.index)]
    ends = np.sort(links.loc[links["start"] != links["end"], ["start", "end"]].to_numpy(), axis=1)
    return pd.DataFrame({"one": ends[:, 0], "other": ends[:, 1], "family": family, "weight": weight})


def _mutual(scene: Scene, link_type: LinkType, limits: Limits) -> pd.DataFrame:
    """Calls and messages; of who was rung once, and did not ring, half: whom a crew works on is none of it."""
    pairs = _direct(scene, link_type, "talk", limits.talk_weight)
    links = scene.snapshot.links(link_type)
    often = links.loc[(links["last"] - links["first"]).dt.days >= limits.talk_days, ["start", "end"]]
    ends = np.sort(often.to_numpy(), axis=1)
    size = len(scene.snapshot.entities)
    twice = pairs.duplicated(keep=False) | np.isin(pairs["one"] * size + pairs["other"], ends[:, 0] * size + ends[:, 1])
    return pairs.assign(share=pairs["weight"] * np.where(twice, 1.0, limits.talk_once))


def _circles(scene: Scene, cards: Codes, others: Codes, limits: Limits) -> pd.DataFrame:
    """Cards that work on the same people, as lines, accounts and cards of one crew do."""
    pairs = fellows(scene, cards, others, limits)
    pairs = pairs[(pairs["n"] >= limits.circle_shared) & (pairs["surprise"] >= limits.circle_least)]
    weight = np.minimum(pairs["surprise"] / limits.circle_sure, 1.0) * limits.circle_weight
    mates = pd.concat([pairs["one"], pairs["other"]]).value_counts()
    fewer = np.minimum(pairs["one"].map(mates), pairs["other"].map(mates))
    return pairs[["one", "other"]].assign(family="circle", weight=weight, share=weight / fewer)

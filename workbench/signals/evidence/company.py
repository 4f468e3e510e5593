"""Evidence of company: membership in a group that acts together, and what ties the card to the rest of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.links import CALLED, MESSAGED, PAID, REGISTERED
from workbench.signals.evidence.ledger import Ledger, ledger, together
from workbench.signals.families import IP
from workbench.signals.limits import Limits
from workbench.signals.reached import fellows
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes


def company(scene: Scene, members: pd.DataFrame, limits: Limits) -> Ledger:
    """Give the evidence that groups are for their members' cards; `members` has group, card and score.

    A card that is used at its holder's own home, and nowhere else later, may be in the group by its holder's own
    doing, or because somebody of the house is; it says less of other hands there.
    """
    members = members.drop_duplicates("card")
    own = members["card"].isin(lives_at_home(scene)).to_numpy()
    members = members.assign(part=np.where(own, limits.home_part, 1.0))
    return together([_in_ring(scene, members, limits), _same_people(scene, members, limits), _dealings(scene, members)])


def lives_at_home(scene: Scene) -> Codes:
    """Give the cards that were last seen at their own household's address rather than at a stranger's."""
    seen = scene.handled[scene.handled["family"] == IP]
    home = seen[~seen["guest"]].groupby("card")["last"].max()
    away = seen[seen["guest"]].groupby("card")["last"].max().reindex(home.index)
    return np.asarray(home.index[~(away > home)].to_numpy(), dtype=np.int64)


def _in_ring(scene: Scene, members: pd.DataFrame, limits: Limits) -> Ledger:
    by = members.groupby("group")
    strength = np.minimum(by["score"].transform("mean") / limits.ring_full, 1.0) * members["part"]
    rows = members.assign(n=by["card"].transform("size"), strength=strength)
    links = scene.snapshot.links(REGISTERED)
    links = links[links["start"].isin(rows["card"])]
    return ledger("in_ring", rows, links.assign(card=links["start"], type=REGISTERED.name))


def _same_people(scene: Scene, members: pd.DataFrame, limits: Limits) -> Ledger:
    """Cards that reach the same strangers as others of their group do."""
    cards = np.asarray(members["card"], dtype=np.int64)
    pairs = fellows(scene, cards, cards, limits)
    mates = _mates(pairs[pairs["surprise"] >= limits.circle_least], members)
    rows = mates.groupby("card").agg(n=("mate", "nunique"), surprise=("surprise", "max")).reset_index()
    rows["strength"] = np.minimum(rows["surprise"] / limits.circle_sure, 1.0) * _part(rows, members)
    return ledger("same_people", rows, _links_of(scene, rows["card"]))


def _dealings(scene: Scene, members: pd.DataFrame) -> Ledger:
    """Cards that pay, call or write to others of their group, or are paid, called or written to by them."""
    frames = []
    for one in (CALLED, MESSAGED, PAID):
        links = scene.snapshot.links(one)[["start", "end"]]
        frames.append(links[links["start"].isin(members["card"]) & links["end"].isin(members["card"])])
    mates = _mates(pd.concat(frames).set_axis(["one", "other"], axis=1), members)
    rows = mates.groupby("card")["mate"].nunique().rename("n").reset_index()
    rows["strength"] = np.minimum(rows["n"] / 2, 1.0) * _part(rows, members)
    return ledger("deals_within", rows, _links_of(scene, rows["card"]))


def _mates(pairs: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Pairs of one group and of different holders, seen from both sides: card, mate."""
    group = members.set_index("card")["group"]
    pairs = pairs[pairs["one"].map(group).to_numpy() == pairs["other"].map(group).to_numpy()]
    swapped = pairs.rename(columns={"one": "mate", "other": "card"})
    return pd.concat([pairs.rename(columns={"one": "card", "other": "mate"}), swapped], ignore_index=True)


def _part(rows: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    return rows["card"].map(members.set_index("card")["part"])


def _links_of(scene: Scene, cards: pd.Series) -> pd.DataFrame:
    frames = []
    for one in (CALLED, MESSAGED, PAID):
        links = scene.snapshot.links(one)
        for side in ("start", "end"):
            mine = links[links[side].isin(cards)]
            frames.append(mine[["start", "end"]].assign(card=mine[side], type=one.name))
    return pd.concat(frames, ignore_index=True)

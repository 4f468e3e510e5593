"""Evidence of company: membership in a group that acts together, and what ties the card to the rest of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.links import BOUND, CALLED, MESSAGED, OPENED_AT, PAID, REGISTERED, RESERVED, LinkType
from workbench.signals.evidence.ledger import Ledger, ledger, of_touches, together
from workbench.signals.families import IP
from workbench.signals.hands import at_home
from workbench.signals.holdings import remote
from workbench.signals.limits import Limits
from workbench.signals.propagation import propagation
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
    seekers = (_in_ring, _same_people, _dealings, _contacts, _opened_away)
    return together(seek(scene, members, limits) for seek in seekers)


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


def _dealings(scene: Scene, members: pd.DataFrame, limits: Limits) -> Ledger:
    """Cards that pay, call or write to others of their group, or are paid, called or written to by them."""
    return _linked(scene, members, "deals_within", (CALLED, MESSAGED, PAID), limits.dealings_sure)


def _contacts(scene: Scene, members: pd.DataFrame, limits: Limits) -> Ledger:
    """Cards whose contact phone is of their group, and such phones."""
    del limits
    return _linked(scene, members, "contact_within", (RESERVED, BOUND), 1)


def _linked(scene: Scene, members: pd.DataFrame, code: str, types: tuple[LinkType, ...], sure: int) -> Ledger:
    """Cards that links of these types join with others of their group, on one paper or on several."""
    found = [scene.snapshot.links(one)[["start", "end"]].assign(type=one.name) for one in types]
    links = pd.concat(found, ignore_index=True)
    links = links[links["start"].isin(members["card"]) & links["end"].isin(members["card"])]
    mates = _mates(links.rename(columns={"start": "one", "end": "other"}), members)
    rows = mates.groupby("card")["mate"].nunique().rename("n").reset_index()
    rows["strength"] = np.minimum(rows["n"] / sure, 1.0) * _part(rows, members)
    sides = pd.concat([links.assign(card=links[side]) for side in ("start", "end")], ignore_index=True)
    return ledger(code, rows, sides[sides["card"].isin(rows["card"])])


def _opened_away(scene: Scene, members: pd.DataFrame, limits: Limits) -> Ledger:
    """Cards of a group that were opened far from home and never seen there."""
    del limits
    away = scene.held.index[remote(scene.held) & ~scene.held.index.isin(at_home(scene.handled).index)]
    rows = members.assign(n=members.groupby("group")["card"].transform("size") - 1, strength=1.0)
    rows = rows[rows["card"].isin(away) & (rows["n"] > 0)]
    openings = scene.snapshot.links(OPENED_AT)
    openings = openings[openings["start"].isin(rows["card"])]
    return ledger("opened_away", rows, openings.assign(card=openings["start"], type=OPENED_AT.name))


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


def near_bad(scene: Scene, limits: Limits) -> Ledger:
    """Cards near those known to be bad, and not as near good ones, over kinds of links that lead from bad to bad."""
    belief = propagation(scene.snapshot, limits)
    belief = belief[belief >= limits.near_least]
    rows = pd.DataFrame({"card": belief.index, "strength": np.minimum(belief.to_numpy() / limits.near_full, 1.0)})
    direct = [scene.snapshot.links(one).assign(type=one.name) for one in (CALLED, MESSAGED, PAID, RESERVED, BOUND)]
    links = pd.concat([one[["type", "start", "end"]] for one in direct], ignore_index=True)
    # Each side's own column: a longer one would fill a frame without rows again.
    ends = [links[links[side].isin(rows["card"])] for side in ("start", "end")]
    sides = [mine.assign(card=mine[side]) for mine, side in zip(ends, ("start", "end"), strict=True)]
    touched = scene.touched[(scene.touched["context"] == "") & scene.touched["card"].isin(rows["card"])]
    return ledger("near_bad", rows, pd.concat([*sides, of_touches(touched)], ignore_index=True))

"""Evidence of paper: strange contact phones, openings far away in company, identities used again and again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.links import OPENED_AT, REGISTERED
from workbench.signals.evidence.ledger import Ledger, ledger, of_touches
from workbench.signals.families import CONTACT, OUTLET
from workbench.signals.hands import at_home
from workbench.signals.holdings import firms, remote
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes


def contact_strange(scene: Scene, limits: Limits) -> Ledger:
    """Cards whose contact phone another household holds, the stronger the more households lean on it."""
    strange = _strange_contacts(scene)
    behind = strange.groupby("value")["party"].nunique()
    rows = strange.assign(n=strange["value"].map(behind)).groupby("card")["n"].max().reset_index()
    strength = np.interp(rows["n"], limits.contact_counts, limits.contact_strengths)
    return ledger("contact_strange", rows.assign(strength=strength), of_touches(strange))


def stands_behind(scene: Scene, limits: Limits) -> Ledger:
    """Phones that stand behind other households' cards."""
    strange = _strange_contacts(scene)
    rows = strange.groupby("value")["party"].nunique().rename("n").rename_axis("card").reset_index()
    strength = np.interp(rows["n"], limits.contact_counts, limits.contact_strengths)
    grounds = of_touches(strange).assign(card=strange["value"])
    return ledger("stands_behind", rows.assign(strength=strength), grounds)


def opened_together(scene: Scene, limits: Limits) -> Ledger:
    """Cards opened far from home at one outlet within a week of other households' cards, also far from home."""
    pairs = scene.paired[scene.paired["family"] == OUTLET]
    both = np.concatenate([pairs[["one", "other"]].to_numpy(), pairs[["other", "one"]].to_numpy()])
    mates = pd.DataFrame(both, columns=["card", "mate"])
    mates["party"] = mates["mate"].map(scene.held["party"])
    rows = mates.groupby("card")["party"].nunique().rename("n").reset_index()
    touched = scene.touched[(scene.touched["family"] == OUTLET) & scene.touched["card"].isin(rows["card"])]
    grounds = of_touches(touched.drop_duplicates(["card", "value"]))
    return ledger("opened_together", rows.assign(strength=np.minimum(rows["n"] / limits.opening_mates, 1.0)), grounds)


def opened_away(scene: Scene, limits: Limits, suspect: Codes) -> Ledger:
    """Cards opened far from home, only where they are linked with suspect cards of others or of the same paper."""
    del limits
    away = scene.held.index[remote(scene.held) & ~scene.held.index.isin(at_home(scene.handled).index)]
    mates = _mates(scene, suspect)
    rows = mates[mates["card"].isin(away)].groupby("card")["mate"].nunique().rename("n").reset_index()
    openings = scene.snapshot.links(OPENED_AT)
    openings = openings[openings["start"].isin(rows["card"])]
    grounds = openings.assign(card=openings["start"], type=OPENED_AT.name)
    return ledger("opened_away", rows.assign(strength=1.0), grounds)


def paper_reused(scene: Scene, limits: Limits, suspect: Codes) -> Ledger:
    """Cards under a person's identity of which others are in strangers' hands, if not used at the holder's home.

    A firm's cards are in its staff's hands by right.
    """
    held = scene.held[(scene.held["holder"] >= 0) & ~scene.held["holder"].isin(firms(scene.snapshot))]
    bad = held.index.isin(suspect)
    count = pd.Series(bad, index=held.index).groupby(held["holder"]).transform("sum") - bad
    home = at_home(scene.handled)
    fit = (count > 0) & ~held.index.isin(home.index)
    rows = pd.DataFrame({"card": held.index[fit], "n": count[fit].to_numpy()})
    strength = np.interp(rows["n"], limits.paper_counts, limits.paper_strengths)
    same = held[held["holder"].isin(held.loc[rows["card"], "holder"]) & (bad | fit.to_numpy())]
    pairs = rows.assign(holder=rows["card"].map(held["holder"])).merge(
        pd.DataFrame({"start": same.index, "holder": same["holder"].to_numpy()}), on="holder"
    )
    grounds = pairs.assign(type=REGISTERED.name, end=pairs["holder"])
    return ledger("paper_reused", rows.assign(strength=strength), grounds)


def _strange_contacts(scene: Scene) -> pd.DataFrame:
    """Contact touches no context explains, where the phone is held by another household."""
    touched = scene.touched[(scene.touched["family"] == CONTACT) & (scene.touched["context"] == "")]
    theirs = touched["value"].map(scene.held["party"])
    return touched[(theirs >= 0) & (touched["party"] >= 0) & (theirs != touched["party"])]


def _mates(scene: Scene, suspect: Codes) -> pd.DataFrame:
    """Suspect cards each card is paired with, or shares its paper with: card, mate."""
    pairs = scene.paired
    both = np.concatenate([pairs[["one", "other"]].to_numpy(), pairs[["other", "one"]].to_numpy()])
    held = scene.held[scene.held["holder"] >= 0]
    papers = pd.DataFrame({"card": held.index, "holder": held["holder"].to_numpy()})
    bad = papers[papers["card"].isin(suspect)].rename(columns={"card": "mate"})
    same = papers.merge(bad, on="holder")[["card", "mate"]]
    whole = pd.concat([pd.DataFrame(both, columns=["card", "mate"]), same])
    return whole[whole["mate"].isin(suspect) & (whole["card"] != whole["mate"])].drop_duplicates()

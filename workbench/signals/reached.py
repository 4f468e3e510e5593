"""Whom cards reach: cards that are in touch with the same strangers in the same weeks, more than chance has it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammainc

from workbench.model.links import CALLED, MESSAGED, PAID
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

_DAY = np.timedelta64(1, "D")


def reached(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give one row a card and a person it was briefly in touch with: card, person, first, last.

    Calls, messages and payments count, whoever began; the person is the holder of the other side's number, so that a
    line that calls, an account that writes and a card that is paid meet in the one whom they work on. Contacts of
    months are acquaintances', and people whom very many reach say nothing: both are left out.
    """
    return scene.snapshot.once(("reached", limits), lambda: _reached(scene, limits))


def fellows(scene: Scene, cards: Codes, others: Codes, limits: Limits) -> pd.DataFrame:
    """Give the cards that reach the same people as the others do: one < other, n (people), surprise.

    The surprise is -log10 of the chance of so many or more (Poisson) where every card reaches as many people, and
    every person is reached by as many cards, as they are (the degree-preserving expectation). People who hold one
    of the cards themselves do not count.
    """
    touched = reached(scene, limits)
    holders = scene.held["holder"].reindex(pd.Index(cards)).to_numpy()
    touched = touched[~touched["person"].isin(np.r_[cards, holders[holders >= 0]])]
    mine = touched[touched["card"].isin(cards)]
    theirs = touched[touched["card"].isin(others) & touched["person"].isin(mine["person"])]
    pairs = mine.merge(theirs, on="person")
    apart = np.maximum(pairs["first_x"], pairs["first_y"]) - np.minimum(pairs["last_x"], pairs["last_y"])
    party = scene.held["holder"]
    strange = pairs["card_x"].map(party).to_numpy() != pairs["card_y"].map(party).to_numpy()
    pairs = pairs[(apart <= limits.fellow_days * _DAY) & (pairs["card_x"] != pairs["card_y"]) & strange]
    ends = np.sort(pairs[["card_x", "card_y"]].to_numpy(dtype=np.int64), axis=1)
    rows = pd.DataFrame({"one": ends[:, 0], "other": ends[:, 1], "person": pairs["person"].to_numpy()})
    rows = rows.drop_duplicates().groupby(["one", "other"]).size().rename("n").reset_index()
    return rows.assign(surprise=_surprise(rows, touched, limits))


def _surprise(rows: pd.DataFrame, touched: pd.DataFrame, limits: Limits) -> npt.NDArray[np.float64]:
    """-log10 of the chance that two cards that reach so many people share so many in the same weeks."""
    people, cards = touched["person"].value_counts(), touched["card"].value_counts()
    alike = float((people.astype("float64") ** 2).sum() / max(float(people.sum()) ** 2, 1.0))
    window = (touched["last"].max() - touched["first"].min()) / _DAY if len(touched) else 1.0
    at_once = min(1.0, 2 * limits.fellow_days / max(float(window), 1.0))
    expected = rows["one"].map(cards) * rows["other"].map(cards) * alike * at_once
    # The chance of n or more (Poisson) is the regularised lower gamma function.
    chance = gammainc(rows["n"].to_numpy(dtype=np.float64), expected.to_numpy(dtype=np.float64))
    return np.asarray(-np.log10(np.maximum(chance, 1e-12)))


def _reached(scene: Scene, limits: Limits) -> pd.DataFrame:
    holder = scene.held["holder"]
    frames = []
    for one in (CALLED, MESSAGED, PAID):
        links = scene.snapshot.links(one)[["start", "end", "first", "last"]]
        back = links.rename(columns={"start": "end", "end": "start"})
        frames.append(pd.concat([links, back]).rename(columns={"start": "card", "end": "third"}))
    whole = pd.concat(frames, ignore_index=True)
    known = holder.reindex(pd.Index(whole["third"])).fillna(-1).to_numpy(dtype=np.int64)
    whole = whole.assign(person=np.where(known >= 0, known, whole["third"].to_numpy()))
    whole = whole[whole["card"].isin(scene.held.index) & (whole["card"].map(holder) != whole["person"])]
    spans = whole.groupby(["card", "person"], as_index=False).agg(first=("first", "min"), last=("last", "max"))
    brief = spans[(spans["last"] - spans["first"]).to_numpy() <= limits.exposure.familiar_span * _DAY]
    return brief[brief["person"].map(brief["person"].value_counts()) <= limits.reached_cap].reset_index(drop=True)

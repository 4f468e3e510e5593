"""Fraud types: which of the nine a contact most likely is, by who reached out and how it went."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import CASE_NUMBER, REPORT
from workbench.model.links import HARMED, NAMES
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

FEATURES = ("calls", "longest", "wrote", "visited", "paid", "days")


def told_types(scene: Scene) -> pd.DataFrame:
    """Give how often reports and cases name a card under each fraud type: index card code, a column a type."""
    named = scene.snapshot.links(NAMES)
    said = pd.concat([scene.snapshot.of_kind(REPORT)["fraud_type"], scene.snapshot.of_kind(CASE_NUMBER)["fraud_type"]])
    own = named["fraud_type"].where(named["fraud_type"].notna() & (named["fraud_type"] != ""))
    named = named.assign(fraud_type=own.fillna(named["start"].map(said)))
    named = named[named["fraud_type"].notna() & (named["fraud_type"] != "")]
    return pd.crosstab(named["end"], named["fraud_type"]).astype("float64")


def spread(told: pd.DataFrame, group: pd.Series, limits: Limits) -> pd.DataFrame:
    """Give the types of every card of a group: what is told of itself, and in part what is told of the others in it.

    `group` names the ring of each card, index card code.
    """
    whole = told.reindex(told.index.union(group.index), fill_value=0.0)
    mine = group.reindex(whole.index)
    ring = whole.groupby(mine).sum()
    shared = ring.reindex(pd.Index(mine)).fillna(0.0).to_numpy() * limits.exposure.mates_share
    return whole + shared


def likely(prior: pd.DataFrame, profile: pd.DataFrame, scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give the posterior of each type for every phone: rows sum to one; index and columns of `prior`.

    `prior` counts what is told of those who reached the phone; `profile` is how it went (`FEATURES`, small whole
    numbers). How it goes with each type is learned from the people in evidence who reported one (naive Bayes with
    Laplace's correction), so that it follows this evidence and not a script.
    """
    types = prior.columns
    harmed = _harmed(scene)
    harmed = harmed[harmed.index.isin(profile.index) & harmed.isin(types)]
    usual = harmed.value_counts().reindex(types, fill_value=0).to_numpy() + 1.0
    odds = np.log(prior.to_numpy() + limits.exposure.type_smoothing * usual / usual.sum())
    for name in FEATURES:
        seen = pd.crosstab(harmed, profile[name].reindex(harmed.index)).reindex(types, fill_value=0)
        levels = np.arange(int(profile[name].max() if len(profile) else 0) + 1)
        counts = seen.reindex(columns=levels, fill_value=0).to_numpy() + 1.0
        like = np.log(counts / counts.sum(axis=1, keepdims=True))
        odds = odds + limits.exposure.sequence_weight * like[:, profile[name].reindex(prior.index).to_numpy()].T
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    return pd.DataFrame(odds / odds.sum(axis=1, keepdims=True), index=prior.index, columns=types)


def _harmed(scene: Scene) -> pd.Series:
    """The type that each harmed phone reported last, index phone code."""
    harmed = scene.snapshot.links(HARMED)
    harmed = harmed.assign(type=harmed["start"].map(scene.snapshot.of_kind(REPORT)["fraud_type"]))
    harmed = harmed[harmed["type"].notna() & (harmed["type"] != "")].sort_values(["end", "at", "start"], kind="stable")
    return harmed.drop_duplicates("end", keep="last").set_index("end")["type"]

"""Fraud types: which of the nine a contact most likely is, by who reached out and how it went."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model.kinds import CASE_NUMBER, REPORT
from workbench.model.links import HARMED, NAMES
from workbench.signals.exposure.limits import ExposureLimits
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

FEATURES = ("calls", "longest", "wrote", "visited", "paid", "days")
OTHER = "other"
LEVELS = 5
"""Each feature is a whole number below this."""


def told_types(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give how often reports and cases name a card under each fraud type: index card code, a column a type.

    `OTHER` counts in part: it is what is written down where nobody knows yet.
    """
    named = scene.snapshot.links(NAMES)
    said = pd.concat([scene.snapshot.of_kind(REPORT)["fraud_type"], scene.snapshot.of_kind(CASE_NUMBER)["fraud_type"]])
    own = named["fraud_type"].where(named["fraud_type"].notna() & (named["fraud_type"] != ""))
    named = named.assign(fraud_type=own.fillna(named["start"].map(said)))
    named = named[named["fraud_type"].notna() & (named["fraud_type"] != "")]
    told = pd.crosstab(named["end"], named["fraud_type"]).astype("float64")
    return told * _said(told.columns, limits)


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
    numbers). What a person reported himself counts beside it. How it goes with each type is learned from the people in
    evidence who reported one, so that it follows this evidence and not a script: naive Bayes, each type's shares drawn
    towards everybody's (Cestnik's m-estimate, 1990), for few people reported each.
    """
    rule, types = limits.exposure, prior.columns
    harmed = _harmed(scene)
    harmed = harmed[harmed.index.isin(profile.index) & harmed.isin(types)]
    said = _said(types, limits)
    usual = (harmed.value_counts().reindex(types, fill_value=0).to_numpy() + 1.0) * said
    own = (harmed.reindex(prior.index).to_numpy()[:, None] == types.to_numpy()[None, :]) * said
    odds = np.log(prior.to_numpy() + rule.own_report * own + rule.type_smoothing * usual / usual.sum())
    for name in FEATURES:
        like = _likeness(harmed, profile[name].reindex(harmed.index), types, rule)
        odds = odds + rule.sequence_weight * like.reindex(columns=profile[name].reindex(prior.index)).to_numpy().T
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    return pd.DataFrame(odds / odds.sum(axis=1, keepdims=True), index=prior.index, columns=types)


def _said(types: pd.Index, limits: Limits) -> npt.NDArray[np.float64]:
    """How much a word for each type says."""
    return np.where(types == OTHER, limits.exposure.other_share, 1.0)


def _likeness(harmed: pd.Series, values: pd.Series, types: pd.Index, rule: ExposureLimits) -> pd.DataFrame:
    """The log share of each value (columns) among those harmed by each type (rows)."""
    seen = pd.crosstab(harmed, values).reindex(types, fill_value=0)
    seen = seen.reindex(columns=np.arange(LEVELS), fill_value=0)
    common = (seen.sum() + 0.5) / (seen.sum() + 0.5).sum()
    shares = (seen + rule.type_people * common).div(seen.sum(axis=1) + rule.type_people, axis=0)
    return shares.map(np.log)


def _harmed(scene: Scene) -> pd.Series:
    """The type that each harmed phone reported last, index phone code."""
    harmed = scene.snapshot.links(HARMED)
    harmed = harmed.assign(type=harmed["start"].map(scene.snapshot.of_kind(REPORT)["fraud_type"]))
    harmed = harmed[harmed["type"].notna() & (harmed["type"] != "")].sort_values(["end", "at", "start"], kind="stable")
    return harmed.drop_duplicates("end", keep="last").set_index("end")["type"]

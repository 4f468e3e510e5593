"""Visits: sites that a crew's contacts share, and what a person visited soon after a crew reached him."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammainc

from workbench.model.kinds import SITE
from workbench.model.links import NAMES, VISITED
from workbench.signals.exposure.limits import ExposureLimits
from workbench.signals.exposure.odds import KEYS
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

DAY = 86400
# Apps by which somebody far away sees or steers a screen; all are made for honest work.
SCREEN_SHARING = ("todesk", "sunlogin", "oray", "anydesk", "teamviewer", "rustdesk", "meeting.tencent", "zoom")


def with_visits(scene: Scene, summed: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give `summed` with `site`, `soon` and `screen`, each 0 where there is nothing.

    `site`: log lift of the site most telling of the crew's contacts. `soon`, `screen`: how unlikely by chance (minus
    log) is what a phone visited within days of the first contact: a site that few visit, an app by which others see a
    screen.
    """
    rule = limits.exposure
    visits = scene.snapshot.links(VISITED)[["start", "end", "first", "last"]]
    both = summed.reset_index()[[*KEYS, "first"]]
    lifts = _lifts(scene, both.merge(visits[["start", "end"]], left_on="phone", right_on="start"), visits, rule)
    known = {
        "site": lifts,
        "soon": _soon(both, visits[visits["end"].isin(_few(visits, rule))], visits, rule),
        "screen": _soon(both, visits[_screens(scene, visits)], visits, rule),
    }
    return summed.assign(**{name: values.reindex(summed.index).fillna(0.0) for name, values in known.items()})


def _lifts(scene: Scene, both: pd.DataFrame, visits: pd.DataFrame, rule: ExposureLimits) -> pd.Series:
    """How much more often a crew's contacts visit a site than others do: the greatest log lift, by `KEYS`.

    Held against those of whom any visit is known, and told only where chance would hardly bring so many to any of the
    sites that the crew's contacts visit.
    """
    names = scene.snapshot.links(NAMES)
    named = names.loc[scene.snapshot.is_kind(names["end"].to_numpy(), SITE), "end"]
    both = both.drop_duplicates([*KEYS, "end"])
    count = both.groupby(["crew", "end"]).size().rename("n").reset_index()
    rate = visits.groupby("end")["start"].nunique() / max(visits["start"].nunique(), 1)
    usual = count["end"].map(rate) * count["crew"].map(both.groupby("crew")["phone"].nunique())
    # A third of a visitor: what nobody else visits is not infinitely telling.
    count["lift"] = np.log(count["n"] / (usual + 1 / 3))
    # The chance of n or more, at any of the sites that were looked at.
    chance = gammainc(count["n"], usual) * count.groupby("crew")["end"].transform("size")
    known = count["end"].isin(named)
    count.loc[known, "lift"] = rule.site_lifts[-1]
    told = count[known | ((count["n"] >= rule.site_visitors) & (count["lift"] > 0) & (chance < rule.site_chance))]
    return both.merge(told, on=["crew", "end"]).groupby(KEYS)["lift"].max()


def _few(visits: pd.DataFrame, rule: ExposureLimits) -> pd.Index[int]:
    """The sites that hardly anybody visits."""
    visitors = visits.groupby("end")["start"].nunique()
    most = max(rule.few_visitors, rule.few_share * visits["start"].nunique())
    return visitors.index[visitors <= most]


def _soon(both: pd.DataFrame, chosen: pd.DataFrame, visits: pd.DataFrame, rule: ExposureLimits) -> pd.Series:
    """How unlikely a visit to one of the chosen sites within days of contact is by chance, by `KEYS`, where it was.

    By chance: as often as everybody visits such sites, over the days that visits tell of.
    """
    if chosen.empty:
        return pd.Series(dtype="float64")
    span = (visits["last"].max() - visits["first"].min()).total_seconds() / DAY
    rate = len(chosen) / visits["start"].nunique() * min(rule.soon_days / max(span, 1.0), 1.0)
    near = both.merge(chosen, left_on="phone", right_on="start", suffixes=("", "_visit"))
    wait = (near["first_visit"] - near["first"]).dt.total_seconds() / DAY
    hits = near[(wait >= -1) & (wait < rule.soon_days)].groupby(KEYS).size()
    return pd.Series(-np.log(-np.expm1(-rate)), index=hits.index)


def _screens(scene: Scene, visits: pd.DataFrame) -> pd.Series[bool]:
    """Which visits are to an app by which others see a screen."""
    keys = visits["end"].map(scene.snapshot.entities["key"]).astype("str")
    plain = keys.str.lower().str.removeprefix("app:")
    named = plain.str.split(".").map(lambda words: bool(set(words) & set(SCREEN_SHARING)))
    return plain.isin(SCREEN_SHARING) | named

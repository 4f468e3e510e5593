"""Sites: which ones a crew's contacts share, and which let others see one's screen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE, SITE
from workbench.model.links import NAMES, VISITED
from workbench.signals.exposure.odds import KEYS
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

# Apps by which somebody far away sees or steers a screen; all are made for honest work.
SCREEN_SHARING = ("todesk", "sunlogin", "oray", "anydesk", "teamviewer", "rustdesk", "meeting.tencent", "zoom")


def with_sites(scene: Scene, summed: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give `summed` with `site` (log lift of the most telling site, 0 where none) and `screen`."""
    phone = summed.index.get_level_values("phone")
    visits = scene.snapshot.links(VISITED)[["start", "end"]].drop_duplicates()
    both = pd.DataFrame({"phone": phone, "crew": summed.index.get_level_values("crew")})
    both = both.merge(visits, left_on="phone", right_on="start")
    lift = both.merge(_lifts(scene, both, visits, limits), on=["crew", "end"]).groupby(KEYS)["lift"].max()
    return summed.assign(site=lift.reindex(summed.index).fillna(0.0), screen=phone.isin(_screens(scene, visits)))


def _lifts(scene: Scene, both: pd.DataFrame, visits: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """How much more often a crew's contacts visit a site than others do: crew, end, lift."""
    phones = int((scene.held["kind"] == PHONE.word).sum())
    names = scene.snapshot.links(NAMES)
    named = names.loc[scene.snapshot.is_kind(names["end"].to_numpy(), SITE), "end"]
    count = both.groupby(["crew", "end"]).size().rename("n").reset_index()
    usual = count["end"].map(visits.groupby("end").size()) * count["crew"].map(both.groupby("crew")["phone"].nunique())
    # A third of a visitor: what nobody else visits is not infinitely telling.
    count["lift"] = np.log(count["n"] / (usual / max(phones, 1) + 1 / 3))
    known = count["end"].isin(named)
    count.loc[known, "lift"] = limits.site_most
    return count[known | ((count["n"] >= limits.site_visitors) & (count["lift"] > 0))]


def _screens(scene: Scene, visits: pd.DataFrame) -> pd.Series:
    """The phones that visited an app by which others see a screen."""
    keys = visits["end"].map(scene.snapshot.entities["key"]).astype("str")
    parts = keys.str.lower().str.removeprefix("app:").str.split(".")
    plain = keys.str.lower().str.removeprefix("app:").isin(SCREEN_SHARING)
    named = parts.map(lambda words: bool(set(words) & set(SCREEN_SHARING)))
    return visits.loc[plain | named, "start"]

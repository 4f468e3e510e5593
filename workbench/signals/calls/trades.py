"""Trades: who rings strangers for a living, so that a caller is taken for nothing worse before anything is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.model.finding import REASON_COLUMNS
from workbench.signals.calls.activity import activity
from workbench.signals.calls.beside import beside
from workbench.signals.calls.callers import callers
from workbench.signals.calls.circles import contacts
from workbench.signals.families import DEVICE
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes


@dataclass(frozen=True, slots=True)
class Trade:
    """An innocent way of ringing strangers: its name, its sentence, and the callers it fits."""

    name: str
    says: str
    find: Callable[[Scene, Limits], Codes]


def own_phone(scene: Scene, limits: Limits) -> Codes:
    """Callers beside which a phone of their own household lies, or answers: a card for work, and one's own."""
    passed = scene.snapshot.forwards.rename(columns={"start": "phone", "end": "other"})
    pairs = pd.concat([beside(scene, limits)[["phone", "other"]], passed[["phone", "other"]]])
    party = scene.held["party"]
    mine, theirs = pairs["phone"].map(party).fillna(-1), pairs["other"].map(party).fillna(-2)
    return np.unique(pairs.loc[mine == theirs, "phone"]).astype(np.int64)


def desk(scene: Scene, limits: Limits) -> Codes:
    """Callers who pass handsets round with other callers and go home with their cards: a room, a team, a centre."""
    known = callers(scene, limits).index
    touched = scene.touched[(scene.touched["family"] == DEVICE) & scene.touched["card"].isin(known)]
    parties = touched.groupby("value")["party"].transform("nunique")
    return np.unique(touched.loc[parties >= limits.calls.desk_parties, "card"]).astype(np.int64)


def own_life(scene: Scene, limits: Limits) -> Codes:
    """Callers with a circle that they keep: a person's own phone, who sells or delivers."""
    rows = contacts(scene)
    both = (rows["out"] > 0) & (rows["into"] > 0) & (rows["out"] + rows["into"] >= limits.calls.life_days)
    kept = rows[both].groupby("phone").size()
    return np.asarray(kept.index[kept >= limits.calls.life_circle], dtype=np.int64)


def long_held(scene: Scene, limits: Limits) -> Codes:
    """Callers that were at work for a year before evidence ends: pests are blocked and change numbers sooner."""
    active = activity(scene)
    opened = scene.held["opened"].reindex(active.spans.index)
    years = pd.Timestamp(active.until, unit="s") - opened
    return np.asarray(years.index[years >= pd.Timedelta(days=limits.calls.long_days)], dtype=np.int64)


TRADES: tuple[Trade, ...] = (
    Trade("own_phone", "its holder's own phone lies beside it or answers for it: a card for work", own_phone),
    Trade("desk", "its handset is passed round among callers: a call room or a team at work", desk),
    Trade("own_life", "it has a circle that it keeps: somebody's own phone, who sells or delivers", own_life),
    Trade("long_held", "it has been held for long: who only pesters is blocked and goes on with another", long_held),
)


def trades(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give which innocent trades fit which callers: card, trade."""
    known = callers(scene, limits).index
    frames = [pd.DataFrame({"card": one.find(scene, limits), "trade": one.name}) for one in TRADES]
    whole = pd.concat(frames, ignore_index=True)
    return whole[whole["card"].isin(known)].sort_values(["card", "trade"], ignore_index=True)


def counters(found: pd.DataFrame, fitting: pd.DataFrame) -> pd.DataFrame:
    """Give the counter-reasons of findings: trades that fit, and trades looked for in vain.

    `found` has finding, card and score, `fitting` card and trade.
    """
    says = {one.name: one.says for one in TRADES}
    frame = found[["finding", "card"]].merge(fitting, on="card").rename(columns={"trade": "code"})
    frame["says"] = frame["code"].map(says)
    fit = frame.groupby("finding")["code"].agg(set).to_dict()
    vain = [
        [one.says.split(": ")[-1] for one in TRADES if one.name not in fit.get(name, set())]
        for name in found["finding"]
    ]
    looked = pd.DataFrame({"finding": found["finding"].to_numpy(), "code": "considered"})
    looked["says"] = ["looked for and not borne out: " + ", ".join(each) for each in vain]
    looked = looked[[bool(each) for each in vain]]
    whole = pd.concat([frame, looked], ignore_index=True)
    score = whole["finding"].map(found.set_index("finding")["score"])
    whole = whole.assign(kind="", key="", counter=True, weight=0.0, without=score, query="")
    return whole[list(REASON_COLUMNS)]

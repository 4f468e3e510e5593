"""Hubs: what was taken for an innocent explanation, how many links it explains, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.signals.contexts.ground import Ground, Mask
from workbench.signals.contexts.stops import stops
from workbench.signals.contexts.work import known_services
from workbench.signals.limits import Limits

HUB_COLUMNS = ("code", "context", "cards", "households", "stands")
# Here the card itself is what is explained, not what it shares.
_OF_CARDS = ("company",)
_OF_SERVICES = ("known_service",)


@dataclass(frozen=True, slots=True)
class Looked:
    """Where one context was looked for: the touches it was found at, and those that it still explains."""

    name: str
    found: Mask
    stands: Mask


def judged(ground: Ground, name: str, found: Mask, limits: Limits, *, can_stop: bool) -> Looked:
    """Give what a context found explains: not where its cards go bad too often, unless people say that it does.

    What people say goes before what is counted, both ways.
    """
    stands = found & ~stops(ground, found, limits) if can_stop else found
    stands = (stands | (found & _said(ground, name, explains=True))) & ~_said(ground, name, explains=False)
    return Looked(name, found, stands)


def hubs(ground: Ground, looked: Iterable[Looked], context: pd.Series) -> pd.DataFrame:
    """Give one row a thing and context: code, context, cards and households it is seen with, and whether it stands.

    `context` names what explains each touch. Of contexts that no longer stand, only those are told whose touches
    nothing else explains, and all that people denied: they may take their word back.
    """
    parts = tuple(looked)
    # Numbers: comparing names over and over takes seconds where there are millions of touches.
    number = pd.Categorical(context, categories=["", *(one.name for one in parts)]).codes
    frames = []
    party, card = ground.touched["party"], ground.touched["card"]
    # Cards of unknown holders are of a household each.
    seen = pd.DataFrame({"card": card, "party": party.where(party >= 0, -1 - card)})
    for place, one in enumerate(parts, 1):
        fallen = one.found & ~one.stands & ((number == 0) | _said(ground, one.name, explains=False))
        for mask, stands in ((number == place, True), (fallen, False)):
            rows = seen[mask].assign(code=_thing(ground, one.name)[mask])
            counts = rows.groupby("code").agg(cards=("card", "nunique"), households=("party", "nunique"))
            frames.append(counts.reset_index().assign(context=one.name, stands=stands))
    whole: pd.DataFrame = pd.concat([*frames, _services(ground)], ignore_index=True)
    whole = whole.drop_duplicates(["code", "context", "stands"])
    return whole.sort_values(["code", "context", "stands"], ignore_index=True)[list(HUB_COLUMNS)]


def _services(ground: Ground) -> pd.DataFrame:
    """Known services, and what is said to be none, though no touch speaks of them."""
    said = ground.snapshot.said
    denied = said.loc[said["context"].isin(_OF_SERVICES) & ~said["explains"], "code"]
    known = np.union1d(known_services(ground), ground.held.index[ground.held["service"].notna()])
    frames = [pd.DataFrame({"code": codes, "stands": stands}) for codes, stands in ((known, True), (denied, False))]
    return pd.concat(frames, ignore_index=True).assign(context=_OF_SERVICES[0], cards=0, households=0)


def _thing(ground: Ground, name: str) -> np.ndarray:
    """What each touch's explanation speaks of: the value shared, the card, or the service of the three."""
    touched = ground.touched
    if name in _OF_CARDS:
        return touched["card"].to_numpy()
    if name not in _OF_SERVICES:
        return touched["value"].to_numpy()
    known = known_services(ground)
    served = [touched[column].isin(known).to_numpy() for column in ("value", "holder")]
    return np.select(served, [touched["value"], touched["holder"]], touched["card"])


def _said(ground: Ground, name: str, *, explains: bool) -> Mask:
    """Which touches are of a thing that people said this of."""
    said = ground.snapshot.said
    codes = said.loc[(said["context"] == name) & (said["explains"] == explains), "code"]
    if codes.empty:
        return np.zeros(len(ground.touched), dtype=np.bool_)
    # A list: of a series pandas would look at the index too.
    return np.asarray(ground.touched[["value", "card", "holder"]].isin(codes.tolist()).any(axis=1))

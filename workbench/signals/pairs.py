"""Pairs of cards of different households that share a rare value no context explains, weighted by rarity."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.families import CONTACT, DEVICE, FAMILIES, IP, OUTLET
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes

PAIR_COLUMNS = ("one", "other", "family", "value", "type", "parties", "weight")


def pairs(touched: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give one row a pair of cards and a value they share: one < other, family, value, parties, weight.

    `touched` are the touches no context explains. The weight is log(N/m) / log N, where N counts the households
    seen in the family and m those that share the value: 1 would be a value nobody shares, 0 one that all do.
    Values of more households than the family's cap make no pairs: they are hubs.
    """
    frames = [_of_family(touched[touched["family"] == family], limits) for family in FAMILIES]
    whole = pd.concat(frames, ignore_index=True)
    return whole.sort_values(["one", "other", "family", "value"], kind="stable", ignore_index=True)


def _caps(limits: Limits) -> dict[str, int]:
    return {CONTACT: limits.contact_cap, DEVICE: limits.device_cap, IP: limits.ip_cap, OUTLET: limits.outlet_cap}


def _of_family(touched: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    family = str(touched["family"].iloc[0]) if len(touched) else CONTACT
    touched = touched[touched["party"] >= 0]
    groups = touched.groupby(["value", "slot"], sort=True)
    parties = groups["party"].transform("nunique")
    cards = groups["card"].transform("size")
    kept = touched[(parties > 1) & (parties <= _caps(limits)[family]) & (cards <= limits.cards_cap)]
    kept = kept.assign(parties=parties[kept.index]).sort_values(["value", "slot", "card"], kind="stable")
    left, right = _all_pairs(np.asarray(kept.groupby(["value", "slot"], sort=True).size(), dtype=np.int64))
    one, other = kept.iloc[left], kept.iloc[right]
    fit = _fit(one, other, limits) if family in (DEVICE, IP) else np.ones(len(one), dtype=np.bool_)
    fit &= (one["party"].to_numpy() != other["party"].to_numpy()) & (one["card"].to_numpy() != other["card"].to_numpy())
    one, other = one[fit], other[fit]
    whole = max(touched["party"].nunique(), 3)
    columns = {
        "one": np.minimum(one["card"].to_numpy(), other["card"].to_numpy()),
        "other": np.maximum(one["card"].to_numpy(), other["card"].to_numpy()),
        "family": family,
        "value": one["value"].to_numpy(),
        "parties": one["parties"].to_numpy(),
        "weight": np.log(whole / np.minimum(one["parties"].to_numpy(), whole)) / np.log(whole),
    }
    return pd.DataFrame(columns).drop_duplicates(["one", "other", "value"])


def _fit(one: pd.DataFrame, other: pd.DataFrame, limits: Limits) -> npt.NDArray[np.bool_]:
    """Whether both were there at one time; a handset sold on is used by one and then by the other."""
    slack = np.timedelta64(limits.overlap_days, "D")
    starts = np.maximum(one["first"].to_numpy(), other["first"].to_numpy())
    stops = np.minimum(one["last"].to_numpy(), other["last"].to_numpy())
    return np.asarray(starts <= stops + slack)


def _all_pairs(sizes: Codes) -> tuple[Codes, Codes]:
    """Give the positions of all pairs within consecutive groups of these sizes."""
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    left = np.repeat(np.arange(within.size), np.repeat(sizes, sizes) - within - 1)
    first = np.cumsum(np.r_[0, np.bincount(left, minlength=within.size)])[:-1]
    return left, left + 1 + np.arange(left.size) - first[left]

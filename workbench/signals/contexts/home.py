"""Contexts of home: households, people who care for others, village helpers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import CALLED
from workbench.signals.contexts.ground import Ground, Mask, distinct_in, share_in
from workbench.signals.families import CONTACT, DEVICE, IP
from workbench.signals.holdings import remote
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes


def households(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of a value that one household alone shares."""
    del limits
    group, touched = ground.group, ground.touched
    holders = distinct_in(group, touched["holder"].to_numpy())
    parties = distinct_in(group, touched["party"].to_numpy())
    return np.asarray(ground.of_family(CONTACT, DEVICE, IP) & (parties == 1) & (holders > 1))


def own_handsets(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of a handset on which one household uses several cards of its own, and few others a card."""
    few = distinct_in(ground.group, ground.touched["party"].to_numpy()) - 1 <= limits.handset_guests
    return np.asarray(_lived_on(ground, limits) & few)


def care(ground: Ground, limits: Limits) -> Mask:
    """Which touches lean on somebody the holder has long talked with: a child's phone, a friend's handset."""
    owner = _owner(ground)
    holder = ground.touched["holder"].to_numpy()
    close = _acquainted(ground, limits)
    size = len(ground.snapshot.entities)
    known = np.isin(holder * size + owner, close) & (holder >= 0) & (owner >= 0)
    return np.asarray(known & (holder != owner) & ground.of_family(CONTACT, DEVICE))


def helpers(ground: Ground, limits: Limits) -> Mask:
    """Which touches lean on a neighbour who helps several to open cards at home.

    The neighbour lives on the handset that is shared, or on that of the phone that is named as contact; or some of
    those helped have long talked with the neighbour.
    """
    touched, group, owner = ground.touched, ground.group, _owner(ground)
    others = touched["holder"].to_numpy() != owner
    parties = distinct_in(group, np.where(others, touched["party"].to_numpy(), -1))
    talked = share_in(group, care(ground, limits)) / np.maximum(share_in(group, others), 1e-9)
    handset = _lived_on(ground, limits)
    at_home = np.isin(touched["value"], touched.loc[handset, "card"]) & ground.of_family(CONTACT)
    near = ~remote(ground.held)[ground.held.index.get_indexer(pd.Index(touched["card"]))]
    known = handset | at_home | (talked >= limits.helper_share)
    helped = known & (parties >= limits.helper_households) & near & others
    return np.asarray(helped & ground.of_family(CONTACT, DEVICE))


def _lived_on(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of a device on which one household uses several cards of its own."""
    group, party = ground.group, ground.touched["party"]
    counts = pd.DataFrame({"group": group, "party": party, "card": ground.touched["card"]})
    own = counts[counts["party"] >= 0].groupby(["group", "party"])["card"].nunique().groupby("group").max()
    most = own.reindex(np.arange(int(group.max(initial=-1)) + 1), fill_value=0).to_numpy()[group]
    return np.asarray(ground.of_family(DEVICE) & (most >= limits.handset_cards))


def _owner(ground: Ground) -> Codes:
    """Whose the value is: a contact phone's holder; of a device, the one holder who was on it most days."""
    touched = ground.touched
    owner = ground.held["holder"].reindex(pd.Index(touched["value"])).fillna(-1).to_numpy(dtype=np.int64)
    device = touched[ground.of_family(DEVICE)]
    use = device.groupby(["value", "holder"], as_index=False)["days"].sum()
    most = use[use["days"] == use.groupby("value")["days"].transform("max")].drop_duplicates("value", keep=False)
    mine = most.set_index("value")["holder"].reindex(pd.Index(touched["value"])).fillna(-1).to_numpy(dtype=np.int64)
    return np.where(ground.of_family(DEVICE), mine, owner)


def _acquainted(ground: Ground, limits: Limits) -> Codes:
    """Pairs of holders (code x size + code, both ways round) whose settled phones called each other both ways."""
    calls, size = ground.snapshot.links(CALLED), len(ground.snapshot.entities)
    phones = ground.held[ground.held["kind"] == PHONE.word]
    asked = np.datetime64(ground.snapshot.asked_at.replace(tzinfo=None), "us")
    age = asked - phones["opened"].to_numpy()
    # A phone as young as the card it speaks for could have been warmed up for it.
    old = age >= np.timedelta64(limits.settled_days, "D")
    settled = phones.index[np.asarray(old) & (phones["holder"] >= 0).to_numpy()]
    calls = calls[calls["start"].isin(settled) & calls["end"].isin(settled)]
    one = phones["holder"].reindex(pd.Index(calls["start"])).to_numpy(dtype=np.int64)
    other = phones["holder"].reindex(pd.Index(calls["end"])).to_numpy(dtype=np.int64)
    forth, back = np.unique(one * size + other), np.unique(other * size + one)
    return np.intersect1d(forth, back)

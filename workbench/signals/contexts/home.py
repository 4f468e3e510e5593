"""Contexts of home: households, people who care for others, village helpers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import CALLED
from workbench.signals.contexts.ground import Ground, Mask, distinct_in, share_in
from workbench.signals.contexts.place import beside
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


def passing(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of another's handset that a card was on for a while and went back from to one of its own.

    A counter's, a friend's, a child's who sets something up. A card that was sold does not come back. Where most
    went back, those that are seen nowhere else were served too.
    """
    used = ground.touched[ground.of_family(DEVICE)]
    share = used["days"] / used.groupby("card")["days"].transform("sum")
    theirs = used.groupby(["value", "party"])["days"].transform("sum")
    own = (theirs == theirs.groupby(used["value"]).transform("max")) & (share > limits.own_part)
    back = used[own].groupby("card")["last"].max().reindex(pd.Index(used["card"])).to_numpy()
    went_back = (share <= limits.passing_part) & (back > used["last"].to_numpy())
    served = 2 * went_back.groupby(used["value"]).transform("sum") > went_back.groupby(used["value"]).transform("size")
    found = np.zeros(len(ground.touched), dtype=np.bool_)
    found[ground.of_family(DEVICE)] = went_back | (served & (used["days"] < limits.home_days))
    return found


def care(ground: Ground, limits: Limits) -> Mask:
    """Which touches lean on somebody the holder has long talked with: a child's phone, a friend's handset."""
    owner, touched = _owner(ground), ground.touched
    holder = touched["holder"].to_numpy()
    since = acquainted(ground).reindex(holder * len(ground.snapshot.entities) + owner).to_numpy()
    # Phones as young as what they speak for could have been warmed up for it.
    settled = touched["first"].to_numpy() - since >= np.timedelta64(limits.settled_days, "D")
    known = settled & (holder >= 0) & (owner >= 0) & (holder != owner)
    return np.asarray(known & ground.of_family(CONTACT, DEVICE))


def helpers(ground: Ground, limits: Limits) -> Mask:
    """Which touches lean on a neighbour who helps several to open cards at home.

    The neighbour lives on the handset that is shared, or on that of the phone that is named as contact; or some of
    those helped have long talked with the neighbour. Whoever is helped is so in the neighbour's
    house, and may name the neighbour's phone.
    """
    touched, group, owner = ground.touched, ground.group, _owner(ground)
    others = touched["holder"].to_numpy() != owner
    parties = distinct_in(group, np.where(others, touched["party"].to_numpy(), -1))
    talked = share_in(group, care(ground, limits)) / np.maximum(share_in(group, others), 1e-9)
    handset = _lived_on(ground, limits)
    at_home = np.isin(touched["value"], touched.loc[handset, "card"]) & ground.of_family(CONTACT)
    many = (parties >= limits.helper_households) & _near(ground) & others & ground.of_family(CONTACT, DEVICE)
    helped = many & (handset | at_home | _long_held(ground, limits) | (talked >= limits.helper_share))
    # The handset on which the helper's phone or another card of the helper's is, whoever else's are seen on it.
    owners = owner[helped & ground.of_family(CONTACT)]
    theirs = np.isin(touched["holder"], owners[owners >= 0])
    phones = touched["card"].isin(touched.loc[helped & ground.of_family(CONTACT), "value"]).to_numpy()
    helped |= many & np.isin(group, group[ground.of_family(DEVICE) & (theirs | phones)])
    return np.asarray(helped | beside(ground, helped, ground.of_family(CONTACT, IP), limits))


def _lived_on(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of a device on which one household uses several cards of its own.

    Cards that were opened far from where their holder lives tell of nobody's life: one stolen paper gives several.
    """
    group, party = ground.group, ground.touched["party"]
    counts = pd.DataFrame({"group": group, "party": party, "card": ground.touched["card"]})
    own = counts[(counts["party"] >= 0) & _near(ground)].groupby(["group", "party"])["card"].nunique()
    own = own.groupby("group").max()
    most = own.reindex(np.arange(int(group.max(initial=-1)) + 1), fill_value=0).to_numpy()[group]
    return np.asarray(ground.of_family(DEVICE) & (most >= limits.handset_cards))


def _near(ground: Ground) -> Mask:
    """Which touches are of cards that were not opened far from where their holders live."""
    return np.asarray(~remote(ground.held)[ground.held.index.get_indexer(pd.Index(ground.touched["card"]))])


def _long_held(ground: Ground, limits: Limits) -> Mask:
    """Which touches name a phone that somebody had long before the card was opened, and has on a handset of his own.

    On it that holder's cards are seen on nearly as many days as anybody's; of a phone that is seen on none nobody can
    tell. Crews name phones that are as young as their cards.
    """
    touched = ground.touched
    used = touched[ground.of_family(DEVICE)]
    theirs = used.groupby(["value", "holder"])["days"].transform("sum")
    own = used.loc[theirs >= limits.resident_share * theirs.groupby(used["value"]).transform("max"), "card"]
    own = touched["value"].isin(own) | ~touched["value"].isin(used["card"])
    since = ground.held["opened"].reindex(pd.Index(touched["value"])).to_numpy()
    long = ground.column("opened").to_numpy() - since >= np.timedelta64(limits.settled_days, "D")
    return np.asarray(ground.of_family(CONTACT) & own & long)


def _owner(ground: Ground) -> Codes:
    """Whose the value is: a contact phone's holder; of a device, the one holder who was on it most days."""
    touched = ground.touched
    owner = ground.held["holder"].reindex(pd.Index(touched["value"])).fillna(-1).to_numpy(dtype=np.int64)
    device = touched[ground.of_family(DEVICE)]
    use = device.groupby(["value", "holder"], as_index=False)["days"].sum()
    most = use[use["days"] == use.groupby("value")["days"].transform("max")].drop_duplicates("value", keep=False)
    mine = most.set_index("value")["holder"].reindex(pd.Index(touched["value"])).fillna(-1).to_numpy(dtype=np.int64)
    return np.where(ground.of_family(DEVICE), mine, owner)


def acquainted(ground: Ground) -> pd.Series:
    """Since when holders have had phones that call each other both ways; index holder x size + other holder."""
    calls, size = ground.snapshot.links(CALLED), len(ground.snapshot.entities)
    phones = ground.held[(ground.held["kind"] == PHONE.word) & (ground.held["holder"] >= 0)]
    calls = calls[calls["start"].isin(phones.index) & calls["end"].isin(phones.index)]
    one, other = calls["start"].to_numpy(), calls["end"].to_numpy()
    both = np.isin(one * size + other, other * size + one)
    one, other = one[both], other[both]
    opened = [phones["opened"].reindex(pd.Index(end)).to_numpy() for end in (one, other)]
    holder = [phones["holder"].reindex(pd.Index(end)).to_numpy(dtype=np.int64) for end in (one, other)]
    since = pd.Series(np.fmax(*opened), index=holder[0] * size + holder[1])
    # Nobody knows since when a phone whose opening is on no record has been held: long, for all we can say.
    return since.fillna(pd.Timestamp(0)).groupby(level=0).min()

"""Contexts of place: an outlet's own device, addresses that hundreds share, and places of work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.contexts.ground import Ground, Mask, distinct_in, share_in
from workbench.signals.families import DEVICE, IP
from workbench.signals.hands import guests, stays
from workbench.signals.limits import Limits

_DAY = np.timedelta64(1, "D")


def terminals(ground: Ground, limits: Limits) -> Mask:
    """Which touches are an outlet's device at work: a visit at the counter, or a device of many over a long time."""
    touched, group = ground.touched, ground.group
    opened = ground.column("opened").to_numpy()
    at_opening = (touched["last"].to_numpy() - opened <= _DAY) & (touched["days"].to_numpy() <= 1)
    at_counter = at_opening & ground.column("channel").isin(("agent", "counter")).to_numpy()
    visited = at_counter & (share_in(group, at_counter) >= limits.terminal_share)
    visited &= distinct_in(group, touched["holder"].to_numpy()) >= limits.terminal_visits
    many = distinct_in(group, touched["holder"].to_numpy()) > limits.terminal_holders
    span = touched.groupby(group)["last"].transform("max") - touched.groupby(group)["first"].transform("min")
    long_lived = span.to_numpy() > limits.terminal_days * _DAY
    found = np.asarray(ground.of_family(DEVICE) & (visited | (many & long_lived)))
    return np.asarray(found | beside(ground, found, ground.of_family(IP), limits))


def beside(ground: Ground, explained: Mask, chosen: Mask, limits: Limits) -> Mask:
    """Which of the chosen touches are of a value most of whose cards are explained by one device.

    Whoever is served or helped is so where the counter or the helper is, on few days.
    """
    touched, group = ground.touched, ground.group
    rows = pd.DataFrame({"card": touched["card"], "group": group})
    few = chosen & (~ground.of_family(IP) | (touched["days"].to_numpy() < limits.home_days))
    both = rows[explained & ground.of_family(DEVICE)].merge(rows[few], on="card", suffixes=("_device", ""))
    served = both.groupby(["group_device", "group"])["card"].nunique().rename("n").reset_index()
    cards = rows[few].groupby("group")["card"].nunique()
    places = served[(served["n"] >= limits.served_cards) & (2 * served["n"] > served["group"].map(cards))]
    there = both.merge(places[["group_device", "group"]])[["card", "group"]].drop_duplicates()
    return np.asarray(few & pd.MultiIndex.from_frame(rows).isin(pd.MultiIndex.from_frame(there)))


def networks(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of an address more holders share than any home or office: a carrier's or a campus's."""
    # Over all leases: an address at which few of many were seen at a time is the carrier's all the same.
    address = ground.touched.groupby(["family", "value"], sort=False, observed=True).ngroup()
    many = (
        distinct_in(np.asarray(address, dtype=np.int64), ground.touched["holder"].to_numpy()) > limits.network_holders
    )
    return np.asarray(ground.of_family(IP) & many)


def lodgings(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of an address where several households stay with handsets of their own.

    A dormitory, a barracks, a let flat: whoever lodges there has a phone on which several cards of his own are used,
    and hardly anybody's cards are on a handset with other people's. Where a crew keeps cards, few are.
    """
    rows, (own, shared) = _lines(ground, limits), _handsets(ground, limits)
    rows = rows.assign(own=rows["card"].isin(own), shared=rows["card"].isin(shared))
    rows = rows[guests(rows, rows["place"], limits)]
    by = rows.groupby(["place", "party"])[["own", "shared"]].any().groupby("place").agg(["size", "mean"])
    many = by["own", "size"] >= limits.lodging_households
    theirs = (by["own", "mean"] > limits.lodging_share) & (by["shared", "mean"] < limits.lodging_share)
    return np.asarray(ground.of_family(IP) & np.isin(ground.group, by.index[many & theirs]))


def _lines(ground: Ground, limits: Limits) -> pd.DataFrame:
    """The touches of addresses that are no carrier's or campus's, of known households, with their `place`."""
    seen = ground.of_family(IP) & ~networks(ground, limits) & (ground.touched["party"].to_numpy() >= 0)
    return ground.touched[seen].assign(place=ground.group[seen])


def _handsets(ground: Ground, limits: Limits) -> tuple[pd.Index, pd.Index]:
    """The cards on a handset with others of their household alone, and those on one with other households' cards."""
    used = ground.touched[ground.of_family(DEVICE)]
    by = used.groupby("value").agg(parties=("party", "nunique"), cards=("card", "nunique"))
    own = used["value"].isin(by.index[(by["parties"] == 1) & (by["cards"] >= limits.lodging_cards)])
    shared = used["value"].isin(by.index[by["parties"] > 1])
    return pd.Index(used.loc[own, "card"].unique()), pd.Index(used.loc[shared, "card"].unique())


def _passed_through(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of an address, during a lease, at which of several households hardly one stays.

    A household stays by its days or by one card of its that is hardly seen elsewhere, as those are that a crew keeps.
    How many of those who share an address a hand-over tells of is chance; that they come by is not.
    """
    seen = ground.of_family(IP) & (ground.touched["party"].to_numpy() >= 0)
    rows = ground.touched.loc[seen, ["card", "party", "days", "first", "last"]].assign(place=ground.group[seen])
    stay = _households_stay(rows, limits) | _cards_stay(rows, limits)
    by = stay.groupby("place").agg(["size", "mean"])
    return np.isin(ground.group, by.index[(by["size"] > 1) & (by["mean"] <= limits.passing_share)])


def _households_stay(rows: pd.DataFrame, limits: Limits) -> pd.Series:
    """Which households, by place and party, spend there most of their days, or no small part while they have it."""
    known = {"days": ("days", "sum"), "first": ("first", "min"), "last": ("last", "max")}
    there = rows.groupby(["place", "party"]).agg(**known)
    ever = rows.groupby("party").agg(**known).reindex(there.index.get_level_values("party")).set_axis(there.index)
    pace = (there["days"] / _days(there)) / (ever["days"] / _days(ever))
    paced = (there["days"] >= limits.home_days) & (pace >= limits.stay_pace)
    return (there["days"] >= limits.stay_share * ever["days"]) | paced


def _cards_stay(rows: pd.DataFrame, limits: Limits) -> pd.Series:
    """Which households, by place and party, have a card that came back there and is mostly seen there."""
    there = rows.groupby(["place", "party", "card"])["days"].sum()
    ever = there.groupby("card").transform("sum")
    stays = (there >= limits.stay_share * ever) & (there >= limits.came_back)
    return stays.groupby(["place", "party"]).any()


def _days(rows: pd.DataFrame) -> pd.Series:
    """How many days lie from first to last, both counted."""
    lasted = (rows["last"] - rows["first"]).dt.total_seconds() / 86_400
    return pd.Series(lasted + 1)


def workplaces(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of an address at which several households' cards are seen that mostly go home elsewhere.

    An office, a workshop, a shop's back room: no register need tell who employs whom. The cards of a crew's house are
    seen nowhere else meanwhile, or at the next house of the crew; where they were before they were sold says nothing.
    """
    rows = _lines(ground, limits)
    stay = stays(rows, limits).groupby([rows["place"], rows["party"]]).transform("sum")
    guest = stay < stay.groupby(rows["place"]).transform("max")
    both = (
        rows[guest].reset_index().merge(rows.loc[~guest, ["card", "first", "last"]], on="card", suffixes=("", "_home"))
    )
    meanwhile = both[(both["last_home"] > both["first"]) & (both["first_home"] < both["last"])]
    guests = rows[guest].assign(goes_home=rows.index[guest].isin(meanwhile["index"])).groupby("place")
    counts = guests.agg(parties=("party", "nunique"), share=("goes_home", "mean"))
    found = counts.index[
        (counts["parties"] >= limits.workplace_households) & (counts["share"] >= limits.workplace_share)
    ]
    return np.asarray(ground.of_family(IP) & np.isin(ground.group, found))


def shared_lines(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of an address that a carrier gives to several homes at a time, or that is nobody's home.

    Each household's cards are there, and it lives nowhere else meanwhile: nobody is a guest of anybody. Cards that a
    crew keeps at its house are there while others of their papers are in use at their holders' own homes. At a
    hotel's or a café's line, or one of several that a carrier gives in turn, hardly anybody stays.
    """
    rows = _lines(ground, limits)
    by = rows.assign(guest=guests(rows, rows["place"], limits)).groupby("place")
    found = by.agg(parties=("party", "nunique"), guest=("guest", "any"))
    whole = np.isin(ground.group, found.index[(found["parties"] > 1) & ~found["guest"]])
    few = ground.of_family(IP) & ~networks(ground, limits)
    return np.asarray(few & (whole | _passed_through(ground, limits)))

"""Evidence of other hands: a stranger's address, a shared device, never at home, hands that changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.signals.evidence.ledger import Ledger, ledger, of_touches
from workbench.signals.families import DEVICE, IP
from workbench.signals.hands import at_home
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene


def guest_address(scene: Scene, limits: Limits) -> Ledger:
    """Cards used where another household lives; strong where other strangers' cards are used there too."""
    guests = scene.handled[(scene.handled["family"] == IP) & scene.handled["guest"] & (scene.handled["context"] == "")]
    rows = guests.groupby("card").agg(n=("others", "max"), days=("days", "sum")).reset_index()
    company = np.interp(rows["n"], limits.guest_counts, limits.guest_strengths)
    mostly = _mostly(scene, rows["card"], rows["days"], limits)
    strength = company * mostly * _lodger(scene, rows["card"], limits)
    return ledger("guest_address", rows.assign(strength=strength), of_touches(guests))


def never_home(scene: Scene, limits: Limits) -> Ledger:
    """Cards in use at strangers' addresses that were never seen at their own household's.

    Weak where no third household is, and where nobody of their own is seen at home anywhere.
    """
    used = scene.handled[(scene.handled["family"] == IP) & (scene.handled["context"] == "")]
    guests = used[used["guest"]]
    rows = guests.groupby("card").agg(n=("days", "sum"), others=("others", "max")).reset_index()
    rows = rows[~rows["card"].isin(at_home(scene.handled).index)]
    settled = scene.handled.loc[(scene.handled["family"] == IP) & ~scene.handled["guest"], "party"]
    told = (rows["others"] > 0) & rows["card"].map(scene.held["party"]).isin(settled)
    alone = np.where(told, 1.0, limits.lone_guest)
    days = np.minimum(rows["n"] / limits.home_days, 1.0)
    strength = days * alone * _mostly(scene, rows["card"], rows["n"], limits) * _lodger(scene, rows["card"], limits)
    return ledger("never_home", rows.assign(strength=strength), of_touches(guests[guests["card"].isin(rows["card"])]))


def shared_device(scene: Scene, limits: Limits) -> Ledger:
    """Cards used on a device at the same time as other households' cards; phones alone may be a team's handset."""
    both = _mates(scene)
    party = scene.held["party"]
    both = both.assign(party=both["mate"].map(party), paying=_paying(scene, both))
    rows = both.groupby("card").agg(n=("party", "nunique"), m=("value", "nunique"), paying=("paying", "any"))
    company = np.interp(rows["n"], limits.device_counts, limits.device_strengths)
    rows = rows.assign(strength=np.where(rows["paying"], company, limits.team_strength)).reset_index()
    return ledger("shared_device", rows, _touches_of(scene, both))


def pooled(scene: Scene, limits: Limits) -> Ledger:
    """Cards that go from handset to handset together with other households' cards, as those of a pool do.

    Lines alone are what teams and call desks pass round.
    """
    both = _mates(scene)
    both = both[_paying(scene, both)]
    both["times"] = both.groupby(["card", "mate"])["value"].transform("nunique")
    both = both[both["times"] >= limits.pool_devices]
    both = both.assign(party=both["mate"].map(scene.held["party"]))
    rows = both.groupby("card").agg(n=("party", "nunique"), m=("value", "nunique")).reset_index()
    rows["strength"] = np.interp(rows["n"], limits.pool_counts, limits.pool_strengths)
    return ledger("pooled", rows, _touches_of(scene, both))


def hands_changed(scene: Scene, limits: Limits) -> Ledger:
    """Cards that left a device of their household for one on which other households' cards are used."""
    del limits
    devices = scene.handled[scene.handled["family"] == DEVICE]
    own = _own_devices(scene)
    mine = devices[devices["value"].isin(own.index) & (devices["value"].map(own) == devices["party"])]
    left = mine.groupby("card")["last"].max()
    later = devices[devices["card"].isin(left.index) & (devices["context"] == "")]
    later = later[later["first"].to_numpy() > left.reindex(pd.Index(later["card"])).to_numpy()]
    strange = scene.paired[scene.paired["family"] == DEVICE].groupby("value")["parties"].max()
    later = later[later["value"].isin(strange.index)]
    rows = later.assign(n=later["value"].map(strange) - 1).groupby("card")["n"].max().reset_index()
    return ledger("hands_changed", rows.assign(strength=1.0), of_touches(later))


def _mates(scene: Scene) -> pd.DataFrame:
    """Cards of different households on one device at a time, from both sides: card, mate, value."""
    pairs = scene.paired[scene.paired["family"] == DEVICE]
    sides = (["one", "other", "value"], ["other", "one", "value"])
    return pd.concat([pairs[side].set_axis(["card", "mate", "value"], axis=1) for side in sides])


def _paying(scene: Scene, mates: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether either of two cards is a bank card or an account."""
    one, other = (mates[side].map(scene.held["kind"]) for side in ("card", "mate"))
    return np.asarray((one != PHONE.word) | (other != PHONE.word))


def _touches_of(scene: Scene, mates: pd.DataFrame) -> pd.DataFrame:
    """The touches of the devices that these cards share."""
    touched = scene.touched[(scene.touched["family"] == DEVICE) & (scene.touched["context"] == "")]
    known = pd.MultiIndex.from_frame(mates[["card", "value"]])
    return of_touches(touched[pd.MultiIndex.from_frame(touched[["card", "value"]]).isin(known)])


def _mostly(scene: Scene, cards: pd.Series, days: pd.Series, limits: Limits) -> npt.NDArray[np.float64]:
    """What is left of being a guest, by the part of the card's days on any address, carriers' too, that it is one."""
    home = cards.map(at_home(scene.handled)).fillna(0)
    touched = scene.touched[scene.touched["family"] == IP]
    ever = cards.map(touched.groupby("card")["days"].sum())
    partly = np.where(days >= limits.guest_share * (days + home), 1.0, limits.guest_partly)
    return np.asarray(partly * np.interp(days / ever, limits.guest_parts, limits.guest_part_strengths))


def _lodger(scene: Scene, cards: pd.Series, limits: Limits) -> npt.NDArray[np.float64]:
    """What is left of being a guest for cards that are only used on a handset of their household's cards alone.

    Whoever has several cards of his own on a handset lives with it; that others live at the same address makes him
    a lodger of theirs, or them of his, as long as no paper tells.
    """
    devices = scene.handled[scene.handled["family"] == DEVICE]
    by = devices.groupby("value").agg(cards=("card", "nunique"), parties=("party", "nunique"))
    own = by.index[(by["parties"] == 1) & (by["cards"] >= limits.handset_cards)]
    only = devices["value"].isin(own).groupby(devices["card"]).all()
    return np.where(cards.isin(only.index[only]), limits.lodger_part, 1.0)


def _own_devices(scene: Scene) -> pd.Series:
    """The household of each device that one household's cards alone, at least two of them, were used on."""
    devices = scene.handled[scene.handled["family"] == DEVICE]
    by = devices.groupby("value").agg(cards=("card", "nunique"), parties=("party", "nunique"), party=("party", "min"))
    return by.loc[(by["parties"] == 1) & (by["cards"] > 1), "party"]

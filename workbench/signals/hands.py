"""The hands: at which devices and network addresses a card is a guest among another household's cards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.families import DEVICE, IP
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes

# A place is known by those who live there, so what the household itself explains counts; services and crowds do not.
_LIVED_IN = ("", "household", "own_handset", "care", "helper")


def hands(touched: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the touches of devices and addresses with whose they are: guest, others.

    `touched` has the `context` that explains each touch. Residents are those with most days there, where no card
    counts for more days than show that it lives there, and those with nearly as many; among equals whole days decide.
    Of a network address only those of one lease are looked at together. `guest` says the card is of another
    household, `others` counts the households at the value beside the residents and the card's own; it is 0 where a
    context explains the touch.
    """
    rows = touched[touched["family"].isin((DEVICE, IP)) & touched["context"].isin(_LIVED_IN) & (touched["party"] >= 0)]
    place = rows.groupby(["value", "slot"], sort=False).ngroup()
    rows = rows.assign(guest=guests(rows, place, limits))
    free = rows["context"] == ""
    strangers = rows[rows["guest"] & free].groupby(place)["party"].nunique()
    count = place.map(strangers).fillna(0) - (rows["guest"] & free)
    return rows.assign(others=np.where(free, count, 0).astype(np.int64))


def guests(rows: pd.DataFrame, place: pd.Series, limits: Limits) -> pd.Series:
    """Give for each touch of devices and addresses whether its card is a guest at its place.

    Guests are there clearly less than the household that is there most. At an address they have something
    elsewhere meanwhile: a line that carriers give to several homes at a time sees whole households.
    """
    mine = stays(rows, limits).groupby([place, rows["party"]]).transform("sum")
    less = mine < limits.resident_share * mine.groupby(place).transform("max")
    return less & ((rows["family"] != IP) | elsewhere(rows, place, ~less))


def elsewhere(rows: pd.DataFrame, place: pd.Series, lives: pd.Series) -> pd.Series:
    """Give for each touch of an address whether its household lived elsewhere meanwhile, with other cards.

    `lives` says of each touch whether the household is there as much as anybody. Of a household of which one card
    alone is seen nobody can say that it lived nowhere else.
    """
    seen = _sightings(rows, place)
    stay = seen.groupby(["place", "home"]).agg(first=("first", "min"), last=("last", "max")).reset_index()
    here = seen[["place", "home", "card"]].drop_duplicates().merge(stay)
    lived = seen[lives.reindex(seen.index)]
    theirs = pd.Series(_meanwhile(lived, here, "card")).groupby([here["place"], here["home"]]).sum()
    keys = pd.MultiIndex.from_frame(stay[["place", "home"]])
    others = _meanwhile(lived, stay, "home") - theirs.reindex(keys).to_numpy()
    alone = seen.groupby("home")["card"].nunique().reindex(stay["home"]).to_numpy() == 1
    away = pd.Series((others > 0) | alone, index=keys).reindex(pd.MultiIndex.from_frame(seen[["place", "home"]]))
    return pd.Series(away.to_numpy(), index=seen.index).reindex(rows.index, fill_value=False)


def _sightings(rows: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    """The touches of addresses: card, home (the household, a number from 0), place, first and last in seconds."""
    seen = rows.assign(place=place)[rows["family"] == IP]
    times = {name: seen[name].to_numpy(dtype="datetime64[s]").astype(np.int64) for name in ("first", "last")}
    return seen[["card", "place"]].assign(home=pd.factorize(seen["party"])[0], **times)


def _meanwhile(seen: pd.DataFrame, stay: pd.DataFrame, whose: str) -> Codes:
    """How many of the touches, by the same card or home (`whose`), overlap each stay."""
    start = int(min(seen["first"].min(), stay["first"].min())) if len(seen) else 0
    span = int(max(seen["last"].max(), stay["last"].max())) - start + 1 if len(seen) else 1

    def moments(of: pd.DataFrame, name: str) -> Codes:
        """The times of one after another, each in order."""
        return np.asarray(of[whose] * span + of[name] - start, dtype=np.int64)

    begun = np.searchsorted(np.sort(moments(seen, "first")), moments(stay, "last"), side="right")
    over = np.searchsorted(np.sort(moments(seen, "last")), moments(stay, "first"), side="left")
    return np.asarray(begun - over, dtype=np.int64)


def stays(rows: pd.DataFrame, limits: Limits) -> pd.Series:
    """Give what each touch says of living there: of a phone seen all day hardly more than of any other card."""
    days = rows["days"]
    # In whole numbers, so that equals stay equal whatever the order in which they are added up.
    return days.clip(upper=limits.home_days) * (days.sum() + 1) + days


def at_home(handled: pd.DataFrame) -> pd.Series:
    """Give for each card the days at network addresses of its own household, index card code."""
    own = handled[(handled["family"] == IP) & ~handled["guest"]]
    return own.groupby("card")["days"].sum()

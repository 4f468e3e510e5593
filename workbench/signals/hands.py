"""The hands: at which devices and network addresses a card is a guest among another household's cards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.families import DEVICE, IP
from workbench.signals.limits import Limits

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
    mine = stays(rows, limits).groupby([place, rows["party"]]).transform("sum")
    rows = rows.assign(guest=mine < limits.resident_share * mine.groupby(place).transform("max"))
    free = rows["context"] == ""
    strangers = rows[rows["guest"] & free].groupby(place)["party"].nunique()
    count = place.map(strangers).fillna(0) - (rows["guest"] & free)
    return rows.assign(others=np.where(free, count, 0).astype(np.int64))


def stays(rows: pd.DataFrame, limits: Limits) -> pd.Series:
    """Give what each touch says of living there: of a phone seen all day hardly more than of any other card."""
    days = rows["days"]
    # In whole numbers, so that equals stay equal whatever the order in which they are added up.
    return days.clip(upper=limits.home_days) * (days.sum() + 1) + days


def at_home(handled: pd.DataFrame) -> pd.Series:
    """Give for each card the days at network addresses of its own household, index card code."""
    own = handled[(handled["family"] == IP) & ~handled["guest"]]
    return own.groupby("card")["days"].sum()

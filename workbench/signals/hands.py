"""The hands: at which devices and network addresses a card is a guest among another household's cards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.families import DEVICE, IP

# A place is known by those who live there, so what the household itself explains counts; services and crowds do not.
_LIVED_IN = ("", "household", "own_handset", "care", "helper")


def hands(touched: pd.DataFrame, resident_share: float) -> pd.DataFrame:
    """Give the touches of devices and addresses with whose they are: guest, others.

    `touched` has the `context` that explains each touch. Those whose cards were there most days are residents, and
    so are those who were there at least `resident_share` of that; `guest` says the card is of another household,
    `others` counts the households at the value beside the residents and the card's own; it is 0 where a context
    explains the touch.
    """
    rows = touched[touched["family"].isin((DEVICE, IP)) & touched["context"].isin(_LIVED_IN) & (touched["party"] >= 0)]
    mine = rows.groupby(["value", "party"])["days"].transform("sum")
    rows = rows.assign(guest=mine < resident_share * mine.groupby(rows["value"]).transform("max"))
    free = rows["context"] == ""
    strangers = rows[rows["guest"] & free].groupby("value")["party"].nunique()
    count = rows["value"].map(strangers).fillna(0) - (rows["guest"] & free)
    return rows.assign(others=np.where(free, count, 0).astype(np.int64))


def at_home(handled: pd.DataFrame) -> pd.Series:
    """Give for each card the days at network addresses of its own household, index card code."""
    own = handled[(handled["family"] == IP) & ~handled["guest"]]
    return own.groupby("card")["days"].sum()

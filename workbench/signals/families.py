"""What each card shares with others, by family: device, network address, contact phone, outlet in a week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.links import BOUND, OPENED_AT, RESERVED, SEEN_AT, USED_ON, LinkType
from workbench.signals.holdings import remote
from workbench.signals.leases import leases
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes, Snapshot

DEVICE, IP, CONTACT, OUTLET = "device", "ip", "contact", "outlet"
FAMILIES = (CONTACT, DEVICE, IP, OUTLET)
LINKS: dict[str, tuple[LinkType, ...]] = {
    CONTACT: (RESERVED, BOUND),
    DEVICE: (USED_ON,),
    IP: (SEEN_AT,),
    OUTLET: (OPENED_AT,),
}
_WEEK = np.timedelta64(7, "D")


def touches(snapshot: Snapshot, held: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give one row a card and a value it touches within its present holding.

    Columns: family, type (link's name), card, value (entity code), slot (week of a co-opening, lease of a network
    address, else 0), first, last, days, times, party, holder. What lies before the card's, or its contact phone's,
    present holding is left out: it was somebody else's.
    """
    frames = [_within(snapshot, held, family, one) for family in (CONTACT, DEVICE) for one in LINKS[family]]
    frames.append(_within(snapshot, held, IP, SEEN_AT, leases(snapshot.links(SEEN_AT), limits)))
    frames.append(_openings(snapshot, held))
    whole = pd.concat(frames, ignore_index=True)
    for name in ("party", "holder"):
        whole[name] = held[name].reindex(pd.Index(whole["card"]), fill_value=-1).to_numpy()
    whole["family"] = pd.Categorical(whole["family"], categories=list(FAMILIES))
    return whole.sort_values(["family", "value", "slot", "card"], kind="stable", ignore_index=True)


def outdated(snapshot: Snapshot, held: pd.DataFrame) -> pd.Series[int]:
    """Count for each card the links that belong to an earlier holder, index card code."""
    counts = []
    for one in (RESERVED, BOUND, USED_ON, SEEN_AT):
        links = snapshot.links(one)
        for side in ("start", "end"):
            opened = held["opened"].reindex(pd.Index(links[side])).to_numpy()
            counts.append(links[side][links["last"].to_numpy() < opened].value_counts())
    return pd.concat(counts).groupby(level=0).sum()


def _within(
    snapshot: Snapshot, held: pd.DataFrame, family: str, link_type: LinkType, slot: Codes | int = 0
) -> pd.DataFrame:
    links = snapshot.links(link_type)
    opened = held["opened"].reindex(pd.Index(links["start"])).to_numpy()
    last = links["last"].to_numpy()
    earlier = last < opened
    if family == CONTACT:
        earlier |= last < held["opened"].reindex(pd.Index(links["end"])).to_numpy()
    first = np.where(links["first"].to_numpy() < opened, opened, links["first"].to_numpy())
    ones = np.ones(len(links), dtype=np.int64)
    columns = {
        "family": family,
        "type": link_type.name,
        "card": links["start"].to_numpy(),
        "value": links["end"].to_numpy(),
        "slot": slot * ones,
        "first": first,
        "last": last,
        "days": links["days"].to_numpy() if "days" in links else ones,
        "times": links["times"].to_numpy() if "times" in links else ones,
    }
    return pd.DataFrame(columns)[~earlier]


def _openings(snapshot: Snapshot, held: pd.DataFrame) -> pd.DataFrame:
    """Present holdings opened far from home, by outlet and week; two grids of weeks, so no week's end parts a pair."""
    links = snapshot.links(OPENED_AT)
    far = held.index[remote(held)]
    opened = held["opened"].reindex(pd.Index(links["start"])).to_numpy()
    at = links["at"].to_numpy()
    links = links[np.isin(links["start"], far) & ((at >= opened) | pd.isna(opened)) & ~pd.isna(at)]
    at = links["at"].to_numpy().astype("datetime64[s]")
    days = (at - np.datetime64("1970-01-01", "s")) / _WEEK
    frames = []
    for grid in (0.0, 0.5):
        slot = np.floor(days + grid).astype(np.int64) * 2 + int(grid * 2)
        columns = {"family": OUTLET, "type": OPENED_AT.name, "card": links["start"], "value": links["end"]}
        frames.append(pd.DataFrame({**columns, "slot": slot, "first": links["at"], "last": links["at"]}))
    return pd.concat(frames, ignore_index=True).assign(days=1, times=1)

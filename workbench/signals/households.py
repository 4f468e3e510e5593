"""The households: who lives with whom, by address, and where no address is known by the network address at home."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import IDENTITY
from workbench.model.links import SEEN_AT
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Snapshot


def households(snapshot: Snapshot, holder: pd.Series, limits: Limits) -> pd.Series:
    """Give the household (party, a number) of every identity, index identity code.

    `holder` is the identity code of each card, index card code. Whoever has no address on record is taken to live
    with those who have one at the network address that person's cards are most seen at: an unknown address is no
    proof of living apart. Where nobody has an address, all who are most seen there are one household. Surnames and
    ages play no part.
    """
    address = _by_address(snapshot, limits)
    stay = _stays(snapshot, holder, limits)
    everyone = snapshot.of_kind(IDENTITY).index
    # Numbers of addresses, of network addresses and of people do not meet, and none follows from an identity's digits.
    far = len(snapshot.entities)
    alone = stay[~stay.index.isin(address.index)] + far
    own = pd.Series(everyone, index=everyone) + 2 * far
    party = address.reindex(everyone).fillna(_hosts(address, stay)).fillna(alone).fillna(own)
    return _lodged(party.astype("int64"), stay)


def _hosts(party: pd.Series, stay: pd.Series) -> pd.Series:
    """For those without an address, the household that most of the others at their network address belong to."""
    settled = stay.index.intersection(party.index)
    residents = pd.DataFrame({"ip": stay[settled], "party": party[settled]})
    counts = residents.value_counts(["ip", "party"]).reset_index()
    top = counts.sort_values(["ip", "count", "party"], ascending=[True, False, True]).drop_duplicates("ip")
    return stay.map(top.set_index("ip")["party"])


def _lodged(party: pd.Series, stay: pd.Series) -> pd.Series:
    """Two households most seen at one network address, and no third, live together whatever their papers say."""
    lives = pd.DataFrame({"ip": stay, "party": party.reindex(stay.index)})
    few = lives.groupby("ip")["party"].transform("nunique") == 2
    least = lives[few].groupby("ip")["party"].transform("min")
    moved = pd.Series(least.to_numpy(), index=lives.loc[few, "party"].to_numpy(), dtype="int64")
    moved = moved.groupby(level=0).min()
    return party.map(moved).fillna(party).astype("int64")


def _by_address(snapshot: Snapshot, limits: Limits) -> pd.Series:
    """The household of identities whose address is known and no dormitory's."""
    address = snapshot.of_kind(IDENTITY)["address"]
    address = address[address.notna() & (address != "")]
    address = address[address.map(address.value_counts()) <= limits.household_cap]
    return address.rank(method="dense").astype("int64")


def _stays(snapshot: Snapshot, holder: pd.Series, limits: Limits) -> pd.Series:
    """The network address that each identity's cards are seen at most days, carriers' and campuses' left out."""
    seen = snapshot.links(SEEN_AT)[["start", "end", "days"]]
    seen = seen.assign(holder=holder.reindex(pd.Index(seen["start"])).to_numpy())
    seen = seen[seen["holder"] >= 0]
    crowd = seen.groupby("end")["holder"].nunique()
    seen = seen[seen["end"].map(crowd) <= limits.network_holders]
    days = seen.groupby(["holder", "end"], as_index=False).agg(days=("days", "sum"))
    top = days.sort_values(["holder", "days", "end"], ascending=[True, False, True]).drop_duplicates("holder")
    return pd.Series(top["end"].to_numpy(), index=top["holder"].to_numpy(dtype=np.int64))

"""The households: who lives with whom, by address, and where no address is known by the network address at home."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import IDENTITY
from workbench.model.links import SEEN_AT
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Snapshot


def households(snapshot: Snapshot, holder: pd.Series, limits: Limits) -> pd.Series:
    """Give the household (party) of every identity, the least code of its members, index identity code.

    `holder` is the identity code of each card, index card code. Whoever has no address on record is taken to live
    with those who have one at the network address that person's cards are most seen at: an unknown address is no
    proof of living apart. Surnames and ages play no part.
    """
    party = _by_address(snapshot, limits)
    stay = _stays(snapshot, holder, limits)
    everyone = snapshot.of_kind(IDENTITY).index
    party = party.reindex(everyone).fillna(_hosts(party, stay)).fillna(_alone(party, stay))
    own = pd.Series(everyone, index=everyone)
    return _lodged(party.fillna(own).astype("int64"), stay)


def _hosts(party: pd.Series, stay: pd.Series) -> pd.Series:
    """For those without an address, the household that most of the others at their network address belong to."""
    settled = stay.index.intersection(party.index)
    residents = pd.DataFrame({"ip": stay[settled], "party": party[settled]})
    counts = residents.value_counts(["ip", "party"]).reset_index()
    top = counts.sort_values(["ip", "count", "party"], ascending=[True, False, True]).drop_duplicates("ip")
    return stay.map(top.set_index("ip")["party"])


def _alone(party: pd.Series, stay: pd.Series) -> pd.Series:
    """Where nobody has an address, those most seen at one network address are one household."""
    unknown = stay[~stay.index.isin(party.index)]
    return unknown.groupby(unknown).transform(lambda group: group.index.min())


def _lodged(party: pd.Series, stay: pd.Series) -> pd.Series:
    """Two households most seen at one network address, and no third, live together whatever their papers say."""
    lives = pd.DataFrame({"ip": stay, "party": party.reindex(stay.index)})
    few = lives.groupby("ip")["party"].transform("nunique") == 2
    least = lives[few].groupby("ip")["party"].transform("min")
    moved = pd.Series(least.to_numpy(), index=lives.loc[few, "party"].to_numpy(), dtype="int64")
    moved = moved.groupby(level=0).min()
    return party.map(moved).fillna(party).astype("int64")


def _by_address(snapshot: Snapshot, limits: Limits) -> pd.Series:
    """The household of identities whose address is known; at a crowded address everybody is alone."""
    address = snapshot.of_kind(IDENTITY)["address"]
    address = address[address.notna() & (address != "")]
    own = pd.Series(address.index, index=address.index)
    least = own.groupby(address).transform("min")
    crowded = address.map(address.value_counts()) > limits.household_cap
    return least.mask(crowded, own)


def _stays(snapshot: Snapshot, holder: pd.Series, limits: Limits) -> pd.Series:
    """The network address that each identity's cards are seen at most days, carriers' and campuses' left out."""
    seen = snapshot.links(SEEN_AT)[["start", "end", "days"]]
    seen = seen.assign(holder=holder.reindex(pd.Index(seen["start"])).to_numpy())
    seen = seen[seen["holder"] >= 0]
    crowd = seen.groupby("end")["holder"].nunique()
    seen = seen[seen["end"].map(crowd) <= limits.network_holders]
    days = seen.groupby(["holder", "end"], as_index=False)["days"].sum()
    top = days.sort_values(["holder", "days", "end"], ascending=[True, False, True]).drop_duplicates("holder")
    return pd.Series(top["end"].to_numpy(), index=top["holder"].to_numpy(dtype=np.int64))

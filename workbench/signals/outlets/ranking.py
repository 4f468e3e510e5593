"""Ranking: each outlet's share of households gone bad, drawn towards its peers' and held against it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from workbench.model.kinds import OUTLET
from workbench.signals.outlets.limits import OutletLimits
from workbench.signals.telling import Count

RANKED_COLUMNS = (
    "rank",
    "kind",
    "key",
    "region",
    "cards",
    "households",
    "bad",
    "share",
    "low",
    "high",
    "peers",
    "peers_share",
    "excess",
    "stands_out",
    "says",
    "but",
)
# Peers are of the same sort, place and size; where these saw too few, of sort and size, of the sort, or any at all.
_CIRCLES = (["kind", "sells", "region", "size"], ["kind", "sells", "size"], ["kind", "sells"], ["any"])
_TAIL = 0.025


def ranked(openings: pd.DataFrame, confirmed: set[tuple[str, str]], limits: OutletLimits) -> pd.DataFrame:
    """Give one row a place where cards are opened, in the columns of `RANKED_COLUMNS`, the most telling first.

    `openings` are those of a run; `confirmed` the cards (kind, key) of findings that people bore out, which count as
    gone bad too. A household counts once, however many cards it has, and as bad if any of them is. share, low and
    high are the mean and the 95 % interval of a beta distribution: what was counted, on top of `prior` households
    that went bad as often as the peers' did (peers_share, the place itself left out). excess is low less peers_share:
    by it they are ranked. What stands_out has peers, and two households at least that went bad. It says that a
    visit is worth its way, and nothing of clerk or customers.
    """
    if openings.empty:
        return pd.DataFrame(columns=list(RANKED_COLUMNS))
    pairs = pd.Series(list(zip(openings["card_kind"], openings["card"], strict=True)), index=openings.index)
    places = _counted(openings.assign(bad=openings["bad"] | pairs.isin(confirmed)), limits)
    known = _peers(places, limits)
    usual = known["peers_share"].to_numpy()
    more, rest = limits.prior * usual + known["bad"], limits.prior * (1 - usual) + known["households"] - known["bad"]
    known["share"] = more / (more + rest)
    known["low"], known["high"] = betaincinv(more, rest, _TAIL), betaincinv(more, rest, 1 - _TAIL)
    known["excess"] = known["low"] - usual
    # Of one household gone bad, or held against no place, a share says nothing of the place.
    known["stands_out"] = (known["excess"] > 0) & (known["bad"] > 1) & (known["peers"] > 0)
    known = known.sort_values(["excess", "kind", "key"], ascending=[False, True, True], ignore_index=True)
    rows = known.to_dict("records")
    known = known.assign(rank=np.arange(1, len(known) + 1), says=[_says(one) for one in rows])
    return known.assign(but=[_but(one, limits) for one in rows])[list(RANKED_COLUMNS)]


def _counted(openings: pd.DataFrame, limits: OutletLimits) -> pd.DataFrame:
    """One row a place: what it sells most, its cards, households, those gone bad, those from away, its one case."""
    by = ["kind", "key"]
    homes = openings.groupby([*by, "household"], as_index=False).agg(
        bad=("bad", "max"), away=("away", "max"), case=("case", "max")
    )
    places = homes.groupby(by).agg(households=("bad", "size"), bad=("bad", "sum"), away=("away", "sum"))
    cases = homes[homes["bad"] & (homes["case"] != "")].groupby([*by, "case"]).size().groupby(level=by).max()
    whole = openings.groupby(by)
    places = places.assign(
        cards=whole.size(),
        region=whole["region"].agg(_most),
        sells=whole["card_kind"].agg(_most),
        one_case=cases.reindex(places.index, fill_value=0),
    ).reset_index()
    return places.assign(size=np.floor(np.log(places["households"]) / np.log(limits.size_step)).astype("int64"))


def _most(words: pd.Series) -> str:
    """The word that stands most often, the first by spelling among equals."""
    counts = words.value_counts()
    return str(min(counts.index[counts == counts.iloc[0]]))


def _peers(places: pd.DataFrame, limits: OutletLimits) -> pd.DataFrame:
    """The places with number, households, share gone bad and share from away of their peers, themselves left out."""
    places = places.assign(any=0)
    told = places.assign(peers=0, peers_share=limits.usual_bad, peers_away=0.0)
    open_ = pd.Series(True, index=places.index)
    own = places[["households", "bad", "away"]]
    for circle in _CIRCLES:
        sums = places.groupby(circle)[list(own)].transform("sum") - own
        number = places.groupby(circle)["key"].transform("size") - 1
        enough = open_ & (sums["households"] >= limits.peer_households)
        told.loc[enough, "peers"] = number[enough]
        # As far from all as from none: where all go bad, nothing could be told of a place.
        usual = (sums["bad"] / sums["households"]).clip(limits.usual_bad, 1 - limits.usual_bad)
        told.loc[enough, "peers_share"] = usual[enough]
        told.loc[enough, "peers_away"] = (sums["away"] / sums["households"])[enough]
        open_ &= ~enough
    return told


def _says(one: dict[object, object]) -> str:
    bad, homes, peers = (Count(int(str(one[name]))) for name in ("bad", "households", "peers"))
    word = "outlet" if one["kind"] == OUTLET.word else "agent's device"
    told = f"{bad:household} of {homes} whose cards were opened at the {word} went bad"
    if not one["peers"]:
        return told
    return f"{told}, against {100 * float(str(one['peers_share'])):.1f} of a hundred at {peers:place} like it"


def _but(one: dict[object, object], limits: OutletLimits) -> str:
    """What else may be so, in one line."""
    homes, bad = int(str(one["households"])), int(str(one["bad"]))
    away, usual = int(str(one["away"])) / homes, float(str(one["peers_away"]))
    said = []
    if homes < limits.few:
        said.append(f"only {Count(homes):household}: one more or less would change it all")
    if away > limits.strangers * usual and away > 1 / 2:
        said.append("most who open here live elsewhere, as near a station, a campus or a building site")
    if bad > 1 and int(str(one["one_case"])) >= limits.one_case * bad:
        said.append("one case names most of them: it may be one crew's customers, whoever served them")
    if not one["peers"]:
        said.append("no places like it to hold it against")
    if bad and float(str(one["excess"])) <= 0:
        said.append("no more than chance may bring at any place like it")
    return "; ".join(said)

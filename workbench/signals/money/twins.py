"""Innocent explanations of payments: own cards, kin, wages, rent, shops, rotating savings, old acquaintance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.contexts import Ground
from workbench.signals.contexts.home import acquainted
from workbench.signals.limits import Limits
from workbench.signals.money.relations import DAY, Mask, Paid, standing
from workbench.signals.snapshot import Codes

Names = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Twin:
    """An innocent shape of money: its name, what it is in words, and which payments it explains.

    One that `ends` also keeps money from being followed any further: what a shop takes is its own. One that `stops`
    explains nothing between two cards that are suspect already: crews deal with each other for months too.
    """

    name: str
    says: str
    find: Callable[[Paid, Limits], Mask]
    ends: bool = False
    stops: bool = False


def service(paid: Paid, limits: Limits) -> Mask:
    """Which payments have a known service at one end."""
    del limits
    return np.asarray(paid.of("service", "start").notna() | paid.of("service", "end").notna())


def own(paid: Paid, limits: Limits) -> Mask:
    """Which payments move money between cards of one holder."""
    del limits
    return paid.same("holder")


def household(paid: Paid, limits: Limits) -> Mask:
    """Which payments stay within a household."""
    del limits
    return paid.same("party")


def wages(paid: Paid, limits: Limits) -> Mask:
    """Which payments are by somebody who pays several people month by month, much the same sum to each."""
    rule = limits.money
    pairs = paid.rows.groupby(["start", "end"], as_index=False).agg(
        times=("fen", "size"), months=("month", "nunique"), mean=("fen", "mean"), spread=("fen", "std")
    )
    pairs["regular"] = (pairs["months"] >= 2) & (pairs["times"] <= 1.5 * pairs["months"])
    pairs["regular"] &= pairs["spread"] <= rule.roll_spread * pairs["mean"]
    payers = pairs.groupby("start")["regular"].agg(["sum", "mean"])
    firms = payers.index[(payers["sum"] >= rule.roll_payees) & (payers["mean"] >= rule.roll_share)]
    return paid.rows["start"].isin(firms).to_numpy()


def takings(paid: Paid, limits: Limits) -> Mask:
    """Which payments go to somebody whom many pay, in most weeks and for months: a shop, a hospital, a hirer."""
    rule = limits.money
    rows = paid.rows.assign(week=paid.rows["at"] // (7 * DAY))
    weeks = max(int(rows["week"].max()) - int(rows["week"].min()), 1) if len(rows) else 1
    found = rows.groupby("end").agg(
        payers=("start", "nunique"), weeks=("week", "nunique"), first=("at", "min"), last=("at", "max")
    )
    steady = (found["payers"] >= rule.takings_payers) & (found["weeks"] >= rule.takings_weeks * weeks)
    steady &= found["last"] - found["first"] >= rule.takings_days * DAY
    return rows["end"].isin(found.index[steady]).to_numpy()


def savings(paid: Paid, limits: Limits) -> Mask:
    """Which payments are a stake in rotating savings: the same sum from several, most of whom later pay another."""
    rule = limits.money
    turns = paid.rows.assign(turn=paid.rows["at"] // (rule.circle_days * DAY))
    keys = ["end", "turn", "fen"]
    turns["payers"] = turns.groupby(keys)["start"].transform("nunique")
    turns = turns[turns["payers"] >= rule.circle_members]
    turns["number"] = turns.groupby(keys).ngroup()
    members = pd.concat(
        [
            turns[["number", "start"]].set_axis(["number", "card"], axis=1),
            turns[["number", "end"]].set_axis(["number", "card"], axis=1),
        ]
    ).drop_duplicates()
    heads = turns.drop_duplicates("number").set_index("number")[["end", "turn"]]
    both = members.merge(members, on="card").query("number_x != number_y")
    shared = both.groupby(["number_x", "number_y"]).size().rename("shared").reset_index()
    size = members.groupby("number").size()
    apart = (shared["number_x"].map(heads["turn"]) - shared["number_y"].map(heads["turn"])).abs() * rule.circle_days
    other = shared["number_x"].map(heads["end"]) != shared["number_y"].map(heads["end"])
    most = shared["shared"] >= rule.circle_share * shared["number_x"].map(size)
    good = set(shared.loc[(apart >= rule.circle_apart) & other & most, "number_x"])
    mask = np.zeros(len(paid.rows), dtype=np.bool_)
    mask[turns.index[turns["number"].isin(good)]] = True
    return mask


def colleagues(paid: Paid, limits: Limits) -> Mask:
    """Which payments are between people of one firm or school."""
    del limits
    one, other = (paid.of("employer", side).fillna("").astype(str) for side in ("start", "end"))
    return ((one != "") & (one == other)).to_numpy(dtype=np.bool_)


def friends(paid: Paid, limits: Limits) -> Mask:
    """Which payments are between people whose phones had long called each other when the payment was made."""
    at = paid.scene
    since = acquainted(Ground(at.snapshot, at.held, at.touched))
    one, other = (paid.of("holder", side).fillna(-1).to_numpy(dtype=np.int64) for side in ("start", "end"))
    known = since.reindex(one * len(at.snapshot.entities) + other).to_numpy().astype("datetime64[s]")
    settled = paid.rows["at"].to_numpy().astype("datetime64[s]") - known >= np.timedelta64(limits.settled_days, "D")
    return np.asarray(settled & (one >= 0) & (other >= 0))


def custom(paid: Paid, limits: Limits) -> Mask:
    """Which payments are between two who have dealt with each other for weeks: rent, lessons, a supplier."""
    return standing(paid, limits.money)


TWINS: tuple[Twin, ...] = (
    Twin("service", "a known service", service, ends=True),
    Twin("own_cards", "one holder's own cards", own),
    Twin("kin", "one household", household),
    Twin("wages", "wages or dues paid to many, month by month", wages),
    Twin("takings", "a shop, a firm or a hirer whom many pay all year round", takings, ends=True),
    Twin("savings", "rotating savings of a closed circle", savings),
    Twin("colleagues", "people of one firm or school", colleagues, stops=True),
    Twin("friends", "people who have long talked with each other", friends, stops=True),
    Twin("custom", "two who have dealt with each other for weeks", custom, stops=True),
)


@dataclass(frozen=True, slots=True)
class Explained:
    """For each payment the name of the first innocent explanation, or an empty text.

    `usual`: of all explanations; `firm`: of those that hold between two suspect cards too.
    """

    usual: Names
    firm: Names

    def among(self, rows: pd.DataFrame, suspect: Codes) -> Names:
        """What explains each payment, where these cards are suspect."""
        both = (rows["start"].isin(suspect) & rows["end"].isin(suspect)).to_numpy()
        return np.where(both, self.firm, self.usual)


def explained(paid: Paid, limits: Limits) -> Explained:
    """Give what explains each payment."""
    usual = firm = np.full(len(paid.rows), "", dtype=object)
    for twin in TWINS:
        found = twin.find(paid, limits)
        usual = np.where((usual == "") & found, twin.name, usual)
        if not twin.stops:
            firm = np.where((firm == "") & found, twin.name, firm)
    return Explained(usual, firm)

"""Calls: phones that ring strangers from relays, boxes and cards of machines and firms, or that pester by the dozen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.model import Findings, no_findings
from workbench.model.finding import MARK_COLUMNS
from workbench.signals import lacks, telling
from workbench.signals.calls import tools, trades
from workbench.signals.calls.callers import call_evidence, callers
from workbench.signals.evidence import Ledger, evidence, scored, together
from workbench.signals.exposure.doubt import doubts
from workbench.signals.limits import Limits
from workbench.signals.money.company import strange_hands
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot

NAME = "calls"
ABOUT = "Phones that ring strangers over relays, from boxes, and from cards of machines and firms"
SAYS = {
    "relay": "rings strangers while a phone of another household lies beside it on data, or answers for it: a relay",
    "sim_box": "rings strangers from a handset that several people's cards do so from, none of them at home: a box",
    "machine": "a machine's card rings people by voice",
    "company": "a company's card, the only one on its paper, rings strangers from other people's places",
    "nuisance": "rang strangers by the dozen in a day and is not called back: it may pester, and need be no fraud",
}
READS = (
    lacks.Read((lacks.CALLS,), "who called whom", needed=True),
    lacks.Read((lacks.PHONE_PAPER,), "whose the phones are, so that a person's own second phone could not be told"),
    lacks.Read((lacks.HANDSETS,), "which handsets they were used on, so that call rooms could not be told"),
    lacks.Read((lacks.ADDRESSES,), "which addresses they were seen at, so that a caller's home could not be told"),
    lacks.Read((lacks.SIGHTINGS,), "when and where phones were"),
    lacks.Read(lacks.NAMING, "what cases and reports name"),
    lacks.Read((lacks.SERVICES,), "which numbers are known services, so that these could not be left out"),
)
# What puts a phone into each profile, the more telling first.
_PROFILES = {
    "relay": ("beside", "passes_calls"),
    "machine": ("machine_calls",),
    "company": ("company_strange",),
    "sim_box": ("in_box",),
    "nuisance": ("in_a_day",),
}
_NAMED = ("case_number", "reported", "disputed")
_NOT_CALLS = ("named", "dispute", "hands")


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known of callers: all evidence, the phones beside relays (phone, other), the trades that fit."""

    whole: Ledger
    partners: pd.DataFrame
    fitting: pd.DataFrame


def find(snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
    """Give callers of one of five profiles, best first; parts: caller, and beside for the other phone of a relay.

    Ringing strangers is a living for many and alone no finding: couriers, sellers, call rooms and people with a
    second phone are told apart first. The mark `profile` says relay, sim_box, machine, company or nuisance.
    """
    at = scene(snapshot, limits)
    look = _look(at, so_far, limits)
    rows = scored(look.whole.rows, limits.calls.family_share)
    rows = rows[_points_of_calls(rows) >= limits.calls.least_calls]
    rows = rows[rows["score"] >= limits.calls.least_score]
    profile = _profiles(at, rows, look.fitting, limits)
    rows = rows[rows["card"].isin(profile.index)]
    if rows.empty:
        return no_findings()
    return _told(at, rows, profile, look)


def _look(at: Scene, so_far: tuple[Findings, ...], limits: Limits) -> _Look:
    partners, relays = tools.relays(at, limits)
    own = [*call_evidence(at, limits), *relays, *(seek(at, limits) for seek in tools.SEEK)]
    known = evidence(at, limits)
    said = Ledger(*(frame[frame["code"].isin(_NAMED)] for frame in (known.rows, known.grounds)))
    found = doubts(at, so_far, limits)
    sure = found[~found["why"].isin(_NAMED)].groupby("card")["doubt"].max()
    whole = together([*own, said, strange_hands(at, sure, known)])
    phones = np.unique(np.concatenate([one.rows["card"] for one in own]).astype(np.int64))
    phones = np.setdiff1d(phones, at.held.index[at.held["service"].notna()])
    rows, links = (frame[frame["card"].isin(phones)] for frame in (whole.rows, whole.grounds))
    return _Look(Ledger(rows, links), partners, trades.trades(at, limits))


def _points_of_calls(rows: pd.DataFrame) -> pd.Series:
    own = rows["points"].where(~rows["family"].isin(_NOT_CALLS), 0.0)
    return own.groupby(rows["card"]).transform("sum")


def _profiles(at: Scene, rows: pd.DataFrame, fitting: pd.DataFrame, limits: Limits) -> pd.Series:
    """The profile of each caller that has one, index card code.

    Whoever may merely pester must ring dozens, and no trade may fit. A handset passed round among callers is a call
    room's, and one that two share may be, unless something but calls speaks against the card: other hands, a case,
    a report, its holder.
    """
    many = callers(at, limits)["strangers"]
    dozens = np.setdiff1d(many.index[many >= limits.calls.pest_strangers], fitting["card"])
    told = rows.loc[rows["family"].isin(_NOT_CALLS), "card"]
    rooms = fitting.loc[fitting["trade"] == "desk", "card"]
    sure = rows.loc[(rows["code"] == "in_box") & (rows["strength"] >= limits.calls.boxed_alone), "card"]
    boxed = np.union1d(np.setdiff1d(sure, rooms), told)
    free = {"nuisance": dozens, "sim_box": boxed}
    parts = []
    for name, codes in _PROFILES.items():
        cards = np.unique(rows.loc[rows["code"].isin(codes), "card"])
        parts.append(pd.Series(name, index=np.intersect1d(cards, free.get(name, cards)).astype(np.int64)))
    whole = pd.concat(parts)
    return whole[~whole.index.duplicated()]


def _told(at: Scene, rows: pd.DataFrame, profile: pd.Series, look: _Look) -> Findings:
    found = rows.drop_duplicates("card")[["card", "score"]].reset_index(drop=True)
    found[["kind", "key"]] = telling.keyed(at, found["card"])
    found["profile"] = found["card"].map(profile)
    names = zip(found["profile"], found["key"], strict=True)
    found["finding"] = [telling.name_of("calls", one) for one in names]
    found = found.sort_values(["score", "key"], ascending=[False, True], ignore_index=True)
    found = found.assign(rank=np.arange(1, len(found) + 1), detector=NAME, part="caller")
    found["says"] = found["profile"].map(SAYS)
    name = found.set_index("card")["finding"]
    rests = look.whole.grounds[look.whole.grounds["card"].isin(found["card"])]
    told = telling.findings(
        found,
        pd.concat([found, _beside(at, found, look.partners)]),
        pd.concat(
            [
                telling.reasons(at, rows.assign(finding=rows["card"].map(name))),
                trades.counters(found, look.fitting),
                lacks.not_known(found, at.snapshot, READS),
            ]
        ),
        telling.grounds(at, rests.assign(finding=rests["card"].map(name))),
    )
    marks = found[["finding", "profile"]].rename(columns={"profile": "value"}).assign(name="profile")
    return replace(told, marks=marks[list(MARK_COLUMNS)])


def _beside(at: Scene, found: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """The phones beside relays, as members of their callers' findings."""
    relays = found[found["profile"] == "relay"].merge(partners, left_on="card", right_on="phone")
    relays[["kind", "key"]] = telling.keyed(at, relays["other"])
    return relays.assign(part="beside")

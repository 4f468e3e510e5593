"""Tools: phones that others' calls run over, boxes of cards, machines' and companies' cards put to voice calls."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import CALLED, REGISTERED, USED_ON
from workbench.signals.calls.beside import beside
from workbench.signals.calls.callers import callers
from workbench.signals.calls.circles import calls
from workbench.signals.evidence.ledger import Ledger, ledger
from workbench.signals.families import DEVICE, IP
from workbench.signals.hands import at_home
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

# A company's card is explained wherever it is used, which is what is doubted here.
_OPEN = ("", "company")


def relays(scene: Scene, limits: Limits) -> tuple[pd.DataFrame, list[Ledger]]:
    """Give callers with the strangers' phones beside them (phone, other), and that as evidence."""
    known = beside(scene, limits)
    known = known[_apart(scene, known["phone"], known["other"], limits)]
    passed = scene.snapshot.forwards.rename(columns={"start": "phone", "end": "other"})
    passed = passed[(passed["times"] >= limits.calls.passed_times) & passed["phone"].isin(callers(scene, limits).index)]
    passed = passed[_apart(scene, passed["phone"], passed["other"], limits)]
    by_phone = known.sort_values(["strength", "times"], kind="stable").drop_duplicates("phone", keep="last")
    seen = by_phone.rename(columns={"phone": "card", "times": "n"})
    sums = passed.groupby("phone")["times"].sum().rename("n").rename_axis("card").reset_index()
    parts = [
        ledger("beside", seen, _used(scene, known)),
        ledger("passes_calls", sums.assign(strength=1.0), _used(scene, passed)),
    ]
    both = pd.concat([known[["phone", "other"]], passed[["phone", "other"]]]).drop_duplicates(ignore_index=True)
    return both, parts


def boxes(scene: Scene, limits: Limits) -> Ledger:
    """Give callers that were on one handset at a time with callers of other households, none ever seen at home.

    Half as strong where they were not seen at strangers' either: call rooms share handsets too.
    """
    away = callers(scene, limits).index.difference(at_home(scene.handled).index)
    away = away.difference(_of_firms(scene, limits))
    touched = scene.touched[(scene.touched["family"] == DEVICE) & scene.touched["context"].isin(_OPEN)]
    touched = touched[touched["card"].isin(away)]
    touched = touched[touched.groupby("value")["card"].transform("nunique") <= limits.cards_cap]
    both = touched.merge(touched, on="value", suffixes=("", "_mate"))
    slack = np.timedelta64(limits.overlap_days, "D")
    met = (both["first"] <= both["last_mate"] + slack) & (both["first_mate"] <= both["last"] + slack)
    both = both[met & (both["card"] != both["card_mate"]) & (both["party"] != both["party_mate"])]
    rows = both.groupby("card")["card_mate"].nunique().rename("n").reset_index()
    guests = scene.handled[(scene.handled["family"] == IP) & scene.handled["guest"] & (scene.handled["others"] > 0)]
    sure = np.where(rows["card"].isin(guests["card"]), 1.0, limits.calls.boxed_unseen)
    strength = np.interp(rows["n"], limits.calls.boxed, limits.calls.boxed_strengths) * sure
    grounds = both[["card", "value"]].drop_duplicates().assign(type=USED_ON.name)
    return ledger("in_box", rows.assign(strength=strength), grounds.assign(start=grounds["card"], end=grounds["value"]))


def machines(scene: Scene, limits: Limits) -> Ledger:
    """Give machines' cards that ring several numbers by voice."""
    phones = scene.held.index[(scene.held["kind"] == PHONE.word) & (scene.held["card_type"] == "iot")]
    rows = calls(scene)
    # Its carrier's and its bank's short numbers are no people.
    people = scene.snapshot.entities["key"].reindex(pd.Index(rows["end"])).str.startswith("+").to_numpy(dtype=np.bool_)
    people = people & scene.held["service"].reindex(pd.Index(rows["end"])).isna().to_numpy()
    rows = rows[people & rows["start"].isin(phones) & (rows["calls"] > 0)]
    found = rows.groupby("start").size().rename("n").rename_axis("card").reset_index()
    strength = np.interp(found["n"], limits.calls.machine_callees, limits.calls.machine_strengths)
    grounds = rows[["start", "end"]].assign(card=rows["start"], type=CALLED.name)
    return ledger("machine_calls", found.assign(strength=strength), grounds)


def companies(scene: Scene, limits: Limits) -> Ledger:
    """Give companies' cards, of papers with no other such card, that call strangers from other people's places."""
    held = scene.held[(scene.held["kind"] == PHONE.word) & scene.held["service"].isna() & (scene.held["holder"] >= 0)]
    lone = held[(held["card_type"] == "industry") & ~held.index.isin(_of_firms(scene, limits))]
    lone = lone[lone.index.isin(callers(scene, limits).index) & ~lone.index.isin(at_home(scene.handled).index)]
    touched = scene.touched[scene.touched["party"] >= 0]
    mine = touched[touched["card"].isin(lone.index) & touched["family"].isin((DEVICE, IP))]
    crowd = touched.groupby("value")["party"].transform("nunique") <= limits.device_cap
    both = mine.merge(touched.loc[crowd, ["value", "card", "party"]], on="value", suffixes=("", "_mate"))
    both = both[both["party"] != both["party_mate"]]
    rows = both.groupby("card")["card_mate"].nunique().rename("n").reset_index()
    papers = scene.snapshot.links(REGISTERED)
    papers = papers[papers["start"].isin(rows["card"])]
    return ledger(
        "company_strange", rows.assign(strength=1.0), papers.assign(card=papers["start"], type=REGISTERED.name)
    )


def _apart(scene: Scene, one: pd.Series, other: pd.Series, limits: Limits) -> np.ndarray:
    """Whether two phones are known to be of two households, not of one employer, neither a service nor a firm's card.

    A firm's card is its staff's, whoever they are: the paper does not name them. Where nobody told whose a phone is,
    it may be the caller's own second one.
    """
    sides = [scene.held.reindex(pd.Index(side)).reset_index(drop=True) for side in (one, other)]
    party = [side["party"].fillna(-1).to_numpy() for side in sides]
    work = [side["employer"].fillna("").to_numpy() for side in sides]
    plain = sides[0]["service"].isna().to_numpy() & sides[1]["service"].isna().to_numpy()
    colleagues = (work[0] == work[1]) & (work[0] != "")
    firms = _of_firms(scene, limits)
    staff = np.isin(one, firms) | np.isin(other, firms)
    strangers = (party[0] != party[1]) & (party[0] >= 0) & (party[1] >= 0)
    return np.asarray(strangers & plain & ~colleagues & ~staff)


def _of_firms(scene: Scene, limits: Limits) -> pd.Index:
    """Companies' cards whose paper holds several of them."""
    held = scene.held[scene.held["card_type"].isin(("industry", "iot")) & (scene.held["holder"] >= 0)]
    several = held.groupby("holder")["holder"].transform("size") >= limits.calls.company_cards
    return held.index[several]


def _used(scene: Scene, pairs: pd.DataFrame) -> pd.DataFrame:
    """The handsets of both phones of each pair, as grounds of the caller."""
    rows = scene.snapshot.links(USED_ON)[["start", "end"]]
    both = [pairs[["phone", side]].set_axis(["card", "start"], axis=1) for side in ("phone", "other")]
    return pd.concat(both).drop_duplicates().merge(rows, on="start").assign(type=USED_ON.name)


SEEK = (boxes, machines, companies)

"""Callers: how each phone calls strangers, as evidence; alone it says no more than that somebody calls for a living."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import CALLED
from workbench.signals.calls.circles import among, calls, contacts
from workbench.signals.evidence.ledger import Ledger, ledger
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

_EIGHT_HOURS = np.timedelta64(8, "h")


def callers(scene: Scene, limits: Limits) -> pd.DataFrame:
    """Give phones that called several strangers, index phone code, known services left out.

    Columns: called (numbers), strangers (of them, those with no other dealings: called on two days at the most and
    never called back), back (of them, those who called back), rung_by (numbers that it never called), seconds (the
    middle over its strangers of a call's length, NaN where no voice call stands).
    """
    return scene.snapshot.once(("callers", limits), lambda: _callers(scene, limits))


def _callers(scene: Scene, limits: Limits) -> pd.DataFrame:
    known = contacts(scene)
    phones = scene.held[(scene.held["kind"] == PHONE.word) & scene.held["service"].isna()].index
    known = known[known["phone"].isin(phones)]
    strange = (known["into"] == 0) & (known["out"] <= limits.calls.circle_days)
    known = known.assign(called=known["out"] > 0, strangers=strange)
    known = known.assign(back=known["called"] & (known["into"] > 0), rung_by=~known["called"])
    frame = known.groupby("phone")[["called", "strangers", "back", "rung_by"]].sum()
    frame = frame[frame["strangers"] >= limits.calls.fewest_strangers]
    return frame.assign(seconds=_seconds(scene, frame.index, limits))


def strange_calls(scene: Scene, phones: pd.Index, limits: Limits) -> pd.DataFrame:
    """Give the call links of these phones with strangers."""
    rows, size = calls(scene), len(scene.snapshot.entities)
    rows = rows[rows["start"].isin(phones) & (rows["days"].fillna(1) <= limits.calls.circle_days)]
    known = contacts(scene)
    back = known[(known["into"] > 0) & known["phone"].isin(phones)]
    return rows[~among((rows["start"] * size + rows["end"]).to_numpy(dtype=np.int64), back, size)]


def _seconds(scene: Scene, phones: pd.Index, limits: Limits) -> pd.Series:
    rows = strange_calls(scene, phones, limits)
    rows = rows[rows["calls"] > 0]
    return (rows["seconds"] / rows["calls"]).groupby(rows["start"]).median().reindex(phones)


def call_evidence(scene: Scene, limits: Limits) -> list[Ledger]:
    """Give what the calls of callers say of each: strangers, answers, calls in, brevity, hours, movement."""
    rule, known = limits.calls, callers(scene, limits).rename_axis("card").reset_index()
    links = strange_calls(scene, pd.Index(known["card"]), limits)
    rests = _grounds(links)
    share = known["back"] / known["called"].clip(lower=1)
    into = known["rung_by"] / known["called"].clip(lower=1)
    rows = {
        "calls_strangers": (np.interp(known["strangers"], rule.strangers, rule.strangers_strengths), "strangers", ""),
        "not_called_back": (np.interp(share, rule.returned, rule.returned_strengths), "called", "back"),
        "seldom_called": (np.interp(into, rule.incoming, rule.incoming_strengths), "rung_by", "called"),
        "hung_up_on": (np.interp(known["seconds"].fillna(1e9), rule.seconds, rule.seconds_strengths), "seconds", ""),
    }
    parts = []
    for code, (strength, n, m) in rows.items():
        counted = known.assign(strength=strength, n=np.ceil(known[n].fillna(0)), m=known[m] if m else 0)
        parts.append(ledger(code, counted[["card", "strength", "n", "m"]], rests))
    return [*parts, _bursts(links, limits), _nights(scene, known, limits, rests), _still(scene, known, limits, rests)]


def _bursts(links: pd.DataFrame, limits: Limits) -> Ledger:
    """Callers that rang many strangers for the first time on one day (Shanghai)."""
    rows = links.assign(day=(links["first"] + _EIGHT_HOURS).dt.floor("D")).dropna(subset=["day"])
    most = rows.groupby(["start", "day"]).size().groupby(level=0).max()
    found = most.rename("n").rename_axis("card").reset_index()
    strength = np.interp(found["n"], limits.calls.burst, limits.calls.burst_strengths)
    return ledger("in_a_day", found.assign(strength=strength), _grounds(links))


def _nights(scene: Scene, known: pd.DataFrame, limits: Limits, rests: pd.DataFrame) -> Ledger:
    """Callers that call on while people sleep: a machine dials, or somebody in another part of the world."""
    rule, rows = limits.calls, scene.snapshot.sightings
    rows = rows[rows["calling"] & rows["phone"].isin(known["card"])]
    hour = (rows["at"] + _EIGHT_HOURS).dt.hour
    counts = (hour < 6).groupby(rows["phone"]).agg(["mean", "size"]).rename_axis("card").reset_index()
    counts = counts[counts["size"] >= rule.hours_calls]
    strength = np.interp(counts["mean"], rule.night, rule.night_strengths)
    return ledger("calls_at_night", counts.assign(strength=strength, n=100 * counts["mean"]), rests)


def _still(scene: Scene, known: pd.DataFrame, limits: Limits, rests: pd.DataFrame) -> Ledger:
    """Callers that are hardly ever seen anywhere but at one place, day after day."""
    rule, rows = limits.calls, scene.snapshot.sightings
    rows = rows[(rows["place"] >= 0) & rows["phone"].isin(known["card"])]
    times = rows.groupby("phone")["at"]
    spent = (times.max() - times.min()).dt.days
    most = rows.groupby(["phone", "place"]).size().groupby(level=0).max()
    frame = pd.DataFrame({"most": most, "n": rows.groupby("phone").size(), "days": spent}).rename_axis("card")
    fit = (frame["n"] >= rule.still_sightings) & (frame["days"] >= rule.still_days)
    frame = frame[fit & (frame["most"] >= rule.still_share * frame["n"])].reset_index()
    return ledger("stays_put", frame.assign(strength=1.0), rests)


def _grounds(links: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"card": links["start"], "type": CALLED.name, "start": links["start"], "end": links["end"]})

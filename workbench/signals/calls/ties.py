"""Ties between a number that fell silent and one that began then: circle, handset, address, accounts that moved."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model.links import BOUND, CALLED, RESERVED, SEEN_AT, USED_ON, LinkType
from workbench.signals.calls.activity import Activity
from workbench.signals.calls.circles import among, calls, circle, contacts
from workbench.signals.evidence.ledger import GROUND_COLUMNS
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

DAY = 86_400
CODES = {CALLED.name: "same_circle", USED_ON.name: "same_handset", SEEN_AT.name: "same_address"}
MOVED = "moved_over"
TIE_COLUMNS = ("old", "new", "gap", "code", "strength", "n")
Mask = npt.NDArray[np.bool_]
Turns = tuple["pd.Series[float]", "pd.Series[float]"]


def turns(active: Activity, limits: Limits) -> Turns:
    """Give when old numbers fell silent and when new ones began (seconds since 1970), index phone code.

    What was at work when evidence ends may be silent by chance, and what was when it begins may be old.
    """
    rule, spans = limits.calls, active.spans
    silent = spans["end"] <= active.until - rule.silent_days * DAY
    lived = spans["end"] - spans["begin"] >= rule.old_days * DAY
    fresh = spans["begin"] >= active.since + rule.silent_days * DAY
    return spans.loc[silent & lived, "end"], spans.loc[fresh, "begin"]


def places(scene: Scene, turned: Turns, limits: Limits) -> pd.DataFrame:
    """Give pairs of an old and a new number seen on one handset, or at one address, that few phones share."""
    frames = []
    for link_type in (USED_ON, SEEN_AT):
        rows = scene.snapshot.links(link_type)[["start", "end"]]
        rows = rows[rows["start"].isin(scene.held.index[scene.held["kind"] == "phone"])].drop_duplicates()
        rows = rows.assign(n=rows.groupby("end")["start"].transform("size"))
        pairs = _paired(rows[rows["n"].between(2, limits.calls.mates_cap)], turned, limits)
        # Of several places that two share the quietest says most.
        pairs = pairs.sort_values(["old", "new", "n"], kind="stable").drop_duplicates(["old", "new"])
        strength = np.interp(pairs["n"], limits.calls.mates_points, limits.calls.mates_strengths)
        frames.append(pairs.assign(code=CODES[link_type.name], strength=strength))
    return pd.concat(frames, ignore_index=True)[list(TIE_COLUMNS)]


def moved(scene: Scene, turned: Turns, limits: Limits) -> pd.DataFrame:
    """Give pairs of which cards or accounts named the old number first and the new one later."""
    frames = [scene.snapshot.links(one)[["start", "end", "first"]] for one in (RESERVED, BOUND)]
    pairs = _paired(pd.concat(frames).rename(columns={"start": "end", "end": "start"}), turned, limits)
    later = pairs[pairs["first_new"] > pairs["first_old"]]
    found = later.groupby(["old", "new", "gap"], as_index=False).agg(n=("end", "nunique"))
    return found.assign(code=MOVED, strength=1.0)[list(TIE_COLUMNS)]


def circles(scene: Scene, turned: Turns, heir: dict[int, int], limits: Limits) -> pd.DataFrame:
    """Give pairs whose circles overlap, by Hellinger's affinity; `heir` (new: old) says who already is one person.

    The affinity is the sum over shared contacts of the root of the product of their parts of both circles.
    """
    rule = limits.calls
    rows = circle(scene, limits).rename(columns={"phone": "start", "other": "end"})
    rows = rows[rows["start"].isin(turned[0].index) | rows["start"].isin(turned[1].index)]
    end = rows["end"].map(heir).fillna(rows["end"]).astype("int64")
    rows = rows.assign(end=end).groupby(["start", "end"], as_index=False).agg(weight=("weight", "sum"))
    rows = rows.assign(part=rows["weight"] / rows.groupby("start")["weight"].transform("sum"))
    pairs = _paired(rows, turned, limits)
    # Its own forebear or heir is no common acquaintance.
    pairs = pairs[(pairs["end"] != pairs["old"]) & (pairs["end"] != pairs["new"])]
    pairs = pairs.assign(affinity=np.sqrt(pairs["part_old"] * pairs["part_new"]))
    found = pairs.groupby(["old", "new", "gap"], as_index=False).agg(n=("end", "size"), affinity=("affinity", "sum"))
    strength = np.interp(found["affinity"], rule.affinity_points, rule.affinity_strengths)
    strength = strength * np.interp(found["n"], rule.shared_points, rule.shared_strengths)
    return found.assign(code="same_circle", strength=strength)[list(TIE_COLUMNS)]


def two_people(scene: Scene, rows: pd.DataFrame, limits: Limits) -> Mask:
    """Say which pairs rang each other on several days: these are two people."""
    known, size = contacts(scene), len(scene.snapshot.entities)
    talked = known[known["out"] + known["into"] >= limits.calls.talk_days]
    return among((rows["old"] * size + rows["new"]).to_numpy(dtype=np.int64), talked, size)


def sold_on(scene: Scene, rows: pd.DataFrame, limits: Limits) -> Mask:
    """Say which rows are of pairs that share a handset and nothing else, while each has a circle of its own.

    That is how a handset looks that somebody sold.
    """
    size = circle(scene, limits).groupby("phone").size()
    old, new = (rows[side].map(size).fillna(0).to_numpy() for side in ("old", "new"))
    kept = (rows["code"] != "same_handset").groupby([rows["old"], rows["new"]]).transform("any")
    return np.asarray(~kept & (np.minimum(old, new) >= limits.calls.own_circle))


def grounds(scene: Scene, pairs: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the links that the ties of these pairs rest on: pair and the columns of grounds but card."""
    kept = circle(scene, limits).rename(columns={"phone": "start", "other": "end"})[["start", "end"]]
    frames = [_linked(_shared(kept, pairs), CALLED)]
    frames += [_linked(_shared(scene.snapshot.links(one)[["start", "end"]], pairs), one) for one in (USED_ON, SEEN_AT)]
    for one in (RESERVED, BOUND):
        named = scene.snapshot.links(one)[["start", "end"]].rename(columns={"start": "end", "end": "start"})
        found = _linked(_shared(named, pairs), one)
        frames.append(found.rename(columns={"start": "end", "end": "start"}).assign(code=MOVED))
    frames.append(_turning(scene, pairs))
    return pd.concat(frames, ignore_index=True)[["pair", *GROUND_COLUMNS[1:]]]


def _turning(scene: Scene, pairs: pd.DataFrame) -> pd.DataFrame:
    """The old number's last call and the new one's first."""
    rows = calls(scene)
    frames = []
    for side, by, up in (("old", "last", False), ("new", "first", True)):
        mine = rows[rows["start"].isin(pairs[side])].sort_values(["start", by, "end"], ascending=[True, up, True])
        mine = mine.drop_duplicates("start")[["start", "end"]]
        frames.append(pairs[["pair", side]].rename(columns={side: "start"}).merge(mine, on="start"))
    return pd.concat(frames).assign(type=CALLED.name, code="took_up")


def _shared(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """What both numbers of each pair are linked with: pair, old, new, end."""
    rows = rows.drop_duplicates()
    one = pairs[["pair", "old", "new"]].merge(rows.rename(columns={"start": "old"}), on="old")
    return one.merge(rows.rename(columns={"start": "new"}), on=["new", "end"])


def _linked(shared: pd.DataFrame, link_type: LinkType) -> pd.DataFrame:
    """The links of both numbers with what they share."""
    sides = [shared[["pair", side, "end"]].rename(columns={side: "start"}) for side in ("old", "new")]
    return pd.concat(sides).assign(type=link_type.name, code=CODES.get(link_type.name, MOVED))


def _paired(rows: pd.DataFrame, turned: Turns, limits: Limits) -> pd.DataFrame:
    """Rows (start: phone, end: what it touches) joined into pairs of an old and a new number, in time."""
    olds, news = turned
    left = rows[rows["start"].isin(olds.index)].rename(columns={"start": "old"})
    right = rows[rows["start"].isin(news.index)].rename(columns={"start": "new"})
    pairs = left.merge(right, on="end", suffixes=("_old", "_new"))
    gap = (pairs["new"].map(news) - pairs["old"].map(olds)) / DAY
    fit = (gap >= -limits.calls.overlap_days) & (gap <= limits.calls.gap_days) & (pairs["old"] != pairs["new"])
    pairs = pairs.assign(gap=gap)[fit]
    return pairs.assign(n=pairs["n_old"]) if "n_old" in pairs else pairs

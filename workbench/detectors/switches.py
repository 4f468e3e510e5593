"""Switches: a new number that carries on where a number in doubt fell silent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import Findings, no_findings
from workbench.model.kinds import PHONE
from workbench.model.links import REGISTERED
from workbench.signals import lacks, telling
from workbench.signals.calls import readings, ties
from workbench.signals.calls.doubt import doubt_of
from workbench.signals.calls.succession import Succession, succession
from workbench.signals.evidence import evidence, scored
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot

NAME = "switches"
NAMED = ("case_number", "reported", "disputed")
ABOUT = "New numbers that carry on where a number in doubt fell silent"
READS = (
    lacks.Read((lacks.CALLS, lacks.HANDSETS, lacks.ADDRESSES), "when numbers began and fell silent", needed=True),
    lacks.Read((lacks.PHONE_PAPER,), "whose the numbers are, so that a person who changed numbers could not be told"),
    lacks.Read((lacks.CALLS,), "who talks with whom, so that circles could not be compared"),
    lacks.Read((lacks.HANDSETS,), "which handsets they were used on"),
    lacks.Read((lacks.ADDRESSES,), "which addresses they were seen at"),
    lacks.Read((*lacks.NAMING, lacks.DISPUTES), "which old numbers cases, reports and holders name"),
)


def find(snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
    """Give pairs of an old number and the new one that carries on for it, best first; parts: old, new.

    Ordinary people change their numbers too: a pair is a finding only where one of the two is in doubt already, and
    where paper makes both one person's, one household's or one firm's, only where the old number is, and surely.
    """
    at = scene(snapshot, limits)
    follows = succession(at, limits)
    doubt = doubt_of(at, so_far, limits)
    sure = {side: follows.pairs[side].map(doubt).fillna(0.0).to_numpy() for side in ("old", "new")}
    fitting = readings.readings(at, follows.pairs, follows.rows)
    plain = follows.pairs["pair"].isin(fitting.loc[fitting["code"].isin(readings.PLAIN), "pair"]).to_numpy()
    rule = limits.calls
    asked = np.where(plain, sure["old"] >= rule.plain_doubt, np.maximum(sure["old"], sure["new"]) >= rule.old_doubt)
    pairs = follows.pairs.assign(plain=plain, old_doubt=sure["old"], new_doubt=sure["new"])[asked]
    rows = _scored(at, pairs, follows, limits)
    if rows.empty:
        return no_findings()
    return _told(at, pairs, rows, fitting, limits)


def _scored(at: Scene, pairs: pd.DataFrame, follows: Succession, limits: Limits) -> pd.DataFrame:
    """The evidence of each pair, scored: card (the one of the two it speaks of) and pair."""
    frames = [follows.rows[follows.rows["pair"].isin(pairs["pair"])]]
    for code, strength in (
        ("old_in_doubt", pairs["old_doubt"]),
        ("new_in_doubt", pairs["new_doubt"]),
        ("other_paper", (_parted(at, pairs) & ~pairs["plain"]).astype("float64")),
    ):
        frames.append(pd.DataFrame({"pair": pairs["pair"], "code": code, "strength": strength, "n": 0}))
    rows = pd.concat(frames, ignore_index=True).rename(columns={"pair": "card"}).assign(m=0)
    rows = scored(rows[rows["strength"] > 0], limits.calls.family_share).rename(columns={"card": "pair"})
    ends = pairs.set_index("pair")
    speaks = rows["pair"].map(ends["new"]).where(rows["code"] != "old_in_doubt", rows["pair"].map(ends["old"]))
    return rows.assign(card=speaks)[rows["score"] >= limits.calls.least_switch]


def _parted(at: Scene, pairs: pd.DataFrame) -> pd.Series:
    """Which pairs are opened under papers of two households."""
    one, other = (pairs[side].map(at.held["party"]).fillna(-1) for side in ("old", "new"))
    return (one >= 0) & (other >= 0) & (one != other)


def _told(at: Scene, pairs: pd.DataFrame, rows: pd.DataFrame, fitting: pd.DataFrame, limits: Limits) -> Findings:
    found = pairs.merge(rows[["pair", "score"]].drop_duplicates("pair"), on="pair")
    for side in ("old", "new"):
        found[f"{side}_key"] = telling.keyed(at, found[side])["key"]
    keys = zip(found["old_key"], found["new_key"], strict=True)
    found["finding"] = [telling.name_of("switch", (f"old {old}", f"new {new}")) for old, new in keys]
    found = found.sort_values(["score", "old_key", "new_key"], ascending=[False, True, True], ignore_index=True)
    found = found.assign(rank=np.arange(1, len(found) + 1), detector=NAME)
    found["says"] = [readings.headline(plain, gap) for plain, gap in zip(found["plain"], found["gap"], strict=True)]
    names = found.set_index("pair")["finding"]
    members = pd.concat(
        [
            found[["finding", "score"]].assign(kind=PHONE.word, key=found[f"{side}_key"], part=side)
            for side in ("old", "new")
        ]
    )
    why = [
        telling.reasons(at, rows.assign(finding=rows["pair"].map(names))),
        readings.counters(found, fitting),
        lacks.not_known(found, at.snapshot, READS),
    ]
    return telling.findings(found, members, pd.concat(why), telling.grounds(at, _grounds(at, found, limits)))


def _grounds(at: Scene, found: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """The links that ties rest on, and the papers of both numbers."""
    names = found.set_index("pair")["finding"]
    rests = ties.grounds(at, found, limits)
    papers = at.snapshot.links(REGISTERED)[["start", "end"]]
    ends = [found[["finding", side]].rename(columns={side: "start"}) for side in ("old", "new")]
    paper = pd.concat(ends).merge(papers, on="start").assign(type=REGISTERED.name)
    said = evidence(at, limits).grounds
    said = said[said["code"].isin(NAMED)]
    named = [
        said.merge(found[["finding", side]].rename(columns={side: "card"}), on="card").assign(code=f"{side}_in_doubt")
        for side in ("old", "new")
    ]
    held = pd.concat([paper.assign(code=code) for code in ("old_in_doubt", "new_in_doubt", "other_paper")])
    return pd.concat([rests.assign(finding=rests["pair"].map(names)), *named, held], ignore_index=True)

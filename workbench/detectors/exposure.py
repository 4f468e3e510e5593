"""Exposure: people whom a doubtful line, account or card is working on, how urgently, and by which fraud."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from workbench.model import Findings, no_findings
from workbench.model.finding import MARK_COLUMNS
from workbench.model.kinds import CASE_NUMBER, PHONE
from workbench.model.links import NAMES, RESERVED
from workbench.signals import lacks, telling
from workbench.signals.exposure.contacts import contacts
from workbench.signals.exposure.doubt import doubts, together
from workbench.signals.exposure.fraud_types import FEATURES, likely, spread, told_types
from workbench.signals.exposure.groups import with_groups
from workbench.signals.exposure.odds import KEYS, levels, points, step, sums
from workbench.signals.exposure.saying import headline, sentences
from workbench.signals.exposure.visits import with_visits
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot

NAME = "exposure"
ABOUT = "People whom doubtful lines, accounts or cards are working on"
UNKNOWN = "other"
READS = (
    lacks.Read((lacks.CALLS, lacks.MESSAGES, lacks.TRANSFERS, lacks.HARM), "who was in touch with whom", needed=True),
    lacks.Read((lacks.CALLS,), "who called whom"),
    lacks.Read((lacks.MESSAGES,), "who wrote to whom"),
    lacks.Read((lacks.TRANSFERS,), "who paid whom"),
    lacks.Read((lacks.CHATS,), "who sat in which chat group"),
    lacks.Read((lacks.VISITS,), "which sites were visited"),
    lacks.Read(lacks.NAMING, "what cases and reports name"),
    lacks.Read((lacks.PHONE_PAPER,), "whose the phones are, so a household could not be told"),
    lacks.Read((lacks.SERVICES,), "which numbers are known services, so that these could not be left out"),
)


def find(snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
    """Give phones that are more likely worked on than not, most likely first.

    A finding is a phone (part: its level) with the doubtful cards that reached it (part: line); its marks are level,
    fraud_type and step. Score is the log odds over all reasons.
    """
    at = scene(snapshot, limits)
    grounds = doubts(at, so_far, limits)
    doubt = together(grounds)
    ring = _rings(at, so_far)
    facts = contacts(at, doubt.index[doubt >= limits.exposure.least_doubt].to_numpy(dtype=np.int64))
    facts = facts[_outside(at, facts, doubt, limits)]
    if facts.empty:
        return no_findings()
    facts = facts.assign(crew=facts["other"].map(_crews(at, ring)), doubt=facts["other"].map(doubt))
    many = max(limits.exposure.reach, limits.exposure.reach_share * len(snapshot.of_kind(PHONE)))
    summed = with_groups(at, with_visits(at, sums(facts), limits), doubt, limits).assign(many=many)
    worth = points(summed, limits)
    found = _best(at, summed, worth, limits)
    if found.empty:
        return no_findings()
    told = spread(told_types(at, limits), ring, limits)
    found = found.assign(
        fraud_type=_types(at, told, facts, summed, limits).reindex(found["phone"]).fillna(UNKNOWN).array
    )
    return _told(at, found, worth, facts, grounds)


def _rings(at: Scene, so_far: tuple[Findings, ...]) -> pd.Series:
    """Which ring each card belongs to, as a number below nought; index card code."""
    rings = [one.members.assign(detector=one.findings["detector"].iloc[0]) for one in so_far if len(one.findings)]
    frame = pd.concat([*rings, pd.DataFrame(columns=["finding", "kind", "key", "part", "detector"])])
    frame = frame[(frame["detector"] == "rings") & ~frame["part"].isin(("paper", "hub"))]
    entities = at.snapshot.entities
    codes = entities.assign(kind=entities["kind"].astype("str"), card=entities.index)
    frame = frame.merge(codes, on=["kind", "key"]).sort_values(["card", "finding"]).drop_duplicates("card")
    return pd.Series(-1 - pd.factorize(frame["finding"], sort=True)[0], index=frame["card"].to_numpy())


def _crews(at: Scene, ring: pd.Series) -> pd.Series:
    """What belongs together by a ring, a case or a holder, as one number each; index card code."""
    names = at.snapshot.links(NAMES)
    cases = names[at.snapshot.is_kind(names["start"].to_numpy(), CASE_NUMBER) & names["end"].isin(at.held.index)]
    holder = at.held.loc[at.held["holder"] >= 0, "holder"]
    size = len(at.snapshot.entities)
    one = np.concatenate([cases["end"], holder.index, ring.index]).astype(np.int64)
    # Rings are numbered behind the entities, so that all three are places in one matrix.
    other = np.concatenate([cases["start"], holder, size - 1 - ring]).astype(np.int64)
    whole = size + len(ring)
    joined = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(whole, whole))
    label = connected_components(joined, directed=False)[1]
    cards = np.asarray(at.held.index, dtype=np.int64)
    return pd.Series(label[cards], index=cards)


def _outside(at: Scene, facts: pd.DataFrame, doubt: pd.Series, limits: Limits) -> pd.Series:
    """Contacts of people who are not themselves in doubt, of no service, and of another household and hands."""
    held = at.held
    key = facts["phone"].map(at.snapshot.entities["key"]).astype("str")
    plain = key.str.startswith("+") & (facts["phone"].map(held["service"]).fillna("") == "")
    outside = ~(facts["phone"].map(doubt).fillna(0.0) >= limits.exposure.insider_doubt)
    mine, theirs = facts["phone"].map(held["party"]), facts["other"].map(held["party"])
    strange = ~((mine == theirs) & (mine >= 0))
    return plain & outside & strange & ~_tied(at, facts)


def _tied(at: Scene, facts: pd.DataFrame) -> pd.Series:
    """Contacts of cards that share a device, address or contact phone, or stand behind one another: not strangers."""
    size = len(at.snapshot.entities)
    paired = at.paired[["one", "other"]].to_numpy()
    behind = at.snapshot.links(RESERVED)[["start", "end"]].to_numpy()
    ties = np.concatenate([paired, behind]) if len(paired) + len(behind) else np.empty((0, 2), dtype=np.int64)
    names = ties.min(axis=1) * size + ties.max(axis=1)
    both = facts[["phone", "other"]].to_numpy()
    return pd.Series(np.isin(both.min(axis=1) * size + both.max(axis=1), names), index=facts.index)


def _best(at: Scene, summed: pd.DataFrame, worth: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """One row a phone over the limit: its likeliest crew, score, level, step, kind, key, finding and rank."""
    score = worth.sum(axis=1) + limits.exposure.exposure_start
    level = levels(summed, score, limits)
    frame = summed.assign(score=score, level=level, step=step(summed, level)).reset_index()
    frame = frame[frame["score"] >= limits.exposure.least_exposure].sort_values(
        ["phone", "score", "crew"], ascending=[True, False, True]
    )
    frame = frame.drop_duplicates("phone").reset_index(drop=True)
    frame[["kind", "key"]] = telling.keyed(at, frame["phone"])
    frame["finding"] = [telling.name_of("exposed", (PHONE.word, key)) for key in frame["key"]]
    frame = frame.sort_values(["score", "key"], ascending=[False, True], ignore_index=True)
    return frame.assign(rank=np.arange(1, len(frame) + 1), detector=NAME)


def _types(at: Scene, told: pd.DataFrame, facts: pd.DataFrame, summed: pd.DataFrame, limits: Limits) -> pd.Series:
    """The likeliest fraud type of each phone, from what is told of those who reached it and how it went."""
    if not len(told.columns):
        return pd.Series(dtype="str")
    whom = facts[["phone", "other", "doubt"]].drop_duplicates(["phone", "other"])
    weighed = told.reindex(pd.Index(whom["other"])).fillna(0.0).mul(whom["doubt"].to_numpy(), axis=0)
    prior = weighed.groupby(whom["phone"].to_numpy()).sum()
    return likely(prior, _profile(summed), at, limits).idxmax(axis=1)


def _profile(summed: pd.DataFrame) -> pd.DataFrame:
    """How the contact of each phone went, in small whole numbers."""
    by = summed.groupby(level="phone")
    frame = pd.DataFrame(
        {
            "calls": np.minimum(by["times"].sum(), 4),
            "longest": np.digitize(by["seconds"].max(), (30, 120, 400, 1000)),
            "wrote": np.digitize(by["wrote"].sum(), (1, 5, 20)),
            "visited": ((by["site"].max() > 0) | (by["soon"].max() > 0)).astype(int)
            + 2 * (by["screen"].max() > 0).astype(int),
            "paid": np.digitize(by["fen"].sum(), (1, 100_000, 500_000, 2_000_000)),
            "days": np.digitize(by["span"].max(), (2, 7, 21)),
        }
    )
    return frame[list(FEATURES)].astype("int64")


def _told(at: Scene, found: pd.DataFrame, worth: pd.DataFrame, facts: pd.DataFrame, grounds: pd.DataFrame) -> Findings:
    mine = facts.merge(found[["finding", *KEYS]], on=KEYS)
    lines = mine.drop_duplicates(["finding", "other"])[["finding", "other", "doubt"]].reset_index(drop=True)
    lines[["kind", "key"]] = telling.keyed(at, lines["other"])
    members = pd.concat(
        [found.assign(part=found["level"]), lines.assign(part="line", score=lines["doubt"])], ignore_index=True
    )
    found = found.assign(says=headline(found))
    rests = mine[["finding", "type", "start", "end"]].assign(code=mine["how"])
    why = pd.concat(
        [sentences(found, worth, mine, grounds), lacks.not_known(found, at.snapshot, READS)], ignore_index=True
    )
    told = telling.findings(found, members, why, telling.grounds(at, rests))
    marks = found.melt("finding", ["level", "fraud_type", "step"], "name", "value")
    return replace(told, marks=marks.sort_values(["finding", "name"], ignore_index=True)[list(MARK_COLUMNS)])

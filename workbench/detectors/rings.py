"""Rings: cards in strange hands that are held together by two families of links, or by one rare one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import Findings, no_findings
from workbench.model.kinds import BANK_CARD, IDENTITY, PHONE
from workbench.model.links import CALLED, PAID
from workbench.signals import lacks, telling
from workbench.signals.cuts import merged
from workbench.signals.edges import edges
from workbench.signals.evidence import OF_PAPER, evidence, points, scored
from workbench.signals.families import DEVICE, IP
from workbench.signals.groups import groups, grown, of_others
from workbench.signals.limits import Limits
from workbench.signals.peeling import peeled
from workbench.signals.quiet import lines, quiet
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot
from workbench.signals.strength import strength

NAME = "rings"
ABOUT = "Groups of cards of unrelated people that act together"
READS = (
    lacks.Read(lacks.PAPER, "whose name phones, cards and accounts are in", needed=True),
    lacks.Read(
        (lacks.HANDSETS, lacks.ADDRESSES, lacks.CARD_CONTACTS, lacks.ACCOUNT_PHONES, lacks.OPENINGS),
        "what cards have in common: handsets, addresses, contact phones, outlets",
        needed=True,
    ),
    lacks.Read((lacks.ADDRESSES,), "which addresses they were seen at, so that home could not be told"),
    lacks.Read((lacks.HANDSETS,), "which handsets they were used on"),
    lacks.Read((lacks.PEOPLE,), "where people live and work, so that households and staffs could not be told"),
    lacks.Read((lacks.CALLS,), "who talks with whom, so that old acquaintance could not be told"),
    lacks.Read((*lacks.NAMING, lacks.DISPUTES), "what cases, reports and holders name"),
)
_FAMILY_WORDS = {
    "contact": "contact phones",
    "device": "devices",
    "ip": "network addresses",
    "outlet": "openings",
    "REGISTERED": "identities",
    "money": "payments",
    "talk": "calls and messages",
    "circle": "the people they reach",
    "case": "cases that name them together",
}

_DOUBTS = {
    "chance": "its cards have hardly more links with one another than chance gives cards with as many links",
    "elsewhere": "the cards that share most hereabouts are mostly others than its own",
    "quiet": "nobody complains of its cards, and they are hardly in touch with the same strangers",
    "lines": "it has lines and hardly a card or an account, as call desks and teams have that pass handsets round",
}


def find(snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
    """Give groups of at least three suspect cards of at least two households, strongest first."""
    del so_far
    at = scene(snapshot, limits)
    known = evidence(at, limits)
    rows = scored(known.rows, limits.ring_family_share)
    rows = rows[rows["score"] >= limits.member_points]
    rows = rows[rows["card"].isin(rows.loc[~rows["code"].isin(OF_PAPER), "card"])]
    cards = np.asarray(rows["card"].unique(), dtype=np.int64)
    joined = edges(at, cards, cards, limits)
    group = _sure(_wide(at, groups(joined, limits), limits), rows, limits)
    if group.empty:
        return no_findings()
    raw = points(known.rows).groupby(known.rows["card"]).sum()
    group, around = _filled(at, group, raw, limits)
    members = _members(at, rows, group, limits)
    firm = members.groupby("group")["score"].transform("mean") >= limits.ring_mean
    members = members[firm | (members["doubt"] == "")]
    if members.empty:
        return no_findings()
    return _told(at, rows, members, around, limits)


def _filled(at: Scene, group: pd.Series, raw: pd.Series, limits: Limits) -> tuple[pd.Series, pd.DataFrame]:
    """The groups with the cards that belong to them by their links, and those that belong to these; all their links.

    A card that joins may close the gap between two groups, so they are put together anew at each step.
    """
    everybody = np.asarray(at.held.index[at.held["service"].isna()], dtype=np.int64)
    for step in range(limits.grow_steps):
        around = edges(at, np.asarray(group.index, dtype=np.int64), everybody, limits)
        links = of_others(around, at.held["holder"])
        fuller = merged(grown(group, links, raw, limits, suspects=step > 0), around, limits)
        if len(fuller) == len(group):
            break
        group = fuller
    return fuller, around


def _sure(group: pd.Series, rows: pd.DataFrame, limits: Limits) -> pd.Series:
    """The groups whose cards have enough against them taken together."""
    score = rows.drop_duplicates("card").set_index("card")["score"].reindex(group.index)
    return group[score.groupby(group).transform("mean") >= limits.ring_mean]


def _wide(at: Scene, group: pd.Series, limits: Limits) -> pd.Series:
    """The groups of enough cards and households to be a ring."""
    frame = pd.DataFrame({"group": group, "party": at.held["party"].reindex(group.index)})
    sizes = frame.groupby("group").agg(cards=("party", "size"), parties=("party", "nunique"))
    wide = sizes.index[(sizes["cards"] >= limits.ring_cards) & (sizes["parties"] >= limits.ring_households)]
    return group[group.isin(wide)]


def _members(at: Scene, rows: pd.DataFrame, group: pd.Series, limits: Limits) -> pd.DataFrame:
    """One row a card of the groups: card, group, score, doubt, kind, key, party, part."""
    members = group.rename("group").rename_axis("card").reset_index()
    score = rows.drop_duplicates("card").set_index("card")["score"]
    known = evidence(at, limits).rows
    still, calling = (members["group"].isin(seek(at, group, known, limits)) for seek in (quiet, lines))
    members["doubt"] = np.select([still, calling], ["quiet", "lines"], "")
    left = np.where(members["doubt"] == "", 1.0, limits.doubt_part)
    members["score"] = members["card"].map(score).fillna(0.0) * left
    members["party"] = members["card"].map(at.held["party"])
    members[["kind", "key"]] = telling.keyed(at, members["card"])
    members["part"] = _parts(at, members)
    return members


def _parts(at: Scene, members: pd.DataFrame) -> pd.Series:
    """What each card does in its ring, by structure alone: caller, mule, cash_out, contact or lure."""
    calls = at.snapshot.links(CALLED)
    out = calls.groupby("start").size().reindex(members["card"], fill_value=0).to_numpy()
    group = members.set_index("card")["group"]
    paid = at.snapshot.links(PAID)
    paid = paid[paid["start"].isin(group.index)]
    inside = paid["end"].map(group).to_numpy() == paid["start"].map(group).to_numpy()
    passes = members["card"].isin(paid.loc[inside, "start"]).to_numpy()
    takes = members["card"].isin(paid.loc[inside, "end"]).to_numpy()
    phone, card = members["kind"] == PHONE.word, members["kind"] == BANK_CARD.word
    choices = [phone & (out >= 10), phone, card & takes & ~passes, card]
    return pd.Series(np.select(choices, ["caller", "contact", "cash_out", "mule"], "lure"), index=members.index)


def _told(at: Scene, rows: pd.DataFrame, members: pd.DataFrame, joined: pd.DataFrame, limits: Limits) -> Findings:
    members = _named(members)
    found = members.groupby("finding").agg(score=("score", "sum"), cards=("card", "size"), parties=("party", "nunique"))
    found = found.reset_index().sort_values(["score", "finding"], ascending=[False, True], ignore_index=True)
    found = found.assign(rank=np.arange(1, len(found) + 1), detector=NAME)
    held = members.set_index("card")["finding"]
    inside = joined[joined["one"].map(held).to_numpy() == joined["other"].map(held).to_numpy()]
    inside = inside.assign(finding=inside["one"].map(held))
    strong = strength(at, held).reindex(found["finding"])
    dense = peeled(at, held).reindex(found["finding"])
    found["says"] = _sentences(found, inside, strong, dense)
    score = found.set_index("finding")["score"]
    members = members.assign(total=members["finding"].map(score))
    mine = rows[rows["card"].isin(held.index)]
    known = evidence(at, limits).grounds
    rests = known[known["card"].isin(held.index)]
    why = [
        telling.reasons(at, mine.assign(finding=mine["card"].map(held))),
        telling.counters(at, members),
        *(
            telling.doubtful(score.reindex(names), code, _DOUBTS[code], left)
            for code, (names, left) in _doubts(members, strong, dense, limits).items()
        ),
        lacks.not_known(found, at.snapshot, READS),
    ]
    everything = pd.concat([members, _papers(at, members), _hubs(at, held)])
    rests = telling.grounds(at, rests.assign(finding=rests["card"].map(held)))
    return telling.findings(found, everything, pd.concat(why), rests)


def _named(members: pd.DataFrame) -> pd.DataFrame:
    """The members, strongest first, with their `finding`."""
    members = members.sort_values(["group", "score", "kind", "key"], ascending=[True, False, True, True])
    # The strongest members name the ring, so that it keeps its name when a card joins or leaves at the rim.
    top = members[members.groupby("group").cumcount() < 5]
    names = {group: telling.name_of("ring", part["kind"] + part["key"]) for group, part in top.groupby("group")}
    return members.assign(finding=members["group"].map(names))


def _papers(at: Scene, members: pd.DataFrame) -> pd.DataFrame:
    """The identities the ring's cards stand in: part paper, which says nothing of the person named."""
    held = members.assign(holder=members["card"].map(at.held["holder"]))
    held = held[held["holder"] >= 0].sort_values("score", ascending=False).drop_duplicates(["finding", "holder"])
    named = held[["finding", "score"]].reset_index(drop=True)
    named[["kind", "key"]] = telling.keyed(at, held["holder"].reset_index(drop=True))
    return named.assign(kind=IDENTITY.word, part="paper")


def _hubs(at: Scene, held: pd.Series) -> pd.DataFrame:
    """The devices and network addresses that cards of one ring share: part hub, scored by the pairs they make."""
    pairs = at.paired[at.paired["family"].isin((DEVICE, IP))]
    pairs = pairs.assign(finding=pairs["one"].map(held), other=pairs["other"].map(held))
    pairs = pairs[pairs["finding"].notna() & (pairs["finding"] == pairs["other"])]
    hubs = pairs.groupby(["finding", "value"], as_index=False).agg(score=("weight", "sum"))
    hubs[["kind", "key"]] = telling.keyed(at, hubs["value"])
    return hubs[["finding", "kind", "key", "score"]].assign(part="hub")


def _sentences(found: pd.DataFrame, inside: pd.DataFrame, strong: pd.DataFrame, dense: pd.DataFrame) -> list[str]:
    families = inside.groupby("finding")["family"].agg(lambda each: sorted({_FAMILY_WORDS[one] for one in each}))
    joined = [", ".join(families[name]) for name in found["finding"]]
    columns = (found["cards"], found["parties"], joined, strong["inside"], strong["expected"], dense["kept"])
    return [
        f"{cards} cards of {parties} households act together, joined by {by}; "
        f"{n} pairs of them are linked"
        + f", where chance would link {chance:.1f}" * (chance < n)
        + f"; {kept} of them share most, whatever joins them" * (kept > 1)
        for cards, parties, by, n, chance, kept in zip(*columns, strict=True)
    ]


def _doubts(
    members: pd.DataFrame, strong: pd.DataFrame, dense: pd.DataFrame, limits: Limits
) -> dict[str, tuple[pd.Index, float]]:
    """The rings that each doubt is about, and the part of the score that it leaves."""
    known = members.drop_duplicates("finding").set_index("finding")["doubt"]
    told = {code: (known.index[known == code], limits.doubt_part) for code in ("quiet", "lines")}
    return told | {
        "chance": (strong.index[strong["surprise"] < limits.ring_surprise], 1.0),
        "elsewhere": (dense.index[dense["kept"] <= limits.ring_dense * dense["dense"]], 1.0),
    }

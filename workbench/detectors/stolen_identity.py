"""Stolen, lent and invented identity: cards whose paper names one person and whose hands are another's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import Findings, no_findings
from workbench.model.kinds import BANK_CARD, IDENTITY
from workbench.signals import lacks, telling
from workbench.signals.evidence import OTHER_HANDS, WAYS_OF_LIFE, Ledger, company, evidence, near_bad, scored, together
from workbench.signals.holdings import remote
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot

NAME = "stolen_identity"
ABOUT = "Phone cards, bank cards and accounts opened under an identity that is not their user's"
READS = (
    lacks.Read(lacks.PAPER, "whose name phones, cards and accounts are in", needed=True),
    lacks.Read((lacks.ADDRESSES,), "which addresses they were seen at, so that home could not be told"),
    lacks.Read((lacks.HANDSETS,), "which handsets they were used on"),
    lacks.Read((lacks.PEOPLE,), "where people live and work, so that households and staffs could not be told"),
    lacks.Read((lacks.CALLS,), "who talks with whom, so that old acquaintance could not be told"),
    lacks.Read(lacks.NAMING, "what cases and reports name"),
    lacks.Read((lacks.DISPUTES,), "which cards their holders say are not theirs"),
)
_OWN_PAPER = "nothing says that it is in other hands: whoever it is named after may use it, for the ring or unawares"
_SAYS = {
    "stolen": "opened away from its holder and in other hands from the first day: the identity may be stolen, or lent",
    "lent": "opened at home, then in other hands: lent or sold, or taken by force or theft",
    "invented": "whose identity is on no record and has no other life: it may be invented, or merely unknown to us",
}


def find(snapshot: Snapshot, so_far: tuple[Findings, ...], limits: Limits) -> Findings:
    """Give the cards that at least three families of evidence put in other hands than their holder's, best first.

    Reasons that a way of life gives as well bear out others and accuse nobody by themselves, however many they are.
    """
    at = scene(snapshot, limits)
    known = evidence(at, limits)
    whole = together([known, _grouped(at, so_far, limits), near_bad(at, limits)])
    rows = _doubted(at, scored(whole.rows, limits.family_share), limits)
    rows = rows[(rows["score"] >= limits.least_score) & (rows["card"].map(at.held["holder"]) >= 0)]
    rows = rows[rows["card"].isin(rows.loc[~rows["code"].isin(WAYS_OF_LIFE), "card"])]
    if rows.empty:
        return no_findings()
    return _told(at, rows, whole, limits)


def _doubted(at: Scene, rows: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """The rows with `own`: whether nothing says that the bank card is in other hands; its score is then in doubt.

    A mule who uses his own paper is of the ring and passes its money; it is his card all the same.
    """
    paying = rows["card"].map(at.held["kind"]) == BANK_CARD.word
    own = paying & ~rows["card"].isin(rows.loc[rows["code"].isin(OTHER_HANDS), "card"])
    left = np.where(own, limits.doubt_part, 1.0)
    return rows.assign(own=own, score=rows["score"] * left, without=rows["without"] * left)


def _told(at: Scene, rows: pd.DataFrame, whole: Ledger, limits: Limits) -> Findings:
    cards = _cards(at, rows, whole.rows["card"])
    by_card = cards.set_index("card")["finding"]
    own = cards[cards["own"]].set_index("finding")["score"]
    papers = cards.assign(kind=IDENTITY.word, key=cards["identity"], part="paper")
    rests = whole.grounds[whole.grounds["card"].isin(cards["card"])]
    why = [
        telling.reasons(at, rows.assign(finding=rows["card"].map(by_card))),
        telling.counters(at, cards),
        telling.doubtful(own, "own_paper", _OWN_PAPER, limits.doubt_part),
        lacks.not_known(cards, at.snapshot, READS),
    ]
    rests = telling.grounds(at, rests.assign(finding=rests["card"].map(by_card)))
    return telling.findings(cards, pd.concat([cards, papers]), pd.concat(why), rests)


def _cards(at: Scene, rows: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """One row a card, best first: card, score, own, kind, key, holder, identity, part, finding, rank, total, says."""
    cards = rows.drop_duplicates("card")[["card", "score", "own"]].reset_index(drop=True)
    cards[["kind", "key"]] = telling.keyed(at, cards["card"])
    cards["holder"] = cards["card"].map(at.held["holder"])
    cards["identity"] = telling.keyed(at, cards["holder"])["key"]
    cards["part"] = _how(at, cards, known)
    opened = cards["card"].map(at.held["opened"]).dt.strftime("%Y%m%dT%H%M%S").fillna("")
    names = zip(cards["kind"], cards["key"], cards["identity"], opened, strict=True)
    cards["finding"] = [telling.name_of("paper", one) for one in names]
    cards = cards.sort_values(["score", "kind", "key"], ascending=[False, True, True], ignore_index=True)
    cards = cards.assign(rank=np.arange(1, len(cards) + 1), total=cards["score"], detector=NAME)
    cards["says"] = [
        f"a {kind.replace('_', ' ')} {_SAYS[part]}" for kind, part in zip(cards["kind"], cards["part"], strict=True)
    ]
    return cards


def _how(at: Scene, cards: pd.DataFrame, known: pd.Series) -> pd.Series:
    """Which reading fits best: stolen, lent or invented. The others stay possible, and the sentence says so."""
    identity = at.snapshot.of_kind(IDENTITY)[["name", "region", "address"]]
    unknown = ~identity.notna().any(axis=1).reindex(cards["holder"]).to_numpy()
    held = at.held[at.held["holder"].isin(cards["holder"])]
    others = held[~held.index.isin(known)]
    alone = ~cards["holder"].isin(others["holder"]).to_numpy()
    away = pd.Series(remote(at.held), index=at.held.index).reindex(cards["card"]).to_numpy(dtype=np.bool_)
    # Thieves open where they are, far from whom the paper names; who lends or sells goes to the counter himself.
    stolen = pd.Series(away, index=cards.index).groupby(cards["holder"]).transform("max")
    return pd.Series(np.where(unknown & alone, "invented", np.where(stolen, "stolen", "lent")), index=cards.index)


def _grouped(at: Scene, so_far: tuple[Findings, ...], limits: Limits) -> Ledger:
    """Membership in a ring found before, and what ties the card to it, as further families of evidence."""
    members = [
        one.members[one.members["finding"].isin(one.findings.loc[one.findings["detector"] == "rings", "finding"])]
        for one in so_far
    ]
    frame = pd.concat([*members, pd.DataFrame(columns=["finding", "kind", "key", "score"])])
    entities = at.snapshot.entities
    codes = entities.assign(kind=entities["kind"].astype("str"), card=entities.index)
    found = frame[["finding", "kind", "key", "score"]].merge(codes, on=["kind", "key"])
    found = found[found["card"].isin(at.held.index)].astype({"score": "float64"})
    found = found.sort_values(["finding", "card"], kind="stable").rename(columns={"finding": "group"})
    return company(at, found[["group", "card", "score"]], limits)

"""Evidence of company: cards that are paid by cards already suspect, or pass money to them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import Findings
from workbench.model.links import REGISTERED
from workbench.signals.evidence.ledger import Ledger, ledger
from workbench.signals.limits import Limits
from workbench.signals.money.evidence import grounds, in_spans
from workbench.signals.money.flow import NOBODY_ELSE, Flow
from workbench.signals.money.limits import MoneyLimits
from workbench.signals.money.relations import DAY
from workbench.signals.scene import Scene

NAMED = ("case_number", "reported", "disputed")


def suspects(scene: Scene, so_far: tuple[Findings, ...], known: Ledger, limits: Limits) -> pd.Series[float]:
    """Give how sure (0 to 1) it is already that a card belongs to a crew: index card code.

    Known from what other detectors found of paper and hands, and from what cases, reports and holders say.
    """
    named = known.rows[known.rows["code"].isin(NAMED)].groupby("card")["strength"].max()
    frames = [one.members[~one.members["part"].isin(("paper", "hub", "target"))] for one in so_far]
    whole = pd.concat([*frames, pd.DataFrame(columns=["kind", "key", "score"])])
    entities = scene.snapshot.entities
    codes = entities.assign(kind=entities["kind"].astype("str"), card=entities.index)
    found = whole[["kind", "key", "score"]].merge(codes, on=["kind", "key"])
    found = found[found["card"].isin(scene.held.index)].astype({"score": "float64"})
    sure = (found.groupby("card")["score"].max() / limits.money.suspect_full).clip(upper=1.0)
    both: pd.Series[float] = pd.concat([sure, named]).astype("float64").groupby(level=0).max()
    return both[both > 0].sort_index()


def surer(before: pd.Series[float], rows: pd.DataFrame, limits: Limits) -> pd.Series[float]:
    """Give how sure it is that a card belongs to a crew, with what its money alone has shown."""
    score = rows.drop_duplicates("card").set_index("card")["score"]
    low, high = limits.money.sure_scores
    own = ((score - low) / (high - low)).clip(0.0, 1.0)
    both: pd.Series[float] = pd.concat([before, own]).groupby(level=0).max()
    return both[both > 0].sort_index()


def told_before(scene: Scene, before: pd.Series[float], known: Ledger) -> list[Ledger]:
    """Give what others say of cards: cases, reports, holders, and the detectors before this one."""
    rows, links = (frame[frame["code"].isin(NAMED)] for frame in (known.rows, known.grounds))
    return [Ledger(rows, links), strange_hands(scene, before, known)]


def strange_hands(scene: Scene, sure: pd.Series[float], known: Ledger) -> Ledger:
    """Cards that other detectors found in strange hands or in a ring."""
    named = known.rows.loc[known.rows["code"].isin(NAMED), "card"]
    rows = sure[~sure.index.isin(named)].rename("strength").rename_axis("card").reset_index()
    links = scene.snapshot.links(REGISTERED)
    links = links[links["start"].isin(rows["card"])]
    return ledger("strange_hands", rows, links.assign(card=links["start"], type=REGISTERED.name))


def from_suspects(flow: Flow, sure: pd.Series[float], limits: Limits) -> Ledger:
    """Cards of whose money much came from suspect cards."""
    rule = limits.money
    rows = flow.rows[~flow.rows["context"].isin(("own_cards", "kin"))]
    taken = rows.groupby("end")["fen"].sum()
    rows = rows.assign(sure=rows["start"].map(sure).fillna(0.0))
    rows = rows[(rows["sure"] > 0) & ~rows["context"].isin(NOBODY_ELSE)]
    found = rows.assign(fen=rows["fen"] * rows["sure"]).groupby("end").agg(fen=("fen", "sum"), n=("start", "nunique"))
    strength = np.interp(found["fen"] / taken.reindex(found.index), rule.company_shares, rule.company_strengths)
    strength = strength * np.interp(found["n"], rule.company_counts, rule.company_count_strengths)
    found = found.assign(strength=strength).rename_axis("card").reset_index()
    return ledger("from_suspects", found, grounds(rows, rows["end"]))


def to_suspects(flow: Flow, sure: pd.Series[float], limits: Limits) -> Ledger:
    """Cards that passed much of their money to suspect cards within hours or days of taking it."""
    rule = limits.money
    pieces = flow.pieces[flow.pieces["onward"]]
    end = flow.rows["end"].to_numpy()[pieces["out"]]
    pieces = pieces.assign(end=end, sure=pd.Series(end, index=pieces.index).map(sure).fillna(0.0))
    taken = flow.rows[~flow.rows["context"].isin(("own_cards", "kin"))].groupby("end")["fen"].sum()
    pieces = pieces[pieces["sure"] > 0]
    found = (
        pieces.assign(fen=pieces["fen"] * pieces["sure"]).groupby("card").agg(fen=("fen", "sum"), n=("end", "nunique"))
    )
    strength = np.interp(found["fen"] / taken.reindex(found.index), rule.company_shares, rule.company_strengths)
    strength = strength * np.interp(found["n"], rule.company_counts, rule.company_count_strengths)
    sent = flow.rows.iloc[pieces["out"].unique()]
    found = found.assign(strength=strength).rename_axis("card").reset_index()
    return ledger("to_suspects", found, grounds(sent, sent["start"]))


def dealings(flow: Flow, sure: pd.Series[float], limits: Limits) -> Ledger:
    """Cards that deal with several suspect cards that are new to them, for more than small change."""
    rule = limits.money
    rows = _large(flow, limits)
    sides = [
        rows.assign(card=rows[mine], mate=rows[other], sure=rows[other].map(sure).fillna(0.0))
        for mine, other in (("end", "start"), ("start", "end"))
    ]
    both = pd.concat(sides)
    mates = both.groupby(["card", "mate"])["sure"].first()
    found = mates[mates > 0].groupby("card").agg(["size", "sum"]).set_axis(["n", "sure"], axis=1)
    strength = np.interp(found["sure"], rule.dealing_counts, rule.dealing_strengths) * _of_all(mates, rule)
    both = both[both["sure"] > 0]
    return ledger("dealings", found.assign(strength=strength).reset_index(), grounds(both, both["card"]))


def divided(flow: Flow, sure: pd.Series[float], limits: Limits) -> Ledger:
    """Cards that a suspect card paid on the days on which it paid several others that are new to it."""
    rule = limits.money
    rows = _large(flow, limits)
    rows = rows.assign(sure=rows["start"].map(sure).fillna(0.0))
    of_all = _of_all(rows.groupby(["end", "start"])["sure"].first(), rule)
    rows = in_spans(rows[rows["sure"] > 0], rule.divided_days * DAY)
    rows["n"] = rows.groupby(["start", "span"])["end"].transform("nunique") - 1
    rows["strength"] = rows["sure"] * np.interp(rows["n"], rule.divided_counts, rule.divided_strengths)
    rows["strength"] *= rows["end"].map(of_all)
    best = rows.sort_values(["end", "strength", "n"]).drop_duplicates("end", keep="last")
    return ledger("divided", best.assign(card=best["end"]), grounds(rows, rows["end"]))


def _of_all(mates: pd.Series[float], rule: MoneyLimits) -> pd.Series[float]:
    """How much it says of a card that some of those it deals with are suspect: traders deal with anybody.

    `mates` is how suspect each is, index card and mate.
    """
    share = mates.groupby(level=0).mean()
    known = share[share > 0]
    return pd.Series(np.interp(known, rule.mates_shares, rule.mates_strengths), index=known.index)


def _large(flow: Flow, limits: Limits) -> pd.DataFrame:
    """Payments between two who are new to each other, small change left out."""
    rows = flow.rows[flow.rows["strange"]]
    return rows[rows["fen"] >= rows["fen"].quantile(limits.money.small_change)] if len(rows) else rows


SEEK = (from_suspects, to_suspects, dealings, divided)

"""Evidence of money: what strangers' money does on each card, and in whose company the card is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import BANK_CARD
from workbench.model.links import PAID
from workbench.signals.evidence.ledger import Ledger, ledger
from workbench.signals.limits import Limits
from workbench.signals.money.flow import NOBODY_ELSE, Flow
from workbench.signals.money.relations import DAY

WEEK = 7 * DAY


def grounds(rows: pd.DataFrame, card: pd.Series) -> pd.DataFrame:
    """Give payments as grounds of a card each."""
    return pd.DataFrame({"card": card, "type": PAID.name, "start": rows["start"], "end": rows["end"]}).drop_duplicates()


def passes_on(flow: Flow, limits: Limits) -> Ledger:
    """Cards that pass strangers' money on within hours or days, the stronger the more of what they take."""
    rule = limits.money
    known = passing(flow, limits)
    rows = known[known["share"] > rule.pass_shares[0]].reset_index()
    strength = np.interp(rows["share"], rule.pass_shares, rule.pass_strengths)
    strength = strength * np.interp(rows["n"], rule.pass_counts, rule.pass_count_strengths)
    sent = flow.rows.iloc[_tainted(flow, limits)["out"].unique()]
    return ledger("passes_on", rows.assign(strength=strength), grounds(sent, sent["start"]))


def passing(flow: Flow, limits: Limits) -> pd.DataFrame:
    """Give for each card that passes strangers' money on: share of what it takes, n payments, m hours (the middle)."""
    taken = flow.rows[~flow.rows["context"].isin(("own_cards", "kin"))].groupby("end")["fen"].sum()
    pieces = _tainted(flow, limits)
    known = pieces.groupby("card").agg(fen=("strange", "sum"), n=("into", "nunique"), wait=("wait", "median"))
    known["share"] = known["fen"] / taken.reindex(known.index)
    return known.assign(m=np.ceil(known["wait"] / 3600).astype("int64"))


def in_chain(flow: Flow, limits: Limits) -> Ledger:
    """Cards that pass the same money as other cards do, before or after them."""
    rule = limits.money
    share = passing(flow, limits)["share"]
    passers = share.index[share >= rule.passer_share]
    rows = flow.rows[flow.rows["start"].isin(passers) & flow.rows["end"].isin(passers) & (flow.rows["depth"] > 0)]
    rows = rows[~rows["context"].isin(NOBODY_ELSE)]
    both = _both_ends(rows)
    found = both.groupby("card")["mate"].nunique().rename("n").reset_index()
    strength = np.interp(found["n"], rule.chain_counts, rule.chain_strengths)
    return ledger("in_chain", found.assign(strength=strength), grounds(both, both["card"]))


def gathers(flow: Flow, limits: Limits) -> Ledger:
    """Cards that several strangers paid within a week."""
    rule = limits.money
    rows = in_weeks(flow.rows[flow.rows["strange"]])
    most = rows.groupby(["end", "week"])["start"].nunique().groupby("end").max()
    found = most.rename("n").rename_axis("card").reset_index()
    strength = np.interp(found["n"], rule.gather_counts, rule.gather_strengths)
    return ledger("gathers", found.assign(strength=strength), grounds(rows, rows["end"]))


def odd_sums(flow: Flow, limits: Limits) -> Ledger:
    """Cards that took many small deposits with odd cents from strangers within a week."""
    rule = limits.money
    rows = in_weeks(flow.rows[flow.rows["strange"]])
    rows["odd"] = rows["fen"] % 100 != 0
    found = rows.groupby(["end", "week"]).agg(n=("odd", "size"), odd=("odd", "mean")).reset_index()
    found = found[(found["n"] >= rule.odd_payments) & (found["odd"] >= rule.odd_share)]
    found = found.groupby("end").agg(n=("n", "max")).rename_axis("card").reset_index()
    return ledger("odd_sums", found.assign(strength=1.0), grounds(rows, rows["end"]))


def pennies(flow: Flow, limits: Limits) -> Ledger:
    """Cards that a stranger tried with a sum below a yuan, before larger sums from strangers within days."""
    rule = limits.money
    rows = flow.rows[flow.rows["strange"]]
    small = rows[rows["fen"] < rule.penny_fen]
    large = rows[rows["fen"] >= 100 * rule.penny_fen]
    both = small.merge(large[["end", "at", "fen"]], on="end", suffixes=("", "_later"))
    both = both[(both["at_later"] - both["at"]).between(0, rule.penny_days * DAY)]
    found = both.groupby("end").agg(n=("at_later", "nunique")).rename_axis("card").reset_index()
    return ledger("pennies", found.assign(strength=np.minimum(found["n"] / 3, 1.0)), grounds(both, both["end"]))


def out_of_habit(flow: Flow, limits: Limits) -> Ledger:
    """Cards that strangers paid far more than they usually pay anybody."""
    rule = limits.money
    rows = flow.rows[~flow.rows["context"].isin(("own_cards", "kin", "takings", "service"))]
    usual = rows.groupby("start")["fen"].agg(["median", "size"]).reindex(rows["start"])
    large = (rows["fen"].to_numpy() >= rule.habit_times * usual["median"].to_numpy()) & rows["strange"].to_numpy()
    rows = rows[large & (usual["size"].to_numpy() >= rule.habit_payments)]
    found = rows.groupby("end")["start"].nunique().rename("n").rename_axis("card").reset_index()
    strength = np.interp(found["n"], rule.habit_counts, rule.habit_strengths)
    return ledger("out_of_habit", found.assign(strength=strength), grounds(rows, rows["end"]))


def spreads(flow: Flow, limits: Limits) -> Ledger:
    """Cards that paid several cards new to them within a week."""
    rule = limits.money
    rows = in_weeks(flow.rows[flow.rows["strange"]])
    most = rows.groupby(["start", "week"])["end"].nunique().groupby("start").max()
    found = most.rename("n").rename_axis("card").reset_index()
    strength = np.interp(found["n"], rule.spread_counts, rule.spread_strengths)
    return ledger("spreads", found.assign(strength=strength), grounds(rows, rows["start"]))


def little_life(flow: Flow, limits: Limits) -> Ledger:
    """Cards with hardly any everyday payments: wages, shops, kin, rent."""
    rule = limits.money
    plain = flow.rows["context"] != ""
    sides = [flow.rows[[side]].set_axis(["card"], axis=1).assign(plain=plain) for side in ("start", "end")]
    found = pd.concat(sides).groupby("card")["plain"].agg(["mean", "size", "sum"])
    found = found[(found["size"] >= rule.life_payments) & (found["mean"] < rule.life_share)].reset_index()
    found = found.assign(n=found["size"], m=found["sum"], strength=1 - found["mean"] / rule.life_share)
    rows = flow.rows[~plain & flow.rows["end"].isin(found["card"])]
    return ledger("little_life", found, grounds(rows, rows["end"]))


def frozen(flow: Flow, limits: Limits) -> Ledger:
    """Cards that an authority had frozen."""
    del limits
    known = flow.paid.scene.snapshot.of_kind(BANK_CARD)["frozen_until"].dropna()
    rows = flow.rows[flow.rows["end"].isin(known.index)]
    return ledger("frozen", pd.DataFrame({"card": known.index, "strength": 1.0}), grounds(rows, rows["end"]))


def by_rarity(known: Ledger, cards: int, limits: Limits) -> Ledger:
    """Give the ledger with each row the weaker the more of all cards that deal in money show its code, and as much.

    What most cards do speaks against none: where nobody tells of wages and shops, every card passes strangers' money
    on. Strength is scaled by the logarithm of how rare it is to do it, and again of how rare it is to do so much.
    """
    rule, rows = limits.money, known.rows
    order = rows["strength"] + rows["n"].clip(upper=1000) * 1e-6
    of_code = order.groupby(rows["code"])
    strength = rows["strength"]
    for alike in (of_code.transform("size"), of_code.rank(method="max", ascending=False)):
        share = ((alike - rule.crew_cards) / max(cards, 1)).clip(lower=rule.rare_share, upper=1.0)
        strength = strength * np.log(share) / np.log(rule.rare_share)
    return Ledger(rows.assign(strength=strength), known.grounds)


def in_weeks(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows twice, by two grids of weeks, so that no week's end parts a burst: column week."""
    return in_spans(rows, WEEK).rename(columns={"span": "week"})


def in_spans(rows: pd.DataFrame, seconds: int) -> pd.DataFrame:
    """Give the rows twice, by two grids of spans so long, so that no span's end parts a burst: column span."""
    whole, half = rows["at"] // seconds, (rows["at"] + seconds // 2) // seconds
    return pd.concat([rows.assign(span=2 * whole), rows.assign(span=2 * half + 1)])


def _tainted(flow: Flow, limits: Limits) -> pd.DataFrame:
    """Pieces of strangers' money that went on to somebody else."""
    pieces = flow.pieces
    return pieces[pieces["onward"] & (pieces["strange"] >= limits.money.least_taint * pieces["fen"])]


def _both_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows once for each end: card and its mate."""
    return pd.concat(
        [rows.assign(card=rows["start"], mate=rows["end"]), rows.assign(card=rows["end"], mate=rows["start"])]
    )

"""Shapes of money among cards new to one another: circles, middles between two cards, payees with payers in common."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.links import PAID
from workbench.signals.evidence.ledger import Ledger, ledger
from workbench.signals.flows.cycles import Walk, cycles, members
from workbench.signals.groups import components
from workbench.signals.limits import Limits
from workbench.signals.money.flow import Flow
from workbench.signals.money.relations import DAY

SHAPE_COLUMNS = ("pattern", "shape", "card", "part", "start", "end")


def circles(flow: Flow, limits: Limits) -> pd.DataFrame:
    """Give circles of money that comes back: pattern, shape (a number), card, part, and the payment's start and end.

    Circles over the same cards are one shape, however often the money goes round.
    """
    rule = limits.money
    rows = flow.rows[flow.rows["strange"]].reset_index(drop=True)
    codes = np.unique(rows[["start", "end"]].to_numpy(), return_inverse=True)
    ends = codes[1].reshape(-1, 2)
    asked = rows.assign(start=ends[:, 0], end=ends[:, 1])
    walk = Walk(rule.circle_hops, within=rule.circle_span * DAY, low=rule.circle_low, high=rule.circle_high)
    found = members(cycles(asked, walk).rows, rows["start"].to_numpy())
    cards = found.sort_values(["circle", "card"]).groupby("circle")["card"].agg(tuple)
    same = cards.map({one: number for number, one in enumerate(sorted(set(cards)))})
    found = found.assign(shape=found["circle"].map(same), part="middle", pattern="cycle", start=found["card"])
    found["end"] = rows["end"].to_numpy()[found["row"]]
    return _shaped(found)


def scattered(flow: Flow, limits: Limits) -> pd.DataFrame:
    """Give money that left one card for several and came together again on another: source, middles and sink."""
    pieces, rows = flow.pieces[flow.pieces["onward"]], flow.rows
    start, end = rows["start"].to_numpy()[pieces["into"]], rows["end"].to_numpy()[pieces["out"]]
    free = rows["strange"].to_numpy()[pieces["into"]] & rows["strange"].to_numpy()[pieces["out"]]
    ways = pd.DataFrame({"source": start, "card": pieces["card"], "sink": end})[free & (start != end)]
    ways = ways.drop_duplicates()
    ways["shape"] = ways.groupby(["source", "sink"]).ngroup()
    ways = ways[ways.groupby("shape")["card"].transform("size") >= limits.money.middles]
    forth = ways.assign(start=ways["source"], end=ways["card"])
    on = ways.assign(start=ways["card"], end=ways["sink"])
    frames = [
        forth.assign(card=forth["source"], part="source"),
        forth.assign(part="middle"),
        on.assign(part="middle"),
        on.assign(card=on["sink"], part="sink"),
    ]
    return _shaped(pd.concat(frames).assign(pattern="scatter_gather"))


def shared_payers(flow: Flow, limits: Limits) -> pd.DataFrame:
    """Give cards that several of the same strangers paid, joined to groups: part sink, and the payers source."""
    rule = limits.money
    rows = flow.rows.loc[flow.rows["strange"], ["start", "end"]].drop_duplicates()
    few = rows[rows.groupby("start")["end"].transform("size") <= rule.payees_cap]
    both = few.merge(few, on="start").query("end_x < end_y")
    common = both.groupby(["end_x", "end_y"])["start"].transform("size") >= rule.shared_payers
    both = both[common.to_numpy(dtype=np.bool_)] if len(both) else both
    pairs = both[["end_x", "end_y"]].set_axis(["one", "other"], axis=1).drop_duplicates()
    group = components(pairs)
    told = pd.concat(
        [
            both[["start", "end_x"]].set_axis(["start", "end"], axis=1),
            both[["start", "end_y"]].set_axis(["start", "end"], axis=1),
        ]
    ).drop_duplicates()
    told["shape"] = told["end"].map(group)
    frames = [told.assign(card=told["end"], part="sink"), told.assign(card=told["start"], part="source")]
    return _shaped(pd.concat(frames).assign(pattern="bipartite"))


def ledgers(shaped: pd.DataFrame, limits: Limits) -> list[Ledger]:
    """Give what the shapes say of each card that takes part in them."""
    rule = limits.money
    circle, dense = shaped[shaped["pattern"] == "cycle"], shaped[shaped["pattern"] == "scatter_gather"]
    sinks = shaped[(shaped["pattern"] == "bipartite") & (shaped["part"] == "sink")]
    rounds = circle.groupby("card")["shape"].nunique().rename("n").reset_index()
    rounds["strength"] = np.interp(rounds["n"], rule.round_counts, rule.round_strengths)
    middles = dense[dense["part"] == "middle"].groupby("shape")["card"].nunique()
    widest = dense.assign(n=dense["shape"].map(middles)).groupby("card")["n"].max().reset_index()
    mates = sinks.assign(n=sinks.groupby("shape")["card"].transform("nunique") - 1)
    shared = mates.groupby("card")["n"].max().reset_index()
    shared["strength"] = np.interp(shared["n"], rule.target_counts, rule.target_strengths)
    return [
        ledger("comes_round", rounds, _grounds(circle)),
        ledger("scattered", widest.assign(strength=1.0), _grounds(dense)),
        ledger("shared_payers", shared, _grounds(sinks)),
    ]


def _grounds(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(type=PAID.name)[["card", "type", "start", "end"]].drop_duplicates()


def _shaped(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[list(SHAPE_COLUMNS)].drop_duplicates().sort_values(list(SHAPE_COLUMNS), ignore_index=True)

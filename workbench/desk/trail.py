"""The trail of one payment: every payment of the cards it reached, read as it reaches them, and followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from graph_loaders.sources import SOURCES
from workbench.evidence import Evidence, payments_of
from workbench.signals.flows.tracing import Followed, follow

MOST_PAYMENTS = 5_000
"""Of a card with more, a shop's or an exchange's, nobody can say which money left with which payment."""
MOST_CARDS = 400
LEAST_PARTS = 100
"""What is less than a hundredth of the payment is not followed on."""


@dataclass(frozen=True, slots=True)
class Start:
    """The payment a trail begins with: keys of payer and payee, when (UTC without zone), and fen."""

    payer: str
    payee: str
    at: datetime
    fen: int


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a payment went.

    `rows`: start, end (keys), their kinds, at, fen, channel. `followed` speaks of these rows by place; cards are
    places in `cards`. `read` are the cards whose payments were all read, `many` those that have too many.
    """

    rows: pd.DataFrame
    cards: tuple[str, ...]
    followed: Followed
    read: frozenset[str]
    many: frozenset[str]
    kinds: dict[str, str]
    undone: int


def starts(evidence: Evidence, key: str) -> pd.DataFrame:
    """Give the payments that were done by and to a card: start, end, at, fen and the rest, in order of time."""
    return _done(payments_of(evidence, SOURCES, [key], 2**62).rows.to_pandas())


def trail(evidence: Evidence, start: Start, hops: int, services: frozenset[str]) -> Trail:
    """Give the trail of a payment over at most so many cards; nothing is followed through known services."""
    hop = {start.payee: 1}
    while True:
        asked = sorted(key for key, at in hop.items() if at < hops and key not in services)
        told = payments_of(evidence, SOURCES, [*asked, start.payee], MOST_PAYMENTS)
        many = frozenset(told.many)
        read = frozenset(asked) - many
        rows = _in_order(_done(told.rows.to_pandas()), start, hop)
        codes, cards = pd.factorize(pd.concat([rows["start"], rows["end"]]), sort=True)
        coded = rows.assign(start=codes[: len(rows)], end=codes[len(rows) :], at=rows["second"])
        stops = frozenset(place for place, key in enumerate(cards) if key not in read)
        found = follow(coded, _first(rows, start), stops)
        fresh = _reached(found, rows, hop, max(start.fen // LEAST_PARTS, 1))
        if not fresh or len(hop) + len(fresh) > MOST_CARDS:
            return Trail(rows, tuple(cards), found, read, many, _kinds(rows), _undone(told.rows.to_pandas()))
        hop |= fresh


def _reached(found: Followed, rows: pd.DataFrame, hop: dict[str, int], least: int) -> dict[str, int]:
    """The cards that enough of the payment reached by the rule, and that were not known to be reached."""
    steps = found.steps.assign(end=rows["end"].to_numpy()[found.steps["row"]])
    sums = steps.groupby("end").agg(fen=("fen", "sum"), hop=("hop", "min"))
    fresh = sums[(sums["fen"] >= least) & ~sums.index.isin(list(hop))]
    return {str(key): int(at) for key, at in fresh["hop"].items()}


def _done(rows: pd.DataFrame) -> pd.DataFrame:
    """Payments that were done, each as often as it happened, those to oneself left out."""
    rows = rows[rows["done"] & (rows["start"] != rows["end"]) & (rows["fen"] > 0)]
    rows = rows.loc[rows.index.repeat(rows["times"])]
    return rows.sort_values(["at", "start", "end", "fen"], kind="stable", ignore_index=True)


def _in_order(rows: pd.DataFrame, start: Start, hop: dict[str, int]) -> pd.DataFrame:
    """In order of time; of one moment, the cards that the money reached first pay first."""
    near = rows["start"].map(hop).fillna(np.inf).where(~_is(rows, start), 0)
    second = rows["at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    order = np.lexsort((np.arange(len(rows)), near, second))
    return rows.assign(second=second).iloc[order].reset_index(drop=True)


def _is(rows: pd.DataFrame, start: Start) -> pd.Series[bool]:
    same = (rows["start"] == start.payer) & (rows["end"] == start.payee) & (rows["fen"] == start.fen)
    return same & (rows["at"] == start.at)


def _first(rows: pd.DataFrame, start: Start) -> int:
    return int(np.flatnonzero(_is(rows, start))[0])


def _kinds(rows: pd.DataFrame) -> dict[str, str]:
    pairs = [zip(rows[side], rows[f"{side}_kind"], strict=True) for side in ("start", "end")]
    return {str(key): str(kind) for pair in pairs for key, kind in pair}


def _undone(rows: pd.DataFrame) -> int:
    return int((~rows["done"]).sum())

"""Strangers' money followed from card to card: which payments carry it, how much, and over how many cards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.flows.passing import passed_on
from workbench.signals.limits import Limits
from workbench.signals.money.relations import Mask, Paid
from workbench.signals.money.twins import TWINS, Explained, explained
from workbench.signals.snapshot import Codes

HOUR = 3600
# Money that moves so is not passed on to anybody.
NOBODY_ELSE = ("service", "own_cards", "kin", "wages", "takings")


@dataclass(frozen=True, slots=True)
class Flow:
    """Payments and what moves through them.

    `rows`: payments with context (innocent explanation, or empty), strange (unexplained: of two who are new to each
    other), taint (the share of it that is strangers' money) and depth (cards that passed it before; -1: nothing to
    follow). `pieces`: money that came and went within hours: into and out (rows), card, fen, wait, strange (fen of it
    that are strangers'), onward (whether it went to somebody else).
    """

    paid: Paid
    rows: pd.DataFrame
    pieces: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Known:
    """What a flow is made of whoever is suspect: the payments, what explains each, and what was passed on."""

    paid: Paid
    explained: Explained
    pieces: pd.DataFrame


def known(payments: Paid, limits: Limits) -> Known:
    """Give what a flow of these payments is made of."""
    pieces = passed_on(payments.rows, limits.money.pass_hours * HOUR)
    return Known(payments, explained(payments, limits), pieces)


def flow(known: Known, suspect: Codes, limits: Limits) -> Flow:
    """Give the flow of payments; `suspect` are cards among which long custom explains nothing."""
    rows, pieces = known.paid.rows, known.pieces
    context = pd.Series(known.explained.among(rows, suspect), index=rows.index, dtype="str")
    strange = (context == "").to_numpy(dtype=np.bool_)
    ends = context.isin([twin.name for twin in TWINS if twin.ends]).to_numpy(dtype=np.bool_)
    taint, depth = _followed(rows, pieces, strange, ends, limits)
    rows = rows.assign(context=context, strange=strange, taint=taint, depth=depth)
    onward = ~context.isin(NOBODY_ELSE).to_numpy()[pieces["out"]]
    return Flow(known.paid, rows, pieces.assign(strange=pieces["fen"] * taint[pieces["into"]], onward=onward))


def _followed(
    rows: pd.DataFrame, pieces: pd.DataFrame, strange: Mask, ends: Mask, limits: Limits
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The share of strangers' money in each payment, and how many cards passed it before."""
    into, out, fen = (pieces[name].to_numpy() for name in ("into", "out", "fen"))
    whole, least = rows["fen"].to_numpy(), limits.money.least_taint
    taint = strange.astype(np.float64)
    depth = np.where(strange, 0, -1)
    for _ in range(limits.money.layers):
        carried = np.bincount(out, fen * taint[into], minlength=len(rows)) / whole
        carried = np.where(ends | (carried < least), 0.0, carried)
        taint = np.maximum(strange, carried)
        nearest = np.full(len(rows), limits.money.layers + 1)
        told = taint[into] >= least
        np.minimum.at(nearest, out[told], depth[into[told]] + 1)
        depth = np.where(carried > 0, nearest, np.where(strange, 0, -1))
    return taint, depth.astype(np.int64)

"""Innocent explanations, found before anything is scored; each suppresses only the links it explains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.signals.contexts.ground import Ground, Mask
from workbench.signals.contexts.home import care, helpers, households, own_handsets
from workbench.signals.contexts.place import networks, terminals
from workbench.signals.contexts.work import cohorts, companies, services
from workbench.signals.limits import Limits

__all__ = ["CONTEXTS", "Context", "Ground", "Mask", "explain"]


@dataclass(frozen=True, slots=True)
class Context:
    """An innocent explanation: its name, its sentence (of `{n}` cards), and which touches it explains."""

    name: str
    says: str
    find: Callable[[Ground, Limits], Mask]


CONTEXTS: tuple[Context, ...] = (
    Context("known_service", "{n} of these links belong to a known service", services),
    Context("company", "{n} of these cards are a company's, used by its staff", companies),
    Context("terminal", "{n} of these cards were seen on an outlet's own device while being opened", terminals),
    Context("network", "{n} of these cards share an address that a carrier or a campus gives to many", networks),
    Context("household", "{n} of these cards belong to one household", households),
    Context(
        "own_handset", "{n} of these cards were used on a household's own handset, as kin and buyers do", own_handsets
    ),
    Context("cohort", "{n} of these cards are held by people of one employer or school", cohorts),
    Context("care", "{n} of these cards lean on somebody their holder has long talked with", care),
    Context("helper", "{n} of these cards were opened at home with the help of one neighbour", helpers),
)


def explain(ground: Ground, limits: Limits) -> pd.Series[str]:
    """Give for each touch the name of the first context that explains it, or an empty text."""
    names = np.full(len(ground.touched), "", dtype=object)
    for context in CONTEXTS:
        names = np.where((names == "") & context.find(ground, limits), context.name, names)
    return pd.Series(names, index=ground.touched.index, dtype="str")

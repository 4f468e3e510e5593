"""Innocent explanations, found before anything is scored; each suppresses only the links it explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.signals.contexts.ground import Ground, Mask
from workbench.signals.contexts.home import care, helpers, households, own_handsets, passing
from workbench.signals.contexts.hubs import Looked, hubs, judged
from workbench.signals.contexts.place import lodgings, networks, shared_lines, terminals, workplaces
from workbench.signals.contexts.work import cohorts, companies, services
from workbench.signals.limits import Limits

__all__ = ["CONTEXTS", "Context", "Ground", "Mask", "explain", "hubs", "look"]


@dataclass(frozen=True, slots=True)
class Context:
    """An innocent explanation: its name, what it is in words, how its touches are found, and whether it can stop.

    A context that `stops` no longer explains a value whose cards go bad too often: a corrupt agent, a collector of
    identities in a village.
    """

    name: str
    says: str
    find: Callable[[Ground, Limits], Mask]
    stops: bool = False


CONTEXTS: tuple[Context, ...] = (
    Context("known_service", "a known service", services),
    Context("company", "a company whose staff use its cards", companies),
    Context("terminal", "an outlet's own device, seen while cards are opened", terminals, stops=True),
    Context("network", "an address that a carrier or a campus gives to many", networks),
    Context("household", "one household", households),
    Context("own_handset", "a household's own handset, lent to kin or sold on", own_handsets, stops=True),
    Context("workplace", "a place where people are by day who go home elsewhere", workplaces, stops=True),
    Context("cohort", "one employer or school", cohorts),
    Context("care", "somebody the holder has long talked with", care),
    Context("helper", "a neighbour who helps people to open cards at home", helpers, stops=True),
    Context("passing", "another's handset, from which it went back to its own", passing, stops=True),
    Context("lodging", "lodgings whose people have handsets of their own", lodgings, stops=True),
    Context("shared_line", "a line that whole households share or pass by", shared_lines, stops=True),
)


def look(ground: Ground, limits: Limits) -> tuple[Looked, ...]:
    """Give where each context was found, and where it explains, in their order."""
    return tuple(judged(ground, one.name, one.find(ground, limits), limits, can_stop=one.stops) for one in CONTEXTS)


def explain(ground: Ground, looked: Iterable[Looked]) -> pd.Series[str]:
    """Give for each touch the name of the first context that explains it, or an empty text."""
    names = np.full(len(ground.touched), "", dtype=object)
    for one in looked:
        names = np.where((names == "") & one.stands, one.name, names)
    return pd.Series(names, index=ground.touched.index, dtype="str")

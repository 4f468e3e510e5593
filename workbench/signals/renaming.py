"""Renaming: a ring keeps the name it had in an earlier run as long as most of it is still there."""

from __future__ import annotations

import pandas as pd

from workbench.model import Findings
from workbench.signals.telling import name_of

_COMMON = ("paper", "hub")


def renamed(now: Findings, before: Findings) -> Findings:
    """Give the findings of a run under the names of those of an earlier run that they go on from.

    A finding goes on from that of which it shares most cards, at least half of the smaller one's; each name goes on
    once, the greatest overlap first. Whoever else would bear a name already given gets a fresh one, made of its own.
    """
    names: dict[str, str] = {}
    for new, old in _overlaps(now, before):
        if new not in names and old not in names.values():
            names[new] = old
    for new in now.findings["finding"]:
        if new not in names:
            names[new] = name_of("ring", [new, "parted"]) if new in names.values() else new
    return now.under(names)


def _overlaps(now: Findings, before: Findings) -> list[tuple[str, str]]:
    """Pairs of a new and an old finding that share enough cards, greatest overlap first."""
    new, old = _cards(now), _cards(before)
    both = new.merge(old, on=["kind", "key"], suffixes=("", "_old"))
    shared = both.groupby(["finding", "finding_old"]).size().rename("shared").reset_index()
    sizes = [
        shared["finding"].map(new["finding"].value_counts()),
        shared["finding_old"].map(old["finding"].value_counts()),
    ]
    smaller = pd.concat(sizes, axis=1).astype("float64").min(axis=1)
    shared = shared[2 * shared["shared"] >= smaller]
    shared = shared.sort_values(["shared", "finding_old", "finding"], ascending=[False, True, True])
    return list(zip(shared["finding"].astype(str), shared["finding_old"].astype(str), strict=True))


def _cards(found: Findings) -> pd.DataFrame:
    rows = found.members[~found.members["part"].isin(_COMMON)]
    return rows[["finding", "kind", "key"]].drop_duplicates()

"""Shapes of money as they stand, whoever makes them: what payments among cards new to one another look like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.limits import Limits
from workbench.signals.money import evidence as seen
from workbench.signals.money import patterns, shapes
from workbench.signals.money.flow import Flow, flow, known
from workbench.signals.money.relations import paid
from workbench.signals.scene import scene
from workbench.signals.snapshot import Snapshot

PATTERNS = tuple(patterns.SAYS)
LISTED_COLUMNS = ("pattern", "shape", "card", "part", "size", "as_large")
_COUNTED = {
    "running_score": "odd_sums",
    "gather_scatter": "gathers",
    "fan_in": "gathers",
    "fan_out": "spreads",
    "pass_through": "passes_on",
}


def listed(snapshot: Snapshot, limits: Limits) -> pd.DataFrame:
    """Give every shape of money, the largest of each pattern first, a row a card.

    Columns: pattern, shape (a number), card, part, size, as_large. Payments that an innocent explanation covers are
    left out; nothing else is asked of the cards, so most are innocent. `size` counts who pays or is paid within a
    week, payments that were passed on, or the shape's cards; `as_large` how many shapes of the pattern are as large.
    """
    if snapshot.payments.empty:
        return pd.DataFrame(columns=list(LISTED_COLUMNS))
    moved = flow(known(paid(scene(snapshot, limits)), limits), np.zeros(0, dtype=np.int64), limits)
    rows = pd.concat([_alone(moved, limits), *_together(moved, limits)], ignore_index=True)
    rows["shape"] = rows.groupby(["pattern", "shape"]).ngroup()
    each = rows.drop_duplicates("shape").set_index("shape")
    rows["as_large"] = rows["shape"].map(each.groupby("pattern")["size"].rank(method="max", ascending=False))
    rows = rows.astype({"size": "int64", "as_large": "int64"})
    return rows.sort_values(["as_large", "pattern", "shape", "card"], ignore_index=True)[list(LISTED_COLUMNS)]


def _alone(moved: Flow, limits: Limits) -> pd.DataFrame:
    """What a card's money does by itself, with how much of it."""
    parts = [seek(moved, limits).rows for seek in (seen.odd_sums, seen.gathers, seen.spreads, seen.passes_on)]
    rows = pd.concat(parts)
    columns = ["odd_sums", "gathers", "spreads", "passes_on"]
    strength, count = (
        rows.pivot_table(index="card", columns="code", values=name, aggfunc="max", fill_value=0).reindex(
            columns=columns, fill_value=0
        )
        for name in ("strength", "n")
    )
    made = patterns.alone(strength)
    column = [columns.index(_COUNTED[name]) for name in made["pattern"]]
    made = made.assign(size=count.to_numpy(dtype=np.int64)[np.arange(len(made)), column])
    # One payment passed on is an errand.
    return made[(made["pattern"] != "pass_through") | (made["size"] > 1)]


def _together(moved: Flow, limits: Limits) -> list[pd.DataFrame]:
    """What several cards' money does, with how many cards."""
    whole = pd.concat([seek(moved, limits) for seek in (shapes.circles, shapes.scattered, shapes.shared_payers)])
    whole = whole[list(patterns.MEMBER_COLUMNS)].drop_duplicates(["pattern", "shape", "card"])
    share = seen.passing(moved, limits)["share"]
    chains = patterns.layered(moved, share.index[share >= limits.money.passer_share], limits)
    sized = [one.assign(size=one.groupby(["pattern", "shape"])["card"].transform("size")) for one in (whole, chains)]
    # What hangs together over more cards than that does so by chance, as all of a town's money does.
    return [one[one["size"] <= limits.cards_cap] for one in sized]

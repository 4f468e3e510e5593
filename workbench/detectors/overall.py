"""What a run ranks over all its detectors, against the truth: cards in doubt, and outlets to visit."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.detectors.figures import average_precision
from workbench.detectors.truth import Truth, false_alarms, fraud_in, pairs, share


def overall(ranked: Mapping[str, pd.DataFrame], truth: Truth, innocent: pd.DataFrame | None) -> dict[str, object]:
    """Give figures of `risk` and `outlets` where they were ranked; of outlets where the truth has `supply.csv`."""
    supply = truth.table("supply", ["kind", "key", "why"])
    measured: dict[str, object] = {}
    if "risk" in ranked:
        measured["risk"] = _risk(ranked["risk"], truth, innocent)
    if "outlets" in ranked and supply is not None:
        measured["outlets"] = _outlets(ranked["outlets"], supply)
    return measured


def _risk(against: pd.DataFrame, truth: Truth, innocent: pd.DataFrame | None) -> dict[str, object]:
    """Cards and numbers of every kind of fraud that the truth knows, against all that fusion ranks."""
    rows = against[against["kind"].isin(("phone", "bank_card", "social_account"))].reset_index(drop=True)
    true = fraud_in(truth)
    hits = pd.Series(pairs(rows)).isin(true).to_numpy(dtype=bool)
    return {
        "wanted": len(true),
        "found": len(rows),
        "average_precision": round(average_precision(hits.tolist(), len(true)), 4),
        "precision_by_level": {str(each): share(hits[part.index].tolist()) for each, part in rows.groupby("level")},
        "false_alarms": false_alarms(rows[~hits], innocent),
    }


def _outlets(ranked: pd.DataFrame, supply: pd.DataFrame) -> dict[str, object]:
    """Outlets that sold to crews against all that are ranked, and how many of the busiest honest ones stand out."""
    rows = ranked[ranked["kind"] == "outlet"].sort_values("rank", ignore_index=True)
    outlets = supply[supply["kind"] == "outlet"]
    corrupt, busy = (set(outlets.loc[outlets["why"] == why, "key"]) for why in ("corrupt", "busy"))
    out = rows["stands_out"].astype(bool)
    found = set(rows.loc[out, "key"])
    return {
        "wanted": len(corrupt),
        "ranked": len(rows),
        "found": len(found),
        "average_precision": round(average_precision(rows["key"].isin(corrupt).tolist(), len(corrupt)), 4),
        "precision": share(rows.loc[out, "key"].isin(corrupt).tolist()),
        "recall": share([key in found for key in sorted(corrupt)]),
        "busy_that_stand_out": share([key in found for key in sorted(busy)]),
    }

"""Precision by groups of people: whether those of one age, province or carrier are named wrongly more often."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.detectors.figures import wilson

# A difference is told of as a failure where its whole interval lies beyond this.
MOST = 0.05
_BANDS = (0, 18, 30, 45, 60, 200)
_BAND_WORDS = ("under 18", "18 to 29", "30 to 44", "45 to 59", "60 and over")
# Segments that carriers without a network of their own give numbers from.
_VIRTUAL = r"^\+861(?:6[257]|7[01])"


def by_group(rows: pd.DataFrame, people: pd.DataFrame) -> dict[str, dict[str, dict[str, object]]]:
    """Give for each way to group people, and each group, its precision and how it differs from all others'.

    `rows` are found cards: kind, key, identity (whose paper), hit. `people`: identity, age, migrant, province. Each
    group has share and of (the precision and its number), difference (its precision less the others'), low and high
    (Newcombe's 95 % interval, from Wilson's; 1998, his method 10), and fails (the interval lies wholly beyond
    `MOST`). Cards without a known person are in no group of people.
    """
    # Where no card has a known paper, the column is of no type.
    known = rows.astype({"identity": "str"}).merge(people.drop_duplicates("identity"), on="identity", how="left")
    return {name: _differences(known["hit"].to_numpy(dtype=bool), values) for name, values in _groupings(known).items()}


def _groupings(known: pd.DataFrame) -> Mapping[str, pd.Series]:
    age = pd.cut(known["age"].astype("float"), _BANDS, right=False, labels=list(_BAND_WORDS)).astype("str")
    virtual = known["key"].astype("str").str.contains(_VIRTUAL, regex=True)
    carrier = pd.Series(np.where(virtual, "virtual", "with a network"), index=known.index)
    return {
        "age": age.where(known["age"].notna()),
        "migrant": known["migrant"],
        "province": known["province"],
        "carrier": carrier.where(known["kind"] == "phone"),
    }


def _differences(hits: np.ndarray, values: pd.Series) -> dict[str, dict[str, object]]:
    there = values.notna().to_numpy(dtype=bool)
    return {
        str(group): _difference(
            hits[there & (values == group).to_numpy(dtype=bool)], hits[there & (values != group).to_numpy(dtype=bool)]
        )
        for group in sorted(values.dropna().unique())
    }


def _difference(mine: np.ndarray, others: np.ndarray) -> dict[str, object]:
    (one, low, high), (other, other_low, other_high) = (_precision(each) for each in (mine, others))
    gap = one - other
    least = gap - float(np.hypot(one - low, other_high - other))
    most = gap + float(np.hypot(high - one, other - other_low))
    figures = {"share": one, "difference": gap, "low": max(least, -1.0), "high": min(most, 1.0)}
    told: dict[str, object] = {name: round(figure, 4) for name, figure in figures.items()}
    return told | {"of": len(mine), "fails": bool(len(mine) and len(others) and (least > MOST or most < -MOST))}


def _precision(hits: np.ndarray) -> tuple[float, float, float]:
    """The share, and the ends of its interval; of nothing anything may be true."""
    return (float(hits.mean()) if len(hits) else 0.0, *wilson(int(hits.sum()), len(hits)))

"""Adding up: points by family, no family more than its share of the score, and the score without each reason."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.signals.evidence.codes import CODES

Points = npt.NDArray[np.float64]
_POINTS = {code.name: code.points for code in CODES}
_FAMILY = {code.name: code.family for code in CODES}
_FAMILIES = sorted(set(_FAMILY.values()))


def points(rows: pd.DataFrame) -> pd.Series:
    """Give the points of each row of a ledger: its code's points by its strength, aligned with the rows."""
    return rows["code"].map(_POINTS).astype("float64") * rows["strength"]


def capped(whole: Points, share: float) -> Points:
    """Give the points of each family (columns) cut down so that none is over `share` of its row's sum.

    Exact: with the k greatest families cut, the sum is the rest / (1 - k share); the least k that holds is taken.
    A row that has not enough families to bear one another out comes to nought.
    """
    order = -np.sort(-whole, axis=1)
    total = order.sum(axis=1)
    rest, settled = total.copy(), np.zeros(len(whole), dtype=np.bool_)
    answer = np.zeros(len(whole))
    for k in range(min(int(np.ceil(1 / share)), whole.shape[1])):
        level = np.maximum(rest, 0) / (1 - k * share)
        fits = ~settled & (order[:, k] <= share * level + 1e-12)
        answer[fits] = level[fits]
        settled |= fits
        rest = rest - order[:, k]
    return np.minimum(whole, share * answer[:, None])


def scored(rows: pd.DataFrame, share: float) -> pd.DataFrame:
    """Give a ledger's rows with points, weight (points left after capping), score (the card's) and without.

    A family counts by its strongest reason; `without` is the score the card had if this reason did not stand.
    """
    rows = rows.assign(points=points(rows), family=rows["code"].map(_FAMILY))
    whole = _by_family(rows)
    kept = pd.DataFrame(capped(whole.to_numpy(), share), index=whole.index, columns=whole.columns)
    score = kept.sum(axis=1)
    left = kept.reset_index().melt("card", var_name="family", value_name="left")
    rows = rows.merge(left, on=["card", "family"], how="left")
    strongest = rows.groupby(["card", "family"])["points"].transform("sum")
    rows["weight"] = rows["left"] * rows["points"] / strongest
    rows["score"] = rows["card"].map(score)
    rows["without"] = 0.0
    for code in sorted(rows["code"].unique()):
        others = _by_family(rows[rows["code"] != code])
        again = pd.Series(capped(others.to_numpy(), share).sum(axis=1), index=others.index)
        mine = rows["code"] == code
        rows.loc[mine, "without"] = rows.loc[mine, "card"].map(again).fillna(0.0)
    return rows.drop(columns="left")


def _by_family(rows: pd.DataFrame) -> pd.DataFrame:
    wide = rows.pivot_table(index="card", columns="family", values="points", aggfunc="max", fill_value=0.0)
    return wide.reindex(columns=_FAMILIES, fill_value=0.0).rename_axis(index="card", columns="family")

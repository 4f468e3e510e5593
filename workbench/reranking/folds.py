"""Folds: what hangs together is held out together, so that no decision is foretold from its neighbour's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_NO_TIE = ("hub",)
"""Handsets and addresses tie half a town together."""


def groups_of(findings: pd.Index[str], members: pd.DataFrame, rings: pd.DataFrame) -> pd.Series[int]:
    """The number of each finding's group, index finding: findings with a member in common, or members of one ring.

    `members` are theirs and `rings` those of rings: finding, kind, key, part.
    """
    mine = members[members["finding"].isin(findings)].assign(of="finding")
    ties = pd.concat([mine, rings.assign(of="ring")], ignore_index=True)
    ties = ties[~ties["part"].isin(_NO_TIE)]
    holder = pd.MultiIndex.from_frame(ties[["of", "finding"]]).append(
        pd.MultiIndex.from_product([["finding"], findings])
    )
    one, holders = pd.factorize(holder)
    other, entities = pd.factorize(pd.MultiIndex.from_frame(ties[["kind", "key"]]))
    size = len(holders) + len(entities)
    at = (one[: len(ties)], other + len(holders))
    _, component = connected_components(coo_array((np.ones(len(ties)), at), shape=(size, size)), directed=False)
    mine_at = holders.get_indexer(pd.MultiIndex.from_product([["finding"], findings]))
    return pd.Series(pd.factorize(component[mine_at])[0], index=findings, name="group")


def folds_of(group: pd.Series[int], confirmed: pd.Series[bool], number: int) -> npt.NDArray[np.int64]:
    """The fold of each decision: whole groups, the largest first, each to the fold that has the least so far."""
    counts = pd.DataFrame({"group": group, "yes": confirmed, "no": ~confirmed}).groupby("group").sum()
    share = (counts / counts.sum().clip(lower=1)).sum(axis=1)
    load, fold = np.zeros(number), {}
    for name, weight in share.sort_values(ascending=False, kind="stable").items():
        fold[name] = int(load.argmin())
        load[fold[name]] += weight
    return group.map(fold).to_numpy(dtype=np.int64)

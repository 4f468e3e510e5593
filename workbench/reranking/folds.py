"""Folds: what hangs together is held out together, so that no decision is foretold from its neighbour's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

PAPER, HUB = "paper", "hub"


def groups_of(findings: pd.Index[str], members: pd.DataFrame, rings: pd.DataFrame) -> pd.Series[int]:
    """The number of each finding's group, index finding: findings of one ring, on one card, or on one paper.

    `members` are theirs and `rings` those of rings: finding, kind, key, part.
    """
    mine = members[members["finding"].isin(findings) & (members["part"] != HUB)].assign(of="finding")
    # Handsets and addresses tie half a town together, and a stolen paper is sold to more than one crew.
    rings = rings[~rings["part"].isin((PAPER, HUB))].assign(of="ring")
    in_ring = mine.merge(rings, on=["kind", "key"], suffixes=("", "_ring"))
    ring = mine["finding"].map(in_ring.drop_duplicates("finding").set_index("finding")["finding_ring"])
    sold = (mine["part"] == PAPER) & (ring.groupby([mine["kind"], mine["key"]]).transform("nunique") > 1)
    ties = pd.concat([mine[~sold], rings], ignore_index=True)
    return pd.Series(_components(findings, ties), index=findings, name="group")


def _components(findings: pd.Index[str], ties: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The number of each finding's component, where whoever has a member in common is joined."""
    own = pd.MultiIndex.from_product([["finding"], findings])
    one, holders = pd.factorize(pd.MultiIndex.from_frame(ties[["of", "finding"]]).append(own))
    other, entities = pd.factorize(pd.MultiIndex.from_frame(ties[["kind", "key"]]))
    size = len(holders) + len(entities)
    joined = coo_array((np.ones(len(ties)), (one[: len(ties)], other + len(holders))), shape=(size, size))
    component = connected_components(joined, directed=False)[1][holders.get_indexer(own)]
    return np.asarray(pd.factorize(component)[0], dtype=np.int64)


def folds_of(group: pd.Series[int], confirmed: pd.Series[bool], number: int) -> npt.NDArray[np.int64]:
    """The fold of each decision: whole groups, the largest first, each to the fold that has the least so far."""
    counts = pd.DataFrame({"group": group, "yes": confirmed, "no": ~confirmed}).groupby("group").sum()
    share = (counts / counts.sum().clip(lower=1)).sum(axis=1)
    load, fold = np.zeros(number), {}
    for name, weight in share.sort_values(ascending=False, kind="stable").items():
        fold[name] = int(load.argmin())
        load[fold[name]] += weight
    return group.map(fold).to_numpy(dtype=np.int64)

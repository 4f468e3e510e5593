"""Succession: numbers that fall silent and numbers that begin in their place, matched one to one.

After the repetitive debtors of Becker, Volinsky and Wilks (Fraud Detection in Telecommunications, 2010), who matched
new accounts to old ones by the overlap of their circles. Here circles, handsets, addresses and accounts count
together, and matched pairs lend each other their circles until nothing changes: a crew changes its numbers together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from workbench.signals.calls import ties
from workbench.signals.calls.activity import activity
from workbench.signals.evidence import points
from workbench.signals.groups import components
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

Worths = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Succession:
    """`pairs`: pair (a number), old and new (phone codes), gap (days), worth (points of the ties and the time).

    `rows`: pair, code, strength, n: what ties each pair together.
    """

    pairs: pd.DataFrame
    rows: pd.DataFrame


def succession(scene: Scene, limits: Limits) -> Succession:
    """Give which number follows which: each old one has one heir at the most, each new one one forebear.

    It says nothing about anybody yet: people change their numbers.
    """
    return scene.snapshot.once(("succession", limits), lambda: _succession(scene, limits))


def _succession(scene: Scene, limits: Limits) -> Succession:
    turned = ties.turns(activity(scene), limits)
    fixed = [ties.places(scene, turned, limits), ties.moved(scene, turned, limits)]
    heir: dict[int, int] = {}
    for _ in range(limits.calls.rounds):
        rows = pd.concat([*fixed, ties.circles(scene, turned, heir, limits)], ignore_index=True)
        found = _matched(scene, rows, limits)
        sure = found.pairs[found.pairs["worth"] >= limits.calls.sure_worth]
        lent = dict(zip(sure["new"].tolist(), sure["old"].tolist(), strict=True))
        if lent == heir:
            break
        heir = lent
    return found


def _matched(scene: Scene, rows: pd.DataFrame, limits: Limits) -> Succession:
    """The best one-to-one matching of the pairs that enough ties speak for."""
    rows = rows[(rows["strength"] > 0) & ~ties.two_people(scene, rows, limits)]
    rows = rows[~ties.sold_on(scene, rows, limits)]
    rows = rows[points(rows).groupby([rows["old"], rows["new"]]).transform("sum") >= limits.calls.ties_least]
    rows = rows.sort_values(["old", "new", "code"], kind="stable", ignore_index=True)
    rows = rows.assign(pair=rows.groupby(["old", "new"]).ngroup())
    pairs = rows.drop_duplicates("pair")[["pair", "old", "new", "gap"]].reset_index(drop=True)
    rows = pd.concat([rows[["pair", "code", "strength", "n"]], _timing(pairs, limits)], ignore_index=True)
    pairs = pairs.assign(worth=pairs["pair"].map(points(rows).groupby(rows["pair"]).sum()))
    pairs = _one_to_one(pairs)
    return Succession(pairs, rows[rows["pair"].isin(pairs["pair"])].reset_index(drop=True))


def _timing(pairs: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """How closely the new number's beginning follows the old one's end."""
    rule, away = limits.calls, pairs["gap"].abs()
    strength = np.interp(away, rule.gap_points, rule.gap_strengths)
    days = np.ceil(away).clip(lower=1).astype("int64")
    return pd.DataFrame({"pair": pairs["pair"], "code": "took_up", "strength": strength, "n": days})


def _one_to_one(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs of the assignment with the greatest sum of worths, worked out component by component."""
    if pairs.empty:
        return pairs
    # An old number may be the heir of a still older one: as one end of a pair it is not what it is as the other.
    ends = pd.DataFrame({"one": 2 * pairs["old"], "other": 2 * pairs["new"] + 1})
    group = components(ends).reindex(ends["one"].to_numpy()).to_numpy()
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group[order]) > 0])
    parts = np.split(order, starts[1:])
    old, new, worth = (pairs[name].to_numpy() for name in ("old", "new", "worth"))
    kept = [part if part.size == 1 else part[_assigned(old[part], new[part], worth[part])] for part in parts]
    return pairs.iloc[np.concatenate(kept)].sort_values(["old", "new"], ignore_index=True)


def _assigned(old: Codes, new: Codes, worth: Worths) -> Codes:
    """The places of the pairs that are chosen: those of the greatest sum, in which no number stands twice on a side.

    Only pairs that there are take room: of tens of thousands of numbers that hang together a whole table has gigabytes.
    """
    rows, row = np.unique(old, return_inverse=True)
    columns, column = np.unique(new, return_inverse=True)
    # Every old number may be left alone, at a cost of its own that any pair of some worth is below.
    alone = np.arange(rows.size)
    most = float(worth.max()) + 1.0
    cost = np.concatenate([most - worth, np.full(rows.size, most)])
    ends = (np.concatenate([row, alone]), np.concatenate([column, columns.size + alone]))
    place = csr_array((np.arange(old.size) + 1, (row, column)), shape=(rows.size, columns.size + rows.size))
    left, right = min_weight_full_bipartite_matching(csr_array((cost, ends), shape=place.shape))
    chosen = np.asarray(place[left, right]).ravel() - 1
    return np.sort(chosen[chosen >= 0])

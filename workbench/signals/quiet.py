"""Quiet groups: cards that share things, of which nobody complains and no two of which work on the same people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.links import CALLED, MESSAGED, PAID
from workbench.signals.limits import Limits
from workbench.signals.reached import fellows
from workbench.signals.scene import Scene

# A pool of cards is nobody's house, whoever complains.
_LOUD = ("case_number", "disputed", "pooled", "reported")


def quiet(scene: Scene, held: pd.Series, rows: pd.DataFrame, limits: Limits) -> pd.Index:
    """Give the groups whose cards do nothing together that anybody noticed, though what they do is known.

    `held` is each card's group, index card code; `rows` are a ledger's. A crew's cards meet in the strangers they
    work on; neighbours' cards on a helper's handset, a counter's customers and lodgers have theirs apart. Of cards
    without calls, messages and payments on record nobody can say.
    """
    cards = np.asarray(held.index, dtype=np.int64)
    pairs = fellows(scene, cards, cards, limits)
    pairs = pairs[pairs["surprise"] >= limits.circle_least]
    paid = scene.snapshot.links(PAID).rename(columns={"start": "one", "end": "other"})
    pairs = pd.concat([pairs, paid[_of_others(paid, scene.held["party"])]])
    pairs = pairs[pairs["one"].map(held).to_numpy() == pairs["other"].map(held).to_numpy()]
    together = held.index.isin(np.union1d(pairs["one"], pairs["other"]))
    loud = held.index.isin(rows.loc[rows["code"].isin(_LOUD), "card"])
    links = [scene.snapshot.links(one)[side] for one in (CALLED, MESSAGED, PAID) for side in ("start", "end")]
    known = np.any([held.index.isin(ends) for ends in links], axis=0)
    by = pd.DataFrame({"together": together, "loud": loud, "known": known}).groupby(held.to_numpy()).mean()
    idle = (by["loud"] == 0) & (by["together"] < limits.quiet_together) & (by["known"] > limits.quiet_known)
    return by.index[idle]


def _of_others(pairs: pd.DataFrame, party: pd.Series) -> pd.Series:
    """Which pairs are of two households."""
    one, other = (pairs[end].map(party) for end in ("one", "other"))
    return (one != other) & one.notna() & other.notna()

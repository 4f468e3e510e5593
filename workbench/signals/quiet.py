"""Groups that look less like crews: nobody complains and no two work on the same people, or there are lines alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import PHONE
from workbench.model.links import CALLED, MESSAGED, PAID
from workbench.signals.families import DEVICE, IP
from workbench.signals.limits import Limits
from workbench.signals.reached import fellows
from workbench.signals.scene import Scene

_FRAUD = ("case_number", "disputed")
# A pool of cards is nobody's house, whoever complains.
_LOUD = (*_FRAUD, "pooled", "reported")


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


def lines(scene: Scene, held: pd.Series, rows: pd.DataFrame, limits: Limits) -> pd.Index:
    """Give the groups of lines with hardly a card or an account: call desks and teams pass such round.

    `held` is each card's group, index card code; `rows` are a ledger's. Crews need cards and accounts as well, on the
    same handsets and addresses; where hardly any were seen on some nobody can say. Desks are reported too, for they
    pester; no case names them, and nobody says that a line of theirs is not his.
    """
    phone = scene.held["kind"] == PHONE.word
    seen = scene.touched.loc[scene.touched["family"].isin((DEVICE, IP)), "card"].unique()
    if not len(seen) or phone.reindex(seen).mean() > 1 - limits.lines_known:
        return pd.Index([], dtype=held.dtype)
    named = held.index.isin(rows.loc[rows["code"].isin(_FRAUD), "card"])
    by = pd.DataFrame({"phone": phone.reindex(held.index), "named": named}).groupby(held.to_numpy()).mean()
    return by.index[(by["phone"] > limits.lines_share) & (by["named"] == 0)]


def _of_others(pairs: pd.DataFrame, party: pd.Series) -> pd.Series:
    """Which pairs are of two households."""
    one, other = (pairs[end].map(party) for end in ("one", "other"))
    return (one != other) & one.notna() & other.notna()

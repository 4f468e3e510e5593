"""Readings of a number that carries on for another: what is innocent about it, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.model.finding import REASON_COLUMNS
from workbench.signals.scene import Scene
from workbench.signals.telling import Count

SAYS = {
    "same_holder": "both numbers are one person's by paper: people change their numbers",
    "same_household": "both numbers are one household's by paper: kin take numbers over",
    "same_employer": "the holders of both have one employer: work's numbers pass from one to the next",
    "company_card": "one of the numbers is a company's or a machine's card, which passes through many hands",
    "held_before": "one of the numbers was somebody else's before; what was done then was left out",
    "second_hand": "nothing but handset, address and time ties the two: a handset may have been sold on",
}
CONSIDERED = "looked for and not borne out: a person, a household or a firm that only changed its number"
# Where whoever carries on is, by paper, whoever had the number before, only doubt of the old number is news.
PLAIN = ("same_holder", "same_household", "same_employer", "company_card")


def readings(scene: Scene, pairs: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Give which innocent readings fit which pair of numbers: pair, code; `rows` are the pairs' ties."""
    held = scene.held
    sides = [held.reindex(pd.Index(pairs[side])).reset_index(drop=True) for side in ("old", "new")]
    holder, party = (_same(sides, name) for name in ("holder", "party"))
    work = [side["employer"].fillna("").to_numpy() for side in sides]
    kept = rows[rows["code"].isin(("same_circle", "moved_over"))]["pair"]
    fits = {
        "same_holder": holder,
        "same_household": party & ~holder,
        "same_employer": (work[0] == work[1]) & (work[0] != "") & ~party,
        "company_card": _either(side["card_type"].isin(("industry", "iot")) for side in sides),
        "held_before": _either(side["before"].fillna(0) > 0 for side in sides),
        "second_hand": ~pairs["pair"].isin(kept).to_numpy(),
    }
    frames = [pd.DataFrame({"pair": pairs["pair"].to_numpy()[fit], "code": code}) for code, fit in fits.items()]
    return pd.concat(frames, ignore_index=True)


def counters(found: pd.DataFrame, fitting: pd.DataFrame) -> pd.DataFrame:
    """Give the counter-reasons of findings: what fits, and that the rest was looked for.

    `found` has finding, pair, old, new and score. What fits was weighed before: its own weight is nought.
    """
    frame = found[["finding", "pair"]].merge(fitting, on="pair").assign(says=lambda one: one["code"].map(SAYS))
    plain = frame.loc[frame["code"].isin(PLAIN), "finding"]
    looked = found.loc[~found["finding"].isin(plain), ["finding"]].assign(code="considered", says=CONSIDERED)
    whole = pd.concat([frame[["finding", "code", "says"]], looked], ignore_index=True)
    score = whole["finding"].map(found.set_index("finding")["score"])
    whole = whole.assign(kind="", key="", counter=True, weight=0.0, without=score, query="")
    return whole[list(REASON_COLUMNS)]


def headline(plain: bool, gap: float) -> str:
    """Say of a pair what it looks like, in one sentence without a name."""
    days = Count(max(1, int(np.ceil(abs(gap)))))
    whose = "under the same roof or firm by paper" if plain else "under another paper"
    return f"a number in doubt fell silent, and another {whose} carries on in its circle within {days:day}"


def _either(masks: Iterable[pd.Series]) -> np.ndarray:
    return np.asarray(np.logical_or.reduce([one.to_numpy(dtype=np.bool_) for one in masks]))


def _same(sides: list[pd.DataFrame], column: str) -> np.ndarray:
    one, other = (side[column].fillna(-1).to_numpy() for side in sides)
    return np.asarray((one >= 0) & (one == other))

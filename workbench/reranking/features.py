"""Features: what a finding rests on, by code and family; nothing of who is in it."""

from __future__ import annotations

import pandas as pd

from workbench.model import Findings
from workbench.signals.evidence import BY_NAME

SCORE, FOR, AGAINST, SHARE = "score", "for ", "against ", "share "


def features(found: Findings) -> pd.DataFrame:
    """One row a finding (index finding), columns sorted by name.

    `score`; `for CODE`: the reason's points, the mean over the cards that reasons speak of; `against CODE`: 1 where
    that innocent explanation was found; `share FAMILY`: the family's share of all points. What is absent is nought.
    """
    names = pd.Index(found.findings["finding"], name="finding")
    why = found.reasons[["finding", "kind", "key", "code", "weight"]]
    counter = found.reasons["counter"].astype(bool)
    speaking, against = why[~counter], why[counter]
    points = _wide(speaking, speaking["code"], FOR).reindex(names, fill_value=0.0)
    family = speaking["code"].map(lambda code: BY_NAME[code].family if code in BY_NAME else code)
    shares = _wide(speaking, family, SHARE).reindex(names, fill_value=0.0)
    innocent = _wide(against.assign(weight=1.0), against["code"], AGAINST).reindex(names, fill_value=0.0)
    cards = speaking.drop_duplicates(["finding", "kind", "key"])["finding"].value_counts().reindex(names, fill_value=1)
    score = found.findings.set_index("finding")["score"].astype("float64").rename(SCORE).to_frame()
    parts = [points.div(cards, axis=0), shares.div(shares.sum(axis=1).where(lambda all_: all_ > 0, 1.0), axis=0)]
    return pd.concat([score, *parts, innocent.clip(upper=1.0)], axis=1).sort_index(axis=1)


def aligned(rows: pd.DataFrame, columns: pd.Index[str]) -> pd.DataFrame:
    """The features in these columns: what the rows know nothing of is nought."""
    return rows.reindex(columns=columns, fill_value=0.0).fillna(0.0).astype("float64")


def directions(columns: pd.Index[str]) -> list[int]:
    """For each feature whether more of it may only raise the chance (1), only lower it (-1), or either (0).

    An innocent explanation never speaks against anybody, and a reason never for.
    """
    return [-1 if name.startswith(AGAINST) else 0 if name.startswith(SHARE) else 1 for name in columns]


def _wide(rows: pd.DataFrame, what: pd.Series, prefix: str) -> pd.DataFrame:
    """The sum of weights by finding and what, a column each."""
    named = rows[["finding", "weight"]].assign(column=prefix + what.astype("str"))
    return named.pivot_table(index="finding", columns="column", values="weight", aggfunc="sum", fill_value=0.0)

"""The second opinion: findings ranked by what people decided on others, beside the score and never instead of it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import TooFew
from workbench.model import Findings
from workbench.reranking.features import aligned, features
from workbench.reranking.folds import folds_of
from workbench.reranking.limits import RerankLimits
from workbench.reranking.measured import Measured, measured, places
from workbench.reranking.trees import LIBRARIES, chances, engine, grown


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided, each finding as it was when they did; all of them by finding, oldest decision first.

    `features` as `features()` gives them, `confirmed` (else rejected), `group` numbers what hangs together from 0.
    """

    features: pd.DataFrame
    confirmed: pd.Series[bool]
    group: pd.Series[int]


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What the model makes of a run's findings.

    `ranked`: finding, rank, second (the rank it gives), chance (that people confirm it, among such as they look at).
    """

    ranked: pd.DataFrame
    measured: Measured
    model: str
    manifest: dict[str, object]


def learn(decided: Decided, found: Findings, limits: RerankLimits) -> SecondOpinion:
    """The second opinion on what was found, learned from decisions on findings of the same detector.

    A finding that was decided on has the chance that it was given while it was held out. Raises TooFew where the
    decisions are too few to learn from, UsedWrongly where LightGBM is not installed.
    """
    check_enough(decided, limits)
    engine()
    columns = decided.features.columns.sort_values()
    known = aligned(decided.features, columns)
    held_out = _held_out(known, decided, limits)
    model = grown(known, decided.confirmed, limits)
    rows = aligned(features(found), columns)
    chance = pd.Series(chances(model, rows), index=rows.index).round(6)
    chance.update(held_out["chance"])
    return SecondOpinion(
        _ranked(found, chance), measured(held_out, limits), model, _manifest(known, decided, model, limits)
    )


def check_enough(decided: Decided, limits: RerankLimits) -> None:
    """Nothing, or TooFew with what there is and what it takes."""
    yes, no = int(decided.confirmed.sum()), int((~decided.confirmed).sum())
    if min(yes, no) < limits.least_each:
        raise TooFew(
            f"{yes} confirmed and {no} rejected findings are too few to learn from; "
            f"it takes {limits.least_each} of each, and the score stands alone until then"
        )
    groups = min(decided.group[mine].nunique() for mine in (decided.confirmed, ~decided.confirmed))
    if groups < limits.least_groups:
        raise TooFew(
            f"the decisions are of {groups} rings or papers only, which is too few to learn from; confirm and reject "
            f"findings of {limits.least_groups} that have nothing to do with one another"
        )


def _held_out(known: pd.DataFrame, decided: Decided, limits: RerankLimits) -> pd.DataFrame:
    """Each decision with the chance that a model gave it which had seen nothing of its group."""
    fold = folds_of(decided.group, decided.confirmed, limits.folds)
    chance = np.zeros(len(known))
    for one in range(limits.folds):
        mine = fold == one
        if mine.any():
            chance[mine] = chances(grown(known[~mine], decided.confirmed[~mine], limits), known[mine])
    frame = pd.DataFrame({"chance": chance, "score": known["score"]}, index=known.index).round(6)
    return frame.assign(confirmed=decided.confirmed, group=decided.group)


def _ranked(found: Findings, chance: pd.Series[float]) -> pd.DataFrame:
    rows = found.findings[["finding", "rank", "score"]].assign(chance=found.findings["finding"].map(chance))
    # By the score where the chances are alike, and by the rank where both are.
    order = np.lexsort((rows["rank"], -places(rows, ["chance", "score"])))
    rows = rows.iloc[order].assign(second=np.arange(1, len(rows) + 1)).sort_values("rank", ignore_index=True)
    return rows[["finding", "rank", "second", "chance"]]


def _manifest(known: pd.DataFrame, decided: Decided, model: str, limits: RerankLimits) -> dict[str, object]:
    learned = hashlib.sha256(_bytes(known, decided.confirmed.to_numpy(), decided.group.to_numpy()))
    return {
        "features": list(known.columns),
        "confirmed": int(decided.confirmed.sum()),
        "rejected": int((~decided.confirmed).sum()),
        "groups": int(decided.group.nunique()),
        "limits": asdict(limits),
        "libraries": {name: version(name) for name in LIBRARIES},
        "learned": learned.hexdigest(),
        "model": hashlib.sha256(model.encode()).hexdigest(),
    }


def _bytes(known: pd.DataFrame, *more: npt.NDArray[np.generic]) -> bytes:
    parts = [known.to_numpy(dtype=np.float64), *(one.astype(np.int64) for one in more)]
    return b"\0".join([",".join(known.columns).encode(), *(part.tobytes() for part in parts)])

"""The trees: LightGBM, which need not be installed, held to the same answer on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import UsedWrongly
from workbench.reranking.features import directions
from workbench.reranking.limits import RerankLimits

LIBRARIES = ("lightgbm", "numpy", "pandas", "scipy")
_HOW = (
    "a second opinion needs LightGBM, which is not installed: python -m pip install 'fraud-link-workbench[rerank]', "
    "or lightgbm alone; on Linux the system's libgomp1 too"
)


def grown(rows: pd.DataFrame, confirmed: pd.Series[bool], limits: RerankLimits) -> str:
    """The model that the decisions give, as LightGBM's own text; the same decisions give the same text."""
    lightgbm = engine()
    settings = {
        "objective": "binary",
        "learning_rate": limits.learning_rate,
        "max_depth": limits.depth,
        "num_leaves": 2**limits.depth,
        "min_data_in_leaf": limits.leaf_findings,
        "lambda_l2": limits.shrinkage,
        "monotone_constraints": directions(rows.columns),
        "seed": limits.seed,
        "num_threads": 1,
        "deterministic": True,
        # Which of the two is quicker is else tried out, and the sums differ in their last bit.
        "force_row_wise": True,
        "verbosity": -1,
    }
    learned = lightgbm.Dataset(rows.to_numpy(), label=confirmed.to_numpy(dtype=np.float64), params=settings)
    return str(lightgbm.train(settings, learned, num_boost_round=limits.trees).model_to_string())


def chances(model: str, rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The chance that people confirm each finding, among such as they look at."""
    booster = engine().Booster(model_str=model)
    return np.asarray(booster.predict(rows.to_numpy(), num_threads=1), dtype=np.float64)


def engine() -> Any:
    """LightGBM; raises UsedWrongly with how to have it where it is not installed, or cannot be loaded."""
    try:
        # Here, since it need not be installed.
        import lightgbm
    except (ImportError, OSError):
        # OSError: the library is there, and what it stands on is not.
        raise UsedWrongly(_HOW) from None
    return lightgbm

"""Reranking: what people's decisions say of findings that they have not come to, as a second opinion."""

from workbench.reranking.features import features
from workbench.reranking.folds import groups_of
from workbench.reranking.limits import RerankLimits
from workbench.reranking.measured import BETTER, NO_BETTER, WORSE, Measured
from workbench.reranking.opinion import Decided, SecondOpinion, learn

__all__ = [
    "BETTER",
    "NO_BETTER",
    "WORSE",
    "Decided",
    "Measured",
    "RerankLimits",
    "SecondOpinion",
    "features",
    "groups_of",
    "learn",
]

"""Truths: a folder of what is true of a hand-over, its keys spelled as those of evidence are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa

from graph_loaders import clean
from workbench.detectors.truth import Truth
from workbench.model import Clean

_COLUMNS: dict[str, Clean] = {
    "kind": clean.kind,
    "key": clean.key,
    "phone": clean.phone,
    "old": clean.phone,
    "new": clean.phone,
    "card": clean.card,
    "identity": clean.identity,
    "fraud_type": clean.fraud_type,
}
"""In an order in which what a column leans on, a key on its kind, comes first."""


def truth_in(folder: Path) -> Truth:
    """The truth of the folder, whose keys may be written as in any file that is loaded: 138… or +86138…."""
    return Truth(folder, _spelled)


def _spelled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the spelling of evidence; what cannot be read stays as it is, and is then nothing that was found."""
    told = rows.copy()
    for name, cleaned in _COLUMNS.items():
        if name in told:
            beside = pa.array(told["kind"], pa.string()) if name == "key" else None
            values = cleaned(pa.array(told[name], pa.string()), beside).values.to_pandas()
            told[name] = values.where(values.notna(), told[name])
    return told

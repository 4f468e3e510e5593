"""The truth of a made-up city, or people's decisions written the same way, and shares of what fits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.detectors.figures import wilson
from workbench.errors import UsedWrongly

# Who pesters breaks other laws; who lies beside a relay is told of with it.
NO_FRAUD = ("nuisance", "relay_partner")
_PHONES = {"exposure": ("phone",), "switches": ("old", "new")}
Pair = tuple[str, str]


def as_written(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows as they are."""
    return rows


@dataclass(frozen=True, slots=True)
class Truth:
    """A folder of a truth, and how its keys are spelled as those of evidence are."""

    folder: Path
    spelled: Callable[[pd.DataFrame], pd.DataFrame] = as_written

    def table(self, name: str, columns: list[str]) -> pd.DataFrame | None:
        """Give these columns of the file of that name; None where it is not there."""
        file = self.folder / f"{name}.csv"
        if not file.is_file():
            return None
        frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        missing = [column for column in columns if column not in frame]
        if missing:
            raise UsedWrongly(f"{file.name} has no column {missing[0]}; it needs: {', '.join(columns)}")
        return self.spelled(frame[columns])


def fraud_in(truth: Truth) -> set[Pair]:
    """Give kind and key of all that is in fraud's hands."""
    true: set[Pair] = set()
    for name in ("rings", "stolen_identity"):
        rows = truth.table(name, ["kind", "key"])
        true |= set() if rows is None else set(pairs(rows))
    callers, money = truth.table("callers", ["phone", "how"]), truth.table("money", ["card"])
    if callers is not None:
        true |= {("phone", key) for key in callers.loc[~callers["how"].isin(NO_FRAUD), "phone"]}
    return true | (set() if money is None else {("bank_card", key) for key in money["card"]})


def wanted_by(detector: str, truth: Truth) -> set[Pair]:
    """Give the phones a detector is to find though they are no fraud's: people in danger, numbers that changed."""
    columns = list(_PHONES.get(detector, ()))
    rows = truth.table(detector, columns) if columns else None
    return set() if rows is None else {("phone", key) for column in columns for key in rows[column]}


def pairs(rows: pd.DataFrame) -> list[Pair]:
    """Give kind and key of each row."""
    return list(zip(rows["kind"].astype(str), rows["key"].astype(str), strict=True))


def share(hits: Sequence[bool]) -> dict[str, object]:
    """Give the share of hits, its 95 % interval and its number."""
    low, high = wilson(sum(hits), len(hits))
    part = sum(hits) / len(hits) if hits else 0.0
    return {"share": round(part, 4), "low": round(low, 4), "high": round(high, 4), "of": len(hits)}


def false_alarms(rows: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, int]:
    """Give how many cards should not have been found, by the innocent reason the truth gives for each."""
    if innocent is None:
        return {"unexplained": len(rows)}
    why = rows.merge(innocent, on=["kind", "key"], how="left")["why"].fillna("unexplained")
    return {str(name): int(count) for name, count in sorted(why.value_counts().items())}

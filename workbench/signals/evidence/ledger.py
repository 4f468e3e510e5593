"""The ledger: rows of evidence a card, and the links each rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

ROW_COLUMNS = ("card", "code", "strength", "n", "m")
GROUND_COLUMNS = ("card", "code", "type", "start", "end")


@dataclass(frozen=True, slots=True)
class Ledger:
    """`rows`: card, code, strength (0 to 1), n and m (numbers for its sentence), one a card and code.

    `grounds`: card, code, type (link's name), start, end (entity codes).
    """

    rows: pd.DataFrame
    grounds: pd.DataFrame


def ledger(code: str, rows: pd.DataFrame, grounds: pd.DataFrame) -> Ledger:
    """Give a ledger of one code; `rows` need card and strength, `grounds` card, type, start, end."""
    full = rows.assign(code=code)
    for name in ("n", "m"):
        full[name] = full[name].astype("int64") if name in full else 0
    return Ledger(full[list(ROW_COLUMNS)], grounds.assign(code=code)[list(GROUND_COLUMNS)])


def of_touches(rows: pd.DataFrame) -> pd.DataFrame:
    """Give touches as grounds."""
    return pd.DataFrame({"card": rows["card"], "type": rows["type"], "start": rows["card"], "end": rows["value"]})


def together(ledgers: Iterable[Ledger]) -> Ledger:
    """Give all of them in one, sorted; of one reason told twice of a card the stronger stands."""
    parts = list(ledgers)
    rows = pd.concat([one.rows for one in parts], ignore_index=True)
    rows = rows.sort_values(["strength", "n"], ascending=False, kind="stable").drop_duplicates(["card", "code"])
    grounds = pd.concat([one.grounds for one in parts], ignore_index=True)
    return Ledger(
        rows[rows["strength"] > 0].sort_values(["card", "code"], ignore_index=True),
        grounds.sort_values(list(GROUND_COLUMNS), ignore_index=True),
    )

"""The plain ways to take files in: text to Parquet unchecked by DuckDB, and what one would write with pandas.

Apart from ours, so that a process that measures these holds nothing of the workbench.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import phonenumbers
import pyarrow.parquet as pq
from stdnum import luhn

from benchmarks.fresh import Found

SAMPLE = 20_000
"""Rows of what is done a row at a time: more would take minutes."""


def bare(folder: Path, *, file: Path) -> Found:
    """DuckDB's own way: text to typed Parquet, nothing checked, compressed as ours is."""
    out = folder / "bare.parquet"
    with duckdb.connect() as duck:
        duck.execute("SET enable_progress_bar = false")
        duck.execute(f"COPY (FROM read_csv('{file}')) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
    return _stored(out)


def bare_book(folder: Path, *, file: Path) -> Found:
    """pandas with the same engine for workbooks, nothing checked."""
    out = folder / "bare.parquet"
    pd.read_excel(file, dtype=str, engine="calamine").to_parquet(out, compression="zstd")
    return _stored(out)


def calls_by_hand(folder: Path, *, file: Path) -> Found:
    """The first rows of calls as one would write it with pandas and phonenumbers: a row at a time."""
    frame = pd.read_csv(file, dtype=str, nrows=SAMPLE)
    frame["caller"] = frame["caller"].map(_phone)
    frame["callee"] = frame["callee"].map(_phone)
    frame["at"] = frame["at"].map(_time)
    frame["seconds"] = frame["seconds"].map(int)
    return _kept(frame.dropna(subset=["caller", "callee", "at"]), folder)


def transfers_by_hand(folder: Path, *, file: Path) -> Found:
    """The first rows of transfers as one would write it with pandas and python-stdnum: a row at a time."""
    frame = pd.read_csv(file, dtype=str, nrows=SAMPLE)
    frame["payer"] = frame["payer"].map(_card)
    frame["payee"] = frame["payee"].map(_card)
    frame["at"] = frame["at"].map(_time)
    frame["amount"] = frame["amount"].map(lambda text: round(float(text) * 100))
    return _kept(frame.dropna(subset=["payer", "payee", "at"]), folder)


def _phone(text: str) -> str | None:
    number = phonenumbers.parse(text, "CN")
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


def _card(text: str) -> str | None:
    return text if luhn.is_valid(text) else None


def _time(text: str) -> datetime:
    return datetime.strptime(f"{text} +0800", "%Y-%m-%d %H:%M:%S %z")


def _kept(frame: pd.DataFrame, folder: Path) -> Found:
    frame.to_parquet(folder / "by_hand.parquet", compression="zstd")
    return _stored(folder / "by_hand.parquet")


def _stored(file: Path) -> Found:
    return {"rows": pq.read_metadata(file).num_rows, "bytes": file.stat().st_size}

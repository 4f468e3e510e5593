"""Files taken in: as the desk does it, as DuckDB writes them to Parquet unchecked, and as one would by hand."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import phonenumbers
import pyarrow.parquet as pq
from stdnum import luhn

from benchmarks import made
from benchmarks.fresh import Found, Step
from benchmarks.table import Figure, Way, side_by_side
from workbench.desk.recognise import Offered, recognise
from workbench.desk.take_in import silent, take_in
from workbench.evidence import Evidence
from workbench.home import open_home

SAMPLE = 20_000
"""Rows of what is done a row at a time: more would take minutes."""
BOOK_ROWS = 50_000


def take(folder: Path, *, file: Path, source: str = "", home: Path | None = None) -> Found:
    """The file taken in as the desk does: hashed, its original kept, read, checked, stored, its repeats counted."""
    opened = open_home(home or folder / "home")
    for offered in recognise([file], source):
        if not isinstance(offered, Offered):
            raise offered.error
        # The other reading of a bank's return, who used which card where, is not what the plain ways do.
        if offered.source.name in {"calls", "transfers"}:
            receipt = take_in(opened, offered, "benchmark", silent)
            rows = Evidence(opened.evidence).files(offered.source)[0]
            return {"rows": receipt.accepted, "refused": receipt.refused, "bytes": rows.stat().st_size}
    return {}


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


def sizes(folder: Path, counts: list[int], turns: int) -> list[Figure]:
    """Calls in several sizes, ours beside the bare engine and, at the smallest, beside what one would write by hand."""
    figures = []
    for count in sorted(counts):
        file = made.write_calls(folder / f"calls_{count}.csv", count)
        ours, other = Way("workbench", _ours(file, "calls"), count), Way("DuckDB, unchecked", _bare(file), count)
        hand = Way("pandas, phonenumbers", partial(calls_by_hand, file=file), min(SAMPLE, count))
        figures += side_by_side(
            "calls, CSV to evidence", ours, other, *([hand] if count == min(counts) else []), turns=turns
        )
    return figures


def kinds(folder: Path, rows: int, turns: int) -> list[Figure]:
    """Other files than calls: transfers, a bank's return in GB18030, the same as a workbook."""
    transfers = made.write_transfers(folder / "transfers.csv", rows)
    utf8 = made.write_bank_return(folder / "bank_utf8.csv", rows)
    chinese = made.write_gb18030(folder / "bank.csv", utf8)
    few = min(BOOK_ROWS, rows)
    book = made.write_book(folder / "bank.xlsx", made.write_bank_return(folder / "few.csv", few))
    hand = Way("pandas, python-stdnum", partial(transfers_by_hand, file=transfers), min(SAMPLE, rows))
    return [
        *side_by_side(
            "transfers, CSV to evidence",
            Way("workbench", _ours(transfers, "transfers"), rows),
            Way("DuckDB, unchecked", _bare(transfers), rows),
            hand,
            turns=turns,
        ),
        *side_by_side(
            "bank return in GB18030 to evidence",
            Way("workbench", _ours(chinese), rows),
            # DuckDB reads no GB18030 without an extension.
            Way("DuckDB, unchecked, of UTF-8", _bare(utf8), rows),
            turns=turns,
        ),
        *side_by_side(
            "bank return in .xlsx to evidence",
            Way("workbench", _ours(book), few),
            Way("pandas, unchecked", partial(bare_book, file=book), few),
            turns=turns,
        ),
    ]


def _ours(file: Path, source: str = "") -> Step:
    return partial(take, file=file, source=source)


def _bare(file: Path) -> Step:
    return partial(bare, file=file)

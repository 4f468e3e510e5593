"""Files taken in as the desk does it, beside the bare engine and what one would write by hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from benchmarks import made, plain
from benchmarks.fresh import Found, Step
from benchmarks.table import Figure, Way, side_by_side
from workbench.desk.recognise import Offered, recognise
from workbench.desk.take_in import silent, take_in
from workbench.evidence import Evidence
from workbench.home import open_home

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


def sizes(folder: Path, counts: list[int], turns: int) -> list[Figure]:
    """Calls in several sizes, ours beside the bare engine and, at the smallest, beside what one would write by hand."""
    figures = []
    for count in sorted(counts):
        file = made.write_calls(folder / f"calls_{count}.csv", count)
        ours, other = Way("workbench", _ours(file, "calls"), count), Way("DuckDB, unchecked", _bare(file), count)
        hand = Way("pandas, phonenumbers", partial(plain.calls_by_hand, file=file), min(plain.SAMPLE, count))
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
    hand = Way("pandas, python-stdnum", partial(plain.transfers_by_hand, file=transfers), min(plain.SAMPLE, rows))
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
            Way("pandas, unchecked", partial(plain.bare_book, file=book), few),
            turns=turns,
        ),
    ]


def _ours(file: Path, source: str = "") -> Step:
    return partial(take, file=file, source=source)


def _bare(file: Path) -> Step:
    return partial(plain.bare, file=file)

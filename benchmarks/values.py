"""Values verified: resident IDs, mainland phones and cards, on one thread and on two, beside the usual libraries."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from stdnum import luhn
from stdnum.cn import ric

from benchmarks import made
from benchmarks.fresh import Found, Prepared
from benchmarks.table import Figure, Way, side_by_side
from graph_loaders import clean
from workbench.model import Clean

SAMPLE = 20_000
BLOCK = 100_000
"""Values looked at together, about as many as in a block of a file."""


def _written(of: Callable[[int], pa.Array], count: int) -> pa.Array:
    return of(count)


def _texts(of: Callable[[int], pa.Array], count: int, most: int) -> list[str]:
    """The first values of the same column as Python's texts."""
    return list(of(count).slice(0, most).to_pylist())


def _clean(values: pa.Array, *, way: Clean, threads: int, most: int) -> Found:
    blocks = [values.slice(at, BLOCK) for at in range(0, len(values), BLOCK)]
    with ThreadPoolExecutor(threads) as pool:
        cleaned = pa.chunked_array([one.values for one in pool.map(lambda block: way(block, None), blocks)])
    return {"good": pc.count(cleaned).as_py(), "good of the sample": pc.count(cleaned.slice(0, most)).as_py()}


def _ids(texts: list[str]) -> Found:
    return {"good of the sample": sum(ric.is_valid(text) for text in texts)}


def _phones(texts: list[str]) -> Found:
    return {"good of the sample": sum(_e164(text).startswith("+861") for text in texts)}


def _e164(text: str) -> str:
    number = phonenumbers.parse(text, "CN")
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else ""


def _cards(texts: list[str]) -> Found:
    return {"good of the sample": sum(luhn.is_valid(text) for text in texts)}


def values(rows: int, turns: int) -> list[Figure]:
    """The figures of all three."""
    return [
        *_side(("resident IDs verified", "python-stdnum"), made.identities, clean.identity, _ids, (rows, turns)),
        *_side(("mainland phones to E.164", "phonenumbers"), made.phones, clean.phone, _phones, (rows, turns)),
        *_side(("card numbers verified", "python-stdnum"), made.cards, clean.card, _cards, (rows, turns)),
    ]


def _side(
    names: tuple[str, str],
    of: Callable[[int], pa.Array],
    way: Clean,
    usual: Callable[[list[str]], Found],
    counts: tuple[int, int],
) -> list[Figure]:
    (what, library), (rows, turns) = names, counts
    most = min(SAMPLE, rows)
    ours = [
        Way(
            f"workbench, {threads} thread{'s' * (threads > 1)}",
            Prepared(partial(_written, of, rows), partial(_clean, way=way, threads=threads, most=most)),
            rows,
        )
        for threads in (1, 2)
    ]
    return side_by_side(what, *ours, Way(library, Prepared(partial(_texts, of, rows, most), usual), most), turns=turns)

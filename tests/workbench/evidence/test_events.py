"""What an event is: counts and sums equal a plain oracle, whatever files tell of it and in whatever order."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.story import CASH_OUT, LI_WEIS_CARD, SUN_LIS_CARD
from tests.taken import events_of, source_of, take
from workbench.evidence import Evidence
from workbench.model import Source

Row = tuple[str, ...]
Event = tuple[str, ...]
CARDS = (LI_WEIS_CARD, SUN_LIS_CARD, CASH_OUT)
TIMES = {
    "2026-09-01 10:00:00": ("2026-09-01 10:00:00", False),
    "2026-09-01T02:00:00Z": ("2026-09-01 10:00:00", False),
    "2026-09-01 10:00:00.7": ("2026-09-01 10:00:00", False),
    "2026-09-01 10:00": ("2026-09-01 10:00:00", True),
    "2026-09-01 10:00:01": ("2026-09-01 10:00:01", False),
    "2026-09-01": ("2026-09-01 00:00:00", True),
    "2026-09-01 00:00:00": ("2026-09-01 00:00:00", False),
}
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_times = st.sampled_from(sorted(TIMES))
_serials = st.sampled_from(("", "", "A", "B"))
_calls = st.tuples(
    st.sampled_from(("13800000001", "13800000002")),
    st.just("96110"),
    _times,
    st.sampled_from(("30", "60")),
    st.sampled_from(("voice", "sms")),
    _serials,
)
_transfers = st.tuples(
    st.sampled_from(CARDS[:2]),
    st.sampled_from(CARDS[1:]),
    _times,
    st.sampled_from(("10.00", "20.50")),
    st.sampled_from(("done", "failed")),
    _serials,
)
KINDS = {
    "calls": ("caller,callee,at,seconds,medium,serial", _calls),
    "transfers": ("payer,payee,at,amount,status,serial", _transfers),
}


def oracle(files: Sequence[Sequence[Row]]) -> Counter[Event]:
    """How often each event happened: as often as it has serials, or as one file tells of it to a coarse time."""
    serials: dict[Event, set[str]] = {}
    most: Counter[Event] = Counter()
    for rows in files:
        in_file: Counter[Event] = Counter()
        for *start, at, number, word, serial in rows:
            second, coarse = TIMES[at]
            event = (*start, second, number, word)
            serials.setdefault(event, set()).update({serial} - {""})
            in_file[event] += coarse and not serial
            most[event] = max(most[event], 1, in_file[event])
    return Counter({event: max(times, len(serials[event])) for event, times in most.items()})


def _written(folder: Path, source: Source, rows: Sequence[Row], number: int) -> Path:
    file = folder / f"{source.name}_{number}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        # A number of its own, so that two files of the same rows are two files.
        csv.writer(stream).writerows([[*KINDS[source.name][0].split(","), f"file {number}"], *[(*r, "") for r in rows]])
    return file


def _said(evidence: Evidence, source: Source) -> Counter[Event]:
    """The evidence's events as the oracle writes them."""
    said: Counter[Event] = Counter()
    for (start, end, at, number, word), times in events_of(evidence, source).items():
        shown = str(number) if source.name == "calls" else f"{number / 100:.2f}"
        second = f"{at + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"
        said[start.removeprefix("+86"), end, second, shown, word] = times
    return said


def _all_orders_agree(source: Source, files: list[list[Row]], seed: int) -> None:
    dice = random.Random(seed)
    with TemporaryDirectory() as name:
        folder, evidence = Path(name), Evidence(Path(name) / "evidence")
        batches = [take(evidence, source, _written(folder, source, rows, number)) for number, rows in enumerate(files)]
        assert _said(evidence, source) == oracle(files)
        fresh = sum(batch.accepted - batch.known for batch in batches)
        assert fresh == oracle(files).total()

        other = Evidence(folder / "other")
        for number, rows in dice.sample(list(enumerate(files)), len(files)):
            take(other, source, _written(folder, source, dice.sample(rows, len(rows)), number))
        assert _said(other, source) == oracle(files)

        out = dice.randrange(len(files))
        evidence.remove(batches[out])
        assert _said(evidence, source) == oracle(files[:out] + files[out + 1 :])


@pytest.mark.parametrize("name", KINDS)
def test_events_equal_the_oracle_in_any_order_and_without_any_file(name: str):
    source, rows = source_of(name), KINDS[name][1]

    # Alike but for serial and coarseness: whichever comes first must not matter.
    one, two = [("13800000001", "96110"), ("30", "voice")] if name == "calls" else [CARDS[:2], ("10.00", "done")]
    alike = [(*one, "2026-09-01 10:00", *two, serial) for serial in ("A", "", "")]

    @few
    @example([alike, alike[1:], [*alike, (*one, "2026-09-01 10:00:00", *two, "")]], 1)
    @given(st.lists(st.lists(rows, max_size=8), min_size=1, max_size=4), st.integers(0, 99))
    def holds(files: list[list[Row]], seed: int) -> None:
        _all_orders_agree(source, files, seed)

    holds()

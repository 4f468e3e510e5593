"""What an event is: counts and sums equal a plain oracle, whatever files tell of it and in whatever order."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph_loaders.sources import SOURCES
from tests.story import CASH_OUT, LI_WEIS_CARD, SUN_LIS_CARD
from tests.taken import events_of, source_of, take
from workbench.evidence import Evidence
from workbench.evidence.events import counts
from workbench.model import Source

Row = dict[str, str]
Event = tuple[str, ...]
TIMES = {
    "2026-09-01 10:00:00": ("2026-09-01 10:00:00", False),
    "2026-09-01T02:00:00Z": ("2026-09-01 10:00:00", False),
    "2026-09-01 10:00:00.7": ("2026-09-01 10:00:00", False),
    "2026-09-01 10:00": ("2026-09-01 10:00:00", True),
    "2026-09-01 10:00:01": ("2026-09-01 10:00:01", False),
    "2026-09-01": ("2026-09-01 00:00:00", True),
    "2026-09-01 00:00:00": ("2026-09-01 00:00:00", False),
}
SERIALS = ("", "", "A", "B")
# Every value in its one spelling; the time, the serial and the side may be any of these.
KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "calls": {
        "caller": ("+8613800000001", "+8613800000002"),
        "callee": ("96110",),
        "seconds": ("30", "60"),
        "medium": ("voice", "sms"),
        "serial": SERIALS,
        "side": ("", "caller", "callee"),
    },
    "transfers": {
        "payer": (LI_WEIS_CARD, SUN_LIS_CARD),
        "payee": (SUN_LIS_CARD, CASH_OUT),
        "amount": ("10.00", "20.50"),
        "status": ("done", "failed"),
        "serial": SERIALS,
        "side": ("", "payer", "payee"),
    },
    "sessions": {
        "kind": ("phone",),
        "key": ("+8613800000001",),
        "device": ("", "860123456789014"),
        "imsi": ("", "460001234567890"),
        "ip": ("192.0.2.1", "192.0.2.2"),
    },
    "contacts": {
        "platform": ("qq",),
        "account": ("qq:1", "qq:2"),
        "other": ("qq:2", "qq:3"),
        "messages": ("1", "7"),
    },
    "groups": {"platform": ("qq",), "group": ("qq:9",), "account": ("qq:1", "qq:2")},
    "visits": {"phone": ("+8613800000001",), "site": ("example.com", "app:某")},
}


def _rows(name: str) -> st.SearchStrategy[Row]:
    columns = {column: st.sampled_from(values) for column, values in KINDS[name].items()}
    return st.fixed_dictionaries(columns | {"at": st.sampled_from(sorted(TIMES))})


def oracle(source: Source, files: Sequence[Sequence[Row]]) -> Counter[Event]:
    """How often each event happened: by the side that tells of most, by serials or in one file."""
    serials: dict[tuple[Event, str], set[str]] = {}
    most: Counter[Event] = Counter()
    for rows in files:
        in_file: Counter[tuple[Event, str]] = Counter()
        for row in rows:
            second, coarse = TIMES[row["at"]]
            event = tuple(
                second if name == "at" else row[name].replace(".", "") for name in source.event if name in row
            )
            told = (event, row.get("side", ""))
            serials.setdefault(told, set()).update({row.get("serial", "")} - {""})
            in_file[told] += coarse and not row.get("serial")
            most[event] = max(most[event], 1, in_file[told], len(serials[told]))
    return most


def _written(folder: Path, source: Source, rows: Sequence[Row], number: int) -> Path:
    file = folder / f"{source.name}_{number}.csv"
    names = [*KINDS[source.name], "at"]
    with file.open("w", encoding="utf-8", newline="") as stream:
        # A number of its own, so that two files of the same rows are two files.
        values = [[*(row[name] for name in names), ""] for row in rows]
        csv.writer(stream).writerows([[*names, f"file {number}"], *values])
    return file


def _said(evidence: Evidence, source: Source) -> Counter[Event]:
    """The evidence's events as the oracle writes them."""

    def shown(value: object) -> str:
        if isinstance(value, datetime):
            return f"{value + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"
        return "" if value is None else str(value).replace(".", "")

    return Counter({tuple(map(shown, event)): times for event, times in events_of(evidence, source).items()})


def _all_orders_agree(source: Source, files: list[list[Row]], seed: int) -> None:
    dice = random.Random(seed)
    with TemporaryDirectory() as name:
        folder, evidence = Path(name), Evidence(Path(name) / "evidence")
        batches = [take(evidence, source, _written(folder, source, rows, number)) for number, rows in enumerate(files)]
        assert _said(evidence, source) == oracle(source, files)
        fresh = sum(batch.accepted - batch.known for batch in batches)
        assert fresh == oracle(source, files).total()

        other = Evidence(folder / "other")
        for number, rows in dice.sample(list(enumerate(files)), len(files)):
            take(other, source, _written(folder, source, dice.sample(rows, len(rows)), number))
        assert _said(other, source) == oracle(source, files)

        out = dice.randrange(len(files))
        evidence.remove(batches[out])
        assert _said(evidence, source) == oracle(source, files[:out] + files[out + 1 :])


def test_every_source_that_counts_is_held_against_the_oracle():
    assert {source.name for source in SOURCES if counts(source)} == KINDS.keys()


@pytest.mark.parametrize("name", KINDS)
def test_events_equal_the_oracle_in_any_order_and_without_any_file(name: str):
    source = source_of(name)
    # Alike but for serial, side and coarseness: whichever comes first must not matter.
    one = {column: values[0] for column, values in KINDS[name].items()}
    alike = [one | {"at": "2026-09-01 10:00", **more} for more in ({"serial": "A"}, {"side": "callee"}, {}, {})]
    alike = [{column: row[column] for column in (*KINDS[name], "at")} for row in alike]

    @settings(max_examples=8 if source.serial else 4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @example([alike, alike[1:], [*alike, one | {"at": "2026-09-01 10:00:00"}]], 1)
    @given(st.lists(st.lists(_rows(name), max_size=8), min_size=1, max_size=4), st.integers(0, 99))
    def holds(files: list[list[Row]], seed: int) -> None:
        _all_orders_agree(source, files, seed)

    holds()

"""The ledger of answers: kept with the batch, gone with it, merged where answers overlap, and never a guess."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from graph_loaders.mapping import Mapping, read_mappings
from graph_loaders.sources import SOURCES
from tests.taken import source_of, take
from workbench.errors import BadHome
from workbench.evidence import Answerer, Batch, Covered, Evidence, answerers, coverage_of
from workbench.evidence.coverage import lacking, passing, write_entries
from workbench.evidence.steady import steadily
from workbench.model import BANK_CARD, COVERAGE, IDENTITY, PHONE, Checked, Entity

CARD, OTHER = "6222021234567800044", "6222021234567800051"
WHO = "510104199001011222"
TOML = """
source = "transfers"
unanswered = { reason = "why", empty = "at" }
[columns]
payer = "payer"
payee = "payee"
at = "at"
amount = "amount"
[coverage]
asked = "bank"
about = "payer"
who = "bank"
first = "from"
last = "to"
"""
HEADER = "payer,payee,at,amount,bank,from,to,why\n"
REGISTER = f"""phone,identity,carrier,opened_at
13800000011,{WHO},mobile,2020-01-01
13800000012,{WHO},mobile,2021-01-01
13800000013,{WHO},unicom,2021-01-01
13800000014,{WHO},,2022-01-01
"""


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> Mapping:
    """How a bank's return is read that names its question's time."""
    file = tmp_path_factory.mktemp("mapping") / "return.toml"
    file.write_text(TOML, encoding="utf-8")
    return read_mappings(file)[0]


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Evidence with nothing in it."""
    return Evidence(tmp_path / "evidence")


def _asked(card: str, first: str, last: str, bank: str = "ICBC") -> str:
    return f"{card},{OTHER if card == CARD else CARD},{first} 10:00:00,5,{bank},{first},{last},\n"


def _silent(card: str, bank: str = "ICBC", why: str = "timed out") -> str:
    return f"{card},,,,{bank},,,{why}\n"


def _file(folder: Path, name: str, *rows: str) -> Path:
    file = folder / name
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    return file


def _about(evidence: Evidence, card: str = CARD) -> list[tuple[object, ...]]:
    found = coverage_of(evidence, SOURCES, Entity(BANK_CARD, card))
    return [
        (one.who, one.answer, one.first and f"{one.first:%m-%d}", one.last and f"{one.last:%m-%d}") for one in found
    ]


def test_answers_that_overlap_are_one_over_both_times_and_others_stay_apart(
    evidence: Evidence, mapping: Mapping, tmp_path: Path
):
    transfers = source_of("transfers")
    rows = [("2026-01-01", "2026-02-01"), ("2026-01-20", "2026-03-01"), ("2026-05-01", "2026-06-01")]
    for number, (first, last) in enumerate(rows):
        take(evidence, transfers, _file(tmp_path, f"{number}.csv", _asked(CARD, first, last)), mapping)
    found = coverage_of(evidence, SOURCES, Entity(BANK_CARD, CARD))
    assert [(one.first, one.last, one.dated, one.entries) for one in found] == [
        (datetime(2025, 12, 31, 16), datetime(2026, 2, 28, 16), "asked", 2),
        (datetime(2026, 4, 30, 16), datetime(2026, 5, 31, 16), "asked", 1),
    ]
    named = {(batch.name, 1) for batch in evidence.batches()}
    assert {(one.batch, one.record) for one in found} < named


def test_periods_merge_as_a_plain_walk_over_them_does(evidence: Evidence, mapping: Mapping, tmp_path: Path):
    dice = random.Random(3)
    periods = []
    for _ in range(40):
        first = dice.randint(1, 300)
        periods.append((first, first + dice.randint(0, 12)))
    day = [f"2026-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(330)]
    rows = [_asked(CARD, day[first], day[last]) for first, last in periods]
    for number in range(4):
        take(evidence, source_of("transfers"), _file(tmp_path, f"{number}.csv", *rows[number::4]), mapping)
    walked: list[tuple[int, int]] = []
    for first, last in sorted(periods):
        if walked and first <= walked[-1][1]:
            walked[-1] = (walked[-1][0], max(walked[-1][1], last))
        else:
            walked.append((first, last))
    found = coverage_of(evidence, SOURCES, Entity(BANK_CARD, CARD))
    shanghai = [
        tuple(f"{one + (datetime(1970, 1, 1, 8) - datetime(1970, 1, 1)):%Y-%m-%d}" for one in pair)
        for pair in ((line.first, line.last) for line in found)
    ]
    assert shanghai == [(day[first], day[last]) for first, last in walked]


def test_no_answer_is_never_none_and_goes_with_its_batch(evidence: Evidence, mapping: Mapping, tmp_path: Path):
    transfers = source_of("transfers")
    take(evidence, transfers, _file(tmp_path, "1.csv", _asked(CARD, "2026-01-01", "2026-02-01")), mapping)
    before = _about(evidence), answerers(evidence, SOURCES)
    batch = take(evidence, transfers, _file(tmp_path, "2.csv", _silent(CARD, "CCB"), _silent(CARD, "CCB")), mapping)
    assert (batch.unanswered, batch.covered) == (2, 2)
    assert _about(evidence) == [("CCB", "did not answer", None, None), ("ICBC", "answered", "12-31", "01-31")]
    assert answerers(evidence, SOURCES)[0] == Answerer("bank", "CCB", "bank_card", 1, 0, 0, 1, 0)
    evidence.remove(batch)
    assert (_about(evidence), answerers(evidence, SOURCES)) == before
    assert not list(evidence.folder.rglob(f"{batch.name}*"))


def test_loading_twice_and_in_another_order_says_the_same(evidence: Evidence, mapping: Mapping, tmp_path: Path):
    files = [
        _file(tmp_path, "1.csv", _asked(CARD, "2026-01-01", "2026-02-01"), _silent(OTHER)),
        _file(tmp_path, "2.csv", _asked(CARD, "2026-01-09", "2026-02-20"), _silent(OTHER, "CCB")),
    ]
    other = Evidence(tmp_path / "other")
    for file in files:
        take(evidence, source_of("transfers"), file, mapping)
    for file in [*files[::-1], *files]:
        take(other, source_of("transfers"), file, mapping)
    assert answerers(other, SOURCES) == answerers(evidence, SOURCES)
    for card in (CARD, OTHER):
        both = [coverage_of(one, SOURCES, Entity(BANK_CARD, card)) for one in (evidence, other)]
        assert both[0] == both[1] != ()
    kept = [
        {path.name: path.read_bytes() for path in one.folder.rglob("*.coverage.parquet")} for one in (evidence, other)
    ]
    assert kept[0] == kept[1]


def test_a_register_answers_about_the_holder_and_each_card_by_the_carrier_it_names(evidence: Evidence, tmp_path: Path):
    (tmp_path / "phone_cards.csv").write_text(REGISTER)
    batch = take(evidence, source_of("phone_cards"), tmp_path / "phone_cards.csv")
    found = coverage_of(evidence, SOURCES, Entity(IDENTITY, WHO))
    assert [(one.who, one.answer, one.dated, one.batch, one.record) for one in found] == [
        ("", "answered", "events", batch.name, 4),
        ("mobile", "answered", "events", batch.name, 1),
        ("unicom", "answered", "events", batch.name, 3),
    ]
    (phone,) = coverage_of(evidence, SOURCES, Entity(PHONE, "+8613800000013"))
    at = datetime(2020, 12, 31, 16)
    assert phone == Covered(
        "phone", "+8613800000013", "carrier", "unicom", at, at, "events", "answered", "", batch.name, 3, 1
    )
    assert coverage_of(evidence, SOURCES, Entity(PHONE, "+8613800000099")) == ()


def test_a_question_that_names_nothing_is_counted_apart(evidence: Evidence, mapping: Mapping, tmp_path: Path):
    file = _file(tmp_path, "1.csv", _silent("12"), _silent("13"), _silent(CARD))
    take(evidence, source_of("transfers"), file, mapping)
    assert answerers(evidence, SOURCES) == (
        Answerer("bank", "ICBC", "", 0, 0, 0, 0, 2),
        Answerer("bank", "ICBC", "bank_card", 1, 0, 0, 1, 0),
    )


def test_a_ledger_that_is_not_whole_is_seen(evidence: Evidence, mapping: Mapping, tmp_path: Path):
    batch = take(evidence, source_of("transfers"), _file(tmp_path, "1.csv", _silent(CARD)), mapping)
    assert lacking(evidence) == ()
    write_entries([COVERAGE.empty_table()], evidence.coverage_file(batch))
    assert lacking(evidence) == (batch,)
    evidence.coverage_file(batch).write_bytes(b"cut")
    assert lacking(evidence) == (batch,)
    with pytest.raises(BadHome, match="workbench check"):
        _about(evidence)
    evidence.coverage_file(batch).unlink()
    assert lacking(evidence) == (batch,)


def test_who_asks_while_a_batch_goes_out_is_answered_without_it(evidence: Evidence, mapping: Mapping, tmp_path: Path):
    transfers = source_of("transfers")
    take(evidence, transfers, _file(tmp_path, "1.csv", _asked(CARD, "2026-01-01", "2026-02-01")), mapping)
    going = take(evidence, transfers, _file(tmp_path, "2.csv", _silent(CARD)), mapping)
    seen = []

    def read(batches: tuple[Batch, ...]) -> int:
        seen.append(len(batches))
        if len(seen) == 1:
            evidence.remove(going)
            raise FileNotFoundError
        return len(batches)

    assert (steadily(evidence, read), seen) == (1, [2, 1])


def test_many_stretches_are_put_together_on_the_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("workbench.evidence.coverage.MOST_HELD", 3)
    at = datetime(2026, 1, 1)
    line = {"kind": "phone", "key": "+8613800000011", "asked": "carrier", "who": "mobile", "first": at, "last": at}
    line |= {"dated": "events", "answer": "answered", "reason": None}
    stretches = [
        Checked(pa.table({}), pa.table({}), 1, {}, coverage=pa.Table.from_pylist([line | {"record": number}], COVERAGE))
        for number in range(9, 0, -1)
    ]
    entries: list[pa.Table] = []
    assert list(passing(stretches, entries)) == stretches
    assert sum(map(len, entries)) <= 3
    assert min(one["record"] for table in entries for one in table.to_pylist()) == 1


def test_nothing_was_asked_where_nothing_was_taken_in(evidence: Evidence):
    assert (answerers(evidence, SOURCES), _about(evidence)) == ((), [])

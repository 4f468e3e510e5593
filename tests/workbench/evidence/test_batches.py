"""Batches: one file read one way is one batch; a better reading takes its place; a batch can be taken out again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph_loaders.mapping import Mapping, Taken
from tests.taken import batch_of, events_of, source_of, take
from workbench.errors import BadHome, NotFound
from workbench.evidence import Evidence
from workbench.evidence.batches import batch_name, receipt_text

CALLS = source_of("calls")
TEXT = "von,an,caller,callee,at,seconds\n13900000001,13900000002,13800000001,96110,2026-09-01 09:00:00,60\n"
WRONG = Mapping("calls", "wrong", {name: Taken(header=name) for name in ("caller", "callee", "at", "seconds")})
RIGHT = replace(
    WRONG, name="right", columns=WRONG.columns | {"caller": Taken(header="von"), "callee": Taken(header="an")}
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of one call, which two mappings read differently."""
    file = tmp_path / "calls.csv"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Evidence with nothing in it."""
    return Evidence(tmp_path / "evidence")


def _callers(evidence: Evidence) -> list[object]:
    return sorted(str(event[0]) for event in events_of(evidence, CALLS))


def test_a_corrected_mapping_takes_the_place_of_the_wrong_one(evidence: Evidence, file: Path):
    wrong = take(evidence, CALLS, file, WRONG)
    assert _callers(evidence) == ["+8613800000001"]
    state = evidence.state()
    right = take(evidence, CALLS, file, RIGHT)
    assert _callers(evidence) == ["+8613900000001"]
    assert evidence.batches() == (right,)
    assert evidence.state() != state
    assert {path.name.partition(".")[0] for path in (evidence.folder / "calls").iterdir()} == {right.name}
    assert (wrong.known, right.known) == (0, 0)


def test_what_only_the_replaced_reading_told_of_was_not_known(evidence: Evidence, file: Path):
    take(evidence, CALLS, file, WRONG)
    more = replace(WRONG, columns=WRONG.columns | {"cell": Taken(constant="460-00-1")})
    assert take(evidence, CALLS, file, more).known == 0


def test_the_later_reading_counts_whichever_it_is(evidence: Evidence, file: Path):
    take(evidence, CALLS, file, RIGHT)
    take(evidence, CALLS, file, WRONG)
    assert _callers(evidence) == ["+8613800000001"]


def test_a_reading_replaced_but_not_yet_cleared_away_does_not_count(evidence: Evidence, file: Path):
    wrong = take(evidence, CALLS, file, WRONG)
    kept = {path: path.read_bytes() for path in (evidence.folder / "calls").iterdir()}
    right = take(evidence, CALLS, file, RIGHT)
    for path, content in kept.items():
        path.write_bytes(content)
    assert evidence.batches() == evidence.of("calls") == (right,)
    assert evidence.replaced() == (wrong,)
    assert _callers(evidence) == ["+8613900000001"]


def test_one_file_may_be_two_sources(evidence: Evidence, tmp_path: Path):
    file = tmp_path / "both.csv"
    file.write_text("phone,site,at,card\n13800000001,a.com,2026-09-01,ACCT:ICBC:4000012345\n", encoding="utf-8")
    take(evidence, source_of("visits"), file)
    take(evidence, source_of("freezes"), file)
    assert [batch.source for batch in evidence.batches()] == ["freezes", "visits"]
    assert len({batch.name for batch in evidence.batches()}) == 2


def test_a_batch_taken_out_is_as_if_it_had_never_been(evidence: Evidence, file: Path, tmp_path: Path):
    first = take(evidence, CALLS, file)
    before, state = events_of(evidence, CALLS), evidence.state()
    other = tmp_path / "more.csv"
    other.write_text(TEXT + "13900000001,13900000002,13800000009,96110,2026-09-01 09:00:00,60\n", encoding="utf-8")
    second = take(evidence, CALLS, other)
    assert (second.accepted, second.known) == (2, 1)
    evidence.remove(second)
    assert (events_of(evidence, CALLS), evidence.state()) == (before, state)
    evidence.remove(first)
    assert events_of(evidence, CALLS) == {}
    assert list((evidence.folder / "calls").iterdir()) == []


def test_what_stands_in_both_files_stays_when_the_first_goes(evidence: Evidence, file: Path, tmp_path: Path):
    first = take(evidence, CALLS, file)
    (tmp_path / "copy.csv").write_text(TEXT + "\n", encoding="utf-8")
    take(evidence, CALLS, tmp_path / "copy.csv")
    both = events_of(evidence, CALLS)
    evidence.remove(first)
    assert events_of(evidence, CALLS) == both


@pytest.mark.parametrize("field", ["sha256", "source", "mapping", "cleaning"])
def test_each_part_of_what_a_batch_is_names_it(file: Path, field: str):
    batch = batch_of(CALLS, file)
    assert replace(batch, **{field: "other"}).name != batch.name
    assert replace(batch, person="wang", taken_at="later", file="other.csv").name == batch.name
    assert len(batch_name("a", "b", "c", "d")) == 16


def test_a_receipt_reads_back_as_it_was_written(evidence: Evidence, file: Path):
    batch = take(evidence, CALLS, file)
    assert evidence.batch(batch.name) == batch
    assert json.loads(receipt_text(batch))["accepted"] == 1


def test_a_batch_that_is_not_there_is_said_so(evidence: Evidence, file: Path):
    take(evidence, CALLS, file)
    with pytest.raises(NotFound, match="there is no batch 0123456789abcdef"):
        evidence.batch("0123456789abcdef")


def test_a_damaged_receipt_is_told(evidence: Evidence, file: Path):
    batch = take(evidence, CALLS, file)
    evidence.receipt_file(batch).write_text("{", encoding="utf-8")
    with pytest.raises(BadHome, match=r"receipt .* is damaged"):
        evidence.batches()

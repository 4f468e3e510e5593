"""Every source, by its example of twelve rows: what is refused and why, and that loading order changes nothing."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

import pytest

import graph_loaders.sources
from graph_loaders.read import read, schema_of
from graph_loaders.sources import SOURCES
from tests.taken import events_of, take
from workbench.evidence import Evidence
from workbench.evidence.events import counts
from workbench.model import EntityFact, Fold, LinkFact, Source

EXAMPLES = Path(__file__).parent / "examples"
ROOT = Path(__file__).resolve().parents[2]
ROWS = 12
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
Refusals = list[tuple[int, str, str]]


def _example(source: Source) -> Path:
    return EXAMPLES / f"{source.name}.csv"


def _expected(source: Source) -> Refusals:
    with (EXAMPLES / f"{source.name}.refused.csv").open(encoding="utf-8", newline="") as stream:
        return [(int(row["record"]), row["column"], row["reason"]) for row in csv.DictReader(stream)]


def _shuffled(source: Source, folder: Path, seed: int) -> Path:
    with _example(source).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    random.Random(seed).shuffle(rows)
    file = folder / f"{source.name}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return file


def test_each_source_has_one_file_and_one_line_in_the_list():
    folder = Path(graph_loaders.sources.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == {source.name for source in SOURCES}
    assert len({source.name for source in SOURCES}) == len(SOURCES)


def test_each_source_has_an_example_and_each_example_a_source():
    there = {path.name.partition(".")[0] for path in EXAMPLES.glob("*.csv")}
    assert there == {source.name for source in SOURCES}


@every_source
def test_an_example_is_read_with_exactly_the_expected_refusals(source: Source):
    checked = list(read(_example(source), source))
    refused = [row for stretch in checked for row in stretch.refused.to_pylist()]
    assert sorted((row["record"], row["column"], row["reason"]) for row in refused) == _expected(source)
    accepted = [record for stretch in checked for record in stretch.accepted.column("record").to_pylist()]
    assert sorted({record for record, _, _ in _expected(source)} | set(accepted)) == list(range(1, ROWS + 1))
    assert sum(stretch.read for stretch in checked) == ROWS


@every_source
def test_a_needed_column_that_is_empty_is_refused_in_the_example(source: Source):
    reasons = {(column, reason) for _, column, reason in _expected(source)}
    lacking = [name for name in source.needed if not any(column == name for column, _ in reasons)]
    assert lacking == []


@every_source
def test_no_refused_value_is_shown_whole(source: Source):
    for stretch in read(_example(source), source):
        shown = stretch.refused.column("value").to_pylist()
        assert [value for value in shown if sum(sign.isdigit() for sign in value) > 10] == []


@every_source
def test_what_is_accepted_has_the_columns_of_the_source(source: Source):
    for stretch in read(_example(source), source):
        assert stretch.accepted.schema.equals(schema_of(source))
        for name in source.needed:
            assert stretch.accepted.column(name).null_count == 0


@every_source
def test_loading_twice_adds_nothing(source: Source, tmp_path: Path):
    evidence = Evidence(tmp_path)
    first = take(evidence, source, _example(source))
    before = events_of(evidence, source)
    again = take(evidence, source, _example(source))
    assert again.name == first.name
    assert events_of(evidence, source) == before
    assert len(evidence.batches()) == 1


@every_source
def test_the_order_of_rows_does_not_matter(source: Source, tmp_path: Path):
    alone, other = Evidence(tmp_path / "alone"), Evidence(tmp_path / "other")
    first = take(alone, source, _example(source))
    shuffled = take(other, source, _shuffled(source, tmp_path, seed=7))
    assert (shuffled.read, shuffled.accepted, shuffled.known) == (ROWS, first.accepted, first.known)
    assert events_of(other, source) == events_of(alone, source)
    # Another file of the same rows tells nothing new.
    assert take(alone, source, tmp_path / _example(source).name).known == first.accepted
    assert events_of(alone, source) == events_of(other, source)


@every_source
def test_a_source_declares_only_what_it_has(source: Source):
    names = {column.name for column in source.columns}
    told = {name for fact in source.facts if isinstance(fact, EntityFact) for name in fact.columns}
    refs = {ref.column for fact in source.facts for ref in fact.refs}
    named = {*source.event, *source.either, *told, *refs, *filter(None, (source.at, source.serial))}
    assert named - names == set()
    columns = [column.name for column in source.columns]
    assert all(columns.index(column.beside) < columns.index(column.name) for column in source.columns if column.beside)


@every_source
def test_what_is_summed_names_the_event(source: Source):
    # Rows of one event are folded before they are summed: were the summed column not part of it, the sum would be off.
    for fact in source.facts:
        if isinstance(fact, LinkFact):
            summed = {one.reads for one in fact.type.properties if one.fold is Fold.SUM}
            assert summed - set(source.event) == set()


def test_only_sources_of_happenings_count_rows_alike():
    assert [source.name for source in SOURCES if counts(source)] == [
        "sessions",
        "calls",
        "transfers",
        "contacts",
        "groups",
        "visits",
    ]


def test_refusals_are_kept_beside_the_batch_with_their_record_numbers(tmp_path: Path):
    source = next(one for one in SOURCES if one.name == "calls")
    evidence = Evidence(tmp_path)
    batch = take(evidence, source, _example(source))
    with evidence.refused_file(batch).open(encoding="utf-8", newline="") as stream:
        kept = sorted((int(row["record"]), row["column"], row["reason"]) for row in csv.DictReader(stream))
    assert kept == _expected(source)
    assert json.loads(evidence.receipt_file(batch).read_text("utf-8"))["refused"] == 7


def _told_to_people() -> dict[str, tuple[set[str], bool]]:
    """What docs/events.md says of each source: the columns that name an event, and whether it counts."""
    told = {}
    for line in (ROOT / "docs" / "events.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0] in {source.name for source in SOURCES}:
            named = re.sub(r"\(.*?\)", "", cells[1].replace("; and the", ","))
            told[cells[0]] = ({name.strip() for name in named.split(",")}, not cells[2].startswith("never"))
    return told


def test_people_are_told_what_names_an_event():
    assert _told_to_people() == {
        source.name: ({*source.event, *filter(None, [source.serial])}, counts(source)) for source in SOURCES
    }

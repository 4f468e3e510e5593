"""Parquet: typed columns are written out as text without losing or inventing a digit; broken files are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_loaders import parquet
from graph_loaders.parquet import open_parquet
from graph_loaders.read import read
from tests.taken import source_of
from workbench.errors import BadSource

CARD = 6222021234567890128


def _texts(folder: Path, values: pa.Array) -> list[str | None]:
    file = folder / "x.parquet"
    pq.write_table(pa.table({"a": values}), file)
    return [text for stretch in open_parquet(file, frozenset({"a"})).stretches for text in stretch.texts[0].to_pylist()]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([13800000001, None], pa.int64()), ["13800000001", None]),
        (pa.array([2**63], pa.uint64()), ["9223372036854775808"]),
        (pa.array([13800000001.0, None, 1234.56, -0.5]), ["13800000001", None, "1234.56", "-0.5"]),
        (pa.array([float("nan"), float("inf")]), ["nan", "inf"]),
        (pa.array([1.5, 1000.0], pa.float32()), ["1.5", "1000"]),
        (pa.array([Decimal("12.50"), Decimal("-3.00")]), ["12.50", "-3.00"]),
        (pa.array([date(2026, 9, 1)]), ["2026-09-01"]),
        (pa.array([datetime(2026, 9, 1, 8, 30)]), ["2026-09-01 08:30:00.000000"]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array([7, 8, 7]).dictionary_encode(), ["7", "8", "7"]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([b"a"]), ["a"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([65, None], pa.duration("s")), ["65", None]),
        (pa.array([65_000, 65_500], pa.duration("ms")), ["65", "65.5"]),
        (pa.array([65_000_000], pa.duration("us")), ["65"]),
        (pa.array([65_000_000_000, 2**62], pa.duration("ns")), ["65", "4611686018.427388"]),
        (pa.nulls(2), [None, None]),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_values_are_written_as_a_person_would(tmp_path: Path, values: pa.Array, texts: list[str | None]):
    assert _texts(tmp_path, values) == texts


@pytest.mark.parametrize("values", [pa.array([float(CARD)]), pa.array([13800000001.0], pa.float32())])
def test_a_float_that_lost_digits_never_looks_like_a_number_with_all_of_them(tmp_path: Path, values: pa.Array):
    (text,) = _texts(tmp_path, values)
    assert "e+" in str(text)


def test_a_card_number_kept_as_float_is_refused_with_its_reason(tmp_path: Path):
    file = tmp_path / "freezes.parquet"
    pq.write_table(pa.table({"card": [float(CARD)], "at": ["2026-09-01"]}), file)
    (checked,) = read(file, source_of("freezes"))
    assert "its last digits are lost" in checked.refused.to_pylist()[0]["reason"]


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 9, 1, 8, 30),
        datetime(2026, 9, 1, 0, 30, tzinfo=UTC),
        datetime(2026, 9, 1, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    ],
    ids=["no zone is Shanghai's", "UTC", "Shanghai"],
)
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_typed_times_are_the_instants_they_name(tmp_path: Path, at: datetime, unit: str):
    zone = str(at.tzinfo) if at.tzinfo else None
    file = tmp_path / "visits.parquet"
    times = pa.array([at], pa.timestamp("us", zone)).cast(pa.timestamp(unit, zone))
    pq.write_table(pa.table({"phone": [13800000001], "site": ["a.com"], "at": times}), file)
    (checked,) = read(file, source_of("visits"))
    row = checked.accepted.to_pylist()[0]
    assert (row["at"], row["coarse"], row["phone"]) == (
        datetime(2026, 9, 1, 0, 30, tzinfo=UTC),
        False,
        "+8613800000001",
    )


def test_typed_days_are_coarse(tmp_path: Path):
    file = tmp_path / "visits.parquet"
    pq.write_table(pa.table({"phone": [13800000001], "site": ["a.com"], "at": [date(2026, 9, 1)]}), file)
    (checked,) = read(file, source_of("visits"))
    assert checked.accepted.column("coarse").to_pylist() == [True]


def test_records_are_numbered_across_batches_and_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parquet, "ROWS", 3)
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": [str(number) for number in range(1, 12)]}), file, row_group_size=4)
    stretches = list(open_parquet(file, frozenset({"a"})).stretches)
    records = [record for stretch in stretches for record in stretch.records.tolist()]
    assert (
        records == list(range(1, 12)) == [int(text) for stretch in stretches for text in stretch.texts[0].to_pylist()]
    )


def test_a_row_that_lacks_everything_is_refused_not_passed_over(tmp_path: Path):
    file = tmp_path / "visits.parquet"
    pq.write_table(
        pa.table({"phone": [None, "13800000001"], "site": [None, "a.com"], "at": [None, "2026-09-01"]}), file
    )
    (checked,) = read(file, source_of("visits"))
    assert (checked.read, checked.accepted.column("record").to_pylist()) == (2, [2])


def test_a_nested_column_that_nobody_needs_does_no_harm(tmp_path: Path):
    file = tmp_path / "visits.parquet"
    table = {"phone": ["13800000001"], "site": ["a.com"], "at": ["2026-09-01"], "tags": [["x"]]}
    pq.write_table(pa.table(table), file)
    (checked,) = read(file, source_of("visits"))
    assert len(checked.accepted) == 1


@pytest.mark.parametrize("values", [pa.array([["x"]]), pa.array([{"x": 1}]), pa.array([b"\xff"])])
def test_a_needed_column_that_holds_no_text_is_refused_whole(tmp_path: Path, values: pa.Array):
    with pytest.raises(BadSource, match=r"x\.parquet: the column a holds .*, which is no text"):
        _texts(tmp_path, values)


def test_a_truncated_file_is_refused(tmp_path: Path):
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": [str(number) for number in range(5000)]}), file)
    whole = file.read_bytes()
    for length in (0, 3, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(BadSource, match=r"x\.parquet is not whole Parquet"):
            open_parquet(file, frozenset({"a"}))


def test_a_file_damaged_in_the_middle_is_refused(tmp_path: Path):
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": [str(number) for number in range(5000)]}), file, compression="zstd")
    whole = bytearray(file.read_bytes())
    whole[200 : len(whole) // 2] = b"\xff" * (len(whole) // 2 - 200)
    file.write_bytes(bytes(whole))
    with pytest.raises(BadSource, match=r"x\.parquet breaks off"):
        list(open_parquet(file, frozenset({"a"})).stretches)


def test_two_columns_of_one_name_are_refused(tmp_path: Path):
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table([pa.array(["1"]), pa.array(["2"])], names=["a", " A"]), file)
    with pytest.raises(BadSource, match="has the column a twice"):
        open_parquet(file, frozenset({"a"}))


def test_a_file_without_columns_is_refused(tmp_path: Path):
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({}), file)
    with pytest.raises(BadSource, match="has no columns"):
        open_parquet(file, frozenset({"a"}))

"""Reading: whatever a visits file was written in, the same rows come out, and what is wrong is told by record."""

from __future__ import annotations

import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_loaders import raw
from graph_loaders.read import REFUSED, read, schema_of
from tests.taken import source_of
from workbench.errors import BadSource
from workbench.model import Checked

VISITS = source_of("visits")
ROWS = [("13800000001", "a.com", "2026-09-01 08:00:00"), ("13800000002", "例子.中国", "2026-09-01")]
READ = [("+8613800000001", "a.com", False, 1), ("+8613800000002", "xn--fsqu00a.xn--fiqs8s", True, 2)]


def _read(folder: Path, content: str | bytes) -> Checked:
    """All of a visits file at once."""
    file = folder / "visits.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    stretches = list(read(file, VISITS))
    return Checked(
        pa.concat_tables([one.accepted for one in stretches]),
        pa.concat_tables([one.refused for one in stretches]),
        sum(one.read for one in stretches),
        {},
    )


def _text(separator: str = ",", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in [("phone", "site", "at"), *ROWS])


def _accepted(checked: Checked) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in checked.accepted.select(["phone", "site", "coarse", "record"]).to_pylist()]


def _refused(checked: Checked) -> list[tuple[int, str, str]]:
    return [(row["record"], row["column"], row["reason"]) for row in checked.refused.to_pylist()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_rows_come_out_whatever_they_were_written_in(tmp_path: Path, encoding: str, separator: str, end: str):
    checked = _read(tmp_path, _text(separator, end).encode(encoding))
    assert (_accepted(checked), _refused(checked), checked.read) == (READ, [], 2)


def test_parquet_of_the_same_rows_is_the_same(tmp_path: Path):
    file = tmp_path / "visits.parquet"
    pq.write_table(pa.table(dict(zip(("phone", "site", "at"), map(list, zip(*ROWS, strict=True)), strict=True))), file)
    (checked,) = read(file, VISITS)
    assert _accepted(checked) == READ


@pytest.mark.parametrize(
    "header", ["\tphone, site ,AT", "ｐｈｏｎｅ,ｓｉｔｅ,ａｔ", '"phone","site","at"', "at,note,site,phone"]
)
def test_headers_may_be_dressed_and_in_any_order(tmp_path: Path, header: str):
    row = ROWS[0] if "note" not in header else (ROWS[0][2], "x", ROWS[0][1], ROWS[0][0])
    assert _accepted(_read(tmp_path, f"{header}\n{','.join(row)}\n")) == READ[:1]


def test_banner_lines_above_the_header_are_no_records(tmp_path: Path):
    assert _accepted(_read(tmp_path, "导出单位: 某局, 2026\n\n" + _text())) == READ


@pytest.mark.parametrize("text", ["phone,site,at\n", "phone,site,at", "\n\nphone,site,at\n\n\n"])
def test_a_header_alone_says_that_there_was_nothing(tmp_path: Path, text: str):
    checked = _read(tmp_path, text)
    assert (len(checked.accepted), checked.read) == (0, 0)
    assert checked.accepted.schema.equals(schema_of(VISITS))
    assert checked.refused.schema.equals(REFUSED)


def test_a_missing_column_is_named_with_what_is_there(tmp_path: Path):
    with pytest.raises(BadSource, match=r"visits\.csv has no column site, at, which visits needs; it has: phone, url"):
        _read(tmp_path, "phone,url\n1,2\n")


def test_one_of_two_columns_must_be_there(tmp_path: Path):
    file = tmp_path / "sessions.csv"
    file.write_text("kind,key,at\nphone,13800000001,2026-09-01\n", encoding="utf-8")
    with pytest.raises(BadSource, match="needs a column device or ip for sessions; it has: kind, key, at"):
        list(read(file, source_of("sessions")))


@pytest.mark.parametrize("block", [60, 100, 333])
def test_records_are_right_before_at_and_after_what_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
):
    monkeypatch.setattr(raw, "BLOCK", block)
    good, bad, ragged = "13800000001,a.com,2026-09-01 08:00:00", "1,a.com,2026-09-01 08:00:00", "13800000001,a.com"
    lines = [good, bad, good, ragged, ragged, "", good, bad, ragged, good]
    checked = _read(tmp_path, "\n".join(["phone,site,at", *lines]) + "\n")
    assert [record for *_, record in _accepted(checked)] == [1, 3, 7, 10]
    assert sorted((record, column) for record, column, _ in _refused(checked)) == [
        (2, "phone"),
        (4, ""),
        (5, ""),
        (8, "phone"),
        (9, ""),
    ]
    assert checked.read == 9


def test_a_row_that_is_wrong_twice_is_refused_once_with_both_reasons(tmp_path: Path):
    checked = _read(tmp_path, "phone,site,at\n1,a b,2026-09-01\n")
    assert (checked.read, len(checked.accepted)) == (1, 0)
    assert [column for _, column, _ in _refused(checked)] == ["phone", "site"]


def test_a_nul_octet_refuses_its_row_alone(tmp_path: Path):
    checked = _read(tmp_path, "phone,site,at\n13800000001,a\0.com,2026-09-01\n13800000001,a.com,2026-09-01\n")
    assert ([record for *_, record in _accepted(checked)], [record for record, *_ in _refused(checked)]) == ([2], [1])


def test_a_field_of_ten_megabytes_is_refused_and_not_shown(tmp_path: Path):
    text = f"phone,site,at\n13800000001,{'x' * 10_000_000},2026-09-01\n"
    checked = _read(tmp_path, text)
    assert _refused(checked) == [(1, "site", "a domain has at most 253 characters")]
    assert len(checked.refused.to_pylist()[0]["value"]) < 100


def test_a_card_of_nineteen_digits_with_blanks_keeps_every_digit(tmp_path: Path):
    file = tmp_path / "freezes.csv"
    file.write_text("card,at\n6222 0212 3456 7890 128,2026-09-01\n,2026-09-01\n", encoding="utf-8")
    (checked,) = read(file, source_of("freezes"))
    assert checked.accepted.column("card").to_pylist() == ["6222021234567890128"]


def test_reading_that_is_given_up_leaves_no_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(raw, "BLOCK", 100)
    (tmp_path / "visits.csv").write_text(_text() + (",".join(ROWS[0]) + "\n") * 500, encoding="utf-8")
    stretches = read(tmp_path / "visits.csv", VISITS)
    next(stretches)
    stretches.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("ahead")]

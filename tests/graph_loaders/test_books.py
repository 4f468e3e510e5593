"""Workbooks: every sheet a table, whole numbers kept, lost digits refused, dates as written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from graph_loaders import books
from graph_loaders.read import read
from tests.graph_loaders.workbooks import Value, write_book
from workbench.desk.recognise import Offered, Turned, recognise
from workbench.errors import BadSource

CARD = "6222021234567800010"
HEADER: list[Value] = ["payer", "payee", "at", "amount"]
# 2024-01-02 03:04:05 as days since 1899-12-30.
MOMENT = 45293 + (3 * 3600 + 4 * 60 + 5) / 86400


def _only(file: Path) -> Offered:
    (offered,) = recognise([file])
    assert isinstance(offered, Offered)
    return offered


def test_every_sheet_is_a_table_and_empty_ones_are_none(tmp_path: Path):
    rows: list[list[Value]] = [HEADER, [CARD, "wechat:a1", "2024-01-02 03:04:05", "1.00"]]
    book = write_book(tmp_path / "return.xlsx", {"transfers": rows, "Sheet2": [], "transfers_2": rows})
    offered = [one for one in recognise([book]) if isinstance(one, Offered)]
    assert [one.file.name for one in offered] == ["return.xlsx/transfers", "return.xlsx/transfers_2"]


def test_cells_are_read_as_a_person_would_write_them(tmp_path: Path):
    rows: list[list[Value]] = [
        ["协助查询", None, None, None],
        HEADER,
        [6222021234567894, "wechat:a1", (MOMENT, 1), 12.5],
        [None, None, None, None],
        [CARD, "wechat:a1", (45293, 2), 7],
    ]
    offered = _only(write_book(tmp_path / "transfers.xlsx", {"Sheet1": rows}))
    (checked,) = read(offered.file, offered.source, offered.mapping)
    rows_in = checked.accepted.select(["payer", "amount", "coarse", "record"]).to_pylist()
    assert [tuple(row.values()) for row in rows_in] == [
        ("6222021234567894", 1250, False, 1),
        (CARD, 700, True, 3),
    ]
    times = [f"{at:%Y-%m-%d %H:%M:%S}" for at in checked.accepted.column("at").to_pylist()]
    assert times == ["2024-01-01 19:04:05", "2024-01-01 16:00:00"]


def test_a_card_that_a_spreadsheet_rounded_is_refused_with_the_reason(tmp_path: Path):
    rows: list[list[Value]] = [HEADER, [6.22202123456780e18, "wechat:a1", (MOMENT, 1), 12.5]]
    offered = _only(write_book(tmp_path / "transfers.xlsx", {"Sheet1": rows}))
    (checked,) = read(offered.file, offered.source, offered.mapping)
    (refused,) = checked.refused.to_pylist()
    assert (refused["record"], refused["column"]) == (1, "payer")
    assert "scientific notation" in refused["reason"]


def test_durations_in_cells_are_seconds(tmp_path: Path):
    header: list[Value] = ["caller", "callee", "at", "seconds"]
    rows: list[list[Value]] = [header, ["13800138001", "10086", (MOMENT, 1), (62 / 86400, 3)]]
    offered = _only(write_book(tmp_path / "calls.xlsx", {"Sheet1": rows}))
    (checked,) = read(offered.file, offered.source, offered.mapping)
    assert checked.accepted.column("seconds").to_pylist() == [62]


def test_a_workbook_within_an_archive_is_opened(tmp_path: Path):
    rows: list[list[Value]] = [HEADER, [CARD, "wechat:a1", (MOMENT, 1), 12.5]]
    book = write_book(tmp_path / "transfers.xlsx", {"一": rows})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(book, "返回/transfers.xlsx")
    offered = _only(tmp_path / "a.zip")
    assert offered.file.name == "a.zip/返回/transfers.xlsx/一"
    assert sum(len(one.accepted) for one in read(offered.file, offered.source, offered.mapping)) == 1


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04broken", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_workbook_is_refused_whole(octets: bytes, tmp_path: Path):
    (tmp_path / "calls.xlsx").write_bytes(octets)
    (turned,) = recognise([tmp_path])
    assert isinstance(turned, Turned)
    assert "calls.xlsx is no whole workbook" in str(turned.error)


@pytest.mark.parametrize("name", ["transfers.xls", "transfers.XLS"])
def test_a_new_workbook_under_an_old_name_is_read(name: str, tmp_path: Path):
    rows: list[list[Value]] = [HEADER, [CARD, "wechat:a1", (MOMENT, 1), 12.5]]
    write_book(tmp_path / name, {"一": rows})
    offered = _only(tmp_path / name)
    assert sum(len(one.accepted) for one in read(offered.file, offered.source, offered.mapping)) == 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_text_under_the_name_of_an_old_workbook_is_read(encoding: str, tmp_path: Path):
    lines = ["\t".join(map(str, HEADER)), f"{CARD}\twechat:李\t2026-03-01 10:00:00\t12.50"]
    (tmp_path / "transfers.xls").write_bytes("\r\n".join(lines).encode(encoding))
    offered = _only(tmp_path / "transfers.xls")
    assert sum(len(one.accepted) for one in read(offered.file, offered.source, offered.mapping)) == 1


def test_a_web_page_under_the_name_of_a_workbook_is_told_as_one(tmp_path: Path):
    (tmp_path / "transfers.xls").write_text("<html><table><tr><td>payer</td></tr></table></html>")
    (turned,) = recognise([tmp_path])
    assert isinstance(turned, Turned)
    assert "transfers.xls is a web page and no workbook" in str(turned.error)


def test_a_workbook_that_unpacks_beyond_all_measure_is_refused_unread(tmp_path: Path):
    book = write_book(tmp_path / "calls.xlsx", {"calls": [HEADER]})
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/bomb.xml", b"0" * (4 << 20))
    with pytest.raises(BadSource, match="too large for a workbook"):
        books.sheets_of(book)

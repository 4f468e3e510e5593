"""The same transfer told of by both parties' banks, and the same call in both parties' files, count once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.taken import events_of, source_of, take
from workbench.evidence import Evidence

HEADER = "payer,payee,at,amount,serial,side\n"
PAYS = "6222021234567890128,wechat:a1,2026-01-02 03:04:05,10.00,{serial},{side}\n"
COARSE = "6222021234567890128,wechat:a1,2026-01-02,10.00,,{side}\n"


def _events(folder: Path, *files: list[str]) -> list[int]:
    evidence, source = Evidence(folder / "evidence"), source_of("transfers")
    for place, rows in enumerate(files):
        file = folder / f"transfers_{place}.csv"
        file.write_text(HEADER + "".join(rows), encoding="utf-8")
        take(evidence, source, file)
    return sorted(events_of(evidence, source).values())


def _row(serial: str, side: str) -> str:
    return PAYS.format(serial=serial, side=side)


def test_two_banks_with_a_serial_each_tell_of_one_transfer(tmp_path: Path):
    assert _events(tmp_path, [_row("A1", "payer")], [_row("B7", "payee")]) == [1]


def test_both_sides_in_one_file_tell_of_one_transfer(tmp_path: Path):
    assert _events(tmp_path, [_row("A1", "payer"), _row("B7", "payee")]) == [1]


def test_two_serials_of_one_side_are_two_transfers(tmp_path: Path):
    assert _events(tmp_path, [_row("A1", "payer"), _row("A2", "payer")], [_row("B7", "payee")]) == [2]


def test_serials_of_a_file_without_sides_are_counted_among_themselves(tmp_path: Path):
    assert _events(tmp_path, [_row("A1", ""), _row("A2", "")], [_row("B7", "payee")]) == [2]


@pytest.mark.parametrize(("rows", "times"), [(["payer", "payee"], 1), (["payer", "payer", "payee"], 2)])
def test_coarse_times_are_numbered_within_a_side(tmp_path: Path, rows: list[str], times: int):
    assert _events(tmp_path, [COARSE.format(side=side) for side in rows]) == [times]

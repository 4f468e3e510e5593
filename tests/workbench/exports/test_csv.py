"""The two tables, read back by pandas: cells as they were, and none that a spreadsheet would compute or round."""

from __future__ import annotations

import csv as reader
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.workbench.exports.payloads import FORMULAS, SCRIPTS
from tests.workbench.exports.story import RING, entity, renamed
from workbench.exports import csv
from workbench.exports.csv import cell
from workbench.exports.letters import fit
from workbench.model.shown import Shown

DANGEROUS = tuple("=+-@|%\t\r\n＝＋－＠")
WITHOUT_WIDTH = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


def tables(shown: Shown, folder: Path) -> dict[str, str]:
    csv.write(shown, folder / "out.zip")
    with zipfile.ZipFile(folder / "out.zip") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def frame(text: str) -> pd.DataFrame:
    read = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)
    return read.map(lambda value: value.removeprefix("'"))


def test_pandas_reads_back_every_entity(tmp_path: Path) -> None:
    read = frame(tables(RING, tmp_path)["entities.csv"]).to_dict("records")
    names = sorted({name for one in RING.entities for name in one.properties})
    expected = [
        {"token": one.token, "tag": one.tag, "kind": one.kind, "text": one.text}
        | {name: "" if one.properties.get(name) is None else str(one.properties[name]) for name in names}
        for one in RING.entities
    ]
    assert read == expected


def test_pandas_reads_back_every_link_with_both_ends_named(tmp_path: Path) -> None:
    read = frame(tables(RING, tmp_path)["links.csv"]).to_dict("records")
    texts = {one.token: one.text for one in RING.entities}
    assert [(row["type"], row["start"], row["end"], row["text"]) for row in read] == [
        (one.type, one.start, one.end, one.text) for one in RING.links
    ]
    assert all((row["start_text"], row["end_text"]) == (texts[row["start"]], texts[row["end"]]) for row in read)
    assert [row["fen"] for row in read if row["type"] == "PAID"] == ["8600000", "8550000", "20000", "100"]


def test_the_readme_says_whom_it_is_for(tmp_path: Path) -> None:
    readme = tables(RING, tmp_path)["README.txt"]
    assert readme.startswith(f"{RING.title}\n{RING.note}\n")


def test_a_spreadsheet_is_told_that_it_is_utf_8(tmp_path: Path) -> None:
    csv.write(RING, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.read("entities.csv").startswith(b"\xef\xbb\xbf")
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_there_are_sixty_formulas() -> None:
    assert len(set(FORMULAS)) == 60


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_stands_at_the_head_of_a_cell(formula: str) -> None:
    written = cell(formula)
    assert not written.lstrip(WITHOUT_WIDTH).startswith(DANGEROUS)
    assert written.removeprefix("'") == fit(formula), "one apostrophe away is the value again"


def test_no_formula_stands_anywhere_in_the_files(tmp_path: Path) -> None:
    shown = renamed(RING, list(FORMULAS))
    for name, text in tables(shown, tmp_path).items():
        if name.endswith(".csv"):
            rows = list(reader.reader(io.StringIO(text, newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
            found = [one for row in rows for one in row if one.lstrip(WITHOUT_WIDTH).startswith(DANGEROUS)]
            assert found == []


def test_odd_texts_come_back_as_they_are(tmp_path: Path) -> None:
    shown = renamed(RING, [*SCRIPTS, *FORMULAS])
    text = tables(shown, tmp_path)["entities.csv"]
    read = [row[3].removeprefix("'") for row in reader.reader(io.StringIO(text, newline=""))][1:]
    assert read == [fit(one.text) for one in shown.entities]


@pytest.mark.parametrize("number", ["6222021234567890123", "510104199003077777", "0571", "13800138000000"])
def test_digits_that_a_spreadsheet_would_round_stay_text(number: str) -> None:
    assert cell(number) == f"'{number}"


@pytest.mark.parametrize(
    ("value", "written"), [(-5, "-5"), (1.5, "1.5"), (0, "0"), (None, ""), ("", ""), ("95588", "95588")]
)
def test_numbers_stay_numbers(value: str | float | None, written: str) -> None:
    assert cell(value) == written


def test_half_a_character_does_not_stop_an_export(tmp_path: Path) -> None:
    odd = replace(entity("Phone", "a"), text="张\ud800三\x00", properties={"na\x00me": "\udfff"})
    assert "张\ufffd三\ufffd" in tables(Shown("t\ud800", "", (odd,), ()), tmp_path)["entities.csv"]

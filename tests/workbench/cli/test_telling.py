"""Facts typed on the command line, and who answered, as tables and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
import story

from cli.conftest import Line

FACT = ("case_numbers", "case=C-77", "kind=phone", f"key={story.HE_JUNS}", "at=2026-11-24 03:00")


def test_a_fact_is_taken_in_known_again_and_taken_out(line: Line, home: Path):
    before = line("stats", "--home", home, "--json").json
    words = ("fact", *FACT, "--told-by", "96110", "--home", home)
    receipt = line(*words, "--json").json["receipt"]
    assert (receipt["accepted"], receipt["known"], receipt["told_by"]) == (1, 0, ["96110"])
    assert line("stats", "--home", home, "--json").json["links"]["NAMES"] == before["links"]["NAMES"] + 1
    again = line(*words)
    assert (again.code, "it was known" in again.out) == (0, True)
    assert line("check", "--home", home).code == 0
    assert line("unload", receipt["batch"], "--home", home).code == 0
    assert line("stats", "--home", home, "--json").json == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("case_numbers", "case"), "column=value"),
        (("case_numbers", "case=1", "case=2"), "says case twice"),
        (("case_numbers", "case=1"), "kind is empty"),
        (("wishes", "a=b"), "no source"),
        ((*FACT, "colour=red"), "no column"),
    ],
)
def test_a_fact_that_cannot_be_taken_is_told(line: Line, tmp_path: Path, words: tuple[str, ...], says: str):
    said = line("fact", *words, "--told-by", "96110", "--home", tmp_path / "home")
    assert said.code == 2
    assert says in said.sentence
    assert story.HE_JUNS.removeprefix("+86") not in said.err


def test_who_answered_is_told_of_one_value_and_of_everybody(line: Line, home: Path):
    answerers = line("coverage", "--home", home, "--json").json["answerers"]
    assert {"asked": "bank", "who": "ICBC", "kind": "BankCard", "entities": 3, "answered": 3} | {
        "none": 0,
        "not_answered": 0,
        "unnamed": 0,
    } in answerers
    lines = line("coverage", story.SUN_LI, "--home", home, "--json").json["coverage"]
    assert {one["who"] for one in lines} == {"ICBC", "mobile", "wechat"}
    table = line("coverage", story.SUN_LI, "--home", home)
    assert (table.code, story.SUN_LI in table.out + str(lines)) == (0, False)
    assert "says nothing" in line("coverage", "13000000000", "--home", home).out


def test_a_failed_question_is_told_as_no_answer(line: Line, tmp_path: Path):
    file = tmp_path / "工商银行任务信息(失败).csv"
    rows = f"1,{story.SUN_LIS_CARD},工行,失败,账号不存在,\n"
    file.write_text(f"任务流水号,查询对象,反馈单位,任务状态,失败原因,反馈时间\n{rows}", encoding="gb18030")
    assert line("load", file, "--home", tmp_path / "home").code == 0
    (said,) = line("coverage", story.SUN_LIS_CARD, "--home", tmp_path / "home", "--json").json["coverage"]
    assert (said["who"], said["answer"], said["reason"]) == ("工商银行", "did not answer", "账号不存在")

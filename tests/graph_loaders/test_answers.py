"""Who answered, as files say it: failed questions by their rows, answers by the entity asked about and its period."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from graph_loaders.mapping import Mapping, read_mappings
from graph_loaders.read import read
from tests.taken import source_of
from workbench.desk.recognise import Offered, recognise
from workbench.errors import BadMapping
from workbench.model import COVERAGE

CARD, OTHER, IDENTITY = "6222021234567800044", "6222021234567800051", "510104199001011222"
TASKS = f"""任务流水号,查询对象,查询对象类型,反馈单位,任务状态,失败原因,反馈时间
1,{CARD},账卡号,中国工商银行股份有限公司,失败,账号不存在,2024-02-01 10:00:00
2,{IDENTITY},,建行,超时,,
3,{OTHER},账卡号,工商银行,成功,,2024-02-01 10:00:00
4,{CARD},卡号,农业银行,成功,查询成功无交易记录,2024-02-01 10:00:00
5,不详,卡号,工商银行,失败,号码{CARD}有误,2024-02-01 10:00:00
"""
TRANSFERS = f"""查询卡号,交易时间,交易金额,收付标志,对方卡号,反馈单位,查询开始时间,查询结束时间,流水号,反馈说明
{CARD},2024-01-05 10:00:00,10.00,出,{OTHER},工商银行,2024-01-01,2024-02-01,S1,
{CARD},2024-01-25 10:00:00,10.00,进,{OTHER},工商银行,2024-01-01,2024-02-01,S2,
{CARD},2024-06-25 10:00:00,10.00,出,{OTHER},工商银行,2024-06-01,2024-07-01,S3,
{OTHER},2024-03-01 10:00:00,10.00,进,{CARD},工商银行,,,S4,
{OTHER},2024-03-09 10:00:00,10.00,出,{CARD},工商银行,,,S5,
{OTHER},nie,10.00,出,{CARD},建设银行,,,S6,
{IDENTITY},,,,,工商银行,,,,系统超时
"""
Line = tuple[object, ...]


def _coverage(folder: Path, name: str, text: str, *names: str) -> list[Line]:
    """These columns of all entries that the file gives, in the order of its records."""
    file = folder / name
    file.write_text(text, encoding="gb18030")
    found: list[Line] = []
    for offered in recognise([file]):
        assert isinstance(offered, Offered)
        for checked in read(offered.file, offered.source, offered.mapping):
            assert checked.coverage.schema == COVERAGE
            found += [tuple(row[one] for one in ("record", *names)) for row in checked.coverage.to_pylist()]
    return sorted(found, key=repr)


def _day(text: str) -> datetime:
    """Midnight of the day in Shanghai, as UTC."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


def test_a_failed_question_did_not_answer_whatever_its_reason_says(tmp_path: Path):
    lines = _coverage(tmp_path, "任务信息.csv", TASKS, "kind", "key", "who", "answer", "reason")
    assert lines == [
        (1, "bank_card", CARD, "工商银行", "did not answer", "账号不存在"),
        (2, "identity", IDENTITY, "建设银行", "did not answer", "超时"),
        (3, "bank_card", OTHER, "工商银行", "answered", None),
        (4, "bank_card", CARD, "农业银行", "answered none", "查询成功无交易记录"),
        (5, None, None, "工商银行", "did not answer", "号码62*****************有误"),
    ]


def test_an_answer_is_about_the_card_asked_for_over_the_time_asked_for_else_over_its_events(tmp_path: Path):
    lines = _coverage(tmp_path, "交易明细.csv", TRANSFERS, "kind", "key", "who", "first", "last", "dated", "answer")
    at = datetime.fromisoformat
    assert lines == [
        (1, "bank_card", CARD, "工商银行", _day("2024-01-01"), _day("2024-02-01"), "asked", "answered"),
        (3, "bank_card", CARD, "工商银行", _day("2024-06-01"), _day("2024-07-01"), "asked", "answered"),
        (4, "bank_card", OTHER, "工商银行", at("2024-03-01 02:00"), at("2024-03-09 02:00"), "events", "answered"),
        (7, "identity", IDENTITY, "工商银行", None, None, "", "did not answer"),
    ]


def test_an_unanswered_row_is_kept_where_the_mapping_says_nothing_of_who(tmp_path: Path):
    (mapping,) = _mappings(
        tmp_path,
        'source = "transfers"\nunanswered = { reason = "why" }\n[columns]\n'
        'payer = "payer"\npayee = "payee"\nat = "at"\namount = "amount"\n',
    )
    file = tmp_path / "transfers.csv"
    file.write_text("payer,payee,at,amount,why\n,,,,later\n")
    (checked,) = read(file, source_of("transfers"), mapping)
    assert checked.coverage.select(["record", "who", "answer", "reason"]).to_pylist() == [
        {"record": 1, "who": None, "answer": "did not answer", "reason": "later"}
    ]


@pytest.mark.parametrize(
    "coverage",
    [
        'asked = "police"\nwho = "a"\nabout = "payer"',
        'asked = "bank"\nabout = "payer"',
        'asked = "bank"\nwho = "a"',
        'asked = "bank"\nwho = "a"\nkey = "b"\nkinds = { "x" = "spaceship" }',
        'asked = "bank"\nwho = "a"\nabout = "payer"\nnone = "("',
        'asked = "bank"\nwho = "a"\nabout = "payer"\nwhom = "b"',
    ],
)
def test_a_coverage_that_cannot_be_meant_is_refused(tmp_path: Path, coverage: str):
    with pytest.raises(BadMapping):
        _mappings(tmp_path, f'source = "transfers"\n[columns]\npayer = "a"\n[coverage]\n{coverage}\n')


def _mappings(folder: Path, text: str) -> tuple[Mapping, ...]:
    file = folder / "mapping.toml"
    file.write_text(text, encoding="utf-8")
    return read_mappings(file)


def test_a_coverage_about_what_names_nothing_is_refused(tmp_path: Path):
    columns = "".join(f'{name} = "{name}"\n' for name in ("payer", "payee", "at", "amount"))
    coverage = '[coverage]\nasked = "bank"\nwho = "bank"\nabout = "colour"\n'
    (mapping,) = _mappings(tmp_path, f'source = "transfers"\n[columns]\n{columns}{coverage}')
    file = tmp_path / "transfers.csv"
    file.write_text(f"payer,payee,at,amount\n{CARD},{OTHER},2026-01-01,5\n")
    with pytest.raises(BadMapping, match="coverage is about colour"):
        list(read(file, source_of("transfers"), mapping))

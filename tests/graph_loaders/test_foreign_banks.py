"""Banks' answers to fund queries with quirks in other places: the same payments, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loaders.direction import UNKNOWN
from graph_loaders.furniture import HEADER_AGAIN, NO_RECORD
from tests.graph_loaders.bank_answer import BOTH, CCB, GOT, HEADER, ICBC, PAID, A, B, payments, table
from tests.graph_loaders.foreign import sums, tell, write
from tests.graph_loaders.workbooks import Value, write_book
from workbench.desk.recognise import recognise
from workbench.errors import BadSource

IDENTITY = "510104198501150005"


# --- The table


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("交易金额", "交易金额（元）"),
        ("交易金额", "交易金额(单位：元)"),
        ("交易金额", "交 易 金 额"),
        ("交易金额", '"交易\n金额"'),
        ("交易金额", '="交易金额"'),
        ("交易对手账卡号", "交易对手帐卡号"),
        ("交易卡号", "本方账号/卡号"),
        ("交易流水号", "序号,序号"),
        ("查询反馈结果原因", "查询反馈结果原因,"),
    ],
)
def test_a_header_may_be_written_otherwise(said: str, written: str, tmp_path: Path):
    commas = written.count(",")
    rows = [PAID + "," * commas, GOT + "," * commas]
    write(tmp_path, ICBC, table(*rows, header=HEADER.replace(said, written, 1)), "gb18030")
    assert payments(tmp_path) == BOTH


def test_an_amount_in_another_unit_is_no_amount(tmp_path: Path):
    write(tmp_path, ICBC, table(PAID, header=HEADER.replace("交易金额", "交易金额(万元)")))
    with pytest.raises(BadSource, match="nothing in there is a file of a known source"):
        list(recognise([tmp_path]))


@pytest.mark.parametrize("more", [(",", ""), ("", ","), (",", ",")])
def test_lines_may_end_in_a_separator_more(more: tuple[str, str], tmp_path: Path):
    write(tmp_path, ICBC, table(PAID + more[1], GOT + more[1], header=HEADER + more[0]))
    assert payments(tmp_path) == BOTH


@pytest.mark.parametrize(
    "line",
    [
        HEADER,
        "合计,,107.00,,,,,,",
        "合计",
        "小计：2笔,107.00",
        "第1页,共1页",
        "打印时间：2026-03-01 10:00:00",
        '"第1页 共1页"',
        "-----------",
    ],
)
def test_a_line_that_is_no_record_is_passed_over(line: str, tmp_path: Path):
    write(tmp_path, ICBC, table(PAID, line, GOT, line), "gb18030")
    told = tell(tmp_path)
    assert (told.column("transfers", "payer", "payee", "amount"), told.refused) == (BOTH, {})
    assert sum(told.passed[why] for why in (HEADER_AGAIN, NO_RECORD)) == 2


@pytest.mark.parametrize("line", [",", ",,,,,,,,,,,,,", '"",""', " ,\t,"])
def test_a_blank_line_of_any_width_is_no_record(line: str, tmp_path: Path):
    write(tmp_path, ICBC, table(PAID, line, GOT))
    told = tell(tmp_path)
    assert (told.column("transfers", "payer", "payee", "amount"), told.refused, +told.passed) == (BOTH, {}, {})


def test_the_header_once_more_is_known_in_its_own_spelling(tmp_path: Path):
    header = HEADER.replace("交易金额,", '"交易\n金额（元）\t",').replace("对手账卡号", "对手帐卡号")
    moved = ",".join([*header.split(",")[2:], *header.split(",")[:2]])
    rows = [",".join([*row.split(",")[2:], *row.split(",")[:2]]) for row in (PAID, GOT)]
    write(tmp_path, ICBC, table(rows[0], moved, rows[1], header=moved), "gb18030")
    told = tell(tmp_path)
    assert (told.refused, told.passed[HEADER_AGAIN], len(told.rows["transfers"])) == ({}, 1, 2)


def test_a_header_in_another_order_would_turn_the_rows_below_it(tmp_path: Path):
    moved = HEADER.replace("交易卡号", "x").replace("交易对手账卡号", "交易卡号").replace("x", "交易对手账卡号")
    write(tmp_path, ICBC, table(PAID, moved, GOT))
    (turned,) = tell(tmp_path).turned
    assert "record 2 is a header whose columns stand in another order" in turned


def test_a_total_under_the_reason_is_no_reason(tmp_path: Path):
    header = "查询反馈结果原因," + HEADER.removesuffix(",查询反馈结果原因")
    rows = (
        f",{PAID.removesuffix(',')}",
        "合计,,,,,,,,",
        "制表人：张三,,,,,,,,",
        f"复核未通过,{A},,,,,,,",
        "无交易,,,,,,,,",
    )
    write(tmp_path, ICBC, table(*rows, header=header))
    told = tell(tmp_path)
    assert (told.passed[NO_RECORD], told.refused, len(told.rows["transfers"])) == (2, {}, 1)
    assert told.unanswered == {"复核未通过": 1, "无交易": 1}


def test_a_total_that_could_be_a_payment_is_one(tmp_path: Path):
    write(tmp_path, ICBC, table(PAID.replace("成功,,", "成功,合计,")))
    assert payments(tmp_path) == BOTH[:1]


@pytest.mark.parametrize("lines", [1, 24])
def test_the_header_is_found_below_a_banner(lines: int, tmp_path: Path):
    write(tmp_path, ICBC, "交易卡号：六二二二，交易时间：二〇二六,某行\r\n" * lines + table(PAID, GOT), "gb18030")
    assert payments(tmp_path) == BOTH


# --- Which way the money went


@pytest.mark.parametrize("nothing", ["", "0.00", "-"])
@pytest.mark.parametrize("pair", ["借方发生额,贷方发生额", "支出金额(元),收入金额(元)", "转出金额,转入金额"])
def test_that_of_two_amounts_tells_the_direction_which_is_filled(pair: str, nothing: str, tmp_path: Path):
    header = f"交易卡号,交易时间,{pair},交易对手账卡号"
    rows = (f"{A},2026-03-01 10:00:00,100.00,{nothing},{B}", f"{A},2026-03-01 10:00:01,{nothing},7.00,{B}")
    write(tmp_path, ICBC, table(*rows, header=header))
    assert payments(tmp_path) == BOTH


@pytest.mark.parametrize("amounts", ["5.00,5.00", "0.00,0.00", ","])
def test_two_amounts_alike_tell_no_direction(amounts: str, tmp_path: Path):
    header = "交易卡号,交易时间,支出金额,收入金额,交易对手账卡号"
    write(tmp_path, ICBC, table(f"{A},2026-03-01 10:00:00,{amounts},{B}", header=header))
    told = tell(tmp_path)
    assert (told.rows["transfers"], told.refused[UNKNOWN]) == ([], 1)


SIGNED = "交易卡号,交易时间,交易金额,交易对手账卡号"


def test_the_sign_alone_tells_the_direction(tmp_path: Path):
    rows = (f"{A},2026-03-01 10:00:00,-100.00,{B}", f"{A},2026-03-01 10:00:01,7.00,{B}", f"{A},2026-03-01,0.00,{B}")
    write(tmp_path, ICBC, table(*rows, header=SIGNED))
    told = tell(tmp_path)
    assert (told.column("transfers", "payer", "payee", "amount"), told.refused) == (BOTH, {UNKNOWN: 1})


def test_amounts_without_any_sign_tell_no_direction(tmp_path: Path):
    write(tmp_path, ICBC, table(f"{A},2026-03-01 10:00:00,100.00,{B}", header=SIGNED))
    (turned,) = tell(tmp_path).turned
    assert "does not say which way the money went" in turned


def test_a_word_for_the_direction_that_nobody_knows_is_refused_whatever_the_sign(tmp_path: Path):
    write(tmp_path, ICBC, table(PAID.replace(",出,", ",1,").replace("100.00", "-100.00")))
    assert tell(tmp_path).refused == {UNKNOWN: 1}


# --- Whose statement it is

STATEMENT = "交易日期,交易时间,支出,收入,余额,对方账号,对方开户行,摘要"
LINES: list[list[Value]] = [
    ["20260301", "100000", "100.00", None, "1.00", B, None, "转账"],
    ["20260301", "100001", None, "7.00", "8.00", B, None, "转账"],
]


@pytest.mark.parametrize(
    "above", [["账号：", A], [f"卡号：{A}  户名：张三"], ["客户账号", A], ["户名：张三", f"账户：{A[:4]} {A[4:]}"]]
)
def test_a_statements_owner_stands_above_its_header(above: list[Value], tmp_path: Path):
    rows: list[list[Value]] = [["账户交易明细"], above, [], [*STATEMENT.split(",")], *LINES, ["合计", None, "100.00"]]
    write_book(tmp_path / "流水.xlsx", {"Sheet1": rows})
    assert payments(tmp_path) == BOTH


def test_a_statement_of_nobody_is_refused_whole(tmp_path: Path):
    write(tmp_path, "流水.csv", table(f"20260301,100000,100.00,,1.00,{B},,转账", header=STATEMENT))
    (turned,) = tell(tmp_path).turned
    assert "has no column payer (and no line above the header nor its name says it)" in turned


# --- Several files


def test_each_transfer_counts_once_in_both_banks_answers_and_in_overlapping_ones(tmp_path: Path):
    folder = tmp_path / "handover"
    write(folder, ICBC, table(PAID.replace("成功,,", "成功,A1,"), GOT.replace("成功,,", "成功,A2,")), "gb18030")
    write(folder, f"later/{ICBC}", table(GOT.replace("成功,,", "成功,A2,"), PAID.replace("10:00:00", "11:00:00")))
    told_by_the_other = f"{B},2026-03-01-10.00.00.123456,-100.00,贷,{A}_1,工商银行,是,B9,"
    write(folder, CCB, table(told_by_the_other, f"{B},,,,,,,,账号不存在"), "utf-16")
    assert sums(folder, "BankCard", "PAID.transfers", "PAID.fen") == (2, 3, 100_00 + 7_00 + 100_00)


def test_an_answer_that_only_repeats_the_question_is_none(tmp_path: Path):
    header = "账户开户名称,开户人证件号码,交易卡号,账号开户时间,账户余额,查询反馈结果原因"
    rows = (f"张三,{IDENTITY},{A},2020-01-02,1.00,成功", f"李四,{IDENTITY},,,,无此客户", f",,{B},,,卡号不存在")
    write(tmp_path, "中国工商银行账户信息.csv", table(*rows, header=header), "gb18030")
    told = tell(tmp_path)
    assert told.column("bank_cards", "card", "identity") == [(A, IDENTITY)]
    assert (told.column("identities", "identity", "name"), told.refused) == ([(IDENTITY, "张三")], {})


@pytest.mark.parametrize("never", ["9999-12-31", "1900-01-01", "0001-01-01 00:00:00", "0"])
def test_a_day_that_stands_for_never_closes_no_account(never: str, tmp_path: Path):
    header = "账户开户名称,开户人证件号码,交易卡号,账号开户时间,销户日期,账户状态"
    write(tmp_path, "中国工商银行账户信息.csv", table(f"张三,{IDENTITY},{A},2020-01-02,{never},正常", header=header))
    assert tell(tmp_path).column("bank_cards", "closed_at") == [(None,)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("姓名,证件类型,证件号码,联系电话,工作单位,住址", f"张三,身份证,{IDENTITY},13812345678,某公司,某路"),
        ("姓名,证件号码,车次,乘车日期,联系方式", f"张三,{IDENTITY},G1,2026-01-01,13812345678"),
        ("客户名称,证照号码,产品名称,金额,起息日", f"张三,{IDENTITY},某产品,1.00,2026-01-01"),
        ("账号,冻结时间,冻结原因", "abc,2026-01-01,某事"),
        ("日期,供应商,对方账号,对方开户行,付款金额,用途", f"2026-01-01,某公司,{A},工商银行,1.00,货款"),
        ("日期,凭证号,摘要,科目,借方金额,贷方金额,余额", "2026-01-01,1,某事,银行存款,1.00,,3.00"),
        ("姓名,身份证号,卡号,开户行,实发工资,发放日期", f"张三,{IDENTITY},{A},工商银行,5000.00,2026-01-01"),
    ],
)
def test_a_table_that_is_no_answer_of_a_bank_is_not_taken_for_one(header: str, row: str, tmp_path: Path):
    write(tmp_path, ICBC, table(PAID))
    write(tmp_path, "某表.csv", table(row, header=header))
    told = tell(tmp_path)
    assert {source: len(rows) for source, rows in told.rows.items() if rows} == {"transfers": 1}

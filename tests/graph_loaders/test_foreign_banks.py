"""Banks' answers to fund queries with quirks in other places: the same payments, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loaders.direction import UNKNOWN
from graph_loaders.furniture import HEADER_AGAIN, NO_RECORD
from tests.graph_loaders.foreign import sums, tell, write
from tests.graph_loaders.workbooks import Value, write_book
from workbench.desk.recognise import recognise
from workbench.errors import BadSource

A, B = "6222021200000000013", "6222021200000000021"
ICBC, CCB = "中国工商银行交易明细信息.csv", "中国建设银行交易明细信息.csv"
HEADER = "交易卡号,交易时间,交易金额,收付标志,交易对手账卡号,对手开户银行,交易是否成功,交易流水号,查询反馈结果原因"
PAID = f"{A},2026-03-01 10:00:00,100.00,出,{B},中国建设银行,成功,,"
GOT = f"{A},2026-03-01 10:00:01,7.00,进,{B},中国建设银行,成功,,"
BOTH = [(A, B, 100_00), (B, A, 7_00)]
IDENTITY = "510104198501150005"


def _table(*rows: str, header: str = HEADER, end: str = "\r\n") -> str:
    return end.join([header, *rows]) + end


def _payments(folder: Path) -> list[tuple[object, ...]]:
    return tell(folder).column("transfers", "payer", "payee", "amount")


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
    write(tmp_path, ICBC, _table(*rows, header=HEADER.replace(said, written, 1)), "gb18030")
    assert _payments(tmp_path) == BOTH


def test_an_amount_in_another_unit_is_no_amount(tmp_path: Path):
    write(tmp_path, ICBC, _table(PAID, header=HEADER.replace("交易金额", "交易金额(万元)")))
    with pytest.raises(BadSource, match="nothing in there is a file of a known source"):
        list(recognise([tmp_path]))


@pytest.mark.parametrize("more", [(",", ""), ("", ","), (",", ",")])
def test_lines_may_end_in_a_separator_more(more: tuple[str, str], tmp_path: Path):
    write(tmp_path, ICBC, _table(PAID + more[1], GOT + more[1], header=HEADER + more[0]))
    assert _payments(tmp_path) == BOTH


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
    write(tmp_path, ICBC, _table(PAID, line, GOT, line), "gb18030")
    told = tell(tmp_path)
    assert (told.column("transfers", "payer", "payee", "amount"), told.refused) == (BOTH, {})
    assert sum(told.passed[why] for why in (HEADER_AGAIN, NO_RECORD)) == 2


@pytest.mark.parametrize("line", [",", ",,,,,,,,,,,,,", '"",""', " ,\t,"])
def test_a_blank_line_of_any_width_is_no_record(line: str, tmp_path: Path):
    write(tmp_path, ICBC, _table(PAID, line, GOT))
    told = tell(tmp_path)
    assert (told.column("transfers", "payer", "payee", "amount"), told.refused, +told.passed) == (BOTH, {}, {})


def test_the_header_once_more_is_known_in_its_own_spelling(tmp_path: Path):
    header = HEADER.replace("交易金额,", '"交易\n金额（元）\t",').replace("对手账卡号", "对手帐卡号")
    moved = ",".join([*header.split(",")[2:], *header.split(",")[:2]])
    rows = [",".join([*row.split(",")[2:], *row.split(",")[:2]]) for row in (PAID, GOT)]
    write(tmp_path, ICBC, _table(rows[0], moved, rows[1], header=moved), "gb18030")
    told = tell(tmp_path)
    assert (told.refused, told.passed[HEADER_AGAIN], len(told.rows["transfers"])) == ({}, 1, 2)


def test_a_header_in_another_order_would_turn_the_rows_below_it(tmp_path: Path):
    moved = HEADER.replace("交易卡号", "x").replace("交易对手账卡号", "交易卡号").replace("x", "交易对手账卡号")
    write(tmp_path, ICBC, _table(PAID, moved, GOT))
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
    write(tmp_path, ICBC, _table(*rows, header=header))
    told = tell(tmp_path)
    assert (told.passed[NO_RECORD], told.refused, len(told.rows["transfers"])) == (2, {}, 1)
    assert told.unanswered == {"复核未通过": 1, "无交易": 1}


def test_a_total_that_could_be_a_payment_is_one(tmp_path: Path):
    write(tmp_path, ICBC, _table(PAID.replace("成功,,", "成功,合计,")))
    assert _payments(tmp_path) == BOTH[:1]


@pytest.mark.parametrize("lines", [1, 24])
def test_the_header_is_found_below_a_banner(lines: int, tmp_path: Path):
    write(tmp_path, ICBC, "交易卡号：六二二二，交易时间：二〇二六,某行\r\n" * lines + _table(PAID, GOT), "gb18030")
    assert _payments(tmp_path) == BOTH


# --- Which way the money went


@pytest.mark.parametrize("nothing", ["", "0.00", "-"])
@pytest.mark.parametrize("pair", ["借方发生额,贷方发生额", "支出金额(元),收入金额(元)", "转出金额,转入金额"])
def test_that_of_two_amounts_tells_the_direction_which_is_filled(pair: str, nothing: str, tmp_path: Path):
    header = f"交易卡号,交易时间,{pair},交易对手账卡号"
    rows = (f"{A},2026-03-01 10:00:00,100.00,{nothing},{B}", f"{A},2026-03-01 10:00:01,{nothing},7.00,{B}")
    write(tmp_path, ICBC, _table(*rows, header=header))
    assert _payments(tmp_path) == BOTH


@pytest.mark.parametrize("amounts", ["5.00,5.00", "0.00,0.00", ","])
def test_two_amounts_alike_tell_no_direction(amounts: str, tmp_path: Path):
    header = "交易卡号,交易时间,支出金额,收入金额,交易对手账卡号"
    write(tmp_path, ICBC, _table(f"{A},2026-03-01 10:00:00,{amounts},{B}", header=header))
    told = tell(tmp_path)
    assert (told.rows["transfers"], told.refused[UNKNOWN]) == ([], 1)


SIGNED = "交易卡号,交易时间,交易金额,交易对手账卡号"


def test_the_sign_alone_tells_the_direction(tmp_path: Path):
    rows = (f"{A},2026-03-01 10:00:00,-100.00,{B}", f"{A},2026-03-01 10:00:01,7.00,{B}", f"{A},2026-03-01,0.00,{B}")
    write(tmp_path, ICBC, _table(*rows, header=SIGNED))
    told = tell(tmp_path)
    assert (told.column("transfers", "payer", "payee", "amount"), told.refused) == (BOTH, {UNKNOWN: 1})


def test_amounts_without_any_sign_tell_no_direction(tmp_path: Path):
    write(tmp_path, ICBC, _table(f"{A},2026-03-01 10:00:00,100.00,{B}", header=SIGNED))
    (turned,) = tell(tmp_path).turned
    assert "does not say which way the money went" in turned


def test_a_word_for_the_direction_that_nobody_knows_is_refused_whatever_the_sign(tmp_path: Path):
    write(tmp_path, ICBC, _table(PAID.replace(",出,", ",1,").replace("100.00", "-100.00")))
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
    assert _payments(tmp_path) == BOTH


def test_a_statement_of_nobody_is_refused_whole(tmp_path: Path):
    write(tmp_path, "流水.csv", _table(f"20260301,100000,100.00,,1.00,{B},,转账", header=STATEMENT))
    (turned,) = tell(tmp_path).turned
    assert "has no column payer (and no line above the header nor its name says it)" in turned


# --- Values


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (PAID.replace(B, "6.22202E+18"), "a spreadsheet turned the card number into scientific notation"),
        (PAID.replace(B, "0000000000"), "noughts alone name no account"),
        (PAID.replace(B, B[:-1] + "2"), "looks like a card number but its check digit does not fit"),
        (PAID.replace("100.00", "1.234.50"), "has two points"),
        (PAID.replace("100.00", "--"), "is empty"),
        (PAID.replace("2026-03-01 10:00:00", "46082.4375"), "a spreadsheet's number of days"),
        (PAID.replace("2026-03-01 10:00:00", "2026-02-30 10:00:00"), "no such day or time of day"),
        (PAID.replace("成功", "处理中"), "not one of: done, failed, reversed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(row: str, reason: str, tmp_path: Path):
    write(tmp_path, ICBC, _table(row, GOT))
    told = tell(tmp_path)
    assert (len(told.rows["transfers"]), len(told.refused)) == (1, 1)
    assert next(iter(told.refused)).startswith(reason)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("交易失败-余额不足", "failed"),
        ("已冲正", "reversed"),
        ("冲正成功", "reversed"),
        ("00-成功", "done"),
        ("", "done"),
    ],
)
def test_what_became_of_a_transfer_is_read_from_longer_words(word: str, status: str, tmp_path: Path):
    write(tmp_path, ICBC, _table(PAID.replace("成功", word)))
    assert tell(tmp_path).column("transfers", "status") == [(status,)]


@pytest.mark.parametrize(
    ("amount", "note", "status"),
    [
        ("-100.00", "冲正", "reversed"),
        ("-100.00", "红字冲销", "reversed"),
        ("(100.00)", "抹账", "reversed"),
        ("-100.00", "转账", "done"),
        ("100.00", "冲正", "done"),
    ],
)
def test_an_amount_in_red_letters_is_no_payment_once_more(amount: str, note: str, status: str, tmp_path: Path):
    row = PAID.replace("100.00", amount)
    write(tmp_path, ICBC, _table(f"{row},{note}", header=f"{HEADER},摘要说明"))
    pair = f"{A},2026-03-01 10:00:00,{amount},,{B},{note}"
    write(tmp_path, "流水.csv", _table(pair, header="交易卡号,交易时间,借方发生额,贷方发生额,交易对手账卡号,备注"))
    assert tell(tmp_path).column("transfers", "payer", "amount", "status") == [(A, 100_00, status)] * 2


@pytest.mark.parametrize(
    ("mark", "status"), [("是", "reversed"), ("1", "reversed"), ("已冲正", "reversed"), ("否", "done")]
)
def test_a_mark_of_its_own_says_that_a_payment_was_reversed(mark: str, status: str, tmp_path: Path):
    write(tmp_path, ICBC, _table(f"{PAID},{mark}", header=f"{HEADER},冲正标志"))
    assert tell(tmp_path).column("transfers", "status") == [(status,)]


@pytest.mark.parametrize("header", ["交易币种", "币别", "货币代码"])
def test_another_currency_is_no_yuan(header: str, tmp_path: Path):
    rows = (f"{PAID},人民币", f"{GOT},美元", f"{GOT},USD")
    write(tmp_path, ICBC, _table(*rows, header=f"{HEADER},{header}"))
    told = tell(tmp_path)
    assert len(told.rows["transfers"]) == 1
    assert told.passed["in another currency than yuan"] == 2


@pytest.mark.parametrize("above", ["单位：万元", "金额单位:人民币千元", "币种,美元", "（币种：USD）"])
def test_amounts_that_the_banner_says_are_no_yuan_are_refused_whole(above: str, tmp_path: Path):
    write(tmp_path, ICBC, f"{above}\n{_table(PAID)}")
    (turned,) = tell(tmp_path).turned
    assert "says above its header that its amounts are in" in turned


@pytest.mark.parametrize("above", ["单位：元", "单位：万达公司", "币种：人民币", "查询单位：某某分局，币种：CNY"])
def test_amounts_that_the_banner_says_are_yuan_are_read(above: str, tmp_path: Path):
    write(tmp_path, ICBC, f"{above}\n{_table(PAID)}")
    assert _payments(tmp_path) == BOTH[:1]


def test_one_bank_under_its_long_and_its_short_name_is_one(tmp_path: Path):
    names = ("上海浦东发展银行", "浦发银行", "上海浦东发展银行股份有限公司成都分行")
    rows = [PAID.replace(f"{B},中国建设银行", f"0123456789012,{name}") for name in names]
    write(tmp_path, ICBC, _table(*rows))
    assert {payee for _, payee, _ in _payments(tmp_path)} == {"ACCT:浦东发展银行:0123456789012"}


# --- Several files


def test_each_transfer_counts_once_in_both_banks_answers_and_in_overlapping_ones(tmp_path: Path):
    folder = tmp_path / "handover"
    write(folder, ICBC, _table(PAID.replace("成功,,", "成功,A1,"), GOT.replace("成功,,", "成功,A2,")), "gb18030")
    write(folder, f"later/{ICBC}", _table(GOT.replace("成功,,", "成功,A2,"), PAID.replace("10:00:00", "11:00:00")))
    told_by_the_other = f"{B},2026-03-01-10.00.00.123456,-100.00,贷,{A}_1,工商银行,是,B9,"
    write(folder, CCB, _table(told_by_the_other, f"{B},,,,,,,,账号不存在"), "utf-16")
    assert sums(folder, "BankCard", "PAID.transfers", "PAID.fen") == (2, 3, 100_00 + 7_00 + 100_00)


def test_an_answer_that_only_repeats_the_question_is_none(tmp_path: Path):
    header = "账户开户名称,开户人证件号码,交易卡号,账号开户时间,账户余额,查询反馈结果原因"
    rows = (f"张三,{IDENTITY},{A},2020-01-02,1.00,成功", f"李四,{IDENTITY},,,,无此客户", f",,{B},,,卡号不存在")
    write(tmp_path, "中国工商银行账户信息.csv", _table(*rows, header=header), "gb18030")
    told = tell(tmp_path)
    assert told.column("bank_cards", "card", "identity") == [(A, IDENTITY)]
    assert (told.column("identities", "identity", "name"), told.refused) == ([(IDENTITY, "张三")], {})


@pytest.mark.parametrize("never", ["9999-12-31", "1900-01-01", "0001-01-01 00:00:00", "0"])
def test_a_day_that_stands_for_never_closes_no_account(never: str, tmp_path: Path):
    header = "账户开户名称,开户人证件号码,交易卡号,账号开户时间,销户日期,账户状态"
    write(tmp_path, "中国工商银行账户信息.csv", _table(f"张三,{IDENTITY},{A},2020-01-02,{never},正常", header=header))
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
    write(tmp_path, ICBC, _table(PAID))
    write(tmp_path, "某表.csv", _table(row, header=header))
    told = tell(tmp_path)
    assert {source: len(rows) for source, rows in told.rows.items() if rows} == {"transfers": 1}

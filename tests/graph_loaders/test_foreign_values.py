"""What banks write as amounts, currencies and what became of a payment: read as meant, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph_loaders.bank_answer import BOTH, GOT, HEADER, ICBC, PAID, A, B, payments, table
from tests.graph_loaders.foreign import tell, write


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
    write(tmp_path, ICBC, table(row, GOT))
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
    write(tmp_path, ICBC, table(PAID.replace("成功", word)))
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
    write(tmp_path, ICBC, table(f"{row},{note}", header=f"{HEADER},摘要说明"))
    pair = f"{A},2026-03-01 10:00:00,{amount},,{B},{note}"
    write(tmp_path, "流水.csv", table(pair, header="交易卡号,交易时间,借方发生额,贷方发生额,交易对手账卡号,备注"))
    assert tell(tmp_path).column("transfers", "payer", "amount", "status") == [(A, 100_00, status)] * 2


@pytest.mark.parametrize(
    ("mark", "status"), [("是", "reversed"), ("1", "reversed"), ("已冲正", "reversed"), ("否", "done")]
)
def test_a_mark_of_its_own_says_that_a_payment_was_reversed(mark: str, status: str, tmp_path: Path):
    write(tmp_path, ICBC, table(f"{PAID},{mark}", header=f"{HEADER},冲正标志"))
    assert tell(tmp_path).column("transfers", "status") == [(status,)]


@pytest.mark.parametrize("header", ["交易币种", "币别", "货币代码"])
def test_another_currency_is_no_yuan(header: str, tmp_path: Path):
    rows = (f"{PAID},人民币", f"{GOT},美元", f"{GOT},USD")
    write(tmp_path, ICBC, table(*rows, header=f"{HEADER},{header}"))
    told = tell(tmp_path)
    assert len(told.rows["transfers"]) == 1
    assert told.passed["in another currency than yuan"] == 2


@pytest.mark.parametrize("above", ["单位：万元", "金额单位:人民币千元", "币种,美元", "（币种：USD）"])
def test_amounts_that_the_banner_says_are_no_yuan_are_refused_whole(above: str, tmp_path: Path):
    write(tmp_path, ICBC, f"{above}\n{table(PAID)}")
    (turned,) = tell(tmp_path).turned
    assert "says above its header that its amounts are in" in turned


@pytest.mark.parametrize("above", ["单位：元", "单位：万达公司", "币种：人民币", "查询单位：某某分局，币种：CNY"])
def test_amounts_that_the_banner_says_are_yuan_are_read(above: str, tmp_path: Path):
    write(tmp_path, ICBC, f"{above}\n{table(PAID)}")
    assert payments(tmp_path) == BOTH[:1]


def test_one_bank_under_its_long_and_its_short_name_is_one(tmp_path: Path):
    names = ("上海浦东发展银行", "浦发银行", "上海浦东发展银行股份有限公司成都分行")
    rows = [PAID.replace(f"{B},中国建设银行", f"0123456789012,{name}") for name in names]
    write(tmp_path, ICBC, table(*rows))
    assert {payee for _, payee, _ in payments(tmp_path)} == {"ACCT:浦东发展银行:0123456789012"}

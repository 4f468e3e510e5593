"""What a mapping does to values: each spelling that banks and carriers use becomes the one that cleaning reads."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graph_loaders import turned
from graph_loaders.clean import money, phone, time
from workbench.model import Array

TEXT = pa.string()


def _texts(*values: str | None) -> Array:
    return pa.array(list(values), TEXT)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("2024-01-02", "03:04:05"),
        ("20240102", "030405"),
        ("20240102", "30405"),
        ("2024-01-02", "3:04:05"),
        ("2024-01-02 00:00:00", "03:04:05"),
        ("20240102", "2024-01-02 03:04:05"),
        ("20240102\t", "03:04:05\t"),
        ("", "20240102030405"),
        ("2024年1月2日", "03:04:05"),
        ("20240102", "30405.000"),
        ("2024-01-02", "1899-12-30 03:04:05"),
        ("2024-01-02", "03.04.05"),
        ("2024-01-02", "上午3:04:05"),
    ],
)
def test_a_date_and_a_time_of_day_are_one_moment(day: str, hour: str):
    cleaned = time(turned.joined(_texts(day), _texts(hour)))
    assert f"{cleaned.values[0].as_py():%Y-%m-%d %H:%M:%S}" == "2024-01-01 19:04:05"


def test_a_day_without_a_time_is_a_day():
    cleaned = time(turned.joined(_texts("20240102"), _texts("")))
    assert (cleaned.values.null_count, cleaned.coarse.to_pylist()) == (0, [True])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中国工商银行股份有限公司成都春熙支行", "工商银行"),
        ("工行", "工商银行"),
        ("ICBC", "工商银行"),
        ("中国银行股份有限公司成都分行", "中国银行"),
        ("中国建设银行", "建设银行"),
        ("成都农商银行股份有限公司", "成都农商银行"),
        ("四川省农村信用社联合社", "四川省农村信用社"),
        ("支付宝(中国)网络技术有限公司", "支付宝(中国)网络技术有限公司"),
    ],
)
def test_a_bank_goes_by_one_name(text: str, name: str):
    assert turned.bank_names(_texts(text)).to_pylist() == [name]


@pytest.mark.parametrize(
    ("number", "becomes"),
    [
        ("0200012309001234", "ACCT:工商银行:0200012309001234"),
        ("51050148850800000123\t", "ACCT:工商银行:51050148850800000123"),
        ("6222021234567800010", "6222021234567800010"),
        ("6222 0212 3456 7800 010", "6222 0212 3456 7800 010"),
        ("6222021234567800010_1", "6222021234567800010_1"),
        ("6222-0212-3456-7800-010", "6222-0212-3456-7800-010"),
        ("6.22202E+18", "6.22202E+18"),
        ("4000023009200123456", "ACCT:工商银行:4000023009200123456"),
        ("4000023009200123453", "4000023009200123453"),
        ("4000 0230 0920 0123 453", "4000 0230 0920 0123 453"),
        ("4000023009200123453_1", "4000023009200123453_1"),
        ("4000023009200123456_1", "ACCT:工商银行:4000023009200123456_1"),
        ("6222021234567800011", "6222021234567800011"),
        ("4000023009200123", "4000023009200123"),
        ("591195501640561-0001", "ACCT:工商银行:591195501640561-0001"),
        ("1000123456.0", "ACCT:工商银行:1000123456"),
        ("0000000000", "0000000000"),
        ("6222********0010", "6222********0010"),
        ("无", "无"),
    ],
)
def test_only_a_number_that_is_no_card_is_an_account_of_its_bank(number: str, becomes: str):
    assert turned.accounts(_texts(number), _texts("中国工商银行")).to_pylist() == [becomes]


def test_an_account_whose_bank_nobody_knows_stays_as_it_is():
    assert turned.accounts(_texts("0200012309001234"), _texts(None)).to_pylist() == ["0200012309001234"]


@pytest.mark.parametrize(
    ("number", "becomes"),
    [
        ("8613800138001", "+8613800138001"),
        ("008613800138001", "+8613800138001"),
        ("8610086", "10086"),
        ("8695588", "95588"),
        ("86075586741234", "+8675586741234"),
        ("13800138001", "+8613800138001"),
    ],
)
def test_what_carriers_put_before_every_number_goes(number: str, becomes: str):
    assert phone(turned.without_86(_texts(number))).values.to_pylist() == [becomes]


@pytest.mark.parametrize("hour", ["0.128", "0.43", ".5", "240000", "25:00:00"])
def test_what_is_no_time_of_day_makes_no_moment(hour: str):
    assert time(turned.joined(_texts("2024-01-02"), _texts(hour))).values.null_count == 1


@pytest.mark.parametrize("amount", ["-50.00", "- 50", "(50.00)", "50", "−50.00", "-50.00\t", "50.00-", "50 -"])
def test_the_sign_of_an_amount_goes(amount: str):
    assert money(turned.unsigned(_texts(amount))).values.to_pylist() == [5000]


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("护照", "PASSPORT:E1"),
        ("居民身份证", "E1"),
        (None, "E1"),
        ("统一社会信用代码证", "USCC:E1"),
        ("怪证", "E1"),
        ("港澳台居民居住证", "E1"),
    ],
)
def test_a_document_says_its_type(kind: str | None, becomes: str):
    assert turned.documents(_texts("E1"), _texts(kind)).to_pylist() == [becomes]

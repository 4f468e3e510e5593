"""Amounts in fen, durations in seconds, whole numbers: exact, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import money, seconds, signed_money, whole
from tests.graph_loaders.clean.columns import dressed, often, reason, values

yuan = st.decimals(0, 10**13 - 1, places=2)
FORMS = [
    "{:.2f}",
    "{:,.2f}",
    "¥{:.2f}",
    "￥{:,.2f}元",
    "{:.2f}00",
    "+{:.2f}",
    " {:.2f} ",
    "CNY {:.2f}",
    "人民币{:.2f}元整",
]


@often
@given(st.lists(yuan, max_size=10), st.sampled_from(FORMS))
def test_yuan_become_fen_without_loss(amounts: list[Decimal], form: str):
    assert values(money, [form.format(amount) for amount in amounts]) == [int(amount * 100) for amount in amounts]


@often
@given(st.integers(0, 10**13 - 1), st.data())
def test_whole_yuan_need_no_point(amount: int, data: st.DataObject):
    texts = [f"{amount}", f"{amount}.", f"{amount}.0", data.draw(dressed(st.just(f"{amount}.0")))]
    assert values(money, list(texts)) == [amount * 100] * 4


@often
@given(yuan.filter(bool))
def test_only_signed_money_goes_below_nought(amount: Decimal):
    texts = [f"-{amount:.2f}", f"({amount:.2f})", f"-¥{amount:,.2f}", f"{amount:,.2f}-"]
    assert values(signed_money, list(texts)) == [-int(amount * 100)] * 4
    assert [reason(money, text) for text in texts] == ["the amount is negative"] * 4


def test_nought_is_not_negative():
    assert values(money, ["-0.00", "0", ".50"]) == [0, 0, 50]


@often
@given(st.integers(0, 10**9), st.integers(2, 9))
def test_the_error_of_a_binary_fraction_is_no_third_decimal(fen: int, parts: int):
    added = sum([fen / 100 / parts] * parts)
    assert values(money, [repr(added)]) == [fen]


@pytest.mark.parametrize("text", ["1.2300001", "0.129999", "1234567.891", "99.9999"])
def test_decimals_that_no_such_error_explains_are_refused(text: str):
    assert reason(money, text) == "more than two decimals"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.2.3", "has two points"),
        ("1.234", "more than two decimals"),
        ("1,234.567", "more than two decimals"),
        ("1,23", "its commas part no thousands"),
        ("1,2345", "its commas part no thousands"),
        ("1E5", "a spreadsheet turned it into scientific notation; its last digits are lost"),
        ("1.2万", "write the amount in yuan, with digits alone"),
        ("--5", "no amount in yuan"),
        ("((5))", "no amount in yuan"),
        (".", "no amount in yuan"),
        ("12345678901234", "no amount in yuan"),
        ("US$5", "no amount in yuan"),
    ],
)
def test_what_is_no_amount_says_why(text: str, why: str):
    assert reason(money, text) == why


@often
@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59))
def test_durations_are_seconds(hours: int, minutes: int, rest: int):
    total = hours * 3600 + minutes * 60 + rest
    texts = [
        f"{hours:02}:{minutes:02}:{rest:02}",
        f"{hours}小时{minutes}分{rest}秒",
        f"{hours}时{minutes}分钟{rest}秒钟",
    ]
    texts += [str(total), f"{total}.0", f"{total}秒", f"{hours}h{minutes}m{rest}s"]
    assert values(seconds, list(texts)) == [total] * 7
    short = [f"{minutes:02}:{rest:02}", f"{minutes}分{rest}秒", f"{minutes}'{rest}\"", f"{minutes}′{rest:02}″"]
    assert values(seconds, [*short, f"00:{minutes:02}:{rest:02}.000"]) == [minutes * 60 + rest] * 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-1", "a duration is not negative"),
        ("1.5", "seconds are whole"),
        ("00:61:00", "sixty minutes are an hour"),
        ("00:00:61", "no duration: write whole seconds"),
        ("分", "no duration: write whole seconds"),
        ("1秒2分", "no duration: write whole seconds"),
    ],
)
def test_what_is_no_duration_says_why(text: str, why: str):
    assert reason(seconds, text) == why


@often
@given(st.integers(0, 10**18 - 1))
def test_whole_numbers_stay(count: int):
    assert values(whole, [str(count), f"{count:,}", f"{count}.0"]) == [count] * 3


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "1,23", "1E3", "1" * 19])
def test_what_is_no_count_is_refused(text: str):
    assert reason(whole, text)

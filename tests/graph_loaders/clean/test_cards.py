"""The card: numbers that pass their check, accounts that are no card, and spreadsheets' losses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import card
from tests.graph_loaders.clean.columns import cards, digits, dressed, luhn_digit, often, reason, values

GOOD = "6222021234567890128"
SHORT = "6222021234567894"
WRONG = "looks like a card number but its check digit does not fit"


@often
@given(st.lists(cards, max_size=20))
def test_a_good_card_number_stays_as_it_is(keys: list[str]):
    assert values(card, list(keys)) == keys


@often
@given(cards, st.data())
def test_dress_blanks_and_hyphens_change_nothing(key: str, data: st.DataObject):
    grouped = "-".join(key[at : at + 4] for at in range(0, len(key), 4))
    assert values(card, [data.draw(dressed(st.just(key))), grouped.replace("-", " ")]) == [key, key]


@often
@given(cards, st.integers(0, 9))
def test_a_wrong_check_digit_is_refused(key: str, last: int):
    broken = key[:-1] + str(last)
    assert values(card, [broken]) == [key if broken == key else None]
    assert broken == key or reason(card, broken) == WRONG


@often
@given(cards, st.sampled_from(["_1", "_0001", "-0001", "-000001", " _1", "_0001_156", "_1_156_0"]))
def test_the_tail_of_a_sub_account_is_cut(key: str, tail: str):
    assert values(card, [key + tail]) == [key]


@often
@given(st.sampled_from("0127"), digits(15, 18).filter(lambda rest: bool(rest[:-1].strip("0"))))
def test_sixteen_digits_that_no_card_begins_with_are_no_card(first: str, rest: str):
    body = (first + rest)[:-1]
    assert "ACCT:bank:number" in (reason(card, body + luhn_digit(body)) or "")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ACCT:ICBC:0200004209000012345", "ACCT:ICBC:0200004209000012345"),
        ("ACCT:AMLSIM:7", "ACCT:AMLSIM:7"),
        ("acct:icbc:0200 0042-1234", "ACCT:ICBC:020000421234"),
        ("ＡＣＣＴ：中国工商银行：０２０００", "ACCT:中国工商银行:02000"),
        ("ACCT : Bank of  China : 02000042000012345_1", "ACCT:BANK OF CHINA:02000042000012345"),
        ("ACCT:X:02000042000012345-0001", "ACCT:X:02000042000012345"),
        ("6222-0212-3456-7894", SHORT),
        (f"{GOOD[:4]} {GOOD[4:]}_12", GOOD),
        (f"{SHORT}-0001", SHORT),
        (f"{SHORT}.0", SHORT),
    ],
)
def test_accounts_and_groups_have_one_spelling(text: str, key: str):
    assert values(card, [text, key]) == [key, key]


def test_a_hyphen_for_the_eye_is_no_tail():
    assert values(card, [f"{GOOD[:13]}-{GOOD[13:]}"]) == [GOOD]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("6.22202E+18", "a spreadsheet turned the card number into scientific notation; its last digits are lost"),
        (
            "6.222021234567e18",
            "a spreadsheet turned the card number into scientific notation; its last digits are lost",
        ),
        ("6222021234567890129", WRONG),
        ("6222021234567890129_1", WRONG),
        ("6222021234567890129-0001", WRONG),
        ("12345678901", "no card number: an account that is no card is written ACCT:bank:number"),
        ("62220212345678901234", "no card number: an account that is no card is written ACCT:bank:number"),
        ("ACCT:ICBC", "an account that is no card is written ACCT:bank:number"),
        ("6222 **** **** 1234", "stars stand for some of its digits"),
        ("0", "noughts alone name no account"),
        ("0000 0000", "noughts alone name no account"),
        (f"{GOOD}.0", "neither a card number nor an account written ACCT:bank:number"),
        ("现金", "neither a card number nor an account written ACCT:bank:number"),
    ],
)
def test_what_is_no_card_says_why(text: str, why: str):
    assert reason(card, text) == why


def test_a_card_that_a_spreadsheet_rounded_is_refused_though_its_check_digit_fits():
    fits = next(key for n in range(100) if values(card, [key := f"6222021234567{n:02}0000"]) == [key])
    broken = fits[:13] + f"{(int(fits[13:15]) + 1) % 100:02}0000"
    assert values(card, [fits, GOOD]) == [fits, GOOD]
    assert values(card, [fits, GOOD, broken]) == [None, GOOD, None]
    assert reason(card, broken) == WRONG

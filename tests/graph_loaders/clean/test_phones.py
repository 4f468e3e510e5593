"""The phone number: E.164, or as dialled where it is a service."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import phone, shown_phone
from tests.graph_loaders.clean.columns import cleaned, dressed, mobiles, often, reason, values

WAYS = [
    "{}",
    "86{}",
    "+86{}",
    "0086{}",
    "0{}",
    "+86 {}",
    "86-{}",
    "(+86){}",
    "{}.0",
    "17951{}",
    "17909{}",
    "12593{}",
    "179510{}",
]
GROUPED = ["{}{}{}", "{} {} {}", "{}-{}-{}"]


@often
@given(mobiles, st.sampled_from(WAYS), st.sampled_from(GROUPED))
def test_a_mobile_is_one_key_however_it_is_written(number: str, way: str, grouped: str):
    text = way.format(grouped.format(number[:3], number[3:7], number[7:]))
    assert values(phone, [text]) == [f"+86{number}"]


@often
@given(
    st.lists(st.one_of(dressed(mobiles), mobiles, mobiles.map("+86{}".format), mobiles.map("86{}".format)), max_size=20)
)
def test_a_mixed_column_keeps_its_order(texts: list[str]):
    plain = ["".join(sign for sign in text if sign.isdigit()) for text in texts]
    expected = ["+86" + "".join(str(int(digit)) for digit in number)[-11:] for number in plain]
    assert values(phone, list(texts)) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("028-86741234", "+862886741234"),
        ("(010)88888888", "+861088888888"),
        ("0755 8674123", "+867558674123"),
        ("8610-88888888", "+861088888888"),
        ("+86 755 86741234", "+8675586741234"),
        ("+86 (0755) 86741234", "+8675586741234"),
        ("1064812345678", "+861064812345678"),
        ("861440123456789", "+861440123456789"),
        ("+85261234567", "+85261234567"),
        ("00852 6123 4567", "+85261234567"),
        ("+1 (310) 555-1234", "+13105551234"),
        ("17951028-86741234", "+862886741234"),
        ("17911 00852 6123 4567", "+85261234567"),
    ],
)
def test_fixed_lines_things_and_foreign_numbers_become_e164(text: str, key: str):
    assert values(phone, [text, key]) == [key, key]


@pytest.mark.parametrize(
    "text",
    ["110", "119", "122", "10086", "12306", "12345", "12381", "95588", "96110", "1008611", "4008208820", "8008101234",
     "106575551234", "950131234567"],
)  # fmt: skip
def test_services_stay_as_dialled(text: str):
    assert values(phone, [text]) == [text]


@pytest.mark.parametrize(
    ("text", "key"),
    [("400-820-8820", "4008208820"), ("+8695588", "95588"), ("02896110", "96110"), ("+86 400 820 8820", "4008208820")],
)
def test_services_are_one_key_however_they_are_dialled(text: str, key: str):
    assert values(phone, [text]) == [key]


@pytest.mark.parametrize(
    "text", ["未知", "Unknown", "PRIVATE", "０", "0", "00000000000", "11111111111", "+000", "无主叫"]
)
def test_withheld_numbers_are_refused(text: str):
    assert reason(phone, text) == "the number is withheld"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("86741234", "area code"),
        ("8695588", "area code"),
        ("1.38E+10", "scientific notation"),
        ("138****5678", "stars"),
        ("+861281234567", "no number of the mainland"),
        ("+44 (0)20 7946 0018", "not a phone number"),
        ("1380013800", "not a phone number"),
        ("138001380001", "not a phone number"),
        ("12013800138000", "not a phone number"),
        ("13800138000/13900139000", "not a phone number"),
        ("+123456", "not a phone number"),
        ("+1234567890123456", "not a phone number"),
    ],
)
def test_what_is_no_number_says_why(text: str, why: str):
    assert why in (reason(phone, text) or "")


def test_a_withheld_number_told_of_beside_the_matter_is_dropped():
    out = cleaned(shown_phone, ["未知", "8613812345678", "1380013800"])
    assert out.values.to_pylist() == [None, "+8613812345678", None]
    assert [why is None for why in out.reasons.to_pylist()] == [True, True, False]
    assert out.dropped is not None
    assert out.dropped.to_pylist() == [True, False, False]

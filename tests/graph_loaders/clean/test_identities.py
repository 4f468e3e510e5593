"""The identity: what is one, what it becomes, and why the rest is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph_loaders.clean import identity
from tests.graph_loaders.clean.columns import check_character, digits, dressed, often, reason, residents, values


@often
@given(st.lists(residents, max_size=20))
def test_a_good_resident_id_stays_as_it_is(keys: list[str]):
    assert values(identity, list(keys)) == keys


@often
@given(residents, st.data())
def test_dress_and_a_small_x_change_nothing(key: str, data: st.DataObject):
    assert values(identity, [data.draw(dressed(st.just(key))), key.lower()]) == [key, key]


@often
@given(residents, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_wrong_character_is_let_through(key: str, at: int, wrong: str):
    broken = key[:at] + wrong + key[at + 1 :]
    assume(broken != key)
    assert values(identity, [broken]) == [None]


@often
@given(digits(6, 6), st.dates(date(1900, 1, 1), date(1999, 12, 31)), digits(3, 3))
def test_fifteen_digits_are_lengthened(region: str, born: date, serial: str):
    old = f"{region}{born:%y%m%d}{serial}"
    body = f"{region}{born:%Y%m%d}{serial}"
    # These serials told of people born before 1900.
    expected = None if serial >= "996" else body + check_character(body)
    assert values(identity, [old]) == [expected]


@pytest.mark.parametrize("region", ["371312", "659010", "460400", "321119", "000000", "990000"])
def test_the_region_only_advises(region: str):
    key = f"{region}19900101123"
    key += check_character(key)
    assert values(identity, [key]) == [key]


@pytest.mark.parametrize("born", ["19000229", "20010229", "19991301", "19990431", "18991231", "20990101", "19990100"])
def test_a_birth_date_that_cannot_be_is_refused(born: str):
    body = f"510107{born}123"
    assert reason(identity, body + check_character(body)) == "the birth date is no day from 1900 to today"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("passport:e12345678", "PASSPORT:E12345678"),
        ("PASSPORT : E123-4567", "PASSPORT:E123-4567"),
        ("护照：E12345678", "PASSPORT:E12345678"),
        ("台胞证:01234567", "TAIWAN_PERMIT:01234567"),
        ("身份证:11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
    ],
)
def test_other_documents_name_their_type(text: str, key: str):
    assert values(identity, [text]) == [key]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("110105194912310021", "check character does not fit"),
        ("110105491331002", "15 digits but fails as a resident ID"),
        ("E12345678", "needs its type before it, as in PASSPORT:E12345678"),
        ("91510100MA61TXXX0P", "needs its type before it"),
        ("PASSPORT:", "TYPE:NUMBER"),
        ("身份证:110105194912310021", "check character does not fit"),
        ("1101051949", "a resident ID has 18 characters"),
        ("5.10107E+17", "scientific notation"),
        ("510***********1234", "stars"),
    ],
)
def test_what_is_no_identity_says_why(text: str, why: str):
    assert why in (reason(identity, text) or "")


def test_serials_of_people_born_before_1900_are_not_lengthened():
    olds = [f"510107900101{serial}" for serial in (995, 996, 997, 998, 999)]
    assert [key is None for key in values(identity, list(olds))] == [False, True, True, True, True]
    assert reason(identity, olds[-1]) == "15 digits but fails as a resident ID"

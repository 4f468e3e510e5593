"""The device: one spelling an IMEI, and nothing for what is no device."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import device, imsi
from tests.graph_loaders.clean.columns import cleaned, digits, dressed, luhn_digit, often, reason, values

bodies = (
    st.tuples(st.sampled_from(["35", "86", "01", "99"]), digits(12, 12))
    .map("".join)
    .filter(lambda body: not body.startswith("01234567") and len(set(body)) > 2)
)


@often
@given(bodies, digits(2, 2), st.data())
def test_one_handset_is_one_key(body: str, version: str, data: st.DataObject):
    whole = body + luhn_digit(body)
    spellings = [whole, body, body + "0", body + version, f"{body[:2]}-{body[2:8]}-{body[8:]}-0"]
    assert values(device, [*spellings, data.draw(dressed(st.just(whole)))]) == [whole] * 6


@often
@given(bodies, st.sampled_from("123456789"))
def test_a_wrong_check_digit_stays_as_handed_over(body: str, last: str):
    assert values(device, [body + last]) == [body + last]


@pytest.mark.parametrize(
    "text",
    ["000000000000000", "0", "00000000-0000-0000-0000-000000000000", "999999999999999", "004999010640000",
     "123456789012345", "012345678901234", "135790246811220", "00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF",
     "02:00:00:00:00:00", "unknown", "未知"],
)  # fmt: skip
def test_what_is_no_device_is_dropped_and_not_refused(text: str):
    out = cleaned(device, [text, "861289041234565"])
    assert out.values.to_pylist() == [None, "861289041234565"]
    assert out.reasons.null_count == 2
    assert out.dropped is not None
    assert out.dropped.to_pylist() == [True, False]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("AA-BB-CC-DD-EE-0F", "aa:bb:cc:dd:ee:0f"),
        ("6F9619FF-8B86-D011-B42D-00CF4FC964FF", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("Fp:Ab_12-x", "Fp:Ab_12-x"),
        ("7e26070546359702", "7e26070546359702"),
    ],
)
def test_other_marks_of_a_device_have_one_spelling(text: str, key: str):
    assert values(device, [text, key]) == [key, key]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("8.61289E+14", "scientific notation"),
        ("8612890412345", "an IMEI has 14 to 16 digits"),
        ("8612890********", "stars"),
        ("short", "neither an IMEI nor a fingerprint"),
        ("x" * 65, "neither an IMEI nor a fingerprint"),
        ("two words", "neither an IMEI nor a fingerprint"),
    ],
)
def test_what_is_no_device_at_all_says_why(text: str, why: str):
    assert why in (reason(device, text) or "")


def test_an_imsi_has_fifteen_digits():
    out = cleaned(imsi, ["460001234567890", "４６０００1234567890\t", "000000000000000"])
    assert out.values.to_pylist() == ["460001234567890", "460001234567890", None]
    assert out.reasons.null_count == 3
    assert reason(imsi, "46000123456789") == "an IMSI has 15 digits"

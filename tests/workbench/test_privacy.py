"""Masks show what they say and no more; tokens are stable, differ by kind, and say nothing of the key."""

from __future__ import annotations

import hashlib

import pytest
import story
from hypothesis import given
from hypothesis import strategies as st

from workbench import privacy
from workbench.cases.acts import Act, check_act
from workbench.model import KINDS

DIGITS = "0123456789"
digits = st.text(DIGITS, min_size=1, max_size=24)
letters = st.text("abcxyz019_-", min_size=1, max_size=24)
# Each mask, keys of the shapes it meets, and how many characters of the telling part it may show.
MASKS = {
    "identity": (privacy.mask_identity, st.text(DIGITS, min_size=15, max_size=18), 7),
    "document": (privacy.mask_identity, letters.map("PASSPORT:{}".format), 2),
    "mobile": (privacy.mask_phone, st.text(DIGITS, min_size=11, max_size=11).map("+86{}".format), 7),
    "line": (privacy.mask_phone, st.text(DIGITS, min_size=9, max_size=12).map("+86{}".format), 7),
    "foreign": (privacy.mask_phone, st.text(DIGITS, min_size=7, max_size=11).map("+44{}".format), 5),
    "card": (privacy.mask_card, st.text(DIGITS, min_size=12, max_size=19), 8),
    "bank account": (privacy.mask_card, digits.map("ACCT:icbc:{}".format), 4),
    "account": (privacy.mask_account, letters.map("wechat:{}".format), 4),
    "device": (privacy.mask_device, letters, 6),
}
PLAIN = ("PASSPORT:", "ACCT:icbc:", "wechat:", "+86")


def _telling(key: str) -> str:
    """The part of a key that tells one from another."""
    for start in PLAIN:
        if key.startswith(start):
            return key.removeprefix(start)
    return key.removeprefix("+")


@pytest.mark.parametrize("name", MASKS)
@given(data=st.data())
def test_a_mask_shows_no_more_than_it_says(name: str, data: st.DataObject):
    mask, keys, most = MASKS[name]
    key = data.draw(keys)
    shown = mask(key)
    telling = _telling(key)
    assert telling not in _telling(shown)
    assert "*" * privacy.FEWEST_HIDDEN in shown.replace(" ", "")
    visible = sum(one not in "*+ :" for one in shown) - sum(one not in "+:" for one in key[: len(key) - len(telling)])
    assert visible <= most
    assert len(telling) - visible >= min(privacy.FEWEST_HIDDEN, len(telling))


@pytest.mark.parametrize(
    ("mask", "key", "shown"),
    [
        (privacy.mask_identity, "510104198003121174", "510***********1174"),
        (privacy.mask_identity, "51010419491231002X", "510***********002X"),
        (privacy.mask_identity, "PASSPORT:E12345678", "PASSPORT:*******78"),
        (privacy.mask_phone, "+8613812341234", "+86 138****1234"),
        (privacy.mask_phone, "+442079460123", "+44 *******123"),
        (privacy.mask_phone, "95588", "95588"),
        (privacy.mask_phone, "4008001234", "4008001234"),
        (privacy.mask_card, "6222021234561234", "6222 **** **** 1234"),
        (privacy.mask_card, "ACCT:icbc:4000012345", "ACCT:icbc:***2345"),
        (privacy.mask_account, "wechat:abcdefyz", "wechat:ab***yz"),
        (privacy.mask_account, "wechat:ab", "wechat:***"),
        (privacy.mask_device, "860000000000012", "8600***12"),
        (privacy.mask_name, "张三丰", "张**"),
        (privacy.mask_name, "张", "*"),
        (privacy.mask_name, "", ""),
        (privacy.mask_address, "成都市锦江区春熙路1号", "成都市***"),
    ],
)
def test_a_mask_looks_so(mask: privacy.Mask, key: str, shown: str):
    assert mask(key) == shown


@given(
    st.text(max_size=60), st.sampled_from((*story.RING_PHONES, *story.RING_CARDS, *story.STOLEN)), st.text(max_size=60)
)
def test_free_text_holds_no_identifier(before: str, key: str, after: str):
    for said in (key, key.removeprefix("+86"), f"{key[:6]} {key[6:10]} {key[10:]}", f"{key[:6]}-{key[6:]}"):
        for mask in (privacy.mask_text, privacy.mask_identifiers):
            assert said not in mask(f"{before}{said}{after}")


@pytest.mark.parametrize(
    "said", ["process 4194304 since 2026-11-24T13:51:24+08:00", "案件 2026-0012", "127.0.0.1:65535"]
)
def test_what_is_no_identifier_stays_in_a_sentence(said: str):
    assert privacy.mask_identifiers(said) == said


@given(st.text(max_size=80))
def test_a_refused_value_shows_two_characters(value: str):
    shown = privacy.mask_value(value)
    assert len(shown.rstrip("*")) <= 2 or value.startswith(shown.rstrip("*"))
    assert len(shown) <= 40
    assert not value or shown.endswith("*")


@given(st.binary(min_size=32, max_size=32), st.sampled_from(KINDS), st.text(min_size=1, max_size=30))
def test_a_token_is_stable_and_says_nothing(secret: bytes, kind, key: str):
    made = privacy.token(secret, kind.word, key)
    assert made == privacy.token(secret, kind.word, key)
    assert set(made) <= set("0123456789abcdef")
    assert len(made) == 32
    assert len(key) < 6 or key not in made


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=30))
def test_tokens_differ_by_kind_key_and_home(secret: bytes, key: str):
    tokens = {privacy.token(secret, kind.word, key) for kind in KINDS}
    tokens |= {privacy.token(secret[::-1] + b"0", kind.word, key) for kind in KINDS}
    tokens |= {privacy.token(secret, kind.word, key + "0") for kind in KINDS}
    assert len(tokens) == 3 * len(KINDS)


def test_a_tag_is_the_beginning_of_the_token():
    made = privacy.token(b"0" * 32, "phone", story.HOTLINE)
    assert made.startswith(privacy.tag(made))
    assert len(privacy.tag(made)) == 6


@pytest.mark.parametrize("length", [12, 16])
def test_a_short_name_is_never_a_number_which_the_audit_would_refuse(length: int):
    hashed = (hashlib.sha256(str(number).encode()).hexdigest()[:length] for number in range(20_000))
    decimal = next(number for number, name in enumerate(hashed) if name.isdecimal())
    for number in (decimal, decimal + 1):
        name = privacy.short_name(str(number), length)
        assert name[1:] == hashlib.sha256(str(number).encode()).hexdigest()[1:length]
        assert set(name) <= set("0123456789abcdef")
        check_act(Act("an analyst", "detect", name))

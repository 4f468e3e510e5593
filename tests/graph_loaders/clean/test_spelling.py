"""What holds for every cleaning, whatever text comes in and however the column is stored."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loaders import clean
from graph_loaders.clean.spelling import assembled, judged, plain, refused, tidy
from tests.graph_loaders.clean.columns import cards, cleaned, column, dressed, full_width, mobiles, parts, residents
from workbench.model import Clean

NAMES = [name for name in clean.__all__ if name not in ("CLEANING_VERSION", "choice")]
CLEANERS: list[Clean] = [getattr(clean, name) for name in NAMES]
every = pytest.mark.parametrize("cleaning", CLEANERS, ids=NAMES)
KEYS = ["identity", "phone", "card", "party", "account", "group", "device", "imsi", "ip", "site", "region", "number"]
# fmt: off
LOOSE = [
    "95588", "028-86741234", "+85261234567", "未知", "0", "PASSPORT:E1234567", "护照:e1", "ACCT:工行:0200 1234",
    "wechat:abc", "微信:微信:a1", "live:x", "2024-01-02 03:04:05", "2024/1/2 3:04", "20240102", "1704135845",
    "-1,234.50", "(5.00)", "¥３元", "1.2.3", "00:01:02", "1分2秒", "1.2.3.4:80", "2001:DB8::1", "HTTPS://A.com/x",
    "例子.中国", "510107", "000000000000000", "AA-BB-CC-DD-EE-FF", "6.22E+18", "138****5678", "语音", "个人",
    "phone", "-", "null", "无", "'=1+1", "a\x00b", "x" * 5000,
]
# fmt: on
raw = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(LOOSE),
    dressed(st.one_of(cards, mobiles, residents, st.sampled_from(LOOSE))),
)
columns = st.lists(raw, max_size=20)
often = settings(max_examples=25, deadline=None)
# Lists of words are all made alike: two stand for them where every example costs a call of each cleaning.
SOME = [*(getattr(clean, name) for name in KEYS), clean.money, clean.seconds, clean.time, clean.text, clean.name]
SOME += [clean.whole, clean.outlet, clean.platform, clean.kind, clean.fraud_type]


@given(texts=columns)
@often
def test_a_value_is_cleaned_or_refused_never_both(texts: list[str | None]):
    for cleaning in SOME:
        out = cleaned(cleaning, texts)
        assert len(out.values) == len(out.reasons) == len(texts)
        told = zip(out.values.to_pylist(), out.reasons.to_pylist(), strict=True)
        assert all(value is None or why is None for value, why in told)


@given(texts=st.lists(raw, min_size=3, max_size=20))
@settings(max_examples=12, deadline=None)
def test_where_a_value_stands_changes_nothing(texts: list[str | None]):
    longer = column(["x", "13812345678", None, *texts, "1"])
    for cleaning in SOME:
        together = parts(cleaned(cleaning, texts))
        assert parts(cleaned(cleaning, texts[::-1])) == [said[::-1] for said in together]
        assert parts(cleaning(longer.slice(3, len(texts)), None)) == together
        assert parts(cleaned(cleaning, texts[:1])) == [said[:1] for said in together]


@every
def test_an_empty_column_has_the_type_of_a_full_one(cleaning: Clean):
    empty, full = cleaned(cleaning, []), cleaned(cleaning, ["1"])
    assert (empty.values.type, empty.reasons.type) == (full.values.type, full.reasons.type)
    assert (empty.kinds is None) == (full.kinds is None)


@every
def test_nothing_in_is_nothing_out(cleaning: Clean):
    out = cleaned(cleaning, [None, "", " ", "\t", "\u3000", "\ufeff"])
    assert out.values.null_count == out.reasons.null_count == 6


@given(texts=columns)
@often
def test_cleaning_a_cleaned_key_gives_itself(texts: list[str | None]):
    for name in KEYS:
        once = cleaned(getattr(clean, name), texts).values
        again = getattr(clean, name)(once, None)
        assert again.values.to_pylist() == once.to_pylist()
        assert again.reasons.null_count == len(texts)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("text", [text for text in LOOSE if text.isascii() and "\x00" not in text and len(text) < 99])
def test_full_width_is_read_as_half_width(name: str, text: str):
    cleaning = getattr(clean, name)
    assert parts(cleaned(cleaning, [full_width(text)])) == parts(cleaned(cleaning, [text]))


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_any_sort_of_text_column_is_read(kind: pa.DataType):
    texts = column(["13812345678", None, "x", " 95588 "])
    as_kind = texts.dictionary_encode() if pa.types.is_dictionary(kind) else texts.cast(kind)
    assert parts(clean.phone(as_kind, None)) == parts(clean.phone(texts, None))


def test_reasons_hold_nothing_of_the_value():
    shown = [text for text in LOOSE if len(text) > 4 and not text.isalpha()]
    for cleaning in CLEANERS:
        for text, why in zip(shown, cleaned(cleaning, list(shown)).reasons.to_pylist(), strict=True):
            assert why is None or text not in why


def test_tidy_takes_off_what_spreadsheets_put_on():
    dressed_up = ["'1", '="1"', "１\t", "\ufeff1", "`1", " \u30001\xa0", "\u200b1", "1\r\n"]
    assert tidy(column(dressed_up)).to_pylist() == ["1"] * len(dressed_up)


def test_parts_come_back_to_their_rows():
    texts = column(["a", "b", "c"])
    good = judged(texts.take(pa.array([0, 2])), (pa.array([True, False]).to_numpy(zero_copy_only=False), "is c"))
    out = assembled(
        (good, refused("is b")(texts.take(pa.array([1])))), (pa.array([0, 2]).to_numpy(), pa.array([1]).to_numpy())
    )
    assert out.values.to_pylist() == ["a", None, None]
    assert out.reasons.to_pylist() == [None, "is b", "is c"]
    assert plain(texts).reasons.null_count == 3

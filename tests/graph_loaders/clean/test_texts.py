"""Text, names, numbers of papers, outlets and regions."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import name, number, outlet, region, text
from tests.graph_loaders.clean.columns import cleaned, often, reason, values

anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@often
@given(anything)
def test_text_keeps_all_that_can_be_seen(raw: str):
    out = values(text, [raw])[0] or ""
    assert isinstance(out, str)
    seen = [sign for sign in raw if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp")]
    kept = [sign for sign in out if not sign.isspace() and unicodedata.category(sign) != "Cf"]
    assert "".join(seen).lstrip("'") == "".join(kept).lstrip("'")
    assert not any(unicodedata.category(sign) == "Cc" for sign in out)


@often
@given(anything)
def test_cleaning_clean_text_changes_nothing(raw: str):
    for cleaning in (text, name, outlet):
        once = values(cleaning, [raw])
        assert values(cleaning, [None if one is None else str(one) for one in once]) == once


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" a b ", "a b"),
        ("a\t\r\nb", "a b"),
        ("\ufeffa\u202eb\x07", "ab"),
        ("'=1+1", "=1+1"),
        ("'+8613812345678", "+8613812345678"),
        ("'quoted'", "'quoted'"),
        ("ＡＢＣ　公司", "ＡＢＣ　公司"),
    ],
)
def test_text_is_trimmed_and_otherwise_left_alone(raw: str, expected: str):
    assert values(text, [raw]) == [expected]


def test_text_with_nul_or_without_end_is_refused():
    assert reason(text, "a\0b") == "holds a NUL character"
    assert reason(text, "字" * 4097) == "longer than 4096 characters"
    assert values(text, ["字" * 4096]) == ["字" * 4096]


def test_names_are_narrowed_and_have_single_blanks():
    raw = ["张三", "ＺＨＡＮＧ　　ＳＡＮ", " 古丽·买买提 ", "（成都）公司", ""]
    assert values(name, list(raw)) == ["张三", "ZHANG SAN", "古丽·买买提", "(成都)公司", None]


def test_numbers_of_papers_have_no_blanks():
    raw = ["A5101 0001", "Ａ５１０１", "成公（立）字 [2024] 1号", "null", "'0012\t"]
    assert values(number, list(raw)) == ["A51010001", "A5101", "成公(立)字[2024]1号", None, "0012"]
    assert "128" in (reason(number, "1" * 129) or "")


def test_outlets_are_one_line():
    assert values(outlet, ["Ｎ　　１", "春熙路\n营业厅", "-"]) == ["N 1", "春熙路 营业厅", None]


def test_an_unreadable_region_is_dropped():
    out = cleaned(region, ["510107", "510107001", "510107001002", "510107.0", "成都", "5101", "910107", None])
    assert out.values.to_pylist() == ["510107"] * 4 + [None] * 4
    assert out.reasons.null_count == 8
    assert out.dropped is not None
    assert out.dropped.to_pylist() == [False] * 4 + [True] * 3 + [False]

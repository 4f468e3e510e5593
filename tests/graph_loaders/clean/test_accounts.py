"""Platforms, accounts and groups: one code a platform, one key an account."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import account, group, platform
from tests.graph_loaders.clean.columns import column, dressed, often, reason, values

handles = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.@+-]{0,20}[0-9]", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("微信", "wechat"),
        ("WeChat", "wechat"),
        ("支付宝", "alipay"),
        (" ｑｑ ", "qq"),
        ("抖音", "douyin"),
        ("my-app.2", "my-app.2"),
    ],
)
def test_platforms_are_read_by_their_own_names(text: str, code: str):
    assert values(platform, [text, code]) == [code, code]


def test_an_unknown_name_of_a_platform_is_refused():
    assert reason(platform, "某应用") == "a platform is a code of Latin letters and digits, as in wechat"


@often
@given(handles, st.sampled_from(["wechat", "alipay", "skype"]), st.data())
def test_the_key_says_platform_and_account(handle: str, code: str, data: st.DataObject):
    key = f"{code}:{handle}"
    texts = [handle, key, data.draw(dressed(st.just(handle)))]
    assert values(account, list(texts), [code] * 3) == [key] * 3
    assert values(account, [key]) == [key]


@pytest.mark.parametrize("clean", [account, group])
def test_platform_and_account_may_stand_in_one_text(clean: type):
    assert values(clean, ["微信:a1", "QQ：１２３４５", "skype:live:x"]) == ["wechat:a1", "qq:12345", "skype:live:x"]


def test_a_colon_may_be_part_of_the_account():
    assert values(account, ["live:x", "a:b:c"], ["skype", "qq"]) == ["skype:live:x", "qq:a:b:c"]


def test_compatibility_forms_are_one_account():
    assert values(account, ["ｅ\u0301x", "\u00e9x", "ﬁn"], ["qq"] * 3) == ["qq:\u00e9x", "qq:\u00e9x", "qq:fin"]


def test_accounts_keep_their_case():
    assert values(account, ["AbC"], ["wechat"]) == ["wechat:AbC"]


@pytest.mark.parametrize(
    ("text", "beside", "why"),
    [
        ("a b", "wechat", "an account has no blanks and at most 128 characters"),
        ("x" * 129, "wechat", "an account has no blanks and at most 128 characters"),
        ("a", None, "an account needs its platform before it, as in wechat:name"),
        ("某:a", None, "a platform is a code of Latin letters and digits, as in wechat"),
        ("wechat:wechat:a", "wechat", "the platform stands there more than twice"),
    ],
)
def test_what_is_no_account_says_why(text: str, beside: str | None, why: str):
    assert reason(account, text, beside) == why


def test_an_account_without_its_platform_is_refused_and_an_absent_one_is_absent():
    out = account(column(["a1", None, " ", "wechat:b1"]), column([None, None, "qq", None]))
    assert out.values.to_pylist() == [None, None, None, "wechat:b1"]
    assert [why is not None for why in out.reasons.to_pylist()] == [True, False, False, False]

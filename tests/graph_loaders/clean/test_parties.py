"""The payer or payee: card, account or wallet, each said to be of its kind."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import party
from tests.graph_loaders.clean.columns import cards, cleaned, dressed, often, reason

wallets = st.builds(
    "{}:{}".format, st.sampled_from(["wechat", "alipay"]), st.from_regex(r"[a-z0-9_]{1,20}[0-9]", fullmatch=True)
)


@often
@given(st.lists(st.one_of(cards, wallets, st.just("ACCT:ICBC:0200004"), dressed(cards), st.none()), max_size=20))
def test_each_party_is_of_its_kind(texts: list[str | None]):
    out = cleaned(party, texts)
    keys, kinds = out.values.to_pylist(), out.kinds.to_pylist() if out.kinds is not None else []
    assert out.reasons.null_count == len(texts)
    for text, key, kind in zip(texts, keys, kinds, strict=True):
        assert (key is None) == (text is None) == (kind is None)
        if key is not None:
            assert kind == ("social_account" if key.startswith(("wechat:", "alipay:")) else "bank_card")


def test_the_party_of_an_empty_column_still_has_kinds():
    assert cleaned(party, []).kinds is not None


def test_a_refused_party_has_no_kind():
    out = cleaned(party, ["6222021234567890129", "某某:1", "acct：icbc：1234"])
    assert out.values.to_pylist() == [None, None, "ACCT:ICBC:1234"]
    assert out.kinds is not None
    assert out.kinds.to_pylist() == [None, None, "bank_card"]
    assert "platform" in (reason(party, "某某:1") or "")

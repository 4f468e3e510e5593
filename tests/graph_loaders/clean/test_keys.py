"""Keys of any kind: each is read as the kind beside it says."""

from __future__ import annotations

from graph_loaders.clean import key, kind
from tests.graph_loaders.clean.columns import cleaned, column, reason
from workbench.model import KINDS

ROWS = [
    ("phone", "138 1234 5678", "+8613812345678"),
    ("bank_card", "6222 0212 3456 7894", "6222021234567894"),
    ("social_account", "微信:a1", "wechat:a1"),
    ("identity", "11010519491231002x", "11010519491231002X"),
    ("device", "861289041234560", "861289041234565"),
    ("ip", "1.2.3.4:80", "1.2.3.4"),
    ("site", "HTTP://Evil.com/x", "evil.com"),
    ("group", "qq:１２３", "qq:123"),
]


def test_each_key_is_read_as_its_kind():
    kinds, raw, keys = map(list, zip(*ROWS * 3, strict=True))
    out = cleaned(key, raw, kinds)
    assert out.values.to_pylist() == keys
    assert out.reasons.null_count == len(raw)
    assert out.kinds is not None
    assert out.kinds.to_pylist() == kinds


def test_every_kind_that_people_name_has_a_key():
    named = [one.word for one in KINDS if one.word not in ("outlet", "report", "case_number")]
    assert sorted(named) == sorted(word for word, _, _ in ROWS)
    assert kind(column(named), None).values.to_pylist() == named


def test_the_same_text_is_refused_as_one_kind_and_read_as_another():
    out = cleaned(key, ["6222021234567894", "6222021234567894"], ["phone", "bank_card"])
    assert out.values.to_pylist() == [None, "6222021234567894"]
    assert out.kinds is not None
    assert out.kinds.to_pylist() == [None, "bank_card"]


def test_a_key_without_kind_is_refused():
    assert reason(key, "13812345678") == "a key needs its kind beside it, as in phone"
    assert cleaned(key, ["13812345678"]).kinds is not None


def test_a_device_that_is_none_is_dropped():
    out = cleaned(key, ["000000000000000", "13812345678"], ["device", "phone"])
    assert out.reasons.null_count == 2
    assert out.dropped is not None
    assert out.dropped.to_pylist() == [True, False]

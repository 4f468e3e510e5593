"""IP addresses in their canonical text, and sites without what changes from visit to visit."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loaders.clean import ip, site
from tests.graph_loaders.clean.columns import cleaned, dressed, often, reason, values

v4 = st.ip_addresses(v=4).filter(lambda one: int(one) >> 24 not in (0, 127) and int(one) != 2**32 - 1)
v6 = st.ip_addresses(v=6).filter(lambda one: int(one) >> 48)


@often
@given(v4, v6, st.integers(0, 65535), st.data())
def test_addresses_become_canonical(four: IPv4Address, six: IPv6Address, port: int, data: st.DataObject):
    texts = [str(four), f"{four}:{port}", f"::ffff:{four}", data.draw(dressed(st.just(str(four))))]
    assert values(ip, list(texts)) == [str(four)] * 4
    texts = [str(six), six.exploded, six.exploded.upper(), f"[{six}]:{port}"]
    assert values(ip, list(texts)) == [str(six)] * 4


@pytest.mark.parametrize(
    "text", ["0.0.0.0", "127.0.0.1", "::", "::1", "255.255.255.255", "::ffff:127.0.0.1", "unknown"]
)
def test_what_is_no_address_of_anybody_is_dropped(text: str):
    out = cleaned(ip, [text])
    assert (out.values.to_pylist(), out.reasons.to_pylist()) == ([None], [None])
    assert out.dropped is not None
    assert out.dropped.to_pylist() == [True]


@pytest.mark.parametrize(
    "text", ["256.1.1.1", "01.2.3.4", "1.2.3", "1.2.3.4.5", "fe80::1%eth0", "1::2::3", "host", ":::"]
)
def test_what_is_no_address_is_refused(text: str):
    assert reason(ip, text) == "not an IP address"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("HTTPS://Www.Example.com:8443/a?b#c", "www.example.com"),
        ("hxxp://evil[.]example[.]com/login", "evil.example.com"),
        ("//user:pw@example.com", "example.com"),
        ("example.com.", "example.com"),
        ("com.Example.App", "com.example.app"),
        ("例子.中国", "xn--fsqu00a.xn--fiqs8s"),
        ("ｅｘａｍｐｌｅ．ｃｏｍ／ｘ", "example.com"),
        ("http://1.2.3.4/x", "1.2.3.4"),
        ("app:AnyDesk", "app:anydesk"),
        ("ａｐｐ：meeting.tencent", "app:meeting.tencent"),
        ("app:向日葵", "app:向日葵"),
    ],
)
def test_a_site_is_its_domain_or_app(text: str, key: str):
    assert values(site, [text, key]) == [key, key]


@pytest.mark.parametrize(
    "text",
    [
        "nodot",
        "app:",
        "app:a b",
        "app:-x",
        "a..com",
        "-a.com",
        "a@b.com",
        "http://",
        "..",
        "a b.com",
        "x" * 64 + ".com",
    ],
)
def test_what_is_no_site_is_refused(text: str):
    assert reason(site, text) == "neither a domain nor an app's identifier, as in example.com or com.example.app"


def test_a_domain_is_not_endless():
    assert reason(site, "a." * 127 + "com") == "a domain has at most 253 characters"

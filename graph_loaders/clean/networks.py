"""Addresses in the network and what is found there: IP addresses, and sites by domain or app."""

from __future__ import annotations

import socket

import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.spelling import (
    TEXT,
    Spelling,
    dropped,
    in_turn,
    matching,
    plain,
    refused,
    refusing,
    replaced,
    spelled,
)
from workbench.model import Array, Cleaned

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_REST = rf"(?:\.{_OCTET}){{3}}"
# 0 and 127 begin no address of anybody; 255 is looked at more closely.
_ORDINARY = rf"^(?:25[0-4]|2[0-4]\d|1[013-9]\d|12[0-689]|[1-9]\d?){_REST}$"
_NOWHERE = r"^(?:0|127)\.|^255\.255\.255\.255$|^::1?$|^(?i:unknown|未知)$"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"


def ip(values: Array, _beside: Array | None = None) -> Cleaned:
    """IPv4 and IPv6 addresses in their canonical text (RFC 5952), without port; no address at all is dropped."""
    return spelled(values, _IP)


def site(values: Array, _beside: Array | None = None) -> Cleaned:
    """A domain, an app's identifier or `app:name`, in lower case; scheme, user, port and path are cut."""
    return spelled(values, _SITE)


def _without_port(text: Array) -> Array:
    text = replaced(text, rf"^({_OCTET}{_REST}):\d{{1,5}}$", r"\1")
    return replaced(text, r"^\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?$", r"\1")


def _v6(text: Array) -> Cleaned:
    """Read by the system, half a microsecond each, and each address once; IPv4 in IPv6 clothes is IPv4."""
    read = pa.array([_canonical(one) for one in text.to_pylist()], TEXT)
    read = replaced(read, rf"^::ffff:({_OCTET}{_REST})$", r"\1")
    cleaned = in_turn(read, (matching(_NOWHERE, dropped),), plain)
    wrong = pc.if_else(pc.is_valid(read), pa.scalar(None, TEXT), pa.scalar(_SAY_IP))
    return Cleaned(cleaned.values, wrong, dropped=cleaned.dropped)


def _canonical(address: str) -> str | None:
    try:
        return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, address))
    except OSError:
        return None


def _host(text: Array) -> Array:
    """What stands between scheme and path; reports write hxxp and [.] so that nobody clicks."""
    text = pc.replace_substring(pc.utf8_lower(text), "[.]", ".")
    text = replaced(text, r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@?#]*@)?", "")
    text = replaced(text, r"[/?#\\].*$", "")
    return replaced(text, r"\.*(?::\d{1,5})?$", "")


def _idn(text: Array) -> Cleaned:
    """Domains in other scripts, as the network writes them (RFC 3490); rare, and each once."""
    keys = [_ascii(one) for one in text.to_pylist()]
    return in_turn(pa.array(keys, TEXT), (matching(_SITE_NAME, plain),), refused(_SAY_SITE))


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


_SAY_IP = "not an IP address"
_SAY_SITE = "neither a domain nor an app's identifier, as in example.com or com.example.app"
# Registers of visits name apps that have no domain by what people call them.
_APP_NAME = r"^app:[\p{Han}a-z0-9](?:[\p{Han}a-z0-9_.-]{0,98}[\p{Han}a-z0-9])?$"
_SITE_NAME = rf"^{_LABEL}(?:\.{_LABEL})+$"
_IP = Spelling(
    ordinary=(matching(_ORDINARY, plain),),
    prepare=_without_port,
    ways=(
        matching(_NOWHERE, dropped),
        matching(rf"^{_OCTET}{_REST}$", plain),
        matching(r"^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$", _v6),
    ),
    otherwise=_SAY_IP,
)
_SITE = Spelling(
    prepare=_host,
    ways=(
        refusing(r"^.{254,}$", "a domain has at most 253 characters"),
        matching(_SITE_NAME, plain),
        matching(_APP_NAME, plain),
        matching(r"[^\x00-\x7f]", _idn),
    ),
    otherwise=_SAY_SITE,
)

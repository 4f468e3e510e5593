"""How values are shown: masks for each kind, and the keyed token that names an entity without saying it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

Mask = Callable[[str], str]

TAG_LENGTH = 6
TOKEN_LENGTH = 32
_LONG_DIGITS = re.compile(r"\d{6,}")


def whole(value: str) -> str:
    """The value itself: for kinds that name no person."""
    return value


def mask_identity(key: str) -> str:
    """`510***********1234` for a resident ID; the type and the last two characters of another document."""
    kind, colon, number = key.rpartition(":")
    if colon:
        return f"{kind}:{'*' * max(len(number) - 2, 3)}{number[-2:] if len(number) > 4 else ''}"
    return f"{key[:3]}{'*' * max(len(key) - 7, 3)}{key[-4:]}"


def mask_phone(key: str) -> str:
    """`+86 138****1234`; short codes and 400 numbers name services and stay whole."""
    if not key.startswith("+"):
        return key if len(key) <= 6 or key.startswith(("400", "800")) else f"{key[:3]}****{key[-3:]}"
    if key.startswith("+86"):
        return f"+86 {key[3:6]}****{key[-4:]}"
    return f"{key[:3]} {'*' * max(len(key) - 6, 4)}{key[-3:]}"


def mask_card(key: str) -> str:
    """`6222 **** **** 1234`; of an account that is no card the bank and the last four."""
    if key.startswith("ACCT:"):
        bank, _, number = key.removeprefix("ACCT:").partition(":")
        return f"ACCT:{bank}:***{number[-4:] if len(number) > 6 else number[-1:]}"
    return f"{key[:4]} **** **** {key[-4:]}"


def mask_account(key: str) -> str:
    """`wechat:ab***yz`: the platform whole, the account's first and last two characters."""
    platform, _, account = key.partition(":")
    if len(account) < 6:
        return f"{platform}:{account[:1]}***"
    return f"{platform}:{account[:2]}***{account[-2:]}"


def mask_device(key: str) -> str:
    """The first four and the last two characters."""
    return f"{key[:4]}***{key[-2:]}" if len(key) > 8 else f"{key[:2]}***"


def mask_name(name: str) -> str:
    """`张**`: the first character, and stars for the rest."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else name


def mask_address(address: str) -> str:
    """The first three characters, which name a town or district, and stars."""
    return address[:3] + "***" if address else address


def mask_text(text: str) -> str:
    """Free text with every run of six or more digits starred: notes and narratives quote numbers."""
    return _LONG_DIGITS.sub(lambda run: run.group()[:2] + "*" * (len(run.group()) - 2), text)


def mask_value(value: str) -> str:
    """A refused value as it may be shown: its first two characters, its length in stars, forty at the most."""
    return value[:2] + "*" * min(len(value) - 2, 38) if len(value) > 2 else "*" * len(value)


def token(secret: bytes, kind: str, key: str) -> str:
    """The keyed hash that stands for an entity: 32 hexadecimal digits, the same in every export of one home."""
    return hmac.new(secret, f"{kind}\0{key}".encode(), hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def tag(token: str) -> str:
    """The short form of a token that stands beside a masked value, since masks collide."""
    return token[:TAG_LENGTH]

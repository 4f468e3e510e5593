"""How values are shown: masks for each kind, and the keyed token that names an entity without saying it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

Mask = Callable[[str], str]

TAG_LENGTH = 6
TOKEN_LENGTH = 32
NAME_LENGTH = 12
FEWEST_HIDDEN = 3
_LONG_DIGITS = re.compile(r"\d(?:[ -]?\d){10,}|\d{6,}")
_IDENTIFIERS = re.compile(r"\d(?:[ -]?\d){10,}[xX]?|\d{9,}")


def whole(value: str) -> str:
    """The value itself: for kinds that name no person."""
    return value


def mask_identity(key: str) -> str:
    """`510***********1234` for a resident ID; the type and the last two characters of another document."""
    kind, colon, number = key.rpartition(":")
    return f"{kind}:{_starred(number, 0, 2)}" if colon else _starred(key, 3, 4)


def mask_phone(key: str) -> str:
    """`+86 138****1234`; short codes and 400 numbers name services and stay whole."""
    if not key.startswith("+"):
        return key if len(key) <= 6 or key.startswith(("400", "800")) else _starred(key, 3, 3)
    if key.startswith("+86"):
        return f"+86 {_starred(key[3:], 3, 4, 4)}"
    return f"{key[:3]} {_starred(key[3:], 0, 3)}"


def mask_card(key: str) -> str:
    """`6222 **** **** 1234`; of an account that is no card the bank and the last four."""
    if key.startswith("ACCT:"):
        bank, _, number = key.removeprefix("ACCT:").partition(":")
        return f"ACCT:{bank}:{_starred(number, 0, 4, 3)}"
    return f"{key[:4]} **** **** {key[-4:]}" if len(key) >= 8 + FEWEST_HIDDEN else _starred(key, 4, 4)


def mask_account(key: str) -> str:
    """`wechat:ab***yz`: the platform whole, the account's first and last two characters."""
    platform, colon, account = key.partition(":")
    return f"{platform}:{_starred(account, 2, 2, 3)}" if colon else _starred(key, 2, 2, 3)


def mask_device(key: str) -> str:
    """The first four and the last two characters."""
    return _starred(key, 4, 2, 3)


def _starred(text: str, first: int, last: int, stars: int = 0) -> str:
    """The first and last characters and stars between; of a text too short to hide enough, the first or nothing."""
    if len(text) < first + last + FEWEST_HIDDEN:
        first, last = (1, 0) if len(text) > FEWEST_HIDDEN else (0, 0)
    hidden = stars or max(len(text) - first - last, FEWEST_HIDDEN)
    return text[:first] + "*" * hidden + text[len(text) - last :]


def mask_name(name: str) -> str:
    """`张**`: the first character, and stars for the rest; a name of one character is a star."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_address(address: str) -> str:
    """The first three characters, which name a town or district, and stars."""
    return address[:3] + "***" if address else address


def mask_text(text: str) -> str:
    """Free text with every run of six or more digits starred: notes and narratives quote numbers."""
    return _LONG_DIGITS.sub(_first_two, text)


def mask_identifiers(text: str) -> str:
    """A sentence with every number starred that is long enough for a phone, card, account or identity."""
    return _IDENTIFIERS.sub(_first_two, text)


def _first_two(run: re.Match[str]) -> str:
    return run.group()[:2] + "*" * (len(run.group()) - 2)


def mask_value(value: str) -> str:
    """A refused value as it may be shown: its first two characters, its length in stars, forty at the most."""
    return value[:2] + "*" * min(len(value) - 2, 38) if len(value) > 2 else "*" * len(value)


def token(secret: bytes, kind: str, key: str) -> str:
    """The keyed hash that stands for an entity: 32 hexadecimal digits, the same in every export of one home."""
    return hmac.new(secret, f"{kind}\0{key}".encode(), hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def short_name(text: str, length: int) -> str:
    """The first hexadecimal digits of a text's hash; never all decimal, as a number could be a phone or a card."""
    name = hashlib.sha256(text.encode()).hexdigest()[:length]
    return f"a{name[1:]}" if name.isdecimal() else name


def finding_name(secret: bytes, prefix: str, name: str) -> str:
    """The keyed name that a finding is shown and kept by."""
    return f"{prefix}-{token(secret, 'finding', name)[:NAME_LENGTH]}"


def tag(token: str) -> str:
    """The short form of a token that stands beside a masked value, since masks collide."""
    return token[:TAG_LENGTH]

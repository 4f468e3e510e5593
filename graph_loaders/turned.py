"""What a mapping does to each value before it is cleaned: accounts of a bank, documents, joined times, prefixes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.cards import plainly, without_point
from graph_loaders.clean.luhn import fits
from graph_loaders.clean.octets import Flags
from graph_loaders.clean.spelling import SCIENTIFIC, found, holds_any, replaced, tidy
from workbench.model import Array

TEXT = pa.string()
NOTHING = pa.scalar(None, TEXT)
# What looks like a card. Few cards that begin with 3, 4 or 5 have more than 16 digits, and many accounts do: among
# these only the check digit tells a card.
_CARD = r"^(?:[345]\d{15}|[689]\d{15,18})(?:(?:_\d{1,6}){1,3}|-\d{1,6})?$"
_LONG = r"^([345]\d{16,18})(?:(?:_\d{1,6}){1,3}|-\d{1,6})?$"
_NUMBER = r"^[0-9A-Za-z_-]*\d[0-9A-Za-z_-]*$"
# What carriers put 86 before, short codes among them; other numbers may begin with 86 of themselves.
_WITH_86 = (
    r"^(?:\+|00)?86((?:1[3-9]\d{9}|0\d{9,11}|10\d{3,7}|1[12]\d|11[68]\d{3}|12\d{3}|95\d{3,10}|96\d{3,4}"
    r"|[48]00\d{7}|106\d{5,17}))$"
)
_BANK = re.compile(r"^(?:中国)?(.{2,14}?(?:银行|信用社|信用联社|信用合作社|联合社|农商行))")
_DOCUMENTS = (
    # Residents from there have numbers as other residents have.
    ("居住证", ""),
    ("护照", "PASSPORT"),
    ("港澳", "HKMO_PERMIT"),
    ("回乡证", "HKMO_PERMIT"),
    ("台湾", "TAIWAN_PERMIT"),
    ("台胞", "TAIWAN_PERMIT"),
    ("军官", "OFFICER"),
    ("士兵", "SOLDIER"),
    ("警官", "POLICE"),
    ("社会信用", "USCC"),
    ("营业执照", "LICENCE"),
    ("组织机构", "ORGANISATION"),
    ("外国人永久居留", "RESIDENCE_PERMIT"),
)


def joined(first: Array, second: Array) -> Array:
    """A date and a time of day as one text; a time that has its date, or that is not there, stands by itself."""
    day, hour = tidy(first), tidy(second)
    # A cell that holds a time of day alone has a spreadsheet's first day before it.
    hour = replaced(hour, r"^(?:1899-12-3[01]|1900-01-0[01])[ T]", "")
    # Nobody can tell a share of a day from hours and minutes parted by a point: refused as no time.
    hour = replaced(hour, r"^(0?\.\d+)$", r"\1 of a day")
    whole = found(hour, r"^\d{4}[-/.年]|^\d{12,}")
    day = replaced(day, r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]0?0:00(?::00(?:\.0+)?)?$", r"\1")
    digits = found(hour, r"^(?:\d{1,6}|\d{5,6}\.\d+)$")
    whole_digits = pc.utf8_lpad(replaced(hour, r"\..*", ""), 6, "0")
    clock = replaced(whole_digits, r"^(\d\d)(\d\d)(\d\d)$", r"\1:\2:\3")
    hour = pc.if_else(pa.array(digits), clock, hour)
    both = pc.coalesce(pc.binary_join_element_wise(day, hour, " "), day)
    return pc.if_else(pa.array(whole), hour, both)


def listed(values: dict[str, str], like: dict[str, str], texts: Array, *, only: bool = False) -> Array:
    """Values that stand for others, or hold a pattern that does, replaced; the rest stays, or is left out."""
    trimmed = pc.utf8_trim_whitespace(texts)
    place = pc.index_in(trimmed, value_set=pa.array(list(values), TEXT))
    becomes = [pa.array(list(values.values()), TEXT).take(place)]
    becomes += [pc.if_else(pa.array(found(trimmed, one)), pa.scalar(word), NOTHING) for one, word in like.items()]
    return pc.coalesce(*becomes) if only else pc.coalesce(*becomes, texts)


def more_than_nought(texts: Array) -> Array:
    """Values that hold any digit but nought; the others are left out."""
    return pc.if_else(pa.array(found(tidy(texts), "[1-9]")), texts, NOTHING)


def measured(unit: str, texts: Array) -> Array:
    """Bare numbers with the unit behind them that their header says."""
    return replaced(tidy(texts), r"^(\d+(?:\.\d+)?)$", rf"\1{unit}")


def without(pattern: str, texts: Array) -> Array:
    """Values without what the pattern finds in them."""
    return replaced(tidy(texts), pattern, "")


def led(platforms: Array, texts: Array) -> Array:
    """`platform:account`; an account whose platform is not known stays by itself, to be refused."""
    return pc.coalesce(pc.binary_join_element_wise(tidy(platforms), tidy(texts), ":"), texts)


def days(first: date, texts: Array) -> Array:
    """Whole numbers as the date so many days after the first; anything else stays, to be refused as no time."""
    trimmed = pc.utf8_trim_whitespace(texts)
    whole = pc.match_substring_regex(trimmed, r"^\d{1,6}$")
    count = pc.cast(pc.if_else(whole, trimmed, NOTHING), pa.int32())
    since = pa.scalar((first - date(1970, 1, 1)).days, pa.int32())
    return pc.coalesce(pc.cast(pc.cast(pc.add(count, since), pa.date32()), TEXT), texts)


def unsigned(texts: Array) -> Array:
    """Amounts without their sign: where another column tells the direction, the sign only says it again."""
    tidied = tidy(texts)
    if not holds_any(tidied, "-+()"):
        return tidied
    return replaced(replaced(tidied, r"^([\d,.]+)\s*-$", r"\1"), r"^(?:[-+]\s*|\((.*)\)$)", r"\1")


def without_86(texts: Array) -> Array:
    """Numbers without the 86 that carriers put before every number, short codes too."""
    odd = pa.array(~found(texts, r"^(?:86)?1[3-9]\d{9}$"))
    # The cleaning of phones knows mobiles with 86 by itself, and quicker.
    return pc.replace_with_mask(texts, odd, replaced(tidy(texts.filter(odd)), _WITH_86, r"\1"))


def prefixed(prefix: str, texts: Array) -> Array:
    """The prefix before every value that says something; a name of several words becomes one, as no key has blanks."""
    trimmed = replaced(pc.utf8_trim_whitespace(texts), r"[\s\x{3000}]+", "_")
    return pc.binary_join_element_wise(prefix, pc.if_else(pc.equal(trimmed, ""), NOTHING, trimmed), "")


def accounts(texts: Array, banks: Array) -> Array:
    """`ACCT:bank:number` for numbers that are no card and whose bank is known; all else stays, to be cleaned."""
    odd = pa.array(~plainly(texts))
    return pc.replace_with_mask(texts, odd, _accounts(texts.filter(odd), banks.filter(odd)))


def _accounts(texts: Array, banks: Array) -> Array:
    number = without_point(replaced(tidy(texts), r"\s", ""))
    account = found(number, _NUMBER) & ~_is_card(number) & ~found(number, f"{SCIENTIFIC}|^0+$")
    bank = replaced(bank_names(banks), "[:：]", " ")
    written = pc.binary_join_element_wise(pa.scalar("ACCT"), bank, number, ":")
    return pc.coalesce(pc.if_else(pa.array(account), written, NOTHING), texts)


def _is_card(number: Array) -> Flags:
    """Which numbers look like a card's."""
    card = np.zeros(len(number), np.bool_)
    # Hyphens for the eye come in several; one alone parts a sub-account's tail from an account.
    tail = pa.array(found(number, r"^\d{10,}-\d{1,6}$"))
    for text in (number, pc.if_else(tail, number, replaced(number, "-", ""))):
        card |= found(text, _CARD)
        long = found(text, _LONG)
        if long.any():
            card |= fits(replaced(pc.if_else(pa.array(long), text, NOTHING), _LONG, r"\1"))
    return card


def documents(texts: Array, types: Array) -> Array:
    """`TYPE:NUMBER` where the column beside it names a document that is no resident ID."""
    code = _each(types, _document)
    return pc.coalesce(pc.binary_join_element_wise(code, tidy(texts), ":"), texts)


def bank_names(texts: Array) -> Array:
    """A bank by its one name, whatever branch and form of company stand behind it."""
    return _each(texts, _bank)


def _each(texts: Array, change: Callable[[str], str | None]) -> Array:
    coded = texts.dictionary_encode()
    changed = [None if one is None else change(one) for one in tidy(coded.dictionary).to_pylist()]
    return pa.array(changed, TEXT).take(coded.indices)


def _document(text: str) -> str | None:
    return next((code or None for word, code in _DOCUMENTS if word in text), None)


def _bank(text: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for alias, name in _banks().items():
        if text == alias or (not alias.isascii() and text.startswith((alias, f"中国{alias}"))):
            return name
    cut = _BANK.match(text)
    return (cut[1] if cut else text)[:40]


@cache
def _banks() -> dict[str, str]:
    """Every name of a bank and the one it goes by, the longest first."""
    content = tomllib.loads((files("graph_loaders") / "banks.toml").read_text("utf-8"))
    names = {alias: name for name, aliases in content.items() for alias in (name, *aliases)}
    return dict(sorted(names.items(), key=lambda one: -len(one[0])))

"""The phone number: E.164, but short codes and 400 or 800 numbers as they are dialled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from graph_loaders.clean.octets import Flags, Octets, prefixed
from graph_loaders.clean.spelling import (
    SCIENTIFIC,
    Spelling,
    dropped,
    fixed,
    matching,
    plain,
    refusing,
    replaced,
    rewriting,
    spelled,
)
from workbench.model import Array, Cleaned

# The mainland plan (Chinese telephone network numbering plan, by leading digits); prefixes that are dialled before a
# number for a cheaper way: 179 and two digits by the plan, and those of the carriers' own.
_HOME = r"(?:\+?86|0086)"
_ROUND = r"(?:179\d\d|12593|12530|10193|193)"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_FIXED = r"(?:(?:10|2\d)[2-8]\d{7}|[3-9]\d{2}[2-8]\d{6,7})"
_SHORT = r"(?:1[12]\d|1[0-2]\d{3}|1008\d{3,4}|11[68]\d{3}|95\d{3,10}|96\d{3,4}|106\d{5,17})"
_WITHHELD = (
    "unknown|private|anonymous|withheld|hidden|restricted|unavailable|blocked|"
    "未知|未知号码|隐藏|隐藏号码|保密|私人号码|匿名|匿名号码|无主叫|无号码|无法显示"
)
_ALIKE = "|".join(f"{digit}+" for digit in range(10))
_NOT_SHOWN = rf"^(?:\+?(?:{_ALIKE})|{_WITHHELD})$"


def phone(values: Array, _beside: Array | None = None) -> Cleaned:
    """Numbers as E.164 (`+8613812345678`); short codes and 400 or 800 numbers as dialled (`95588`).

    Mainland mobiles may be bare, fixed lines need their area code, foreign numbers `+` or `00`; withheld ones are
    refused.
    """
    return spelled(values, _PHONE)


def shown_phone(values: Array, _beside: Array | None = None) -> Cleaned:
    """Numbers as `phone` writes them, of somebody told of beside the matter: withheld ones are dropped."""
    return spelled(values, _SHOWN)


def _is_mobile(digits: Octets) -> Flags:
    return np.asarray((digits[0] == 1) & (digits[1] >= 3) & (digits <= 9).all(axis=0))


def _bare(matrix: Octets) -> Flags:
    return _is_mobile(matrix - np.uint8(48))


def _with_86(matrix: Octets) -> Flags:
    return np.asarray((matrix[0] == ord("8")) & (matrix[1] == ord("6"))) & _bare(matrix[2:])


def _with_plus(matrix: Octets) -> Flags:
    return np.asarray(matrix[0] == ord("+")) & _with_86(matrix[1:])


def _dialled(text: Array) -> Array:
    """Without what is only there for the eye; `(0)` stays, for it means two ways of dialling."""
    text = replaced(pc.utf8_lower(text), r"\.0+$", "")
    text = pc.replace_substring(text, "(0)", "?")
    return replaced(text, r"[\s()-]", "")


_PHONE = Spelling(
    ordinary=(
        fixed(11, _bare, lambda matrix: plain(prefixed(b"+86", matrix))),
        fixed(14, _with_plus),
        fixed(13, _with_86, lambda matrix: plain(prefixed(b"+", matrix))),
    ),
    prepare=_dialled,
    ways=(
        refusing(_NOT_SHOWN, "the number is withheld"),
        refusing(SCIENTIFIC, "a spreadsheet turned the number into scientific notation; its last digits are lost"),
        refusing(r"[*x]", "stars stand for some of its digits"),
        rewriting(rf"^{_HOME}?0?{_ROUND}?0?(1[3-9]\d{{9}})$", r"+86\1"),
        # Cards of things (meters, cars) have 13 digits.
        rewriting(rf"^{_HOME}?(1064\d{{9}}|14\d{{11}})$", r"+86\1"),
        rewriting(rf"^(?:{_HOME}0?)?([48]00\d{{7}})$", r"\1"),
        rewriting(rf"^(?:{_HOME}0?|{_ROUND}?0)({_FIXED})$", r"+86\1"),
        # Only with + or 00: seven digits that begin with 86 may be somebody's fixed line.
        rewriting(rf"^(?:\+86|0086|0{_AREA})?({_SHORT})$", r"\1"),
        rewriting(rf"^(?:\+|{_ROUND}?00)((?:[1-79]\d|8[0-57-9])\d{{5,13}})$", r"+\1"),
        refusing(r"^\d{7,8}$", "a fixed line needs its area code before it, as in 028-86741234"),
        refusing(r"^(?:\+|00)86", "what follows 86 is no number of the mainland"),
    ),
    otherwise="not a phone number: a mobile, a fixed line with area code, a short code, or + and country code",
)
_SHOWN = replace(_PHONE, ways=(matching(_NOT_SHOWN, dropped), *_PHONE.ways))

"""The identity: an 18-digit resident ID that checks, or another document as `TYPE:NUMBER`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow.compute as pc

from graph_loaders.clean.calendar import is_day
from graph_loaders.clean.octets import Flags, Octets, columns, number, written
from graph_loaders.clean.spelling import (
    SCIENTIFIC,
    Spelling,
    fixed,
    in_turn,
    judged,
    matching,
    plain,
    refused,
    refusing,
    replaced,
    spelled,
)
from workbench.model import Array, Cleaned

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_CHECK_OF_SUM = _CHECKS[np.arange(9 * sum(_WEIGHTS) + 1) % 11]

# Names people give to documents, and the one type each becomes.
_TYPES = {
    "护照": "PASSPORT",
    "普通护照": "PASSPORT",
    "外国护照": "PASSPORT",
    "港澳居民来往内地通行证": "HKMO_PERMIT",
    "港澳通行证": "HKMO_PERMIT",
    "回乡证": "HKMO_PERMIT",
    "台湾居民来往大陆通行证": "TAIWAN_PERMIT",
    "台胞证": "TAIWAN_PERMIT",
    "军官证": "OFFICER",
    "士兵证": "SOLDIER",
    "警官证": "POLICE",
    "营业执照": "LICENCE",
    "统一社会信用代码": "USCC",
    "组织机构代码": "ORGANISATION",
}
_RESIDENT = "^(?:RESIDENT|RESIDENT_ID|ID|居民身份证|身份证|二代身份证):"
_DOCUMENT = r"^([A-Z][A-Z_]{1,30}):([0-9A-Z](?:[0-9A-Z-]{1,38}[0-9A-Z])?)$"
_SAY_TYPE = "not a resident ID: another document needs its type before it, as in PASSPORT:E12345678"


def identity(values: Array, _beside: Array | None = None) -> Cleaned:
    """A resident ID of 18 characters (GB 11643, 15-digit ones lengthened), or `TYPE:NUMBER` of another document.

    The check character and the birth date (1900 to today) must hold; the region only advises and is not looked at.
    """
    return spelled(values, _IDENTITY)


def _is_resident(matrix: Octets) -> Flags:
    digits = matrix - np.uint8(48)
    return (digits[:17] <= 9).all(axis=0) & _checks(digits, matrix[17]) & _was_born(digits[6:14])


def _checks(digits: Octets, check: Octets) -> Flags:
    total = np.zeros(check.size, dtype=np.uint16)
    for weight, column in zip(_WEIGHTS, digits, strict=False):
        total += column * np.uint16(weight)
    return np.asarray(_CHECK_OF_SUM.take(total, mode="clip") == check)


def _was_born(digits: Octets) -> Flags:
    """Whether eight digits are a real day from 1900 to today, by the calendar of Shanghai."""
    today = int(datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m%d"))
    year, month = number(digits[:4]), number(digits[4:6])
    return is_day(year, month, number(digits[6:])) & (year >= 1900) & (number(digits) <= today)


def _eighteen(text: Array) -> Cleaned:
    matrix = columns(text, 18)
    digits = matrix - np.uint8(48)
    return judged(
        text,
        (_was_born(digits[6:14]), "the birth date is no day from 1900 to today"),
        (_checks(digits, matrix[17]), "check character does not fit"),
    )


def _fifteen(text: Array) -> Cleaned:
    """Old numbers lack the century and the check character; 996 to 999 were for people born before 1900."""
    old = columns(text, 15)
    century = np.repeat(np.frombuffer(b"19", dtype=np.uint8)[:, None], len(text), axis=1)
    body = np.concatenate([old[:6], century, old[6:]])
    digits = body - np.uint8(48)
    good = _was_born(digits[6:14]) & (number(digits[14:]) < 996)
    total = (digits * np.array(_WEIGHTS, dtype=np.int64)[:, None]).sum(axis=0)
    longer = written(np.concatenate([body, _CHECK_OF_SUM[total][None, :]]))
    return judged(longer, (good, "15 digits but fails as a resident ID"))


def _resident(text: Array) -> Cleaned:
    return in_turn(replaced(text, "[ -]", ""), _RESIDENTS, refused(_SAY_TYPE))


_RESIDENTS = (
    matching(r"^\d{17}[\dX]$", _eighteen),
    matching(r"^\d{15}$", _fifteen),
    refusing(r"^\d+X?$", "a resident ID has 18 characters, or 15 digits in old ones"),
)


def _typed(text: Array) -> Cleaned:
    """Another document: no blanks, its type in one word, and the number's own hyphens kept."""
    text = replaced(text, r"\s", "")
    for name, becomes in _TYPES.items():
        text = replaced(text, f"^{name}:", f"{becomes}:")
    return in_turn(text, _DOCUMENTS, refused("a document is written TYPE:NUMBER, as in PASSPORT:E12345678"))


_DOCUMENTS = (
    matching(_RESIDENT, lambda text: _resident(replaced(text, _RESIDENT, ""))),
    matching(_DOCUMENT, plain),
)

_IDENTITY = Spelling(
    ordinary=(fixed(18, _is_resident),),
    prepare=pc.utf8_upper,
    ways=(
        matching(":", _typed),
        refusing(r"\*", "stars stand for some of its characters"),
        refusing(SCIENTIFIC, "a spreadsheet turned the number into scientific notation; its last digits are lost"),
        matching(r"^[\dX -]+$", _resident),
    ),
    otherwise=_SAY_TYPE,
)

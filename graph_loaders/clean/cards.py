"""The card: a card number that passes its check, or an account that is no card as `ACCT:bank:number`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.luhn import fits, luhn_sum
from graph_loaders.clean.octets import Flags, Octets, columns, flags, picked, widths
from graph_loaders.clean.spelling import (
    SCIENTIFIC,
    Spelling,
    fixed,
    found,
    in_turn,
    judged,
    matching,
    plain,
    refused,
    refusing,
    replaced,
    spelled,
    tidy,
)
from workbench.model import Array, Cleaned

_SAY_ACCOUNT = "no card number: an account that is no card is written ACCT:bank:number"
_LEFT_NOUGHTS = "a spreadsheet left noughts for the last digits of cards in this column; they are lost"
# Fifteen digits are as many as a spreadsheet keeps; of sixteen, noughts never hide another check digit.
_ROUNDED = r"^\d{15}0{2,4}$"
_WRONG_CHECK = "looks like a card number but its check digit does not fit"
# Of 3 travel and JCB, 4 and 5 credit, 6 UnionPay and the like, 8 and 9 domestic issues.
_RANGES = np.isin(np.arange(256), [3, 4, 5, 6, 8, 9])
_ACCOUNT = r"^ACCT\s*:\s*([^:\s](?:[^:]{0,38}[^:\s])?)\s*:\s*([0-9A-Z][0-9A-Z _-]{0,40})$"
_WIDTHS = (19, 16, 18, 17)
_TAIL = r"[ ]*(?:(?:_\d{1,6}){1,3}|-\d{1,6})$"


def card(values: Array, _beside: Array | None = None) -> Cleaned:
    """Card numbers of 16 to 19 digits that pass Luhn, or accounts that are no card as `ACCT:bank:number`.

    Blanks and hyphens inside go, tails of sub-accounts (`_1`, `_0001_156`, `-0001`) are cut. Where a spreadsheet left
    noughts for the last digits of some, those are refused too whose check digit fits by chance.
    """
    cleaned = spelled(values, _CARD)
    return cleaned if cleaned.reasons.null_count == len(values) else _without_rounded(values, cleaned)


def _without_rounded(values: Array, cleaned: Cleaned) -> Cleaned:
    rounded = found(tidy(values), _ROUNDED)
    if not (rounded & flags(pc.equal(cleaned.reasons, _WRONG_CHECK))).any():
        return cleaned
    stays = judged(cleaned.values, (~rounded, _LEFT_NOUGHTS))
    return Cleaned(stays.values, pc.coalesce(cleaned.reasons, stays.reasons))


def plainly(text: Array) -> Flags:
    """Which values are the digits of a card number that passes its check, and nothing else."""
    size, good = widths(text), np.zeros(len(text), dtype=np.bool_)
    for width in _WIDTHS:
        rows = size == width
        if rows.any():
            good[rows] = _is_card(columns(picked(text, rows), width))
    return good


def without_point(text: Array) -> Array:
    """Whole numbers without the `.0` that reading them as fractions leaves, as far as these are exact."""
    return replaced(text, r"^(\d{1,15}|[1-8]\d{15})\.0+$", r"\1")


def _is_card(matrix: Octets) -> Flags:
    digits = matrix - np.uint8(48)
    return np.asarray(_RANGES[digits[0]] & (digits <= 9).all(axis=0) & (luhn_sum(digits) == 0))


def _number(text: Array) -> Cleaned:
    return in_turn(replaced(text, "[ -]", ""), _NUMBERS, refused(_SAY_ACCOUNT))


_NUMBERS = (matching(r"^[345689]\d{15,18}$", lambda text: judged(text, (fits(text), _WRONG_CHECK))),)


def _tailed(text: Array) -> Cleaned:
    """A hyphen may cut off a sub-account or be there for the eye: the main number's own check tells."""
    main, whole = _number(replaced(text, _TAIL, "")), _number(text)
    entire = pc.and_(pc.is_null(main.values), pc.is_valid(whole.values))
    return Cleaned(pc.if_else(entire, whole.values, main.values), pc.if_else(entire, whole.reasons, main.reasons))


def _account(text: Array) -> Cleaned:
    return in_turn(text, _ACCOUNTS, refused("an account that is no card is written ACCT:bank:number"))


def _account_number(text: Array) -> Cleaned:
    bank = replaced(replaced(text, _ACCOUNT, r"\1"), r"\s+", " ")
    account = replaced(replaced(text, _ACCOUNT, r"\2"), r"^(\d{10,})(?:(?:_\d{1,6}){1,3}|-\d{1,6})\s*$", r"\1")
    return plain(pc.binary_join_element_wise(pa.scalar("ACCT"), bank, replaced(account, "[ _-]", ""), ":"))


_ACCOUNTS = (matching(_ACCOUNT, _account_number),)

_CARD = Spelling(
    ordinary=tuple(fixed(width, _is_card) for width in _WIDTHS),
    prepare=lambda text: without_point(pc.utf8_upper(text)),
    ways=(
        matching(r"^ACCT\s*:", _account),
        refusing(SCIENTIFIC, "a spreadsheet turned the card number into scientific notation; its last digits are lost"),
        refusing(r"\*", "stars stand for some of its digits"),
        refusing(r"^[0 -]+$", "noughts alone name no account"),
        matching(rf"^\d[\d ]*{_TAIL}", _tailed),
        matching(r"^\d[\d -]*$", _number),
    ),
    otherwise="neither a card number nor an account written ACCT:bank:number",
)

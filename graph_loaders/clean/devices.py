"""The device: an IMEI in its 15 digits, a network card's address or a fingerprint; and the IMSI of a card."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from graph_loaders.clean.luhn import check_digits, luhn_sum
from graph_loaders.clean.octets import Flags, Octets, columns, written
from graph_loaders.clean.spelling import (
    SCIENTIFIC,
    Spelling,
    dropped,
    fixed,
    in_turn,
    matching,
    plain,
    refused,
    refusing,
    replaced,
    spelled,
)
from workbench.model import Array, Cleaned

# Type codes that no maker was given: noughts, counting, test sets, and the one that cloned handsets share.
_NO_TYPE = "00000000|01234567|12345678|00499901|13579024|98765432"
_ALIKE = "|".join(f"{digit}+" for digit in range(10))
# Noughts or ones all through, the address Android shows instead of the true one, words for nothing.
_NO_DEVICE = r"^(?:[0:_-]+|[fF:-]+|02:?00:?00:?00:?00:?00|(?i:unknown|null|none|未知|undefined))$"
_MAC = r"^((?i:[0-9a-f]{2})(?:[:-](?i:[0-9a-f]{2})){5})$"
_UUID = r"^(?i:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$"


def device(values: Array, _beside: Array | None = None) -> Cleaned:
    """An IMEI as 15 digits, or a fingerprint of 8 to 64 letters, digits, `:`, `_` and `-`.

    An IMEI of 14 digits gets its check digit; one of 16 has a version at its end, which changes with the software and
    is cut; networks write a nought for the check digit, which is put right, and any other wrong one stays. What is no
    device (noughts, test numbers, words for nothing) is dropped.
    """
    return spelled(values, _DEVICE)


def imsi(values: Array, _beside: Array | None = None) -> Cleaned:
    """The 15 digits of a card's own number in the network; noughts are dropped."""
    return spelled(values, _IMSI)


def _is_imei(matrix: Octets) -> Flags:
    digits = matrix - np.uint8(48)
    return np.asarray((digits <= 9).all(axis=0) & (luhn_sum(digits) == 0) & (digits[0] >= 2) & (digits[0] <= 8))


def _imei(text: Array) -> Cleaned:
    return in_turn(replaced(text, "[ /-]", ""), _IMEIS, refused("an IMEI has 14 to 16 digits"))


def _with_check(text: Array) -> Cleaned:
    """The first 14 digits name the handset: type and serial number (3GPP TS 23.003)."""
    body = columns(pc.utf8_slice_codeunits(text, 0, 14), 14)
    check = check_digits(body - np.uint8(48)) + np.uint8(48)
    return plain(written(np.concatenate([body, check[None, :]])))


_IMEIS = (
    matching(rf"^(?:{_ALIKE}|(?:{_NO_TYPE})\d*)$", dropped),
    matching(r"^\d{14}$|^\d{14}0$|^\d{16}$", _with_check),
    matching(r"^\d{15}$", plain),
)
_DEVICE = Spelling(
    ordinary=(fixed(15, _is_imei),),
    ways=(
        matching(_NO_DEVICE, dropped),
        refusing(SCIENTIFIC, "a spreadsheet turned the IMEI into scientific notation; its last digits are lost"),
        refusing(r"\*", "stars stand for some of its characters"),
        matching(_MAC, lambda text: plain(replaced(pc.utf8_lower(text), "-", ":"))),
        matching(_UUID, lambda text: plain(pc.utf8_lower(text))),
        matching(r"^\d[\d /-]*$", _imei),
        matching(r"^[0-9A-Za-z:_-]{8,64}$", plain),
    ),
    otherwise="neither an IMEI nor a fingerprint of 8 to 64 letters, digits, : _ and -",
)
_IMSI = Spelling(
    ways=(
        matching(rf"^(?:{_ALIKE})$", dropped),
        matching(r"^\d{15}$", plain),
    ),
    otherwise="an IMSI has 15 digits",
)

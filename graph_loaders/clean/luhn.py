"""The check digit of card numbers and IMEIs (Luhn, ISO/IEC 7812-1)."""

from __future__ import annotations

import numpy as np

from graph_loaders.clean.octets import Flags, Octets, columns, picked, widths
from workbench.model import Array

_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], dtype=np.uint8)


def luhn_sum(digits: Octets) -> Octets:
    """The weighted digit sum modulo 10 of digits (0 to 9) with the check digit last: nought where it fits."""
    total: Octets = digits[-1::-2].sum(axis=0, dtype=np.uint8)
    total += _DOUBLED.take(digits[-2::-2], mode="clip").sum(axis=0, dtype=np.uint8)
    return total % np.uint8(10)


def check_digits(digits: Octets) -> Octets:
    """The check digit that belongs behind digits (0 to 9)."""
    last = np.zeros((1, digits.shape[1]), dtype=np.uint8)
    return (np.uint8(10) - luhn_sum(np.concatenate([digits, last]))) % np.uint8(10)


def fits(text: Array) -> Flags:
    """Which texts of digits alone end in their check digit."""
    size = widths(text)
    good = np.zeros(len(text), dtype=np.bool_)
    for width in np.unique(size[size > 1]):
        rows = size == width
        good[rows] = luhn_sum(columns(picked(text, rows), int(width)) - np.uint8(48)) == 0
    return good

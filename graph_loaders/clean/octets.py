"""Text columns as octets: widths, columns of one width as a matrix, the way back, and full-width made half-width."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.model import Array

Octets = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def flags(values: Array) -> Flags:
    """A column of yes and no as numpy has it; null is no."""
    return np.asarray(pc.fill_null(values, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def widths(text: Array) -> npt.NDArray[np.int32]:
    """Octets of each value; -1 where it is null."""
    return np.asarray(pc.fill_null(pc.binary_length(text), -1).to_numpy(zero_copy_only=False), dtype=np.int32)


def picked(text: Array, rows: Flags) -> Array:
    """The rows that are flagged; the column itself where all are."""
    return text if rows.all() else text.filter(pa.array(rows))


def content(text: Array) -> Octets:
    """All octets of the column, one value behind the other."""
    offsets, octets = _parts(text)
    return octets[offsets[0] : offsets[-1]]


def ends(text: Array) -> npt.NDArray[np.int32]:
    """The place in `content` at which each value ends."""
    offsets, _ = _parts(text)
    return np.asarray(offsets[1:] - offsets[0], dtype=np.int32)


def columns(text: Array, width: int) -> Octets:
    """Text of one width, none null, as a matrix: `width` rows of one octet a value."""
    offsets, octets = _parts(text)
    if not len(text):
        return np.empty((width, 0), dtype=np.uint8)
    return np.ascontiguousarray(octets[offsets[0] : offsets[-1]].reshape(-1, width).T)


def written(matrix: Octets) -> Array:
    """A matrix as `columns` makes it, as text again."""
    width, count = matrix.shape
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    octets = np.ascontiguousarray(matrix.T)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(octets))


def prefixed(prefix: bytes, matrix: Octets) -> Array:
    """A matrix as text with the same octets before each value."""
    before = np.repeat(np.frombuffer(prefix, dtype=np.uint8)[:, None], matrix.shape[1], axis=1)
    return written(np.concatenate([before, matrix]))


def number(digits: Octets) -> Ints:
    """The whole number that columns of digits (0 to 9, not their characters) write."""
    total = np.zeros(digits.shape[1], dtype=np.int64)
    for column in digits:
        total *= 10
        total += column
    return total


def narrow(text: Array) -> Array:
    """Full-width letters, digits and signs half-width, odd blanks and hyphens plain ones, invisible marks gone."""
    offsets, octets = _parts(text)
    octets = octets[offsets[0] : offsets[-1]]
    if not (octets > 0x7F).any():
        return text
    offsets = offsets - offsets[0]
    octets, keep = _narrowed(octets)
    moved = np.concatenate([np.zeros(1, dtype=np.int32), np.cumsum(keep, dtype=np.int32)])[offsets]
    valid = pa.array(flags(pc.is_valid(text))).buffers()[1] if text.null_count else None
    return pa.StringArray.from_buffers(len(text), pa.py_buffer(moved), pa.py_buffer(octets[keep]), valid)


def _parts(text: Array) -> tuple[npt.NDArray[np.int32], Octets]:
    _, starts, content = text.buffers()
    if not len(text) or starts is None:
        return np.zeros(1, dtype=np.int32), np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(starts, dtype=np.int32)[text.offset : text.offset + len(text) + 1]
    return offsets, np.frombuffer(content or b"", dtype=np.uint8)


def _narrowed(octets: Octets) -> tuple[Octets, Flags]:
    """What each character becomes and which octets stay; in UTF-8 a lead octet begins a character wherever it is."""
    octets, keep = octets.copy(), np.ones(octets.size, dtype=np.bool_)
    first, second, third = octets, _shifted(octets, 1), _shifted(octets, 2)
    wide = (first == 0xEF) & (((second == 0xBC) & (third >= 0x81)) | ((second == 0xBD) & (third <= 0x9E)))
    general = (first == 0xE2) & (second == 0x80)
    hyphen = (general & (third >= 0x90) & (third <= 0x95)) | ((first == 0xE2) & (second == 0x88) & (third == 0x92))
    blank = (first == 0xE3) & (second == 0x80) & (third == 0x80)
    unseen = (general & (((third >= 0x8B) & (third <= 0x8F)) | ((third >= 0xAA) & (third <= 0xAE)))) | (
        (first == 0xEF) & (second == 0xBB) & (third == 0xBF)
    )
    hard = (first == 0xC2) & (second == 0xA0)
    shorter = np.where(second == 0xBC, third - 0x60, third - 0x20)
    for rows, becomes in ((wide, shorter[wide]), (hyphen, ord("-")), (blank | hard, ord(" "))):
        octets[rows] = becomes
    for rows in (wide, hyphen, blank, unseen):
        at = np.flatnonzero(rows)
        keep[at + 1] = keep[at + 2] = False
    keep[np.flatnonzero(hard) + 1] = False
    keep[unseen] = False
    return octets, keep


def _shifted(octets: Octets, by: int) -> Octets:
    ahead = np.zeros_like(octets)
    ahead[:-by] = octets[by:]
    return ahead

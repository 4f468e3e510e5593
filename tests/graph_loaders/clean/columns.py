"""What tests of cleaning share: columns in and out as lists, raw spellings in spreadsheet dress, and plain oracles."""

from __future__ import annotations

import string
from datetime import date

import pyarrow as pa
from hypothesis import settings
from hypothesis import strategies as st

from workbench.model import Clean, Cleaned

Texts = list[str | None]
# How long one example takes depends on who else uses the machine.
often = settings(max_examples=50, deadline=None)
# Signs that have a full-width twin; a blank's is another story.
_WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in string.printable if 0x21 <= ord(sign) <= 0x7E}
_DRESS = st.sampled_from(["{}", " {}", "{}\t", "\ufeff{}", "'{}", "\u3000{} ", '="{}"', "`{}", "\u200b{}\xa0"])


def column(texts: Texts) -> pa.Array:
    """A column as the reader hands it over."""
    return pa.array(texts, pa.string())


def cleaned(clean: Clean, texts: Texts, beside: Texts | None = None) -> Cleaned:
    """What the cleaning makes of a column."""
    return clean(column(texts), column(beside) if beside is not None else None)


def values(clean: Clean, texts: Texts, beside: Texts | None = None) -> list[object]:
    """The cleaned values alone."""
    return cleaned(clean, texts, beside).values.to_pylist()


def reason(clean: Clean, text: str, beside: str | None = None) -> str | None:
    """Why a value is refused; it must then have no value."""
    out = cleaned(clean, [text], None if beside is None else [beside])
    assert out.values.to_pylist() == [None]
    return out.reasons.to_pylist()[0]


def parts(out: Cleaned) -> list[list[object]]:
    """All that a cleaning says, as lists that can be compared; no mark at all is a column of no marks."""
    marks = [[False] * len(out.values) if one is None else one.to_pylist() for one in (out.coarse, out.dropped)]
    kinds = [None] * len(out.values) if out.kinds is None else out.kinds.to_pylist()
    return [out.values.to_pylist(), out.reasons.to_pylist(), kinds, *marks]


def full_width(text: str) -> str:
    """The same text as an input method in full-width mode writes it."""
    return text.translate(_WIDE)


def dressed(spellings: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Good spellings as spreadsheets and databases hand them over."""
    return st.tuples(spellings, _DRESS, st.booleans()).map(
        lambda drawn: drawn[1].format(full_width(drawn[0]) if drawn[2] else drawn[0])
    )


def digits(least: int, most: int) -> st.SearchStrategy[str]:
    """So many digits."""
    return st.text("0123456789", min_size=least, max_size=most)


def luhn_digit(body: str) -> str:
    """The check digit of ISO/IEC 7812-1, worked out by hand."""
    doubled = [int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(body))]
    return str(-sum(digit // 10 + digit % 10 for digit in doubled) % 10)


def check_character(body: str) -> str:
    """The check character of GB 11643 (ISO 7064, MOD 11-2), worked out by hand."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(body))
    return "0123456789X"[(12 - total % 11) % 11]


def _with_check(body: str) -> str:
    return body + check_character(body)


cards = st.tuples(st.sampled_from("345689"), digits(14, 17)).map("".join).map(lambda body: body + luhn_digit(body))
mobiles = st.tuples(st.just("1"), st.sampled_from("3456789"), digits(9, 9)).map("".join)
birthdays = st.dates(min_value=date(1900, 1, 1), max_value=date(2025, 12, 31))
residents = st.builds("{}{:%Y%m%d}{}".format, digits(6, 6), birthdays, digits(3, 3)).map(_with_check)

"""Text made fit for a file: control characters and halves of characters are no text in XML, CSV or HTML."""

from __future__ import annotations

import re

# Tab, line feed and carriage return stay; they are white space in every format.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def fit(text: str) -> str:
    """The text with each character that a file cannot carry shown as U+FFFD."""
    return _UNFIT.sub("\ufffd", text)

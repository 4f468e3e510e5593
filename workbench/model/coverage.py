"""Coverage: who was asked about what, for which time, and whether an answer came."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import pyarrow as pa

Asked = Literal["carrier", "bank", "platform"]
"""The sort of house that is asked."""


class Answer(StrEnum):
    """What became of a question; `SILENT` is never `NONE`: who did not answer may hold anything."""

    ANSWERED = "answered"
    NONE = "answered none"
    SILENT = "did not answer"


class Dated(StrEnum):
    """Where an entry's time comes from: the question's own, or the first and last event that the answer holds."""

    ASKED = "asked"
    EVENTS = "events"
    UNKNOWN = ""


INSTANT = pa.timestamp("us")
COVERAGE = pa.schema(
    [
        ("kind", pa.string()),
        ("key", pa.string()),
        ("asked", pa.string()),
        ("who", pa.string()),
        ("first", INSTANT),
        ("last", INSTANT),
        ("dated", pa.string()),
        ("answer", pa.string()),
        ("reason", pa.string()),
        ("record", pa.int64()),
    ]
)
"""Entries of the ledger as a batch keeps them: a question a line, with the record of the file that tells of it.

Times are UTC without zone. Kind and key are null where the row names nothing that can be read, `who` where it names
nobody.
"""

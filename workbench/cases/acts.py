"""What people did and decided, and what a look at the whole chain says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.errors import UsedWrongly

# A phone, card or identity number stands in digits; a token is hexadecimal, and a mask has stars in it.
_KEY = re.compile(r"\+?[\d \-]{7,}[xX]?")
_TOKEN = re.compile(r"[0-9a-f]{32}")
_UNKEPT = re.compile("[\\x00\\ud800-\\udfff]")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person did or was refused; `object` is a token or a name, never a key."""

    person: str
    action: str
    object: str
    reason: str = ""
    outcome: str = "done"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act as it stands in the audit: its place from 1, its time (UTC, ISO 8601 with a Z), its link in the chain."""

    seq: int
    at: str
    act: Act
    mac: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """How long the chain was and what its last link said: kept elsewhere, it shows a tail that was cut."""

    count: int
    head: str


@dataclass(frozen=True, slots=True)
class AuditState:
    """What a look at the whole chain found; `first_bad` is the place of the first act that is not as it was written."""

    intact: bool
    count: int
    head: str
    first_bad: int | None
    says: str


class Verdict(StrEnum):
    """What a person makes of a finding."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on one finding of one run; `at` (UTC, ISO 8601) is set when it is kept."""

    finding: str
    detector: str
    run: str
    person: str
    decision: Verdict
    reason: str
    at: str = ""


def check_act(act: Act) -> None:
    """Refuse, as UsedWrongly, what may not enter the audit: nobody's act, a whole number as its object, odd letters."""
    if not act.person or not act.action:
        raise UsedWrongly("an act needs a person and an action; say who did what")
    if _KEY.fullmatch(act.object) and not _TOKEN.fullmatch(act.object):
        raise UsedWrongly("an act names its object by token or name; a number may not stand in the audit")
    _check_letters(act.person, act.action, act.object, act.reason, act.outcome)


def check_decision(decision: Decision) -> None:
    """Refuse, as UsedWrongly, a decision without a reason or on nothing."""
    if not decision.finding or not decision.reason.strip():
        raise UsedWrongly("a decision needs a finding and a reason; say why in a few words")
    _check_letters(decision.detector, decision.run)


def _check_letters(*texts: str) -> None:
    if any(_UNKEPT.search(text) for text in texts):
        raise UsedWrongly("a text holds characters no store keeps (NUL or half a character); take them out")

"""What detectors read, and what they could not see because nobody handed it over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from workbench.model.finding import REASON_COLUMNS
from workbench.model.kinds import BANK_CARD, CASE_NUMBER, IDENTITY, KINDS, PHONE, REPORT, SOCIAL_ACCOUNT, Kind
from workbench.model.links import (
    BOUND,
    CALLED,
    DISPUTED,
    HARMED,
    JOINED,
    MESSAGED,
    NAMES,
    OPENED_AT,
    PAID,
    REGISTERED,
    RESERVED,
    SEEN_AT,
    USED_ON,
    VISITED,
    LinkType,
)
from workbench.signals.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Fact:
    """A sort of fact: the sources that tell it, any of which will do, and whether a snapshot holds any of it."""

    sources: tuple[str, ...]
    there: Callable[[Snapshot], bool]


@dataclass(frozen=True, slots=True)
class Read:
    """What a detector reads: facts, any of which will do, and in a clause what is not known without them all.

    Without what is `needed` it finds nothing; without the rest it sees less, and innocence as well as fraud.
    """

    facts: tuple[Fact, ...]
    without: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """What a detector could not see: the sources that would tell it, and what is not known without them."""

    sources: tuple[str, ...]
    without: str
    needed: bool


def _links(link_type: LinkType, start: Kind | None = None) -> Callable[[Snapshot], bool]:
    def there(snapshot: Snapshot) -> bool:
        rows = snapshot.links(link_type)
        return not rows.empty and (start is None or bool(snapshot.is_kind(rows["start"].to_numpy(), start).any()))

    return there


def _told(*columns: str, kinds: Iterable[Kind]) -> Callable[[Snapshot], bool]:
    known = tuple(kinds)

    def there(snapshot: Snapshot) -> bool:
        frames = [snapshot.of_kind(kind) for kind in known]
        return any(bool(frame[name].notna().any()) for frame in frames for name in columns if name in frame)

    return there


PHONE_PAPER = Fact(("phone_cards",), _links(REGISTERED, PHONE))
CARD_PAPER = Fact(("bank_cards",), _links(REGISTERED, BANK_CARD))
ACCOUNT_PAPER = Fact(("social_accounts",), _links(REGISTERED, SOCIAL_ACCOUNT))
CARD_CONTACTS = Fact(("bank_cards",), _links(RESERVED))
ACCOUNT_PHONES = Fact(("social_accounts",), _links(BOUND))
OPENINGS = Fact(("phone_cards", "bank_cards"), _links(OPENED_AT))
PEOPLE = Fact(("identities",), _told("address", "employer", "region", kinds=(IDENTITY,)))
HANDSETS = Fact(("sessions",), _links(USED_ON))
ADDRESSES = Fact(("sessions",), _links(SEEN_AT))
CALLS = Fact(("calls",), _links(CALLED))
SIGHTINGS = Fact(("calls", "sessions"), lambda snapshot: not snapshot.sightings.empty)
PAYMENTS = Fact(("transfers",), lambda snapshot: not snapshot.payments.empty)
TRANSFERS = Fact(("transfers",), _links(PAID))
MESSAGES = Fact(("contacts",), _links(MESSAGED))
CHATS = Fact(("groups",), _links(JOINED))
VISITS = Fact(("visits",), _links(VISITED))
HARM = Fact(("reports",), _links(HARMED))
REPORTS = Fact(("reports",), _links(NAMES, REPORT))
CASES = Fact(("case_numbers",), _links(NAMES, CASE_NUMBER))
DISPUTES = Fact(("disputes",), _links(DISPUTED))
FREEZES = Fact(("freezes",), _told("frozen_until", kinds=(BANK_CARD,)))
SERVICES = Fact(("known_services",), _told("service", kinds=KINDS))

PAPER = (PHONE_PAPER, CARD_PAPER, ACCOUNT_PAPER)
"""Whose name anything is in."""
NAMING = (CASES, REPORTS)
"""What cases and reports name as suspect."""


def lacks(snapshot: Snapshot, reads: Iterable[Read]) -> tuple[Lack, ...]:
    """Give what of the reads the snapshot does not hold, in their order."""
    return tuple(
        Lack(tuple(dict.fromkeys(name for fact in one.facts for name in fact.sources)), one.without, one.needed)
        for one in reads
        if not any(fact.there(snapshot) for fact in one.facts)
    )


def not_known(found: pd.DataFrame, snapshot: Snapshot, reads: Iterable[Read]) -> pd.DataFrame:
    """Give a counter-reason a finding that says what no source told; none where all was there.

    `found` has finding and score.
    """
    says = "; ".join(one.without for one in lacks(snapshot, reads))
    rows = found if says else found.head(0)
    told = rows[["finding", "score"]].rename(columns={"score": "without"})
    told = told.assign(kind="", key="", code="not_known", says=f"not known here: {says}")
    return told.assign(counter=True, weight=0.0, query="")[list(REASON_COLUMNS)]

"""The types of link: which kinds each joins, what names one beyond its ends, and how its rows fold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from workbench import privacy
from workbench.errors import UsedWrongly
from workbench.model.kinds import (
    BANK_CARD,
    CASE_NUMBER,
    DEVICE,
    GROUP,
    IDENTITY,
    IP,
    OUTLET,
    PHONE,
    REPORT,
    SITE,
    SOCIAL_ACCOUNT,
    Fold,
    Kind,
    Property,
    Type,
)


@dataclass(frozen=True, slots=True)
class LinkType:
    """A type of link; `says` is its sentence on screens, read from start to end."""

    name: str
    says: str
    pairs: tuple[tuple[Kind, Kind], ...]
    properties: tuple[Property, ...]
    identity: tuple[Property, ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def all_properties(self) -> tuple[Property, ...]:
        """What names the link beyond its ends, then the rest."""
        return self.identity + self.properties


FIRST = Property("first", Type.TIME, Fold.MIN, column="at")
LAST = Property("last", Type.TIME, Fold.MAX, column="at")
DAYS = Property("days", Type.WHOLE, Fold.DAYS, column="at")
TIMES = Property("times", Type.WHOLE, Fold.COUNT, column="at")
OPENED_AT_TIME = Property("opened_at", Type.TIME)
ON_THE_DAY = Property("at", Type.TIME)
MESSAGES = Property("messages", Type.WHOLE, Fold.SUM)

_OPENED = (PHONE, BANK_CARD, SOCIAL_ACCOUNT)
_PAYING = (BANK_CARD, SOCIAL_ACCOUNT)

REGISTERED = LinkType(
    "REGISTERED",
    "was opened under the identity",
    tuple(product(_OPENED, (IDENTITY,))),
    (
        Property("closed_at", Type.TIME),
        Property("channel"),
        Property("region"),
        Property("name", mask=privacy.mask_name),
    ),
    identity=(OPENED_AT_TIME,),
)
OPENED_AT = LinkType(
    "OPENED_AT",
    "was opened at the outlet",
    tuple(product((PHONE, BANK_CARD), (OUTLET,))),
    (Property("channel"),),
    identity=(ON_THE_DAY,),
)
RESERVED = LinkType("RESERVED", "names as its contact phone", ((BANK_CARD, PHONE),), (FIRST, LAST))
BOUND = LinkType("BOUND", "is bound to the phone", ((SOCIAL_ACCOUNT, PHONE),), (FIRST, LAST))
REACHED_AT = LinkType("REACHED_AT", "gave as own phone", ((IDENTITY, PHONE),), (FIRST, LAST))
USED_ON = LinkType("USED_ON", "was used on the device", tuple(product(_OPENED, (DEVICE,))), (FIRST, LAST, DAYS, TIMES))
SEEN_AT = LinkType("SEEN_AT", "was seen at the address", tuple(product(_OPENED, (IP,))), (FIRST, LAST, DAYS, TIMES))
CALLED = LinkType(
    "CALLED",
    "called",
    ((PHONE, PHONE),),
    (
        Property("calls", Type.WHOLE, Fold.COUNT, column="at", where=("medium", "voice")),
        Property("texts", Type.WHOLE, Fold.COUNT, column="at", where=("medium", "sms")),
        Property("seconds", Type.WHOLE, Fold.SUM),
        Property("longest", Type.WHOLE, Fold.MAX, column="seconds"),
        FIRST,
        LAST,
        DAYS,
    ),
)
PAID = LinkType(
    "PAID",
    "paid",
    tuple(product(_PAYING, _PAYING)),
    (
        Property("transfers", Type.WHOLE, Fold.COUNT, column="at"),
        Property("fen", Type.FEN, Fold.SUM, column="amount"),
        FIRST,
        LAST,
    ),
)
MESSAGED = LinkType("MESSAGED", "wrote to", ((SOCIAL_ACCOUNT, SOCIAL_ACCOUNT),), (MESSAGES, FIRST, LAST))
JOINED = LinkType("JOINED", "joined the group", ((SOCIAL_ACCOUNT, GROUP),), (TIMES, FIRST, LAST))
VISITED = LinkType("VISITED", "visited", ((PHONE, SITE),), (TIMES, FIRST, LAST))
NAMES = LinkType(
    "NAMES",
    "names as suspect",
    tuple(product((REPORT, CASE_NUMBER), (PHONE, BANK_CARD, SOCIAL_ACCOUNT, IDENTITY, DEVICE, IP, SITE, GROUP))),
    (Property("fraud_type"),),
    identity=(ON_THE_DAY,),
)
HARMED = LinkType(
    "HARMED",
    "says was harmed",
    tuple(product((REPORT,), (PHONE, IDENTITY))),
    (Property("amount", Type.FEN, Fold.MAX),),
    identity=(ON_THE_DAY,),
)
DISPUTED = LinkType(
    "DISPUTED",
    "answered about",
    tuple(product((IDENTITY,), _OPENED)),
    (Property("answer"),),
    identity=(ON_THE_DAY,),
)

LINK_TYPES: tuple[LinkType, ...] = (
    REGISTERED,
    OPENED_AT,
    RESERVED,
    BOUND,
    REACHED_AT,
    USED_ON,
    SEEN_AT,
    CALLED,
    PAID,
    MESSAGED,
    JOINED,
    VISITED,
    NAMES,
    HARMED,
    DISPUTED,
)
_BY_NAME = {link_type.name: link_type for link_type in LINK_TYPES}


def link_type_of(name: str) -> LinkType:
    """The type of that name (`CALLED`)."""
    if name not in _BY_NAME:
        raise UsedWrongly(f"there is no link {name!r}; there are: {', '.join(_BY_NAME)}")
    return _BY_NAME[name]

"""The kinds of entity: what each is called, how its key is masked, and which properties it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from workbench import privacy
from workbench.errors import UsedWrongly

Shape = Literal[
    "ellipse",
    "round-rectangle",
    "round-diamond",
    "round-hexagon",
    "round-triangle",
    "round-pentagon",
    "round-octagon",
    "round-tag",
    "barrel",
    "star",
]
"""How a kind is drawn; cytoscape's names."""


class Type(StrEnum):
    """What a property holds; one name has one type across all kinds and links."""

    TEXT = "text"
    TIME = "time"
    WHOLE = "whole"
    FEN = "fen"


class Fold(StrEnum):
    """How a property's rows become one value; each gives the same whatever the order of loading."""

    MIN = "min"
    MAX = "max"
    SUM = "sum"
    COUNT = "count"
    DAYS = "days"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Property:
    """One property: the column it is folded from, and the rows that count (`where`: column, value)."""

    name: str
    type: Type = Type.TEXT
    fold: Fold = Fold.LATEST
    column: str = ""
    where: tuple[str, str] | None = None
    mask: privacy.Mask = privacy.whole

    @property
    def reads(self) -> str:
        """The column of the evidence it is made from."""
        return self.column or self.name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity: `name` in the graph, `word` in files, `title` on screens."""

    name: str
    word: str
    title: str
    colour: str
    shape: Shape
    mask: privacy.Mask
    properties: tuple[Property, ...] = ()

    def __str__(self) -> str:
        return self.name


NAME = Property("name", mask=privacy.mask_name)
REGION = Property("region")
SERVICE = Property("service", column="why")
STATUS = Property("status")
FRAUD_TYPE = Property("fraud_type")
AT = Property("at", Type.TIME, Fold.MIN)
CARD_TYPE = Property("card_type")

IDENTITY = Kind(
    "Identity",
    "identity",
    "Identity",
    "#4C6EF5",
    "round-rectangle",
    privacy.mask_identity,
    (
        NAME,
        REGION,
        Property("address", mask=privacy.mask_address),
        Property("employer"),
        SERVICE,
    ),
)
PHONE = Kind(
    "Phone",
    "phone",
    "Phone",
    "#12B886",
    "ellipse",
    privacy.mask_phone,
    (Property("carrier"), CARD_TYPE, REGION, STATUS, SERVICE),
)
BANK_CARD = Kind(
    "BankCard",
    "bank_card",
    "Bank card",
    "#F59F00",
    "round-tag",
    privacy.mask_card,
    (
        Property("bank"),
        CARD_TYPE,
        REGION,
        STATUS,
        Property("frozen_until", Type.TIME, Fold.MAX, column="until"),
        SERVICE,
    ),
)
SOCIAL_ACCOUNT = Kind(
    "SocialAccount",
    "social_account",
    "Social account",
    "#BE4BDB",
    "round-diamond",
    privacy.mask_account,
    (Property("platform"), Property("nickname", mask=privacy.mask_name), STATUS, SERVICE),
)
DEVICE = Kind("Device", "device", "Device", "#868E96", "round-hexagon", privacy.mask_device, (SERVICE,))
IP = Kind("Ip", "ip", "IP address", "#1098AD", "barrel", privacy.whole, (SERVICE,))
SITE = Kind("Site", "site", "Site or app", "#5C940D", "round-octagon", privacy.whole, (SERVICE,))
GROUP = Kind("Group", "group", "Group", "#9C36B5", "round-octagon", privacy.whole)
OUTLET = Kind("Outlet", "outlet", "Outlet", "#A0522D", "round-pentagon", privacy.whole, (SERVICE,))
REPORT = Kind(
    "Report",
    "report",
    "Report",
    "#E03131",
    "round-triangle",
    privacy.whole,
    (
        FRAUD_TYPE,
        AT,
        Property("channel"),
        Property("amount", Type.FEN, Fold.MAX),
        Property("narrative", mask=privacy.mask_text),
    ),
)
CASE_NUMBER = Kind(
    "CaseNumber",
    "case_number",
    "Case number",
    "#C2255C",
    "star",
    privacy.whole,
    (FRAUD_TYPE, AT),
)

KINDS: tuple[Kind, ...] = (
    IDENTITY,
    PHONE,
    BANK_CARD,
    SOCIAL_ACCOUNT,
    DEVICE,
    IP,
    SITE,
    GROUP,
    OUTLET,
    REPORT,
    CASE_NUMBER,
)
_BY_NAME = {name: kind for kind in KINDS for name in (kind.name, kind.word)}


def kind_of(name: str) -> Kind:
    """The kind of that name (`Phone`) or word (`phone`)."""
    if name not in _BY_NAME:
        raise UsedWrongly(f"there is no kind {name!r}; there are: {', '.join(kind.word for kind in KINDS)}")
    return _BY_NAME[name]

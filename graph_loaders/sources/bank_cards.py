"""The bank-card register: which identity opened which card, where, when, and which phone it names."""

from graph_loaders import clean
from workbench.model import Answers, Column, EntityFact, LinkFact, Ref, Source
from workbench.model.kinds import BANK_CARD, IDENTITY, OUTLET, PHONE
from workbench.model.links import OPENED_AT, REGISTERED, RESERVED

_CARD = Ref("card", BANK_CARD)

SOURCE = Source(
    name="bank_cards",
    about="A bank's card register",
    columns=(
        Column("card", clean.card, needed=True),
        Column("identity", clean.identity, needed=True),
        Column("name", clean.name),
        Column("bank", clean.text),
        Column("card_type", clean.bank_card_type),
        Column("opened_at", clean.time, needed=True),
        Column("closed_at", clean.time),
        Column("outlet", clean.outlet),
        Column("region", clean.region),
        Column("channel", clean.channel),
        Column("phone", clean.phone),
        Column("status", clean.text),
    ),
    at="opened_at",
    event=("card", "identity", "opened_at"),
    facts=(
        EntityFact(_CARD, ("bank", "card_type", "region", "status")),
        LinkFact(REGISTERED, _CARD, Ref("identity", IDENTITY)),
        LinkFact(OPENED_AT, _CARD, Ref("outlet", OUTLET)),
        LinkFact(RESERVED, _CARD, Ref("phone", PHONE)),
    ),
    answers=Answers("bank", "bank", (Ref("identity", IDENTITY), _CARD)),
)

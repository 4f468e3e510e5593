"""The phone-card register: which identity opened which phone, where and when."""

from graph_loaders import clean
from workbench.model import Answers, Column, EntityFact, LinkFact, Ref, Source
from workbench.model.kinds import IDENTITY, OUTLET, PHONE
from workbench.model.links import OPENED_AT, REGISTERED

_PHONE = Ref("phone", PHONE)

SOURCE = Source(
    name="phone_cards",
    about="A carrier's phone-card register",
    columns=(
        Column("phone", clean.phone, needed=True),
        Column("identity", clean.identity, needed=True),
        Column("name", clean.name),
        Column("carrier", clean.text),
        Column("card_type", clean.phone_card_type),
        Column("opened_at", clean.time, needed=True),
        Column("closed_at", clean.time),
        Column("outlet", clean.outlet),
        Column("region", clean.region),
        Column("channel", clean.channel),
        Column("status", clean.text),
    ),
    at="opened_at",
    event=("phone", "identity", "opened_at"),
    facts=(
        EntityFact(_PHONE, ("carrier", "card_type", "region", "status")),
        LinkFact(REGISTERED, _PHONE, Ref("identity", IDENTITY)),
        LinkFact(OPENED_AT, _PHONE, Ref("outlet", OUTLET)),
    ),
    answers=Answers("carrier", "carrier", (Ref("identity", IDENTITY), _PHONE)),
)

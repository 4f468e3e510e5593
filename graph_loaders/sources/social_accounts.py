"""A platform's account register: which phone and identity an account is bound to."""

from graph_loaders import clean
from workbench.model import Answers, Column, EntityFact, LinkFact, Ref, Source
from workbench.model.kinds import IDENTITY, PHONE, SOCIAL_ACCOUNT
from workbench.model.links import BOUND, REGISTERED

_ACCOUNT = Ref("account", SOCIAL_ACCOUNT)

SOURCE = Source(
    name="social_accounts",
    about="A platform's account register",
    columns=(
        Column("platform", clean.platform, needed=True),
        Column("account", clean.account, needed=True, beside="platform"),
        Column("nickname", clean.name),
        Column("phone", clean.phone),
        Column("identity", clean.identity),
        Column("opened_at", clean.time, needed=True),
        Column("closed_at", clean.time),
        Column("status", clean.text),
    ),
    at="opened_at",
    event=("account", "phone", "identity", "opened_at"),
    facts=(
        EntityFact(_ACCOUNT, ("platform", "nickname", "status")),
        LinkFact(BOUND, _ACCOUNT, Ref("phone", PHONE)),
        LinkFact(REGISTERED, _ACCOUNT, Ref("identity", IDENTITY)),
    ),
    answers=Answers("platform", "platform", (_ACCOUNT, Ref("phone", PHONE), Ref("identity", IDENTITY))),
)

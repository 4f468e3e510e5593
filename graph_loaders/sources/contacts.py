"""Messages between accounts of one platform."""

from graph_loaders import clean
from workbench.model import Answers, Column, LinkFact, Ref, Source
from workbench.model.kinds import SOCIAL_ACCOUNT
from workbench.model.links import MESSAGED

SOURCE = Source(
    name="contacts",
    about="Messages between accounts of one platform",
    columns=(
        Column("platform", clean.platform, needed=True),
        Column("account", clean.account, needed=True, beside="platform"),
        Column("other", clean.account, needed=True, beside="platform"),
        Column("at", clean.time, needed=True),
        Column("messages", clean.whole, default="1"),
    ),
    event=("account", "other", "at", "messages"),
    facts=(LinkFact(MESSAGED, Ref("account", SOCIAL_ACCOUNT), Ref("other", SOCIAL_ACCOUNT)),),
    answers=Answers("platform", "platform", (Ref("account", SOCIAL_ACCOUNT),)),
)

"""Who joined which group of a platform, and in what part."""

from graph_loaders import clean
from workbench.model import Answers, Column, LinkFact, Ref, Source
from workbench.model.kinds import GROUP, SOCIAL_ACCOUNT
from workbench.model.links import JOINED

SOURCE = Source(
    name="groups",
    about="Members of a platform's groups",
    columns=(
        Column("platform", clean.platform, needed=True),
        Column("group", clean.group, needed=True, beside="platform"),
        Column("account", clean.account, needed=True, beside="platform"),
        Column("at", clean.time, needed=True),
        Column("part", clean.group_part),
    ),
    event=("group", "account", "at"),
    facts=(LinkFact(JOINED, Ref("account", SOCIAL_ACCOUNT), Ref("group", GROUP)),),
    answers=Answers("platform", "platform", (Ref("account", SOCIAL_ACCOUNT),)),
)

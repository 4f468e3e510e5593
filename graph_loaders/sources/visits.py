"""Which site or app a phone visited, and when."""

from graph_loaders import clean
from workbench.model import Column, LinkFact, Ref, Source
from workbench.model.kinds import PHONE, SITE
from workbench.model.links import VISITED

SOURCE = Source(
    name="visits",
    about="Visits of phones to sites and apps",
    columns=(
        Column("phone", clean.phone, needed=True),
        Column("site", clean.site, needed=True),
        Column("at", clean.time, needed=True),
    ),
    event=("phone", "site", "at"),
    facts=(LinkFact(VISITED, Ref("phone", PHONE), Ref("site", SITE)),),
)

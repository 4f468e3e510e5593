"""People as a register knows them: the identity, its name, where it lives and which phone it gave."""

from graph_loaders import clean
from workbench.model import Column, EntityFact, LinkFact, Ref, Source
from workbench.model.kinds import IDENTITY, PHONE
from workbench.model.links import REACHED_AT

_IDENTITY = Ref("identity", IDENTITY)

SOURCE = Source(
    name="identities",
    about="People as a register knows them",
    columns=(
        Column("identity", clean.identity, needed=True),
        Column("name", clean.name),
        Column("region", clean.region),
        Column("address", clean.text),
        Column("employer", clean.text),
        Column("phone", clean.phone),
        Column("at", clean.time),
    ),
    event=("identity", "at", "phone"),
    facts=(
        EntityFact(_IDENTITY, ("name", "region", "address", "employer")),
        LinkFact(REACHED_AT, _IDENTITY, Ref("phone", PHONE)),
    ),
)

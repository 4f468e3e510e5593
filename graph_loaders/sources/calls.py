"""Call records: who called or texted whom, when and for how long."""

from graph_loaders import clean
from workbench.model import Column, LinkFact, Ref, Source
from workbench.model.kinds import PHONE
from workbench.model.links import CALLED

SOURCE = Source(
    name="calls",
    about="Call records",
    columns=(
        Column("caller", clean.phone, needed=True),
        Column("callee", clean.phone, needed=True),
        Column("at", clean.time, needed=True),
        Column("seconds", clean.seconds, needed=True),
        Column("medium", clean.medium, default="voice"),
        Column("serial", clean.text),
        Column("side", clean.call_side),
        Column("forwarded_from", clean.shown_phone),
        Column("cell", clean.text),
        Column("region", clean.region),
    ),
    event=("caller", "callee", "at", "seconds", "medium"),
    serial="serial",
    side="side",
    facts=(LinkFact(CALLED, Ref("caller", PHONE), Ref("callee", PHONE)),),
)

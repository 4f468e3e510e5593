"""Numbers, cards and addresses of known services, and why they are known."""

from graph_loaders import clean
from workbench.model import Column, EntityFact, Ref, Source

SOURCE = Source(
    name="known_services",
    about="Known services: banks, carriers, police, couriers",
    columns=(
        Column("kind", clean.kind, needed=True),
        Column("key", clean.key, needed=True, beside="kind"),
        Column("why", clean.text, needed=True),
        Column("until", clean.time),
    ),
    at="",
    event=("kind", "key", "why", "until"),
    facts=(EntityFact(Ref("key", "kind"), ("why",)),),
)

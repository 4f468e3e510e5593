"""The numbers, cards and accounts named in open cases."""

from graph_loaders import clean
from workbench.model import Column, EntityFact, LinkFact, Ref, Source
from workbench.model.kinds import CASE_NUMBER
from workbench.model.links import NAMES

_CASE = Ref("case", CASE_NUMBER)

SOURCE = Source(
    name="case_numbers",
    about="What open cases name",
    columns=(
        Column("case", clean.number, needed=True),
        Column("kind", clean.kind, needed=True),
        Column("key", clean.key, needed=True, beside="kind"),
        Column("fraud_type", clean.fraud_type),
        Column("at", clean.time, needed=True),
    ),
    event=("case", "kind", "key", "at"),
    facts=(
        EntityFact(_CASE, ("fraud_type", "at")),
        LinkFact(NAMES, _CASE, Ref("key", "kind")),
    ),
)

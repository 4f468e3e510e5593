"""What holders answered about cards under their identity: not mine, or mine."""

from graph_loaders import clean
from workbench.model import Column, LinkFact, Ref, Source
from workbench.model.kinds import IDENTITY
from workbench.model.links import DISPUTED

SOURCE = Source(
    name="disputes",
    about="Answers of holders about cards under their identity",
    columns=(
        Column("kind", clean.opened_kind, needed=True),
        Column("key", clean.key, needed=True, beside="kind"),
        Column("identity", clean.identity, needed=True),
        Column("at", clean.time, needed=True),
        Column("answer", clean.answer, needed=True),
    ),
    event=("kind", "key", "identity", "at", "answer"),
    facts=(LinkFact(DISPUTED, Ref("identity", IDENTITY), Ref("key", "kind")),),
)

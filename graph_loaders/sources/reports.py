"""What the public reported: whom they suspect, who was harmed, and how."""

from graph_loaders import clean
from workbench.model import Column, EntityFact, LinkFact, Ref, Source
from workbench.model.kinds import IDENTITY, PHONE, REPORT
from workbench.model.links import HARMED, NAMES

_REPORT = Ref("report", REPORT)

SOURCE = Source(
    name="reports",
    about="Reports by the public",
    columns=(
        Column("report", clean.number, needed=True),
        Column("at", clean.time, needed=True),
        Column("channel", clean.report_channel),
        Column("fraud_type", clean.fraud_type),
        Column("suspect_kind", clean.kind, needed=True),
        Column("suspect_key", clean.key, needed=True, beside="suspect_kind"),
        Column("victim_identity", clean.identity),
        Column("victim_phone", clean.phone),
        Column("amount", clean.money),
        Column("narrative", clean.text),
    ),
    event=("report", "suspect_kind", "suspect_key", "at"),
    facts=(
        EntityFact(_REPORT, ("fraud_type", "at", "channel", "amount", "narrative")),
        LinkFact(NAMES, _REPORT, Ref("suspect_key", "suspect_kind")),
        LinkFact(HARMED, _REPORT, Ref("victim_phone", PHONE)),
        LinkFact(HARMED, _REPORT, Ref("victim_identity", IDENTITY)),
    ),
)

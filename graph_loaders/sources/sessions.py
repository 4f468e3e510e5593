"""Logins and handset sightings: which device and address a phone, card or account was used from."""

from graph_loaders import clean
from workbench.model import Column, LinkFact, Ref, Source
from workbench.model.kinds import DEVICE, IP
from workbench.model.links import SEEN_AT, USED_ON

_USED = Ref("key", "kind")

SOURCE = Source(
    name="sessions",
    about="Logins and handset sightings",
    columns=(
        Column("kind", clean.opened_kind, needed=True),
        Column("key", clean.key, needed=True, beside="kind"),
        Column("device", clean.device),
        Column("imsi", clean.imsi),
        Column("ip", clean.ip),
        Column("cell", clean.text),
        Column("region", clean.region),
        Column("at", clean.time, needed=True),
    ),
    event=("kind", "key", "device", "imsi", "ip", "at"),
    either=("device", "ip"),
    facts=(
        LinkFact(USED_ON, _USED, Ref("device", DEVICE)),
        LinkFact(SEEN_AT, _USED, Ref("ip", IP)),
    ),
)

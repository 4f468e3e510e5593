"""Freezes of cards: until when, how much, by whom, and what the bank answered."""

from graph_loaders import clean
from workbench.model import Column, EntityFact, Ref, Source
from workbench.model.kinds import BANK_CARD

SOURCE = Source(
    name="freezes",
    about="Freezes of cards",
    columns=(
        Column("card", clean.card, needed=True),
        Column("at", clean.time, needed=True),
        Column("until", clean.time),
        Column("amount", clean.money),
        Column("authority", clean.text),
        Column("answer", clean.text),
    ),
    event=("card", "at", "authority"),
    facts=(EntityFact(Ref("card", BANK_CARD), ("until",)),),
)

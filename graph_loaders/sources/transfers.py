"""Transfers: who paid whom, when and how much; failed and reversed ones are kept and never summed."""

from graph_loaders import clean
from workbench.model import Column, LinkFact, Ref, Source
from workbench.model.links import PAID

SOURCE = Source(
    name="transfers",
    about="Transfers between cards, accounts and wallets",
    columns=(
        Column("payer", clean.party, needed=True),
        Column("payee", clean.party, needed=True),
        Column("at", clean.time, needed=True),
        Column("amount", clean.money, needed=True),
        Column("serial", clean.text),
        Column("side", clean.transfer_side),
        Column("balance", clean.signed_money),
        Column("status", clean.transfer_status, default="done"),
        Column("channel", clean.text),
        Column("note", clean.text),
    ),
    event=("payer", "payee", "at", "amount", "status"),
    serial="serial",
    side="side",
    facts=(LinkFact(PAID, Ref("payer", "payer_kind"), Ref("payee", "payee_kind"), where=("status", "done")),),
)

"""Stolen identity: cards whose paper and hands part, and how."""

from workbench.pages.findings import findings_page

findings_page(
    "stolen_identity",
    "Stolen identity",
    "Phones, cards and accounts whose holder on paper seems not to be who uses them: stolen, lent or invented. "
    "Carrier, number prefix, province, age or surname alone never count.",
)

"""Rings: who acts together, why it looks so, and what speaks for innocence."""

from workbench.pages.findings import findings_page

findings_page(
    "rings",
    "Rings",
    "Phones, cards and accounts of several households that share rare things in more than one way. "
    "Shared homes, offices, counters and networks were explained away first.",
)

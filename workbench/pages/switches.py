"""Switches: new numbers that carry on where a number in doubt fell silent."""

from workbench.pages.findings import findings_page

findings_page(
    "switches",
    "Switches",
    "New numbers that carry on in the circle, on the handset or for the accounts of a number that fell silent. "
    "People change their numbers too: a pair stands here only where one of the two is in doubt already.",
)

"""Money: where strangers' money gathers, moves on and comes round; and one payment followed card by card."""

from workbench.pages.findings import findings_page
from workbench.pages.following import follow_payment
from workbench.pages.shapes import list_shapes

findings_page(
    "money",
    "Money",
    "Cards on which money of people new to them gathers, is passed on in layers, or comes round. Own cards, kin, "
    "wages, shops, savings circles and old acquaintance were taken away first.",
)
follow_payment()
list_shapes()

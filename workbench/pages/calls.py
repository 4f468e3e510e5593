"""Calls: phones that ring strangers over relays, from boxes, and from cards of machines and firms."""

from workbench.pages.findings import findings_page

findings_page(
    "calls",
    "Calls",
    "Phones that ring strangers over relays, from boxes of cards, and from cards of machines and firms. Couriers, "
    "sellers, call rooms, known services and people with a second phone of their own were told apart first.",
)

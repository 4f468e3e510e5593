"""People in danger: whom doubtful lines are working on, how urgently, and what to do next."""

from workbench.pages.findings import findings_page

findings_page(
    "exposure",
    "People in danger",
    "Phones that lines, accounts or cards in doubt have reached, and how it went. Whoever is in doubt, of the same "
    "household, an acquaintance or a service was left out. The fraud it looks like and the next step are proposals.",
)

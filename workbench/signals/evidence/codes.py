"""The reasons: what each is called, the family it belongs to, the points it is worth and how it is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One reason. `points` is the log likelihood ratio at full strength; `{n}`, `{m}` stand for its numbers."""

    name: str
    family: str
    points: float
    says: str
    query: str = ""


# Points were set by hand on made-up cities (the ones the tests do not use), rounded down: evidence that looks
# stronger there than any hand-over would bear is capped again where the families are added up.
CODES: tuple[Code, ...] = (
    Code(
        "guest_address",
        "address",
        4.0,
        "used at another household's address, where cards of {n} more strangers are used",
        "device/users",
    ),
    Code("never_home", "home", 1.5, "never seen where its holder's household is, in {n} days of use"),
    Code(
        "shared_device",
        "device",
        2.5,
        "used on {m} devices that cards of {n} other households were used on",
        "device/users",
    ),
    Code(
        "contact_strange",
        "contact",
        2.5,
        "its contact phone is another household's, and stands behind cards of {n} households",
    ),
    Code("stands_behind", "contact", 2.5, "is the contact phone of cards of {n} other households"),
    Code(
        "opened_away",
        "opening",
        2.0,
        "opened in another prefecture than its holder lives in, as {n} cards it is linked with",
    ),
    Code("opened_together", "opening", 2.0, "opened far from home at one outlet within a week with {n} others' cards"),
    Code("paper_reused", "paper", 2.0, "{n} more cards under the same identity are used by strangers"),
    Code(
        "hands_changed", "change", 1.5, "left its holder's device for one that {n} other households' cards are used on"
    ),
    Code("calls_out", "calls", 1.5, "called {n} numbers, {m} of which called back"),
    Code("disputed", "dispute", 3.0, "its holder says it is not theirs"),
    Code("case_number", "named", 3.5, "named in {n} cases"),
    Code("reported", "named", 2.5, "named in {n} reports"),
    Code("in_ring", "group", 2.0, "belongs to a group of {n} cards that act together"),
)
BY_NAME = {code.name: code for code in CODES}
FAMILIES = tuple(dict.fromkeys(code.family for code in CODES))

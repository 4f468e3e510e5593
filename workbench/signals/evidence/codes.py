"""The reasons: what each is called, the family it belongs to, the points it is worth and how it is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One reason. `points` is the log likelihood ratio at full strength; `{n:card}` is written `1 card`, `2 cards`."""

    name: str
    family: str
    points: float
    says: str
    query: str = "explore/around"


# Points were set by hand after made-up cities that no test uses, and rounded down: what is plain there is less so
# elsewhere. Where families are added up they are capped again.
CODES: tuple[Code, ...] = (
    Code(
        "guest_address",
        "address",
        4.0,
        "used at another household's address, where cards of {n:other stranger} are used too",
    ),
    Code("never_home", "home", 2.0, "never seen where its holder's household is, in {n:day} of use"),
    Code(
        "shared_device",
        "device",
        2.0,
        "used on {m:device} that cards of {n:other household} were used on at the same time",
    ),
    Code("contact_strange", "contact", 1.5, "its contact phone is another household's, behind cards of {n:household}"),
    Code("stands_behind", "contact", 1.5, "is the contact phone of cards of {n:other household}"),
    Code("opened_away", "opening", 2.0, "opened in another prefecture than its holder lives in, like {n:linked card}"),
    Code("opened_together", "opening", 1.5, "opened far from home at one outlet within a week of {n:other household}"),
    Code("paper_reused", "paper", 1.0, "{n:other card} under the same identity used by strangers"),
    Code("hands_changed", "change", 1.5, "left its holder's device for one of {n:other household}"),
    Code("calls_out", "calls", 1.5, "called {n:number}, of which {m} called back", "phone/called"),
    Code("disputed", "dispute", 2.5, "its holder says it is not theirs"),
    Code("case_number", "named", 3.5, "named in {n:case}", "report/named"),
    Code("reported", "named", 3.0, "named in {n:report}", "report/named"),
    Code("in_ring", "group", 3.5, "belongs to a group of {n:card} that act together"),
    # --- Money: what strangers' payments do on a card
    Code(
        "passes_on",
        "passing",
        1.0,
        "passed on {n:payment} from people new to it, half of that money within {m:hour}",
        "money/passed",
    ),
    Code("in_chain", "chain", 2.0, "passes the same money as {n:other card} before or after it", "money/passed"),
    Code("gathers", "gathering", 1.0, "was paid by {n:card} new to it within a week", "money/into"),
    Code("odd_sums", "gathering", 2.0, "took {n:payment} with odd cents from strangers within a week", "money/into"),
    Code("pennies", "trial", 2.0, "was tried with less than a yuan before {n:larger payment}", "money/into"),
    Code("out_of_habit", "gathering", 0.5, "{n:stranger} paid it far more than they usually pay anybody", "money/into"),
    Code("spreads", "spreading", 0.5, "paid {n:card} new to it within a week", "money/out"),
    Code("little_life", "life", 1.0, "of its {n:payment} {m} are everyday ones: wages, shops, kin, rent", "money/out"),
    Code("comes_round", "circle", 1.0, "its money came back to it over other cards, {n:time}", "money/out"),
    Code("scattered", "shape", 1.0, "takes part in money divided over {n:card} and gathered again", "money/passed"),
    Code("shared_payers", "gathering", 0.5, "is paid by the same strangers as {n:other card}", "money/into"),
    Code("from_suspects", "paid by suspects", 3.5, "took much of its money from {n:suspect card}", "money/into"),
    Code("to_suspects", "pays suspects", 4.0, "passed much of its money on to {n:suspect card}", "money/out"),
    Code("strange_hands", "hands", 1.5, "is in other hands than its holder's, or in a ring"),
    Code("frozen", "freeze", 3.0, "was frozen by an authority"),
)
BY_NAME = {code.name: code for code in CODES}
FAMILIES = tuple(dict.fromkeys(code.family for code in CODES))

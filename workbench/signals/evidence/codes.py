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
    Code("pooled", "pool", 2.5, "went over {m:device} together with cards of {n:other household}"),
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
    Code("same_people", "circle", 2.0, "is in touch with the same strangers as {n:other card} of its group"),
    Code(
        "contact_within", "contact", 1.0, "its contact phone, or what it is the contact of, is in its group: {n:card}"
    ),
    Code("deals_within", "dealings", 1.0, "calls, writes to or pays {n:other card} of its group, or is paid by them"),
    Code(
        "near_bad",
        "nearness",
        1.5,
        "lies near what cases, reports and holders name, by links that lead there oftener than by chance",
    ),
    # --- Money: what strangers' payments do on a card
    Code(
        "passes_on",
        "passing",
        0.8,
        "passed on {n:payment} from people new to it, half of that money within {m:hour}",
        "money/passed",
    ),
    Code("in_chain", "chain", 1.0, "passes the same money as {n:other card} before or after it", "money/passed"),
    Code("gathers", "gathering", 0.7, "was paid by {n:card} new to it within a week", "money/into"),
    Code("odd_sums", "gathering", 1.5, "took {n:payment} with odd cents from strangers within a week", "money/into"),
    Code("pennies", "trial", 2.0, "was tried with less than a yuan before {n:larger payment}", "money/into"),
    Code("out_of_habit", "gathering", 0.3, "{n:stranger} paid it far more than they usually pay anybody", "money/into"),
    Code("spreads", "spreading", 0.3, "paid {n:card} new to it within a week", "money/out"),
    Code("little_life", "life", 0.8, "of its {n:payment} {m} are everyday ones: wages, shops, kin, rent", "money/out"),
    Code("comes_round", "circle", 1.0, "its money came back to it over other cards, {n:time}", "money/out"),
    Code("scattered", "shape", 1.0, "takes part in money divided over {n:card} and gathered again", "money/passed"),
    Code("shared_payers", "gathering", 0.5, "is paid by the same strangers as {n:other card}", "money/into"),
    Code("from_suspects", "paid by suspects", 4.0, "took much of its money from {n:suspect card}", "money/into"),
    Code("to_suspects", "pays suspects", 4.0, "passed much of its money on to {n:suspect card}", "money/out"),
    Code("dealings", "company", 2.0, "deals with {n:suspect card} new to it, for more than small change", "money/out"),
    Code("divided", "division", 3.0, "was paid when a suspect card paid {n:other card} new to it", "money/into"),
    Code("strange_hands", "hands", 1.5, "is in other hands than its holder's, or in a ring"),
    Code("frozen", "freeze", 3.0, "was frozen by an authority"),
    # --- Switches: what ties a new number to one that fell silent
    Code("same_circle", "circle", 3.0, "talks with {n:number} that the old number talked with", "phone/called"),
    Code("same_handset", "handset", 2.0, "is used on the old number's handset, which {n:phone} were used on in all"),
    Code("same_address", "address", 1.5, "is used at the old number's address, where {n:phone} were used in all"),
    Code("moved_over", "contact", 2.0, "is named by {n:card or account} that named the old number before"),
    Code("took_up", "time", 1.5, "the old number fell silent within {n:day} of its beginning"),
    Code("old_in_doubt", "old number", 3.5, "the old number is in doubt: a case, a report, its holder or a finding"),
    Code("new_in_doubt", "new number", 2.0, "is in doubt itself: a case, a report, its holder or a finding"),
    Code("other_paper", "paper", 1.0, "is opened under another household's paper than the old number"),
    # --- Calls: how a phone calls, and what lies beside it
    Code("calls_strangers", "strangers", 2.0, "called {n:number} that it has no other dealings with", "phone/called"),
    Code("not_called_back", "answer", 1.0, "of {n:number} it called, {m} called back", "phone/called"),
    Code("seldom_called", "incoming", 1.0, "was called by {n:number} and called {m}", "phone/callers"),
    Code("hung_up_on", "brevity", 1.0, "half of its calls to strangers ended within {n:second}", "phone/called"),
    Code("in_a_day", "burst", 1.5, "rang {n:stranger} for the first time on one day", "phone/called"),
    Code("calls_at_night", "hours", 1.0, "calls evenly round the clock: {n} of a hundred calls at night"),
    Code("stays_put", "movement", 0.5, "was always seen at one place, {n:time}"),
    Code("beside", "beside", 3.0, "a phone of another household was on data beside it in {n} of its calls"),
    Code("passes_calls", "forwarding", 2.5, "passed on {n:call} to a phone of another household"),
    Code("in_box", "box", 2.0, "was on one handset with {n:other phone} of others that call strangers too"),
    Code("machine_calls", "machine", 3.5, "is a machine's card and rang {n:number}", "phone/called"),
    Code("company_strange", "company", 2.0, "is a company's card used among {n:card} of others than its staff"),
)
BY_NAME = {code.name: code for code in CODES}
FAMILIES = tuple(dict.fromkeys(code.family for code in CODES))
WAYS_OF_LIFE = frozenset(
    {"guest_address", "never_home", "shared_device", "paper_reused", "calls_out", "opened_away"},
)
"""Reasons that people who moved in with others, work away from home or call for a living give too, several at once."""
OF_PAPER = frozenset({"opened_away", "opened_together", "paper_reused"})
"""Reasons of the paper alone: the own cards of whoever moved away and was robbed of an identity have them too."""
OTHER_HANDS = frozenset(
    {
        "guest_address",
        "never_home",
        "shared_device",
        "pooled",
        "hands_changed",
        "contact_strange",
        "stands_behind",
        "opened_away",
        "opened_together",
        "paper_reused",
        "disputed",
        "contact_within",
    }
)
"""Reasons that a card is in other hands than its holder's; the rest a mule gives as well who uses his own paper."""

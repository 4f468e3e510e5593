"""Every threshold of the detectors, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.signals.calls.limits import CallLimits
from workbench.signals.exposure.limits import ExposureLimits
from workbench.signals.fusion.limits import RiskLimits
from workbench.signals.money.limits import MoneyLimits
from workbench.signals.outlets.limits import OutletLimits


@dataclass(frozen=True, slots=True)
class Limits:
    """What detectors take as usual; counts are of households (parties) unless they say otherwise."""

    # --- Contexts

    # Five generations under one roof are rare; more people at one address live in a dormitory or barracks.
    household_cap: int = 8
    # An outlet's own device sees many people over a long time, or each card once, on the day it is opened.
    terminal_holders: int = 25
    terminal_days: int = 60
    # The counter's own visits make up nearly all of an outlet's device; crews go on using theirs.
    terminal_share: float = 0.8
    terminal_visits: int = 3
    # Shared addresses of carriers and campuses serve hundreds; no home or office of a crew reaches fifty holders.
    network_holders: int = 50
    # A household that goes out half of its days and is seen on mobile data as well still spends a quarter of them on
    # its own line; of four carriers' addresses taken in turn each has less. One in four may lodge at a hotel.
    stay_share: float = 0.5
    stay_pace: float = 0.25
    passing_share: float = 0.25
    # Once is passing by, whatever else is known of the card.
    came_back: int = 2
    # Sessions are only sampled, yet a home is not dark for longer; then the address may be another home's.
    lease_days: int = 3
    # Whoever is served at a counter or helped is so there; two may be a couple, three are customers.
    served_cards: int = 3
    # A staff or a class opens together; fewer than eight may be a crew that shares an employer by chance.
    cohort_holders: int = 8
    cohort_share: float = 0.6
    # Of the guests' cards at a place of work more than half are seen at their own homes as well; of those at a crew's
    # house few are, for their papers' holders live elsewhere.
    workplace_households: int = 3
    workplace_share: float = 0.7
    # An office's address shows fewer people than a payroll; three colleagues are an office already.
    office_holders: int = 3
    # A phone and an account of one's own on a handset tell a lodger from a paper, if most at the place have them.
    lodging_cards: int = 2
    lodging_households: int = 3
    lodging_share: float = 0.5
    # Who was on another's handset on one day in five, and on his own most days and again later, has lost no card.
    passing_part: float = 0.2
    own_part: float = 0.5
    # A handset has an owner, who uses a phone, a card and an account of his own on it; kin, buyers and friends are
    # guests there. A tool has none: every card on it is somebody else's.
    handset_cards: int = 3
    handset_guests: int = 2
    # Some of those helped talk with the helper on their own phones; the others have none, or none known to us.
    helper_share: float = 0.25
    helper_households: int = 3
    # Phones younger than this may have been warmed up together with the card they speak for.
    settled_days: int = 120
    # A context that would see this many bad cards less than once in a hundred by chance explains no more; where
    # nobody complains at all, two in a thousand is still taken as usual.
    stop_chance: float = 0.01
    usual_bad: float = 0.002

    # --- Pairs

    # Values shared by more households than this are hubs: they say where people are, not whom they work with.
    contact_cap: int = 25
    device_cap: int = 25
    ip_cap: int = 25
    # An outlet's week sees fewer people from far away; more of them came for a building site or a term.
    outlet_cap: int = 12
    # Cards: one household may hold many; beyond this the value is a hub in any case, and its pairs would be legion.
    cards_cap: int = 120
    # A handset sold on changes hands; two weeks' grace for sessions that are only sampled.
    overlap_days: int = 14

    # --- Evidence: counts and the strength (share of the code's points) at each, straight lines between

    # One stranger at a home is a guest; several strangers' cards at one home are somebody's tools.
    guest_counts: tuple[float, ...] = (0, 1, 2, 4)
    guest_strengths: tuple[float, ...] = (0.15, 0.7, 0.85, 1.0)
    # Who is somewhere nearly as often as those who are there most lives there too: two families share a flat, and a
    # crew's cards are in use oftener than those of the people of the house.
    resident_share: float = 0.7
    # Who is never seen but with one other household may have moved in with a partner or a child.
    lone_guest: float = 0.4
    # Who is seen at strangers' on fewer days than this share also lives a life of his own with the card.
    guest_share: float = 0.6
    guest_partly: float = 0.6
    # Who is somebody's guest on one day in twenty visits friends and kin; tools are on mobile data half of their days.
    guest_parts: tuple[float, ...] = (0.05, 0.2)
    guest_part_strengths: tuple[float, ...] = (0.0, 1.0)
    # Most of those who use a handset of their own among strangers at a strangers' address lodge there.
    lodger_part: float = 0.4
    # After three days of use one would have been home once.
    home_days: int = 3
    # Two households may share a handset for a while; three with bank cards on one tool are no accident.
    device_counts: tuple[float, ...] = (1, 2, 3)
    device_strengths: tuple[float, ...] = (0.6, 0.9, 1.0)
    # Teams and call desks pass handsets round with phone cards in them, not other people's bank cards and accounts.
    team_strength: float = 0.15
    # Mother's card moves to the next handset with one's own; several households' cards that do are a pool.
    pool_devices: int = 2
    pool_counts: tuple[float, ...] = (1, 2, 3)
    pool_strengths: tuple[float, ...] = (0.2, 0.8, 1.0)
    # A friend's phone as contact is common; a phone behind three households is somebody's trade.
    contact_counts: tuple[float, ...] = (1, 2, 3)
    contact_strengths: tuple[float, ...] = (0.2, 0.6, 1.0)
    # One other newcomer in the same week is chance, two are company.
    opening_mates: int = 2
    # The more cards of one paper are in strange hands, the less likely the rest are in the holder's.
    paper_counts: tuple[float, ...] = (1, 2, 3)
    paper_strengths: tuple[float, ...] = (0.7, 0.85, 1.0)
    # One report may be an error or spite; two reports are independent words.
    reports_sure: int = 2
    # Couriers and sales call as many; that is why these points never stand alone.
    callees: int = 15
    callees_sure: int = 30
    called_back: float = 0.5
    # What evidence of other hands makes a card worth linking others to.
    suspect_points: float = 2.0

    # --- Rings

    # Inside a ring the links bear a card out too, so two families of evidence are enough there.
    ring_family_share: float = 0.6
    member_points: float = 1.5
    # A stolen paper is sold to more than one crew, so the paper alone joins no two cards.
    paper_weight: float = 0.5
    # Suspects of whom one stands behind the other were opened by the same hands.
    contact_weight: float = 1.0
    # Suspects who pay each other are seldom so by chance; calls among them are a little more common.
    money_weight: float = 0.8
    talk_weight: float = 0.5
    # Those of a crew ring each other on several days or both ways; whom it works on are rung once.
    talk_days: int = 1
    talk_once: float = 0.5
    # What one case names, or one harmed person, worked together on somebody; a case of more numbers is a docket.
    case_weight: float = 0.6
    case_cap: int = 25
    # A line, an account and a card that work on one person do so within the weeks a fraud takes; people whom more
    # cards than this reach are shops, couriers and offices.
    fellow_days: int = 21
    reached_cap: int = 60
    # Two people in common, one time in a hundred by chance, are worth a look; one in a million is no chance.
    circle_shared: int = 2
    circle_least: float = 2.0
    circle_sure: float = 6.0
    circle_weight: float = 0.7
    # One link of this weight holds two suspects together; calls alone do not.
    lone_weight: float = 0.6
    # Of a ring's links a quarter and more lead from one half to the other however it is halved; where fewer than
    # this share do, two crews share a handset or a name.
    thin_cut: float = 0.16
    # A card with this much against it joins a group by one rare link; one with nothing against it needs two families.
    grow_points: float = 2.0
    # Who has less than this against him is next to a ring as kin, neighbours and shops are: a step from those suspect
    # is as far as links lead to him.
    grow_own: float = 0.5
    # Suspects lead to suspects; a chain of more than these would lead out of any crew.
    grow_steps: int = 3
    seed: int = 96110
    ring_cards: int = 3
    ring_households: int = 2
    # A quarter of a crew's cards and more meet in the strangers they work on; where nobody complains either and most
    # cards' calls or payments are on record, what a group shares is mostly a house, a helper or a counter.
    quiet_together: float = 0.25
    quiet_known: float = 0.5
    # Of a crew's cards a fifth and more are bank cards and accounts; where few of these are seen at all, who knows.
    lines_share: float = 0.8
    lines_known: float = 0.2
    # What is left of a score where an innocent reading fits all that is known as well.
    doubt_part: float = 0.4
    # Members of a ring that works bear out one another; groups of weak suspects are mostly helpers and payrolls.
    ring_mean: float = 2.0
    ring_full: float = 5.0

    # Of cards in a ring that are used at their holder's own home the most part are so by his own doing.
    home_part: float = 0.3

    # Less than one in a hundred by chance is no counter-reason any more.
    ring_surprise: float = 2.0
    # Of the cards that share most among and around a ring's, more than half are its own; else the ring is a rim.
    ring_dense: float = 0.5
    # One other card of the ring may be an acquaintance's; two are company.
    dealings_sure: int = 2

    # --- Propagation

    # Half of what is known of a card is passed on at each step: what is three steps away hardly counts.
    passed_on: float = 0.5
    ripple: float = 1e-9
    # An open case is an investigator's word, one report is one person's; holders forget what they opened.
    seed_case: float = 0.95
    seed_report: float = 0.5
    seed_dispute: float = 0.4
    # Numbers change hands, and crews their numbers.
    report_half_life: int = 180
    # What is held back to weigh kinds of links by is more likely bad than not, nearly.
    seed_bad: float = 0.4
    # A kind of link that does as well once in a hundred by chance earns nothing.
    earn_chance: float = 0.01
    # One case number next door gives a tenth; a fiftieth is what several steps away leaves.
    near_full: float = 0.1
    near_least: float = 0.02

    # --- Scores

    # No family of evidence is more than this of a score, so three at least must bear one another out.
    family_share: float = 0.4
    least_score: float = 2.0

    # --- Fusion

    risk: RiskLimits = field(default_factory=RiskLimits)

    # --- Money

    money: MoneyLimits = field(default_factory=MoneyLimits)

    # --- Calls and switches

    calls: CallLimits = field(default_factory=CallLimits)

    # --- Outlets

    outlets: OutletLimits = field(default_factory=OutletLimits)

    # --- Exposure

    exposure: ExposureLimits = field(default_factory=ExposureLimits)

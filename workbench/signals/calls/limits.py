"""The thresholds of calls and switches, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallLimits:
    """What the detectors of calls and switches take as usual; counts are of phones unless they say otherwise."""

    # --- Circles

    # Whom one spoke to on two days, or who also called, is no wrong number: that is whom a circle is made of.
    circle_days: int = 2
    # A number that more phones than this talk with is a shop, a bank, a hotline: it says nothing of whose circle it is.
    circle_cap: int = 60
    # Daily calls to one person must not drown the rest of the circle.
    circle_most: int = 10

    # --- Switches

    # Evidence is cut off somewhere: what is silent for less than this may yet speak, and what begins within it after
    # the first day of evidence may be old.
    silent_days: int = 14
    # Old and new are kept side by side until all have been told; later the old one is only rung.
    overlap_days: int = 14
    # Crews buy numbers ahead: a new one is at work within weeks; after two months the trail is cold.
    gap_days: int = 60
    gap_points: tuple[float, ...] = (0, 7, 30, 60)
    gap_strengths: tuple[float, ...] = (1.0, 1.0, 0.5, 0.0)
    # A number that was used for less than this has no circle that one could carry on.
    old_days: int = 7
    # Shared part of two circles, by Hellinger's affinity of contacts weighed by rarity, and how many are shared.
    affinity_points: tuple[float, ...] = (0.0, 0.1, 0.3, 0.5)
    affinity_strengths: tuple[float, ...] = (0.0, 0.4, 0.8, 1.0)
    shared_points: tuple[float, ...] = (0, 1, 2, 3)
    shared_strengths: tuple[float, ...] = (0.0, 0.5, 0.8, 1.0)
    # Phones on one handset or at one address: the more there are, the less it says which follows which.
    mates_points: tuple[float, ...] = (2, 4, 8, 16)
    mates_strengths: tuple[float, ...] = (1.0, 0.6, 0.3, 0.0)
    # Handsets and addresses with more phones than this are counters, carriers and dormitories.
    mates_cap: int = 25
    # Two who ring each other are two people.
    talk_days: int = 2
    # Points of all ties: half a circle or a handset that hardly anybody else used; an address alone is a home.
    ties_least: float = 1.55
    # Two circles of this many without one in common are two people's, whatever handset went from one to the other.
    own_circle: int = 8
    # Pairs this sure lend each other their circles in the next round; more rounds have never changed anything.
    sure_worth: float = 3.0
    rounds: int = 6
    # Below this the old number is nobody's suspect; a plain change of number is nobody's business.
    old_doubt: float = 0.3
    # Where paper makes old and new one person's, a case or two reports must name the old one.
    plain_doubt: float = 0.8
    # How somebody calls casts less doubt than a ring does: most who ring strangers do so for a living.
    doubt_caller: float = 0.5
    # Profiles of this score say as much as they ever do.
    full_score: float = 5.0
    # Points are logarithms of odds: this is seven to one for it.
    least_switch: float = 2.0

    # --- Callers

    # Couriers ring some dozen strangers a week; fewer than this in all is nobody's trade.
    fewest_strangers: int = 5
    strangers: tuple[float, ...] = (5, 25, 60)
    strangers_strengths: tuple[float, ...] = (0.3, 0.7, 1.0)
    # Of friends half call back, of a tradesman's customers a fifth.
    returned: tuple[float, ...] = (0.0, 0.1, 0.35)
    returned_strengths: tuple[float, ...] = (1.0, 0.7, 0.0)
    # A phone that lives is rung by several whom it never calls; a box is rung by nobody.
    incoming: tuple[float, ...] = (0.0, 0.2, 0.6)
    incoming_strengths: tuple[float, ...] = (1.0, 0.5, 0.0)
    # Whom nobody wants to hear hangs up: seconds of the middle call to a stranger.
    seconds: tuple[float, ...] = (5, 15, 40)
    seconds_strengths: tuple[float, ...] = (1.0, 0.6, 0.0)
    # People sleep: a twentieth of their calls falls between midnight and six, a quarter of those of a machine.
    hours_calls: int = 60
    night: tuple[float, ...] = (0.12, 0.22)
    night_strengths: tuple[float, ...] = (0.0, 1.0)
    # A phone in a pocket is seen at more than one place in a week or two.
    still_sightings: int = 30
    still_days: int = 10
    still_share: float = 0.95

    # --- Beside one another

    # While the one rings, the other is on data: within three minutes, again and again.
    beside_seconds: int = 180
    # How often they would meet within that by living in one place is told by how often they meet within six hours.
    beside_wide_seconds: int = 21_600
    beside_times: int = 4
    # Points are how many times more often they meet than chance has it, in powers of e above chance's own scatter.
    beside_points: tuple[float, ...] = (4.0, 8.0, 16.0)
    beside_strengths: tuple[float, ...] = (0.3, 0.7, 1.0)
    # In a minute at one place more phones than this are a crowd, and two of them no pair.
    beside_crowd: int = 40
    # A relay lies beside one phone, or the few it works with; who meets more is at a market.
    beside_most: int = 6
    # Calls passed on once are a favour.
    passed_times: int = 2
    # Numbers on one handset at one time: two are a spare card, four of several people's are a tool.
    boxed: tuple[float, ...] = (1, 2, 4)
    boxed_strengths: tuple[float, ...] = (0.4, 0.7, 1.0)
    boxed_unseen: float = 0.5
    # Two who ring strangers for a living share a handset as well. Where nothing but calls speaks against them, a box
    # must be as sure as one that is seen at strangers'.
    boxed_alone: float = 0.4
    # A lift or a till rings one number, its centre, or two.
    machine_callees: tuple[float, ...] = (2, 4, 8)
    machine_strengths: tuple[float, ...] = (0.0, 0.6, 1.0)
    # A firm has several cards; one or two on a private person's paper are called industry's by name alone.
    company_cards: int = 3

    # --- Trades

    # Two share a handset for a while; a third household's card on it makes it a room's or a team's.
    desk_parties: int = 3
    # Who talks with five others both ways and again and again has a life on the phone.
    life_circle: int = 5
    life_days: int = 3
    # Numbers of pests are blocked, marked and given up within a year.
    long_days: int = 365
    # A pest rings strangers by the dozen, and as many new ones in one day as others in a month.
    pest_strangers: int = 30
    burst: tuple[float, ...] = (10, 30, 100)
    burst_strengths: tuple[float, ...] = (0.0, 0.6, 1.0)

    # --- Scores

    family_share: float = 0.4
    least_score: float = 2.0
    # A finding of calls rests on calls: registers and reports alone are for other detectors.
    least_calls: float = 1.0

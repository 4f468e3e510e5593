"""The thresholds of exposure, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExposureLimits:
    """What exposure takes as usual; points are log odds."""

    # --- Whom to doubt

    # A case number is an investigator's word; even that may be a number given up since.
    doubt_case: float = 0.95
    # Of reports entered in a hurry about one in twenty names somebody else, and some are spite.
    doubt_report: float = 0.8
    doubt_reports: int = 3
    # Holders forget what they opened, and who lent a card denies it too.
    doubt_dispute: float = 0.4
    # What detectors found is measured at .9 and less; at this score they say as much as they ever do.
    doubt_ring: float = 0.85
    doubt_paper: float = 0.6
    doubt_money: float = 0.6
    doubt_score: float = 5.0
    least_doubt: float = 0.3
    # Points (log odds) of one contact with one crew. Of people whom a doubtful line ever reached, few are worked on:
    # the lines' holders, couriers and wrong numbers talk with the same people.
    exposure_start: float = -5.5
    # Half a point for each e-fold of how sure one is of the other side.
    doubt_points: float = 0.3
    doubt_most: float = 0.98
    # Strangers hang up at once; who stays on for minutes listens.
    talk_seconds: tuple[float, ...] = (0, 15, 60, 300, 1200)
    talk_points: tuple[float, ...] = (0, 0.7, 1.5, 2.2, 3.0)
    text_points: float = 0.5
    # A second contact; a second line of one crew is hardly ever a wrong number.
    again_points: float = 0.7
    line_points: float = 1.1
    lines_most: int = 3
    wrote_points: float = 1.5
    wrote_more: int = 5
    wrote_more_points: float = 0.8
    pay_points: float = 1.8
    # Beyond what one pays a stranger for a parcel or a ride: two thousand yuan.
    pay_much: int = 200_000
    pay_much_points: float = 1.1
    # Voice and money, voice and messages: two ways into one life.
    ways_points: float = 0.5
    # A contact that goes on for weeks, and the more for months, is an acquaintance's, a shop's, a landlord's.
    familiar_span: int = 60
    familiar_spans: tuple[float, ...] = (5, 15, 60)
    familiar_points: tuple[float, ...] = (0, -0.7, -2.0)
    # Who rings a stranger before being rung looks for something: a courier, a shop, a number he knows.
    own_points: float = -1.2
    # A crew has hours for so many people at a time: of those whom it reaches beyond them, the fewer the more they are.
    # Where more is known there are more people to be reached: a tenth of all phones is as much.
    reach: float = 1000.0
    reach_share: float = 0.1
    # Hardly anybody says of himself that he was harmed who was not.
    told_points: float = 6.0
    # Of a line that one report alone speaks against, some reports mistake the line; and who made it knows already.
    told_alone_points: float = 3.0
    # Several groups of doubtful lines on one person are often one group whose parts are not known to be one.
    crew_points: float = 0.8
    crews_most: int = 3
    # People are drawn into groups where a crew's accounts applaud: two of them, and no rare guests.
    group_doubtful: int = 2
    group_share: float = 0.1
    group_points: float = 0.8
    # A site that a crew's contacts visit several times as often as others do.
    site_visitors: int = 2
    site_chance: float = 0.05
    # What they visit less than twice as often as others is chance: who is rung much also browses much.
    site_lifts: tuple[float, ...] = (0.7, 1.5)
    site_points: tuple[float, ...] = (0.0, 2.0)
    # Three times as often as others: one need not wait for a report to be alarmed.
    site_sure: float = 1.1
    # Within two weeks of contact: a site that one in a hundred visits, or an app by which others see a screen. Points
    # are a share of how unlikely that is by chance.
    soon_days: int = 14
    few_share: float = 0.01
    few_visitors: int = 10
    soon_share: float = 0.45
    soon_most: float = 3.0
    # One in fifty by chance.
    soon_sure: float = 4.0
    screen_share: float = 0.25
    screen_most: float = 1.5
    # A person in doubt himself belongs to the other detectors, not among those who are worked on.
    insider_doubt: float = 0.5
    # Four to three for it: of a list that is called, more than half must be right.
    least_exposure: float = 0.3
    # Whom one line has reached is looked through by a person, so the less likely are shown too.
    least_reached: float = -1.5
    # Who is visited or called first must be so three to one.
    high_score: float = 1.0
    # Half an hour of talk, or a call back within a day; a minute, or a second contact.
    high_seconds: int = 1800
    medium_seconds: int = 60
    medium_times: int = 2
    # What is told of other cards of a ring is told of this one in part.
    mates_share: float = 0.1
    # "Other" is written down where nobody knows yet, three times in four.
    other_share: float = 0.25
    type_smoothing: float = 0.5
    # One's own word on what it was counts twice as much as another's about the same line.
    own_report: float = 2.0
    # How many people of the common run each type is given, for a type is reported by a handful.
    type_people: float = 10.0
    sequence_weight: float = 1.0

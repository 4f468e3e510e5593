"""The thresholds of money, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MoneyLimits:
    """What the money detector takes as usual; sums are shares of a card's own, times are seconds unless named."""

    # --- Who is a stranger

    # Who deals with each other again after a month is no stranger: rent, lessons, a supplier, kin no register names.
    standing_times: int = 2
    standing_days: int = 30

    # --- Innocent explanations

    # A firm pays at least five people month by month, much the same each time, and hardly anybody else.
    roll_payees: int = 5
    roll_share: float = 0.5
    roll_spread: float = 0.25
    # Shops, landlords of many, hospitals and hauliers are paid by many in most weeks and for months on end; cards of
    # crews are used up within weeks.
    takings_payers: int = 20
    takings_weeks: float = 0.6
    takings_days: int = 60
    # Rotating savings: several pay the same sum to one within days, and most of them later to another of them.
    circle_members: int = 4
    circle_share: float = 0.5
    circle_days: int = 7
    circle_apart: int = 20

    # --- Passing on

    # Crews empty a card within hours, for it may be frozen; three days hold a weekend in.
    pass_hours: int = 72
    # How often strangers' money is followed from card to card.
    layers: int = 6
    # What is mixed with other money to less than a twentieth says nothing any more.
    least_taint: float = 0.05
    pass_shares: tuple[float, ...] = (0.02, 0.2, 0.5)
    pass_strengths: tuple[float, ...] = (0.0, 0.6, 1.0)
    # One sum sent on may be an errand for a friend.
    pass_counts: tuple[float, ...] = (1, 2, 4)
    pass_count_strengths: tuple[float, ...] = (0.5, 0.8, 1.0)
    # What counts as passing in a chain of cards that pass the same money.
    passer_share: float = 0.1
    chain_counts: tuple[float, ...] = (0, 1, 2, 3)
    chain_strengths: tuple[float, ...] = (0.0, 0.5, 0.8, 1.0)

    # --- Gathering and spreading: counts and the strength at each, straight lines between

    gather_counts: tuple[float, ...] = (2, 4, 8)
    gather_strengths: tuple[float, ...] = (0.0, 0.6, 1.0)
    spread_counts: tuple[float, ...] = (2, 4, 7)
    spread_strengths: tuple[float, ...] = (0.0, 0.5, 1.0)
    # A payer who has paid five times has a habit; three times the usual sum to a stranger is out of it.
    habit_payments: int = 5
    habit_times: float = 3.0
    habit_counts: tuple[float, ...] = (0, 1, 3)
    habit_strengths: tuple[float, ...] = (0.0, 0.4, 1.0)
    # Deposits are told apart by odd cents; ten in a week, most of them odd, are no circle of friends.
    odd_payments: int = 10
    odd_share: float = 0.6
    # A sum below a yuan tries whether a card takes money.
    penny_fen: int = 100
    penny_days: int = 3

    # --- Shapes

    # Longer circles, and slower ones, come about by chance in any town.
    circle_hops: int = 6
    circle_span: int = 20
    # What comes round is the same money: no less than three fifths from card to card, and no more than it was.
    circle_low: int = 60
    circle_high: int = 105
    round_counts: tuple[float, ...] = (0, 1, 2)
    round_strengths: tuple[float, ...] = (0.0, 0.7, 1.0)
    # Two cards between the same two may be chance, or a couple.
    middles: int = 3
    # Customers are shared by shops, not by cards that strangers pay once.
    shared_payers: int = 2
    payees_cap: int = 12
    target_counts: tuple[float, ...] = (0, 1, 2)
    target_strengths: tuple[float, ...] = (0.0, 0.6, 1.0)
    # Everybody shops, has wages, or pays rent; a card that hardly does is somebody's tool.
    life_share: float = 0.3
    life_payments: int = 5

    # --- Company

    # Exchanges and shops are paid by crews too, among hundreds of others: what counts is the share.
    company_shares: tuple[float, ...] = (0.02, 0.15, 0.5)
    company_strengths: tuple[float, ...] = (0.0, 0.6, 1.0)
    company_counts: tuple[float, ...] = (0, 1, 2, 3)
    company_count_strengths: tuple[float, ...] = (0.0, 0.5, 0.8, 1.0)
    # A quarter of what strangers pay each other is small change, which says nothing of company.
    small_change: float = 0.25
    dealing_counts: tuple[float, ...] = (0, 1, 2, 3)
    dealing_strengths: tuple[float, ...] = (0.0, 0.4, 0.8, 1.0)
    # What up to one card in twenty shows is rare; thirty cards are a crew's or two, however small the evidence.
    rare_share: float = 0.05
    crew_cards: int = 30
    # Shops and traders deal with crews too, among many others.
    mates_shares: tuple[float, ...] = (0.05, 0.3)
    mates_strengths: tuple[float, ...] = (0.2, 1.0)
    # What a card divides among others new to it goes within two days or three.
    divided_days: int = 4
    divided_counts: tuple[float, ...] = (0, 1, 2, 4)
    divided_strengths: tuple[float, ...] = (0.0, 0.4, 0.8, 1.0)
    # Findings of this score say as much as they ever do.
    suspect_full: float = 5.0

    # What this detector itself is sure of makes others suspect in turn: from this score on a little, at that wholly.
    rounds: int = 3
    sure_scores: tuple[float, ...] = (3.0, 8.0)

    # --- Scores

    # Money passes in few ways, and two of them bear each other out: what is gathered and passed on is a mule's way.
    family_share: float = 0.6
    least_score: float = 2.0
    two_score: float = 2.5
    # A finding of money rests on money: registers and reports alone are for other detectors.
    least_money: float = 1.0

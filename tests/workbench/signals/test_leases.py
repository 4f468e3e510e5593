"""Leases: an address that a carrier gives to one home after another makes its homes no guests of each other."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

from signals.story import SPRING, Story, with_crowd
from workbench.model import kinds as k
from workbench.signals.evidence import evidence
from workbench.signals.leases import leases
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene

LIMITS = Limits()
LINE = "113.247.9.9"


def day(number: int) -> datetime:
    return SPRING + timedelta(days=number)


def stays(*rows: tuple[int, int, int]) -> pd.DataFrame:
    """Stays at addresses: address, first day, last day."""
    return pd.DataFrame([{"end": end, "first": day(first), "last": day(last)} for end, first, last in rows])


def numbers(seen: pd.DataFrame) -> list[int]:
    return [int(number) for number in leases(seen, LIMITS)]


def test_a_lease_ends_where_nobody_is_seen_for_days() -> None:
    assert numbers(stays((1, 0, 10), (1, 14, 20), (1, 24, 24))) == [0, 1, 2]


def test_days_without_a_sighting_end_no_lease() -> None:
    assert numbers(stays((1, 0, 10), (1, 10 + LIMITS.lease_days, 20))) == [0, 0]


def test_stays_that_overlap_are_one_lease_whatever_their_order() -> None:
    assert numbers(stays((1, 30, 40), (1, 0, 10), (1, 10, 15), (1, 5, 6), (1, 14, 20))) == [1, 0, 0, 0, 0]


def test_a_long_stay_holds_a_lease_together() -> None:
    assert numbers(stays((1, 0, 100), (1, 5, 10), (1, 50, 60))) == [0, 0, 0]


def test_every_address_has_its_own_leases() -> None:
    assert numbers(stays((2, 0, 10), (1, 20, 30), (2, 20, 30))) == [0, 0, 1]


def test_no_stays_have_no_leases() -> None:
    assert numbers(stays((1, 0, 10)).iloc[:0]) == []


def homes_in_turn(apart: int) -> Story:
    """Four homes at one address, each of twice as many cards as the one before, and beginning so many days later."""
    story = Story()
    with_crowd(story, 30)
    for number in range(4):
        holder = f"holder {number}"
        story.person(holder)
        for card in range(2 ** (number + 1)):
            story.bank_card(f"card {number} {card}", holder)
            story.used(k.BANK_CARD, f"card {number} {card}", ip=LINE, days=4, first=day(number * apart))
    return story


def guests(at: Scene) -> set[str]:
    mine = at.handled[at.handled["value"].map(at.snapshot.entities["key"]) == LINE]
    return set(mine.loc[mine["guest"], "card"].map(at.snapshot.entities["key"]))


def accused(at: Scene) -> set[str]:
    rows = evidence(at, LIMITS).rows
    rows = rows[rows["code"].isin(("guest_address", "never_home")) & (rows["strength"] > 0)]
    return set(rows["card"].map(at.snapshot.entities["key"]))


def test_homes_at_one_address_in_turn_are_no_guests() -> None:
    at = scene(homes_in_turn(41 + LIMITS.lease_days).snapshot(), LIMITS)
    assert guests(at) == set()
    assert accused(at) == set()
    assert at.paired[at.paired["family"] == "ip"].empty


def test_households_that_live_elsewhere_meanwhile_are_guests_of_whoever_lives_there() -> None:
    story = homes_in_turn(0)
    for number in range(3):
        card = story.bank_card(f"card of {number} at home", f"holder {number}")
        story.used(k.BANK_CARD, card, ip=f"ip of {number}", days=9)
    at = scene(story.snapshot(), LIMITS)
    assert guests(at) == {f"card {number} {card}" for number in range(3) for card in range(2 ** (number + 1))}
    assert accused(at) == guests(at)


def test_whole_households_on_one_line_at_one_time_are_nobodys_guests() -> None:
    at = scene(homes_in_turn(0).snapshot(), LIMITS)
    assert accused(at) == set()
    there = at.touched["value"].map(at.snapshot.entities["key"]) == LINE
    assert "shared_line" in set(at.touched.loc[there, "context"])


def test_an_address_of_many_is_the_carriers_over_all_its_leases() -> None:
    story = Story()
    for number in range(LIMITS.network_holders + 1):
        story.person(f"holder {number}")
        story.phone(f"phone {number}", f"holder {number}")
        story.used(k.PHONE, f"phone {number}", ip=LINE, days=1, first=day(number * (11 + LIMITS.lease_days)))
    at = scene(story.snapshot(), LIMITS)
    assert set(at.touched.loc[at.touched["family"] == "ip", "context"]) == {"network"}


@pytest.mark.parametrize("days", [LIMITS.home_days + 1, 60])
def test_a_firms_phone_at_home_does_not_make_its_household_guests(days: int) -> None:
    """The phone is on the firm's head's paper and seen every day; the family's cards are seen now and then."""
    story = Story()
    with_crowd(story, 30)
    story.person("head")
    story.phone("firm's phone", "head")
    story.used(k.PHONE, "firm's phone", ip=LINE, days=days)
    story.bank_card("head's card", "head")
    story.used(k.BANK_CARD, "head's card", ip="118.249.1.1", days=days + 1)
    for name in ("one", "two", "three"):
        story.person(name, home="home")
        story.bank_card(f"card of {name}", name)
        story.used(k.BANK_CARD, f"card of {name}", ip=LINE, days=2)
    assert guests(scene(story.snapshot(), LIMITS)) == {"firm's phone"}

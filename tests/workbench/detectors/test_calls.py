"""Relays, boxes and misused cards are found; who rings strangers for a living is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from signals.lines import LONG_AGO, Lines, crowd, line, town
from signals.story import SPRING

from workbench.detectors import calls
from workbench.model import Findings
from workbench.model import kinds as k
from workbench.signals.limits import Limits

LIMITS = Limits()
DAY = timedelta(days=1)
MINUTE = 1 / 1440


@pytest.fixture
def lines() -> Lines:
    return town()


def found_in(lines: Lines) -> Findings:
    return calls.find(lines.snapshot(), (), LIMITS)


def profiles(found: Findings) -> dict[str, str]:
    callers = found.members[found.members["part"] == "caller"]
    return dict(zip(callers["key"], callers["finding"].map(found.mark("profile")), strict=True))


def with_relay(lines: Lines, dialler: str, partner: str) -> None:
    """The one rings strangers, and within a minute the other is on data at the same place."""
    lines.rang_strangers(dialler, crowd(*range(5, 35)), 60, 170, place="cell 7")
    for number in range(0, 30, 2):
        lines.on_data(partner, 60 + 110 * number / 30 + MINUTE, "cell 7")


def with_handset(lines: Lines, phones: list[str], device: str, at: str = "") -> None:
    for phone in phones:
        lines.story.used(k.PHONE, phone, device, at, days=10, first=SPRING + 40 * DAY)


def test_a_relay_is_found_with_the_phone_beside_it(lines: Lines) -> None:
    dialler, partner = line(lines, "dialler", "victim"), line(lines, "partner", "other victim")
    with_relay(lines, dialler, partner)
    found = found_in(lines)
    assert profiles(found) == {dialler: "relay"}
    assert set(found.members.loc[found.members["part"] == "beside", "key"]) == {partner}
    assert {"beside", "calls_strangers"} <= set(found.reasons["code"])


def test_calls_passed_on_to_another_household_make_a_relay_too(lines: Lines) -> None:
    dialler, partner = line(lines, "dialler", "victim"), line(lines, "partner", "other victim")
    lines.rang_strangers(dialler, crowd(*range(5, 35)), 60, 170)
    lines.passed.append((dialler, partner, 9))
    found = found_in(lines)
    assert profiles(found) == {dialler: "relay"}
    assert set(found.members.loc[found.members["part"] == "beside", "key"]) == {partner}


def test_cards_on_one_handset_at_strangers_are_a_box_once_a_case_names_one(lines: Lines) -> None:
    boxed = [line(lines, f"slot {number}", f"victim {number}") for number in range(4)]
    with_handset(lines, boxed, "box", "ip of crowd 1")
    for place, phone in enumerate(boxed):
        lines.rang_strangers(phone, crowd(*range(place, 40, 2)), 60, 170)
    assert found_in(lines).findings.empty
    lines.story.case(k.PHONE, boxed[0])
    assert profiles(found_in(lines)) == {boxed[0]: "sim_box"}


def test_a_machines_card_that_rings_people_is_found(lines: Lines) -> None:
    card = line(lines, "lift", "victim", card_type="iot")
    lines.rang_strangers(card, [f"+86138{number:08}" for number in range(30)], 60, 170)
    assert profiles(found_in(lines)) == {card: "machine"}


def test_a_lone_companys_card_among_other_peoples_is_found(lines: Lines) -> None:
    card = line(lines, "industry", "victim", card_type="industry")
    with_handset(lines, [card, *crowd(1, 2)], "tool")
    lines.rang_strangers(card, crowd(*range(5, 35)), 60, 170)
    assert profiles(found_in(lines)) == {card: "company"}


def test_whoever_rings_a_hundred_strangers_in_two_days_may_pester_and_need_be_no_fraud(lines: Lines) -> None:
    pest = line(lines, "pest", "somebody", SPRING + 100 * DAY)
    for number in range(100):
        lines.rang(pest, f"+86138{number:08}", 120 + number / 50, seconds=4)
    found = found_in(lines)
    assert profiles(found) == {pest: "nuisance"}
    assert "need be no fraud" in found.findings["says"].iloc[0]


# --- Innocent twins


def with_courier(lines: Lines, phone: str) -> None:
    lines.rang_strangers(phone, [f"+86138{number:08}" for number in range(80)], 10, 180, place="cell 7")
    lines.friends(phone, crowd(3, 11, 19, 27, 35, 39), 1, 182)


def test_a_courier_is_left_alone(lines: Lines) -> None:
    with_courier(lines, line(lines, "courier", "a courier"))
    assert found_in(lines).findings.empty


def test_a_second_phone_of_ones_own_is_no_relay(lines: Lines) -> None:
    work, own = line(lines, "work", "agent"), line(lines, "own", "agent")
    with_relay(lines, work, own)
    lines.passed.append((work, own, 9))
    assert found_in(lines).findings.empty


def test_colleagues_of_one_firm_are_no_relay(lines: Lines) -> None:
    for name in ("one", "other"):
        lines.story.person(name, employer="a firm")
        lines.story.phone(f"phone of {name}", name, LONG_AGO)
    with_relay(lines, "phone of one", "phone of other")
    assert found_in(lines).findings.empty


def test_neighbours_who_are_on_data_all_day_are_no_relay(lines: Lines) -> None:
    line(lines, "dialler", "seller")
    line(lines, "neighbour", "somebody")
    lines.rang_strangers("dialler", crowd(*range(5, 35)), 60, 170, place="cell 7")
    for hour in range(110 * 24):
        for minute in (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55):
            lines.on_data("neighbour", 60 + hour / 24 + minute * MINUTE, "cell 7")
    assert found_in(lines).findings.empty


def test_a_call_room_whose_people_go_home_with_their_cards_is_no_box(lines: Lines) -> None:
    desk = [line(lines, f"desk {number}", f"clerk {number}") for number in range(6)]
    with_handset(lines, desk, "handset of the room")
    for place, phone in enumerate(desk):
        lines.story.used(k.PHONE, phone, ip=f"home of clerk {place}", days=9)
        lines.rang_strangers(phone, crowd(*range(place, 40, 2)), 60, 170)
    lines.story.case(k.PHONE, desk[0])
    assert found_in(lines).findings.empty


def test_two_at_work_who_share_a_handset_are_no_box_unless_more_than_calls_speaks_against_them(lines: Lines) -> None:
    pair = [line(lines, f"seller {number}", f"seller of {number}", SPRING + 50 * DAY) for number in range(2)]
    with_handset(lines, pair, "spare handset")
    for place, phone in enumerate(pair):
        lines.rang_strangers(phone, crowd(*range(place, 40)), 60, 170)
    assert found_in(lines).findings.empty
    doubting = replace(LIMITS, calls=replace(LIMITS.calls, boxed_alone=0.0))
    assert set(profiles(calls.find(lines.snapshot(), (), doubting)).values()) == {"sim_box"}
    lines.story.case(k.PHONE, pair[0])
    assert profiles(found_in(lines)) == {pair[0]: "sim_box"}


def test_a_phone_of_an_unknown_holder_may_be_the_callers_own_and_is_no_relay(lines: Lines) -> None:
    dialler, partner = "+8615000000001", "+8615000000002"
    with_relay(lines, dialler, partner)
    lines.passed.append((dialler, partner, 9))
    assert found_in(lines).findings.empty


def test_a_lift_that_rings_its_centre_is_left_alone(lines: Lines) -> None:
    lift = line(lines, "lift", "firm", card_type="iot")
    lines.friends(lift, crowd(1), 10, 170)
    for number in range(12):
        lines.rang(lift, f"1008{number}", 20 + number)
    assert found_in(lines).findings.empty


def test_staff_with_their_companys_cards_are_left_alone(lines: Lines) -> None:
    lines.story.person("legal person")
    for number in range(4):
        card = lines.story.phone(f"company {number}", "legal person", LONG_AGO, card_type="industry")
        with_handset(lines, [card, *crowd(number)], f"handset {number}")
        lines.rang_strangers(card, crowd(*range(number, 40)), 60, 170)
        lines.passed.append((card, f"phone of crowd {number} a", 9))
    assert found_in(lines).findings.empty


def test_a_known_service_is_left_alone(lines: Lines) -> None:
    bank = line(lines, "bank", "a bank", service="bank")
    with_relay(lines, bank, line(lines, "partner", "somebody"))
    lines.story.case(k.PHONE, bank)
    assert found_in(lines).findings.empty


def test_trades_that_fit_are_told_against_a_finding(lines: Lines) -> None:
    dialler, partner = line(lines, "dialler", "victim"), line(lines, "partner", "other victim")
    with_relay(lines, dialler, partner)
    lines.friends(dialler, crowd(36, 37, 38, 39, 0, 1), 1, 182)
    found = found_in(lines)
    against = found.reasons[found.reasons["counter"].astype(bool)].set_index("code")["says"]
    assert {"own_life", "long_held", "considered"} <= set(against.index)
    assert "a call room" in against["considered"]


# --- What may stand in evidence and must do no harm


def test_without_calls_nothing_is_found() -> None:
    assert found_in(Lines()).findings.empty


def test_calls_to_oneself_hubs_and_the_future_do_no_harm(lines: Lines) -> None:
    for number in range(2000):
        lines.rang(f"guest {number}", "hub", number % 180)
        lines.rang("hub", f"guest {number}", number % 180 + 0.1)
    for day in range(40):
        lines.rang("self", "self", day)
    lines.rang("guest 1", "guest 2", 26_000, place="cell 7")
    assert found_in(lines).findings.empty


def test_shuffled_rows_give_the_same_findings(lines: Lines) -> None:
    with_relay(lines, line(lines, "dialler", "victim"), line(lines, "partner", "other victim"))
    one, other = (calls.find(lines.snapshot(shuffled_by=by), (), LIMITS) for by in (None, 5))
    assert not one.findings.empty
    for frame in ("findings", "members", "reasons", "grounds", "marks"):
        pd.testing.assert_frame_equal(getattr(one, frame), getattr(other, frame))


def test_every_reason_rests_on_links_and_no_sentence_names_anybody(lines: Lines) -> None:
    dialler, partner = line(lines, "dialler", "victim"), line(lines, "partner", "other victim")
    with_relay(lines, dialler, partner)
    with_handset(lines, [dialler], "first handset")
    with_handset(lines, [partner], "second handset")
    found = found_in(lines)
    weighty = found.reasons[~found.reasons["counter"].astype(bool)]
    assert set(weighty["code"]) <= set(found.grounds["code"])
    says = [*found.findings["says"], *found.reasons["says"]]
    assert not any(key in text for key in lines.snapshot().entities["key"] for text in says if len(key) > 5)
    assert not any("{" in text or "nan" in text for text in says)

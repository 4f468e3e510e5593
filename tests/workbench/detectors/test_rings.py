"""A ring is found with its members; those who only look like one are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from signals.story import SPRING, Story, with_crowd, with_ring

from workbench.detectors import rings
from workbench.model import Findings
from workbench.model import kinds as k
from workbench.model.links import NAMES, USED_ON
from workbench.signals.limits import Limits

LIMITS = Limits()


@pytest.fixture
def world() -> Story:
    story = Story()
    with_crowd(story, 30)
    return story


def found_in(story: Story) -> Findings:
    return rings.find(story.snapshot(), (), LIMITS)


def members(found: Findings, *, paper: bool = False) -> set[str]:
    rows = found.members[found.members["part"] == "paper" if paper else ~found.members["part"].isin(["paper", "hub"])]
    return set(rows["key"])


def test_a_ring_is_found_whole(world: Story) -> None:
    cards = with_ring(world)
    found = found_in(world)
    assert len(found.findings) == 1
    assert set(cards) <= members(found)
    assert members(found, paper=True) >= {f"victim {number} of ring" for number in range(5)}


def test_a_hotline_that_calls_the_whole_ring_is_no_member_of_it(world: Story) -> None:
    cards = [card for card in with_ring(world) if card in world.entities["Phone"]]
    world.phone("hotline", "the police", service="police")
    for card in cards:
        world.called("hotline", card)
        world.called(card, "hotline")
    world.case(k.PHONE, "hotline")
    found = found_in(world)
    assert set(cards) <= members(found)
    assert "hotline" not in members(found)


def test_two_rings_are_two_findings(world: Story) -> None:
    one, other = with_ring(world, "north"), with_ring(world, "south", size=4)
    found = found_in(world)
    by = found.members.groupby("finding")["key"].agg(set)
    assert len(by) == 2
    assert {set(one) <= keys for keys in by} == {True, False}
    assert {set(other) <= keys for keys in by} == {True, False}


def test_a_ring_is_found_though_nobody_reported_it_and_stronger_when_somebody_did(world: Story) -> None:
    cards = with_ring(world)
    before = found_in(world).findings["score"].iloc[0]
    world.case(k.PHONE, cards[0])
    assert found_in(world).findings["score"].iloc[0] > before


def test_bystanders_are_no_ring(world: Story) -> None:
    cards = with_ring(world)
    world.family("Li", "grandfather Li", "father Li", "daughter Li")
    world.person("head of personnel", employer="mill")
    world.phone("personnel", "head of personnel", SPRING - timedelta(days=900))
    for number in range(12):
        one, fresh = f"hand {number}", f"fresher {number}"
        world.family(one, one)
        world.entities["Identity"][one]["employer"] = "mill"
        world.bank_card(f"pay card {number}", one, SPRING, contact="personnel", outlet="bank")
        world.used(k.BANK_CARD, f"pay card {number}", f"handset of {one}", "ip of the mill")
        world.person(fresh, home="dormitory", employer="college", region="410105")
        phone = world.phone(f"campus phone {number}", fresh, SPRING, outlet="campus shop", channel="agent")
        world.used(k.PHONE, phone, f"handset of {fresh}", "campus")
        terminal = {"first": SPRING, "last": SPRING + timedelta(minutes=5), "days": 1, "times": 1}
        world.links.append((USED_ON, k.PHONE, phone, k.DEVICE, "terminal", terminal))
    assert members(found_in(world)) <= {
        *cards,
        *(f"{what} of boss of ring" for what in ("phone", "card")),
        "wechat:boss of ring",
    }


def test_the_own_cards_of_those_whose_paper_was_stolen_are_no_members(world: Story) -> None:
    with_ring(world)
    own = {f"{what} of victim {number} of ring" for what in ("phone", "card") for number in range(5)}
    assert not own & members(found_in(world))


def test_nothing_is_found_in_a_quiet_world(world: Story) -> None:
    assert found_in(world).findings.empty


def test_a_ring_keeps_its_name_when_a_card_at_its_rim_goes(world: Story) -> None:
    with_ring(world)
    before = found_in(world).findings["finding"].tolist()
    world.family("rim", "rim")
    world.phone("phone at the rim", "rim")
    world.used(k.PHONE, "phone at the rim", "tool 0 of ring", days=2)
    assert found_in(world).findings["finding"].tolist() == before


def test_every_sentence_speaks_plainly_and_names_nobody(world: Story) -> None:
    with_ring(world)
    found = found_in(world)
    says = [*found.findings["says"], *found.reasons["says"]]
    keys = set(world.snapshot().entities["key"])
    assert not any(key in text for key in keys for text in says if len(key) > 4)
    assert not any("{" in text or "nan" in text for text in says)
    assert found.findings["says"].iloc[0].startswith("10 cards of 5 households act together")


def test_every_reason_of_points_rests_on_links(world: Story) -> None:
    with_ring(world)
    found = found_in(world)
    weighty = found.reasons[~found.reasons["counter"].astype(bool)]
    assert set(weighty["code"]) <= set(found.grounds["code"])
    stand = {(one[0].name, one[2], one[4]) for one in world.links}
    assert {(row.type, row.start, row.end) for row in found.grounds.itertuples()} <= stand


def test_what_was_explained_away_is_told(world: Story) -> None:
    cards = with_ring(world)
    for number in range(30):
        world.used(k.PHONE, f"phone of crowd {number} a", ip="carrier")
        world.used(k.PHONE, f"phone of crowd {number} b", ip="carrier")
    for card in cards[::2]:
        world.used(k.PHONE, card, ip="carrier")
    counters = found_in(world).reasons.query("counter and code != 'not_known'")
    assert (counters["weight"] == 0).all()
    assert counters["says"].tolist() == [
        "links of 5 of the 10 cards are explained by an address that a carrier or a campus gives to many; "
        "they were left out"
    ]


def with_desk(world: Story, place: str, *, reports: int = 0, case: bool = False) -> set[str]:
    """Six lines on two handsets at one place, each reported so many times."""
    lines = [world.phone(f"line {number}", world.person(f"caller {number}")) for number in range(6)]
    for line in lines:
        for tool in ("one", "other"):
            world.used(k.PHONE, line, f"desk's {tool} handset", place)
        for number in range(reports):
            world.links.append((NAMES, k.REPORT, f"report {number} of {line}", k.PHONE, line, {"at": SPRING}))
    if case:
        world.case(k.PHONE, lines[0])
    return set(lines)


def test_a_call_desk_that_passes_handsets_round_is_no_ring(world: Story) -> None:
    cards = with_ring(world)
    desk = with_desk(world, "ip of the desk", reports=1)
    found = members(found_in(world))
    assert not found & desk
    assert found >= set(cards)


def test_where_a_case_names_one_of_its_lines_it_is(world: Story) -> None:
    desk = with_desk(world, "ip of crowd 0", reports=1, case=True)
    assert members(found_in(world)) >= desk


def test_lines_that_much_speaks_against_stay_a_ring_and_the_doubt_is_told(world: Story) -> None:
    desk = with_desk(world, "ip of crowd 0", reports=2)
    found = found_in(world)
    assert members(found) >= desk
    doubt = found.reasons[found.reasons["code"] == "lines"]
    assert doubt["counter"].all()
    assert (doubt["weight"] < 0).all()
    assert len(doubt) == 1

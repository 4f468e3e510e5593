"""Cards in other hands than their holder's are found, told apart, and never for what a person is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from signals.story import SPRING, Story, with_crowd, with_ring

from workbench.detectors import find_all, rings, stolen_identity
from workbench.model import Findings
from workbench.model import kinds as k
from workbench.signals.limits import Limits

LIMITS = Limits()


@pytest.fixture
def world() -> Story:
    story = Story()
    with_crowd(story, 30)
    with_ring(story)
    return story


def found_in(story: Story) -> Findings:
    return find_all(story.snapshot(), LIMITS)["stolen_identity"]


def scores(found: Findings) -> dict[str, float]:
    rows = found.members[found.members["part"] != "paper"]
    return {key: round(score, 9) for key, score in zip(rows["key"], rows["score"], strict=True)}


def how(found: Findings, key: str) -> str:
    rows = found.members[(found.members["key"] == key) & (found.members["part"] != "paper")]
    return str(rows["part"].iloc[0])


def test_the_rings_cards_are_found_with_the_paper_they_stand_in(world: Story) -> None:
    found = found_in(world)
    wanted = {f"ring {what} {number}" for what in ("phone", "card") for number in range(5)}
    assert set(scores(found)) == wanted
    paper = found.members[found.members["part"] == "paper"].merge(found.members, on="finding")
    assert set(paper.loc[paper["key_y"] == "ring card 3", "key_x"]) == {"victim 3 of ring"}
    assert {how(found, key) for key in wanted} == {"stolen"}


def test_a_card_handed_over_is_lent(world: Story) -> None:
    world.family("seller", "seller")
    world.used(k.BANK_CARD, "card of seller", "tool 0 of ring", "ip of boss of ring", days=12)
    world.case(k.BANK_CARD, "card of seller")
    world.paid("card of seller", "ring card 1")
    assert how(found_in(world), "card of seller") == "lent"


def test_paper_of_nobody_is_invented(world: Story) -> None:
    world.links = [
        (*link[:4], "nobody", link[5]) if link[4] == "victim 2 of ring" and link[2].startswith("ring") else link
        for link in world.links
    ]
    world.case(k.BANK_CARD, "ring card 2")
    assert how(found_in(world), "ring card 2") == "invented"


def test_no_family_of_reasons_is_more_than_two_fifths(world: Story) -> None:
    world.case(k.PHONE, "ring phone 0")
    world.disputes("victim 0 of ring", k.PHONE, "ring phone 0")
    found = found_in(world)
    weights = found.reasons[~found.reasons["counter"].astype(bool)].merge(
        found.findings[["finding", "score"]], on="finding"
    )
    assert (weights["weight"] <= 0.4 * weights["score"] + 1e-9).all()
    assert weights.groupby("finding")["weight"].sum().to_numpy() == pytest.approx(
        found.findings.set_index("finding")["score"].sort_index().to_numpy()
    )


def test_what_the_holder_says_last_counts(world: Story) -> None:
    before = scores(found_in(world))["ring phone 0"]
    world.disputes("victim 0 of ring", k.PHONE, "ring phone 0", at=SPRING)
    disputed = scores(found_in(world))["ring phone 0"]
    world.disputes("victim 0 of ring", k.PHONE, "ring phone 0", "mine")
    assert disputed > before
    assert scores(found_in(world))["ring phone 0"] == before


@pytest.mark.parametrize("many", [1, 12])
def test_opening_far_from_home_alone_says_nothing(many: int) -> None:
    story = Story()
    with_crowd(story, 40)
    for number in range(many):
        story.family(f"migrant {number}", f"migrant {number}", region="410105")
        phone = story.phone(f"new phone {number}", f"migrant {number}", outlet="shop at the station")
        story.used(k.PHONE, phone, f"handset of migrant {number}", f"ip of migrant {number}")
    assert found_in(story).findings.empty


def test_the_new_holder_of_a_bad_number_is_not_accused(world: Story) -> None:
    world.case(k.PHONE, "ring phone 0", at=SPRING)
    for one in range(5):
        assert f"ring phone {one}" in scores(found_in(world))
    world.family("buyer", "buyer")
    world.phone("ring phone 0", "buyer", SPRING.replace(month=10))
    world.used(k.PHONE, "ring phone 0", "handset of buyer", "ip of buyer", first=SPRING.replace(month=10), days=2)
    assert "ring phone 0" not in scores(found_in(world))


def without(*types: str) -> Callable[[Story], Story]:
    return lambda story: Story(story.entities, [link for link in story.links if link[0].name not in types])


@pytest.mark.parametrize(
    "cut",
    [
        without("USED_ON", "SEEN_AT", "CALLED", "PAID", "RESERVED", "OPENED_AT"),
        without("REGISTERED"),
        without("REGISTERED", "RESERVED", "BOUND", "OPENED_AT", "PAID", "CALLED"),
        lambda story: Story({}, story.links),
        lambda story: Story(story.entities, []),
        lambda story: Story(),
    ],
)
def test_one_source_alone_accuses_nobody(world: Story, cut: Callable[[Story], Story]) -> None:
    found = find_all(cut(world).snapshot(), LIMITS)
    assert all(one.findings.empty or one.findings["score"].notna().all() for one in found.values())
    assert len(found["stolen_identity"].findings) <= 10


def test_shuffled_rows_give_the_same_findings(world: Story) -> None:
    world.case(k.PHONE, "ring phone 0")
    one, other = find_all(world.snapshot(), LIMITS), find_all(world.snapshot(shuffled_by=3), LIMITS)
    for name in one:
        for frame in ("findings", "members", "reasons", "grounds"):
            pd.testing.assert_frame_equal(getattr(one[name], frame), getattr(other[name], frame))


def test_findings_are_ranked_by_score(world: Story) -> None:
    found = found_in(world).findings
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    assert found["score"].is_monotonic_decreasing
    assert found["finding"].is_unique


def test_no_finding_recommends_a_penalty_or_calls_anybody_guilty(world: Story) -> None:
    found = found_in(world)
    text = " ".join([*found.findings["says"], *found.reasons["says"], stolen_identity.ABOUT]).lower()
    assert not any(word in text for word in ("guilty", "criminal", "fraudster", "block", "freeze", "arrest", "suspend"))


def _of_a_mule(world: Story) -> Findings:
    """What is found where the bank card of somebody is of the ring, paid by it and by those who pay it."""
    world.bank_card("card of mule", world.person("mule"))
    world.case(k.BANK_CARD, "card of mule")
    for number in range(4):
        world.paid(f"ring card {number}", "card of mule")
        for card in ("ring card 0", "card of mule"):
            world.paid(f"card of crowd {number} a", card)
    snapshot = world.snapshot()
    ring = rings.find(snapshot, (), LIMITS)
    top = ring.members[ring.members["part"] != "paper"].iloc[[0]]
    mule = top.assign(kind=k.BANK_CARD.word, key="card of mule", score=5.0)
    joined = pd.concat([ring.members[ring.members["key"] != "card of mule"], mule], ignore_index=True)
    return stolen_identity.find(snapshot, (replace(ring, members=joined),), LIMITS)


def test_a_bank_card_that_nothing_puts_in_other_hands_may_be_a_mules_own(world: Story) -> None:
    found = _of_a_mule(world)
    mine = found.members.loc[found.members["key"] == "card of mule", "finding"].iloc[0]
    told = found.reasons[found.reasons["finding"] == mine]
    assert "own_paper" in set(told.loc[told["counter"], "code"])
    assert told["weight"].sum() == pytest.approx(scores(found)["card of mule"])
    others = found.reasons[(found.reasons["code"] == "own_paper") & (found.reasons["finding"] != mine)]
    assert others.empty


def test_what_its_holder_disputes_is_no_mules_own(world: Story) -> None:
    world.disputes("mule", k.BANK_CARD, "card of mule")
    assert "own_paper" not in set(_of_a_mule(world).reasons["code"])

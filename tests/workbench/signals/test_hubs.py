"""Innocent explanations are kept with what they explain, and what people say of them goes before what is counted."""

from __future__ import annotations

import pandas as pd
import pytest

from signals.story import Story, with_crowd
from workbench.model import kinds as k
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Snapshot

LIMITS = Limits()


@pytest.fixture
def world() -> Story:
    """A crowd, of whom sixty share a carrier's address, and an agent's device that saw each card once."""
    world = Story()
    with_crowd(world, 60)
    for at in range(60):
        world.used(k.PHONE, f"phone of crowd {at} a", ip="carrier")
    return world


def said(snapshot: Snapshot, kind: str, key: str, context: str, *, explains: bool) -> Snapshot:
    row = {"kind": [kind], "key": [key], "context": [context], "explains": [explains]}
    return snapshot.hearing(pd.DataFrame(row))


def hub(at: Scene, key: str) -> list[tuple[str, int, bool]]:
    """What the thing was taken for, how many cards that explains, and whether it stands."""
    code = at.snapshot.entities.index[at.snapshot.entities["key"] == key]
    rows = at.hubs[at.hubs["code"].isin(code)]
    return list(zip(rows["context"], rows["cards"], rows["stands"], strict=True))


def explained(at: Scene, key: str) -> set[str]:
    values = at.snapshot.entities["key"]
    return set(at.touched.loc[at.touched["value"].map(values) == key, "context"])


def test_what_was_taken_for_innocent_is_kept_with_how_much_it_explains(world: Story) -> None:
    at = scene(world.snapshot(), LIMITS)
    assert hub(at, "carrier") == [("network", 60, True)]
    assert hub(at, "ip of crowd 3")[0][0] == "household"


def test_cards_of_unknown_holders_are_of_a_household_each(world: Story) -> None:
    for at in range(3):
        world.used(k.PHONE, f"phone of nobody {at}", ip="carrier")
    hubs = scene(world.snapshot(), LIMITS).hubs
    assert hubs.loc[hubs["context"] == "network", ["cards", "households"]].values.tolist() == [[63, 63]]


def test_what_people_say_is_none_explains_nothing_and_is_still_shown(world: Story) -> None:
    at = scene(said(world.snapshot(), "ip", "carrier", "network", explains=False), LIMITS)
    assert explained(at, "carrier") == {""}
    assert hub(at, "carrier") == [("network", 60, False)]
    assert explained(at, "ip of crowd 3") == {"household"}


def test_a_word_against_one_explanation_leaves_the_others(world: Story) -> None:
    at = scene(said(world.snapshot(), "ip", "carrier", "household", explains=False), LIMITS)
    assert hub(at, "carrier") == [("network", 60, True)]


def collector() -> Story:
    """A neighbour's handset that four households lean on, whose cards go bad: the explanation stops of itself."""
    world = Story()
    with_crowd(world, 300)
    world.family("helper", "helper")
    for at in range(4):
        world.family(f"elder {at}", f"elder {at}")
        card = world.bank_card(f"elders card {at}", f"elder {at}", contact="phone of helper")
        world.used(k.BANK_CARD, card, device="handset of helper")
        world.case(k.BANK_CARD, card)
    return world


def test_a_stopped_explanation_is_told_and_people_can_let_it_stand() -> None:
    stopped = scene(collector().snapshot(), LIMITS)
    assert ("helper", 4, False) in hub(stopped, "handset of helper")
    heard = said(collector().snapshot(), "device", "handset of helper", "helper", explains=True)
    assert ("helper", 4, True) in hub(scene(heard, LIMITS), "handset of helper")


def test_people_can_let_nothing_stand_that_was_not_found(world: Story) -> None:
    at = scene(said(world.snapshot(), "ip", "carrier", "terminal", explains=True), LIMITS)
    assert hub(at, "carrier") == [("network", 60, True)]


def test_a_service_that_is_said_to_be_none_is_a_number_like_any_other() -> None:
    world = Story()
    world.phone("+8613000000001", world.person("boss"), service="our shop")
    snapshot = world.snapshot()
    assert scene(snapshot, LIMITS).held["service"].notna().sum() == 1
    heard = said(snapshot, "phone", "+8613000000001", "known_service", explains=False)
    assert scene(heard, LIMITS).held["service"].notna().sum() == 0
    assert scene(snapshot, LIMITS).held["service"].notna().sum() == 1


def test_a_companys_card_is_overruled_by_the_card_itself() -> None:
    world = Story()
    world.person("firm")
    for at in range(2):
        card = world.phone(f"+861300000000{at}", "firm", card_type="industry")
        world.used(k.PHONE, card, device="handset of staff")
    at = scene(said(world.snapshot(), "phone", "+8613000000000", "company", explains=False), LIMITS)
    assert hub(at, "+8613000000000") == [("company", 1, False)]
    assert hub(at, "+8613000000001") == [("company", 1, True)]


def test_what_people_denied_is_told_though_something_else_explains_its_links(world: Story) -> None:
    world.person("firm")
    card = world.phone("+8613000000000", "firm", card_type="industry")
    world.used(k.PHONE, card, ip="carrier")
    at = scene(said(world.snapshot(), "phone", card, "company", explains=False), LIMITS)
    assert explained(at, "carrier") == {"network"}
    assert hub(at, card) == [("company", 1, False)]

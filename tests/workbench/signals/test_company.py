"""Company: what ties a card to its group speaks for other hands, and less where the card lives with its holder."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from signals.story import SPRING, Story, with_crowd, with_ring
from workbench.model import kinds as k
from workbench.signals.evidence import company
from workbench.signals.evidence.company import lives_at_home, near_bad
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene

LIMITS = Limits()


@pytest.fixture
def world() -> Story:
    story = Story()
    with_crowd(story, 30)
    with_ring(story)
    return story


def strengths(at: Scene, *cards: str) -> dict[tuple[str, str], float]:
    """The strength of each reason by card and code, of a group of these cards with five points each."""
    key = at.snapshot.entities["key"]
    codes = pd.Series(key.index, index=key)[list(cards)]
    rows = company(at, pd.DataFrame({"group": 1, "card": codes.to_numpy(), "score": 5.0}), LIMITS).rows
    names = rows["card"].map(key).astype("str")
    return dict(zip(zip(names, rows["code"], strict=True), rows["strength"], strict=True))


def test_where_nobody_is_known_to_be_bad_nothing_is_near_and_nothing_rests_on_it(world: Story) -> None:
    found = near_bad(scene(world.snapshot(), LIMITS), LIMITS)
    assert (len(found.rows), len(found.grounds)) == (0, 0)


def test_who_pays_within_the_group_deals_with_it(world: Story) -> None:
    found = strengths(scene(world.snapshot(), LIMITS), "ring card 0", "ring card 1", "ring card 2", "ring card 4")
    assert found["ring card 1", "deals_within"] == 1.0
    assert found["ring card 0", "deals_within"] == 0.5
    assert ("ring card 4", "deals_within") not in found


def test_payments_to_cards_outside_the_group_do_not_count(world: Story) -> None:
    found = strengths(scene(world.snapshot(), LIMITS), "ring card 0", "ring card 2", "ring phone 1")
    assert not {"deals_within", "same_people", "contact_within"} & {code for _, code in found}


def test_a_card_that_lives_with_its_holder_says_less(world: Story) -> None:
    found = strengths(
        scene(world.snapshot(), LIMITS), "ring card 1", "card of boss of ring", "card of victim 0 of ring"
    )
    assert found["ring card 1", "in_ring"] == 1.0
    assert found["card of boss of ring", "in_ring"] == pytest.approx(LIMITS.home_part)
    assert found["card of victim 0 of ring", "in_ring"] == pytest.approx(LIMITS.home_part)


def test_whoever_was_home_before_the_card_went_is_not_at_home(world: Story) -> None:
    later = SPRING + timedelta(days=45)
    world.used(k.PHONE, "phone of boss of ring", ip="ip of boss of ring", days=20)
    world.used(k.BANK_CARD, "card of victim 1 of ring", ip="ip of boss of ring", days=2, first=later)
    at = scene(world.snapshot(), LIMITS)
    home = set(at.snapshot.entities["key"].reindex(lives_at_home(at)))
    assert "card of victim 0 of ring" in home
    assert "card of victim 1 of ring" not in home

"""Propagation converges to the linear system's answer, listens to both sides, and trusts only links that earned it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from signals.story import Story, with_crowd, with_ring
from workbench.model import kinds as k
from workbench.signals import propagation as module
from workbench.signals.limits import Limits
from workbench.signals.propagation import earned, propagation, seeds
from workbench.signals.scene import scene

LIMITS = Limits()


def with_cases(story: Story) -> Story:
    """Two rings, of each of which half the cards stand in cases."""
    with_crowd(story, 40)
    for name in ("north", "south"):
        for number, card in enumerate(with_ring(story, name, size=6)):
            if number % 4 < 2:
                story.case(k.PHONE if "phone" in card else k.BANK_CARD, card)
    return story


def beliefs(story: Story, limits: Limits = LIMITS) -> dict[str, float]:
    snapshot = story.snapshot()
    found = propagation(snapshot, limits)
    return dict(zip(snapshot.entities["key"].reindex(found.index), found, strict=True))


def test_the_rest_of_a_ring_is_nearer_the_bad_than_anybody() -> None:
    found = beliefs(with_cases(Story()))
    rest = [found[f"{name} {what} {n}"] for name in ("north", "south") for what in ("phone", "card") for n in (1, 3, 5)]
    crowd = [belief for key, belief in found.items() if "crowd" in key]
    assert min(rest) > max(crowd)


def test_good_draws_near_cards_down() -> None:
    story = with_cases(Story())
    before = beliefs(story)["north card 3"]
    story.disputes("victim 1 of north", k.PHONE, "north phone 1", "mine")
    assert beliefs(story)["north card 3"] < before


def test_it_is_the_linear_systems_answer() -> None:
    at = scene(with_cases(Story()).snapshot(), LIMITS)
    cards = np.asarray(at.held.index, dtype=np.int64)
    kinds, weights = module._kinds(at, cards), earned(at, LIMITS)
    whole = sum((weights[name] * links.toarray() for name, links in kinds.items()), np.zeros((cards.size, cards.size)))
    known = (1 - LIMITS.passed_on) * seeds(at, LIMITS).to_numpy()
    answer = np.linalg.solve(np.eye(cards.size) - LIMITS.passed_on * whole, known) - known
    assert propagation(at.snapshot, LIMITS).to_numpy() == pytest.approx(answer, abs=1e-7)
    assert np.abs(np.linalg.eigvalsh(whole)).max() <= 1 + 1e-9


def test_kinds_that_lead_nowhere_earn_nothing() -> None:
    story = with_cases(Story())
    for number in range(39):
        story.called(f"phone of crowd {number} a", f"phone of crowd {number + 1} b")
    weights = earned(scene(story.snapshot(), LIMITS), LIMITS)
    assert weights["called"] == 0
    assert weights["ip"] > 0
    assert sum(weights.values()) == pytest.approx(1)


def test_without_any_seed_nothing_is_believed() -> None:
    story = Story()
    with_crowd(story, 20)
    with_ring(story)
    assert set(beliefs(story).values()) == {0.0}


def test_a_case_is_a_seed_and_nobody_elses_card_is() -> None:
    at = scene(with_cases(Story()).snapshot(), LIMITS)
    known = pd.Series(seeds(at, LIMITS).to_numpy(), index=at.snapshot.entities["key"].reindex(at.held.index))
    assert known["north phone 0"] == pytest.approx(LIMITS.seed_case)
    assert known["phone of crowd 1 a"] == 0
    assert seeds(at, replace(LIMITS, seed_case=0.5)).max() == pytest.approx(0.5)

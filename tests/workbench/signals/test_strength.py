"""Strength is what Monte Carlo rewiring gives, and tells a ring from people who merely talk with everybody."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from signals.story import Story, with_crowd, with_ring
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene
from workbench.signals.strength import linked, strength

LIMITS = Limits()


@pytest.fixture
def world() -> Scene:
    story = Story()
    with_crowd(story, 40)
    with_ring(story)
    draw = np.random.default_rng(5)
    for one, other in draw.integers(0, 40, (150, 2)):
        if one != other:
            story.called(f"phone of crowd {one} a", f"phone of crowd {other} b")
    return scene(story.snapshot(), LIMITS)


def groups(at: Scene) -> pd.Series:
    key = at.snapshot.entities["key"]
    ring = key.index[key.str.match(r"ring (phone|card)")]
    crowd = key.index[key.str.match(r"phone of crowd [0-4] [ab]")]
    return pd.Series(["ring"] * len(ring) + ["crowd"] * len(crowd), index=[*ring, *crowd])


def test_a_ring_is_stronger_than_chance_and_a_crowd_is_not(world: Scene) -> None:
    found = strength(world, groups(world))
    assert found["surprise"]["ring"] > 6
    assert found["surprise"]["crowd"] < 3


def test_the_expectation_is_that_of_rewiring(world: Scene) -> None:
    """Link ends shuffled among all links, two hundred times: the mean number inside is what is expected."""
    group, draw = groups(world), np.random.default_rng(7)
    pairs = linked(world)
    names = pd.Series(group).reindex(pairs.ravel()).to_numpy()
    counts = []
    for _ in range(400):
        ends = draw.permutation(names).reshape(-1, 2)
        counts.append((ends[:, 0] == "crowd") & (ends[:, 1] == "crowd"))
    mean = np.sum(counts) / 400
    assert strength(world, group)["expected"]["crowd"] == pytest.approx(mean, rel=0.15)


def test_a_group_without_links_is_no_surprise(world: Scene) -> None:
    key = world.snapshot.entities["key"]
    lone = key.index[key.str.match(r"card of crowd 1[0-9] a")]
    found = strength(world, pd.Series("lone", index=lone))
    assert (found["inside"]["lone"], found["surprise"]["lone"]) == (0, 0)

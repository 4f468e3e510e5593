"""Peeling: a crew's cards are the densest part hereabouts, however its cards hide among what everybody shares."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.story import Story, with_crowd, with_ring
from workbench.model import kinds as k
from workbench.signals.limits import Limits
from workbench.signals.peeling import densest, peeled
from workbench.signals.scene import scene

LIMITS = Limits()


def _touched(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame({"card": [a for a, _ in pairs], "value": [b for _, b in pairs], "slot": 0})


def test_the_block_is_found_among_cards_that_share_one_value_with_many() -> None:
    block = [(card, value) for card in range(5) for value in (100, 101, 102)]
    crowd = [(card, 200) for card in range(60)]
    lone = [(card, 300 + card) for card in range(5, 60)]
    assert densest(_touched(block + crowd + lone), np.arange(5)).tolist() == [0, 1, 2, 3, 4]


def test_hiding_among_the_many_is_no_use() -> None:
    block = [(card, value) for card in range(5) for value in (100, 101, 102)]
    crowd = [(card, value) for card in range(10, 200) for value in (200, 201)]
    hidden = [(card, value) for card in range(5) for value in (200, 201)]
    assert set(range(5)) <= set(densest(_touched(block + crowd + hidden), np.arange(5)).tolist())


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(10, 13)), min_size=1, max_size=12))
def test_peeling_comes_within_a_half_of_the_best_there_is(pairs: set[tuple[int, int]]) -> None:
    """Charikar (2000): greedy peeling is at least half as dense as the densest part."""
    touched = _touched(sorted(pairs))
    degree = touched["value"].value_counts()
    weight = {value: 1 / np.log(n + 5) for value, n in degree.items()}
    nodes = sorted({end for pair in pairs for end in pair})

    def density(kept: set[int]) -> float:
        return sum(weight[b] for a, b in pairs if a in kept and b in kept) / len(kept)

    best = max(density(set(some)) for n in range(1, len(nodes) + 1) for some in combinations(nodes, n))
    cards = set(densest(touched, np.array(sorted({a for a, _ in pairs}))).tolist())
    values = sorted({b for a, b in pairs if a in cards})
    # The part's values are not given; the best choice of them is at least as dense as what was found.
    found = max(density(cards | set(some)) for n in range(len(values) + 1) for some in combinations(values, n))
    assert found >= best / 2


def test_nothing_shared_is_nothing_dense() -> None:
    assert densest(_touched([]).astype("int64"), np.arange(3)).size == 0


@pytest.mark.parametrize("handsets", [1, 3])
def test_a_ring_keeps_its_own_and_a_rim_does_not(handsets: int) -> None:
    story = Story()
    with_crowd(story, 20)
    with_ring(story)
    for number in range(handsets):
        for crowd in range(4):
            story.used(k.PHONE, f"phone of crowd {crowd} a", f"tool {number} of others")
    at = scene(story.snapshot(), LIMITS)
    codes = pd.Series(at.snapshot.entities.index, index=at.snapshot.entities["key"])
    ring = codes[[f"ring {kind} {number}" for kind in ("phone", "card") for number in range(5)]]
    rim = codes[["phone of crowd 0 a"]]
    found = peeled(at, pd.Series(["ring"] * len(ring) + ["rim"], index=[*ring, *rim]))
    assert found.loc["ring", "kept"] == found.loc["ring", "dense"] == 10
    assert found.loc["rim", "kept"] == 1
    assert found.loc["rim", "dense"] == 4

"""Groups less like crews: nobody complains and no two cards work on the same people, or they are lines alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pandas as pd
import pytest

from signals.story import SPRING, Story, with_crowd
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.evidence import evidence
from workbench.signals.limits import Limits
from workbench.signals.quiet import lines, quiet
from workbench.signals.scene import scene

LIMITS = Limits()
CARDS = tuple(f"phone {number}" for number in range(4))


def rang(story: Story, caller: str, callee: str, day: int = 0) -> None:
    row: dict[str, object] = {"calls": 1, "texts": 0, "seconds": 60, "longest": 60, "days": 1}
    at = SPRING + timedelta(days=day)
    times = {"first": at, "last": at + timedelta(hours=1)}
    story.links.append((li.CALLED, k.PHONE, caller, k.PHONE, callee, {**row, **times}))


@pytest.fixture
def world() -> Story:
    """Four people's phones, each of which rang three people whom the others did not ring."""
    story = Story()
    with_crowd(story, 40)
    for number, card in enumerate(CARDS):
        story.phone(card, story.person(f"person {number}"))
        for other in range(3):
            rang(story, card, f"phone of crowd {3 * number + other} a")
    for number in range(39):
        for other in ("a", "b"):
            rang(story, f"phone of crowd {number} a", f"phone of crowd {number + 1} {other}", day=4 * number)
    return story


def groups_of(story: Story, cards: Sequence[str], seek: Callable[..., pd.Index]) -> list[int]:
    """What is said of these cards as group 7."""
    at = scene(story.snapshot(), LIMITS)
    keys = at.snapshot.entities["key"]
    codes = pd.Series(keys.index, index=keys)[list(cards)]
    return list(seek(at, pd.Series(7, index=codes.to_numpy()), evidence(at, LIMITS).rows, LIMITS))


def is_quiet(story: Story) -> bool:
    return groups_of(story, CARDS, quiet) == [7]


def test_where_everybody_has_people_of_his_own_it_is_quiet(world: Story) -> None:
    assert is_quiet(world)


def test_where_they_ring_the_same_strangers_it_is_not(world: Story) -> None:
    for card in CARDS:
        for number in range(3):
            rang(world, card, f"phone of crowd {30 + number} b")
    assert not is_quiet(world)


def test_where_somebody_complains_it_is_not(world: Story) -> None:
    world.case(k.PHONE, CARDS[0])
    assert not is_quiet(world)


def test_of_whom_no_call_is_known_nobody_can_say(world: Story) -> None:
    world.links = [link for link in world.links if link[2] not in CARDS or link[0] is not li.CALLED]
    assert not is_quiet(world)


def _are_lines(cards: int, banked: int, *, seen: bool = True, case: bool = False) -> bool:
    """Whether so many lines and so many bank cards are taken for a call desk's, in a town whose cards are seen."""
    story = Story()
    with_crowd(story, 20)
    if not seen:
        story.links = [link for link in story.links if link[1] == k.PHONE or link[0] not in (li.USED_ON, li.SEEN_AT)]
    mine = [story.phone(f"line {number}", story.person(f"caller {number}")) for number in range(cards)]
    mine += [story.bank_card(f"till {number}", story.person(f"payee {number}")) for number in range(banked)]
    for kind, card in zip([k.PHONE] * cards + [k.BANK_CARD] * banked, mine, strict=True):
        story.used(kind, card, "a desk's handset")
    if case:
        story.case(k.PHONE, mine[0])
    return groups_of(story, mine, lines) == [7]


def test_lines_alone_are_a_call_desks() -> None:
    assert _are_lines(6, 0)
    assert _are_lines(9, 1)


def test_lines_with_cards_are_not() -> None:
    assert not _are_lines(6, 2)


def test_lines_of_which_a_case_names_one_are_not() -> None:
    assert not _are_lines(6, 0, case=True)


def test_where_no_cards_are_seen_on_handsets_nobody_can_say() -> None:
    assert not _are_lines(6, 0, seen=False)

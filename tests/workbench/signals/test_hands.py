"""Whose hands a card is in: residents and guests of an address, and what it says to be seen with one house only."""

from __future__ import annotations

from signals.story import Story, with_crowd, with_ring
from workbench.model import kinds as k
from workbench.signals.evidence import evidence
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene

LIMITS = Limits()


def _told(story: Story) -> tuple[Scene, dict[tuple[str, str], float]]:
    at = scene(story.snapshot(), LIMITS)
    keys = at.snapshot.entities["key"]
    rows = evidence(at, LIMITS).rows
    columns = zip(rows["card"].map(keys), rows["code"], rows["strength"], strict=True)
    return at, {(key, code): strength for key, code, strength in columns}


def _flat(days: int) -> Story:
    """A flat where one household's cards are seen on ten days, another's on so many, and a third's on one.

    The last two have an account each that is in use at a home of their own.
    """
    story = Story()
    with_crowd(story, 20)
    for name, seen in (("first", 10), ("second", days), ("third", 1)):
        story.person(name)
        for kind in (k.PHONE, k.BANK_CARD):
            key = story.card(kind, f"{kind.word} of {name}", name)
            story.used(kind, key, f"handset of {name}", "ip of flat", days=seen)
        if name != "first":
            story.account(f"account of {name}", name)
            story.used(k.SOCIAL_ACCOUNT, f"account of {name}", ip=f"ip of {name}", days=10)
    return story


def _is_guest(story: Story, name: str) -> bool:
    at, _ = _told(story)
    keys = at.snapshot.entities["key"]
    rows = at.handled[at.handled["value"].map(keys) == "ip of flat"]
    return bool(rows.loc[rows["card"].map(keys) == f"bank_card of {name}", "guest"].all())


def test_who_is_somewhere_nearly_as_often_as_the_others_lives_there_too() -> None:
    # Sessions are sampled: more days than these say no more of a home.
    assert not _is_guest(_flat(LIMITS.home_days), "second")
    assert _is_guest(_flat(1), "second")


def test_who_is_only_seen_with_one_other_household_may_have_moved_in() -> None:
    story = Story()
    with_crowd(story, 20)
    with_ring(story)
    story.family("couple", "she")
    story.family("him", "he")
    story.account("his other account", "he")
    story.used(k.SOCIAL_ACCOUNT, "his other account", "handset of she", "ip of couple", days=4)
    _, strength = _told(story)
    assert strength["his other account", "never_home"] == LIMITS.lone_guest
    assert strength["ring card 1", "never_home"] > LIMITS.lone_guest

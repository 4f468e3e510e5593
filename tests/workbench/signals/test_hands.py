"""Whose hands a card is in: residents and guests of an address, and what it says to be seen with one house only."""

from __future__ import annotations

from signals.story import Story, with_crowd, with_ring
from workbench.model import Kind
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


def _pool(households: int, tools: int, kind: Kind = k.SOCIAL_ACCOUNT) -> dict[tuple[str, str], float]:
    """Evidence of cards of so many households that are on so many handsets together."""
    story = Story()
    with_crowd(story, 20)
    for number in range(households):
        card = story.card(kind, f"card {number}", story.person(f"person {number}"))
        for tool in range(tools):
            story.used(kind, card, f"tool {tool}")
    return _told(story)[1]


def test_cards_that_go_from_handset_to_handset_together_are_a_pools() -> None:
    assert _pool(4, 2)["card 0", "pooled"] == 1.0


def test_two_households_cards_may_move_to_the_next_handset_together() -> None:
    assert _pool(2, 2)["card 0", "pooled"] == LIMITS.pool_strengths[0]


def test_one_handset_is_no_pool() -> None:
    assert ("card 0", "pooled") not in _pool(4, 1)


def test_lines_alone_are_what_a_call_desk_passes_round() -> None:
    assert ("card 0", "pooled") not in _pool(4, 2, k.PHONE)


def _guest(days: int, elsewhere: int, *, settled: bool = True) -> dict[tuple[str, str], float]:
    """Evidence of an account that is a guest at a flat on so many days, and on a carrier's address on others."""
    story = Story()
    with_crowd(story, 20)
    story.family("flat", "landlord")
    for name, seen in (("his", days), ("her", 2)):
        story.account(f"account of {name}", story.person(name))
        story.used(k.SOCIAL_ACCOUNT, f"account of {name}", ip="ip of flat", days=seen)
    story.used(k.SOCIAL_ACCOUNT, "account of his", ip="ip of a carrier", days=elsewhere)
    for number in range(LIMITS.network_holders + 1):
        phone = story.phone(f"phone {number}", story.person(f"person {number}"))
        story.used(k.PHONE, phone, ip="ip of a carrier")
    for name in ("his", "her") if settled else ():
        story.bank_card(f"card of {name}", name)
        story.used(k.BANK_CARD, f"card of {name}", ip=f"ip of {name}")
    return _told(story)[1]


def test_who_is_a_guest_on_few_of_his_days_visits_friends() -> None:
    assert _guest(3, 2)["account of his", "guest_address"] > 0
    assert _guest(3, 100).get(("account of his", "guest_address"), 0.0) == 0


def test_never_at_home_says_little_where_nobody_knows_a_home() -> None:
    assert _guest(3, 2)["account of his", "never_home"] == 1.0
    assert _guest(3, 2, settled=False)["account of his", "never_home"] == LIMITS.lone_guest

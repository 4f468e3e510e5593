"""Who stays somewhere with a handset of his own lodges there; who goes back to it was on another's in passing."""

from __future__ import annotations

from datetime import datetime, timedelta

from signals.story import OLD, SPRING, Story, contexts
from workbench.model import kinds as k
from workbench.signals.limits import Limits

LIMITS = Limits()


def lodging(story: Story, *, tool: bool = False) -> dict[str, str]:
    """The contexts at an address where a keeper lives and five stay, with handsets of their own or on one tool."""
    story.family("keeper", "keeper")
    for number in range(LIMITS.lodging_households + 2):
        one = story.person(f"lodger {number}")
        for kind in (k.PHONE, k.BANK_CARD):
            card = story.card(kind, f"{kind.word} of {one}", one)
            story.used(kind, card, "tool" if tool else f"handset of {one}")
        story.used(k.PHONE, f"phone of {one}", ip="ip of keeper", days=4)
    return contexts(story, "ip", "ip of keeper")


def test_who_stays_somewhere_with_a_handset_of_his_own_lodges_there(story: Story) -> None:
    assert set(lodging(story).values()) == {"lodging"}


def test_where_everybodys_cards_are_on_one_tool_nobody_lodges(story: Story) -> None:
    assert "lodging" not in lodging(story, tool=True).values()


def test_lodgings_whose_cards_go_bad_explain_no_more(story: Story) -> None:
    for number in range(4):
        story.case(k.PHONE, f"phone of lodger {number}")
    assert "lodging" not in lodging(story).values()


def _at_the_stall(story: Story, own: datetime) -> dict[str, str]:
    """The contexts on a stall's handset, in spring, of three people's phones that were on their own from `own` on."""
    for number in range(3):
        one = story.person(f"client {number}")
        for kind in (k.PHONE, k.BANK_CARD):
            card = story.card(kind, f"{kind.word} of {one}", one, OLD)
            story.used(kind, card, f"handset of {one}", days=8, first=own)
        story.used(k.PHONE, f"phone of {one}", "stall", days=1)
    story.phone("phone of a passer-by", story.person("passer-by"))
    story.used(k.PHONE, "phone of a passer-by", "stall", days=1)
    return contexts(story, "device", "stall")


def test_who_goes_back_to_a_handset_of_his_own_was_on_anothers_in_passing(story: Story) -> None:
    found = _at_the_stall(story, SPRING)
    # Most went back, so whoever is seen nowhere else was a client as well.
    assert set(found.values()) == {"passing"}


def test_who_does_not_come_back_has_lost_the_card(story: Story) -> None:
    assert set(_at_the_stall(story, SPRING - timedelta(days=200)).values()) == {""}

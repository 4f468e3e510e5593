"""Every context explains its own links, and nobody else's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from signals.story import OLD, SPRING, Story, contexts, with_ring
from workbench.model import Kind
from workbench.model import kinds as k
from workbench.signals.limits import Limits
from workbench.signals.scene import scene

LIMITS = Limits()


def strangers(story: Story, count: int, kind: Kind = k.PHONE, **more: object) -> list[str]:
    """Cards of people who have nothing to do with one another."""
    cards = []
    for number in range(count):
        one = f"stranger {number}"
        story.family(one, one)
        cards.append(story.card(kind, f"{kind.word} {number}", one, **more))
    return cards


def at_the_counter(story: Story) -> None:
    """What is seen on the counter's device is seen there for minutes."""
    story.links = [
        (*link, {**row, "last": SPRING + timedelta(minutes=9)} if link[4] == "counter" else row)
        for *link, row in story.links
    ]


def test_one_house_explains_what_its_people_share(story: Story) -> None:
    story.family("Li", "Li the elder", "Li the younger")
    assert set(contexts(story, "ip", "ip of Li").values()) == {"household"}


def test_whoever_has_no_address_lives_where_the_cards_are_seen(story: Story) -> None:
    story.family("Li", "Li the elder", "Li the younger")
    story.entities["Identity"]["Li the younger"]["address"] = None
    assert set(contexts(story, "ip", "ip of Li").values()) == {"household"}


def test_a_crowded_address_is_a_network(story: Story) -> None:
    for card in strangers(story, LIMITS.network_holders + 1):
        story.used(k.PHONE, card, ip="shared by a carrier")
    assert set(contexts(story, "ip", "shared by a carrier").values()) == {"network"}


def test_an_outlets_device_is_a_terminal_and_a_crews_is_not(story: Story) -> None:
    for card in strangers(story, 6, channel="agent"):
        story.used(k.PHONE, card, "counter", days=1, first=SPRING)
        story.used(k.PHONE, card, "tool", days=9, first=SPRING)
    at_the_counter(story)
    assert set(contexts(story, "device", "counter").values()) == {"terminal"}
    assert set(contexts(story, "device", "tool").values()) == {""}


def test_whoever_is_served_at_a_counter_is_so_at_its_address(story: Story) -> None:
    cards = strangers(story, 6, channel="agent")
    for card in cards:
        story.used(k.PHONE, card, "counter", "ip of the shop", days=1, first=SPRING)
    at_the_counter(story)
    story.family("keeper", "keeper")
    story.used(k.PHONE, "phone of keeper", ip="ip of the shop", days=9)
    found = contexts(story, "ip", "ip of the shop")
    assert {found[card] for card in cards} == {"terminal"}
    # Hardly anybody stays at the shop, the keeper of all people: the line is nobody's home, and no client's terminal.
    assert found["phone of keeper"] == "shared_line"


def test_a_counter_explains_no_contact_phone_that_its_customers_share(story: Story) -> None:
    story.phone("phone of boss", story.person("boss"))
    cards = strangers(story, 6, k.BANK_CARD, channel="counter", contact="phone of boss")
    for card in cards:
        story.used(k.BANK_CARD, card, "counter", days=1, first=SPRING)
    at_the_counter(story)
    assert set(contexts(story, "device", "counter").values()) == {"terminal"}
    found = contexts(story, "contact", "phone of boss")
    assert {found[card] for card in cards} == {""}


def test_a_terminal_whose_cards_go_bad_explains_no_more(story: Story) -> None:
    cards = strangers(story, 6, channel="agent")
    for card in cards:
        story.used(k.PHONE, card, "counter", days=1, first=SPRING)
    at_the_counter(story)
    for card in cards[:4]:
        story.case(k.PHONE, card)
    assert set(contexts(story, "device", "counter").values()) == {""}


def test_a_companys_cards_are_its_staffs(story: Story) -> None:
    cards = strangers(story, 3, card_type="industry")
    for card in cards:
        story.used(k.PHONE, card, "tool")
    assert set(contexts(story, "device", "tool").values()) == {"company"}


def test_a_phone_on_a_firms_paper_is_its_staffs_and_its_bank_card_is_not(story: Story) -> None:
    story.person("USCC:91420100M000000001")
    for kind in (k.PHONE, k.BANK_CARD):
        card = story.card(kind, f"{kind.word} of the firm", "USCC:91420100M000000001")
        story.used(kind, card, "handset of crowd 1 a")
    found = contexts(story, "device", "handset of crowd 1 a")
    assert found["phone of the firm"] == "company"
    assert found["bank_card of the firm"] != "company"


def test_a_known_service_explains_its_links(story: Story) -> None:
    cards = strangers(story, 3, service="police")
    for card in cards:
        story.used(k.PHONE, card, "tool")
    assert set(contexts(story, "device", "tool").values()) == {"known_service"}


def test_colleagues_open_with_one_contact(story: Story) -> None:
    office = story.phone("personnel office", story.person("head of personnel", employer="mill"), OLD)
    for number, card in enumerate(strangers(story, 9, k.BANK_CARD, contact=office)):
        story.entities["Identity"][f"stranger {number}"]["employer"] = "mill"
        assert card
    found = contexts(story, "contact", office)
    assert {found[f"bank_card {number}"] for number in range(9)} == {"cohort"}


def test_an_office_is_no_den(story: Story) -> None:
    for number, card in enumerate(strangers(story, 5)):
        story.entities["Identity"][f"stranger {number}"]["employer"] = "mill"
        story.used(k.PHONE, card, ip="ip of the mill")
    assert set(contexts(story, "ip", "ip of the mill").values()) == {"cohort"}


def test_who_goes_home_elsewhere_is_at_work_though_no_register_names_an_employer(story: Story) -> None:
    story.family("the master", "the master")
    for card in strangers(story, LIMITS.workplace_households + 1):
        story.used(k.PHONE, card, ip="ip of the master", days=4)
        story.used(k.PHONE, card, ip="ip of " + card.replace("phone", "stranger"), days=9)
    found = contexts(story, "ip", "ip of the master")
    assert {found[f"phone {number}"] for number in range(LIMITS.workplace_households)} == {"workplace"}


def test_cards_seen_nowhere_but_at_a_crews_house_are_not_at_work_there(story: Story) -> None:
    with_ring(story)
    assert "workplace" not in contexts(story, "ip", "ip of boss of ring").values()


def test_a_place_of_work_whose_cards_go_bad_explains_no_more(story: Story) -> None:
    story.family("the master", "the master")
    for card in strangers(story, LIMITS.workplace_households + 1):
        story.used(k.PHONE, card, ip="ip of the master", days=4)
        story.used(k.PHONE, card, ip="ip of " + card.replace("phone", "stranger"), days=9)
        story.case(k.PHONE, card)
    assert "workplace" not in contexts(story, "ip", "ip of the master").values()


def test_a_mother_may_name_her_sons_phone(story: Story) -> None:
    story.family("mother", "mother")
    story.family("son", "son")
    story.called("phone of mother", "phone of son")
    story.called("phone of son", "phone of mother")
    card = story.bank_card("new card of mother", "mother", contact="phone of son")
    assert contexts(story, "contact", "phone of son")[card] == "care"


def test_two_new_phones_that_call_each_other_prove_no_care(story: Story) -> None:
    one, other = strangers(story, 2)
    story.called(one, other)
    story.called(other, one)
    card = story.bank_card("new card", "stranger 0", contact=other)
    assert contexts(story, "contact", other)[card] == ""


def test_a_neighbour_helps_old_people_open_cards(story: Story) -> None:
    story.family("helper", "helper")
    for card in strangers(story, 5, k.BANK_CARD, contact="phone of helper"):
        story.used(k.BANK_CARD, card, "handset of helper")
    found = contexts(story, "device", "handset of helper") | contexts(story, "contact", "phone of helper")
    assert {found[f"bank_card {number}"] for number in range(5)} == {"helper"}


def test_a_helpers_phone_tells_which_handset_is_the_helpers(story: Story) -> None:
    story.family("helper", "helper")
    strangers(story, 4, k.BANK_CARD, contact="phone of helper")
    for number in range(4):
        # Others than those who name the phone, on a handset that only the phone tells of.
        story.family(f"neighbour {number}", f"neighbour {number}")
        story.used(k.BANK_CARD, f"card of neighbour {number}", "old handset")
    assert set(contexts(story, "device", "old handset").values()) == {""}
    story.used(k.PHONE, "phone of helper", "old handset")
    found = contexts(story, "device", "old handset")
    assert {found[f"card of neighbour {number}"] for number in range(4)} == {"helper"}


def test_who_is_helped_is_so_in_the_neighbours_house(story: Story) -> None:
    story.family("helper", "helper")
    cards = strangers(story, 5, k.BANK_CARD, contact="phone of helper")
    for card in cards:
        story.used(k.BANK_CARD, card, "handset of helper", "ip of helper", days=1)
    story.family("lodger", "lodger")
    story.used(k.PHONE, "phone of lodger", ip="ip of helper", days=1)
    found = contexts(story, "ip", "ip of helper")
    assert {found[card] for card in cards} == {"helper"}
    assert found["phone of lodger"] == "shared_line"


def _named_by_four(story: Story, opened: datetime) -> set[str]:
    """How a contact phone of four strangers' cards is explained that was opened then and is seen on no handset."""
    story.phone("phone of aunt", story.person("aunt"), opened)
    cards = strangers(story, 4, k.BANK_CARD, contact="phone of aunt")
    found = contexts(story, "contact", "phone of aunt")
    return {found[card] for card in cards}


def test_a_phone_held_long_before_is_a_helpers_though_it_is_seen_on_no_handset(story: Story) -> None:
    assert _named_by_four(story, OLD) == {"helper"}


def _on_a_handset(story: Story, days: int) -> set[str]:
    """How four neighbours' bank cards on a handset are explained, on which an aunt's other card is so many days."""
    story.phone("phone of aunt", story.person("aunt"), OLD)
    story.bank_card("card of aunt", "aunt", OLD)
    cards = strangers(story, 4, k.BANK_CARD, contact="phone of aunt")
    for card in cards:
        story.used(k.BANK_CARD, card, "a handset", days=10)
    story.used(k.BANK_CARD, "card of aunt", "a handset", days=days)
    found = contexts(story, "device", "a handset")
    return {found[card] for card in cards}


def test_any_card_of_the_helper_tells_which_handset_is_the_helpers(story: Story) -> None:
    assert _on_a_handset(story, 8) == {"helper"}


def _helper_on(story: Story, days: int) -> set[str]:
    """How four cards that name a phone are explained, which is so many days on the handset where they are ten."""
    story.phone("phone of aunt", story.person("aunt"), OLD)
    story.used(k.PHONE, "phone of aunt", "a handset", days=days)
    cards = strangers(story, 4, k.BANK_CARD, contact="phone of aunt")
    for card in cards:
        story.used(k.BANK_CARD, card, "a handset", days=10)
    found = contexts(story, "contact", "phone of aunt")
    return {found[card] for card in cards}


def test_the_helper_is_nearly_as_often_on_the_handset_as_who_is_helped(story: Story) -> None:
    assert _helper_on(story, 8) == {"helper"}


def test_a_phone_that_is_seldom_on_the_handset_is_no_helpers(story: Story) -> None:
    assert _helper_on(story, 2) == {""}


def test_a_phone_as_young_as_the_cards_it_speaks_for_is_no_helpers(story: Story) -> None:
    assert _named_by_four(story, SPRING) == {""}


def test_a_collector_of_identities_is_no_helper(story: Story) -> None:
    story.family("collector", "collector")
    cards = strangers(story, 5, k.BANK_CARD, contact="phone of collector")
    for card in cards:
        story.used(k.BANK_CARD, card, "handset of collector")
    for number in range(3):
        story.disputes(f"stranger {number}", k.BANK_CARD, cards[number])
    found = contexts(story, "contact", "phone of collector")
    assert {found[card] for card in cards} == {""}


def test_a_handset_lent_to_a_friend_stays_its_owners(story: Story) -> None:
    story.family("friend", "friend")
    story.used(k.PHONE, strangers(story, 1)[0], "handset of friend")
    assert set(contexts(story, "device", "handset of friend").values()) <= {"own_handset", "household"}


def test_a_context_never_touches_the_links_it_does_not_explain(story: Story) -> None:
    story.family("Li", "Li the elder", "Li the younger")
    other = strangers(story, 1)[0]
    for card in ("phone of Li the elder", "phone of Li the younger", other):
        story.used(k.PHONE, card, "tool")
    at = scene(story.snapshot(), LIMITS)
    keys = at.snapshot.entities["key"]
    pairs = at.paired[at.paired["value"].map(keys) == "tool"]
    joined = {frozenset(pair) for pair in zip(pairs["one"].map(keys), pairs["other"].map(keys), strict=True)}
    assert joined == {frozenset({f"phone of Li the {age}", other}) for age in ("elder", "younger")}
    assert isinstance(pairs, pd.DataFrame)

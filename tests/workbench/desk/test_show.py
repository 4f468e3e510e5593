"""Showing: masked and tagged, whole only where it is said, and nothing known that was not shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import story
from hypothesis import given
from hypothesis import strategies as st

from workbench.desk import link_name, show_money, show_time
from workbench.desk.show import Showing
from workbench.errors import NotFound
from workbench.model import (
    CALLED,
    IDENTITY,
    PAID,
    PHONE,
    REGISTERED,
    Entity,
    Extract,
    Link,
    Ref,
    Row,
)
from workbench.model.kinds import BANK_CARD, SOCIAL_ACCOUNT

OPENED = datetime(2026, 8, 3, 7, 20, tzinfo=UTC)
PHONE_1 = Entity(PHONE, story.RING_PHONES[0], {"carrier": "virtual"})
PERSON = Entity(IDENTITY, story.ZHANG_SAN, {"name": "张三", "address": "内官营镇1社"})
PAPER = Link(REGISTERED, PHONE_1, PERSON, {"opened_at": OPENED, "name": "张三", "channel": "agent"})


@pytest.fixture
def showing() -> Showing:
    """A showing that has shown nothing."""
    return Showing(b"0" * 32)


def test_an_entity_is_masked_with_its_tag_and_names_with_it(showing: Showing):
    shown = showing.entity(PERSON)
    assert (shown.kind, shown.text) == ("Identity", IDENTITY.mask(story.ZHANG_SAN))
    assert shown.token.startswith(shown.tag)
    assert shown.properties == {"name": "张*", "address": "内官营***"}


def test_whole_is_whole(showing: Showing):
    shown = showing.entity(PERSON, whole=True)
    assert shown.text == story.ZHANG_SAN
    assert shown.properties["name"] == "张三"
    assert showing.entity(PERSON).token == shown.token


def test_only_what_was_shown_is_known_by_its_token(showing: Showing):
    with pytest.raises(NotFound, match="look it up on Find again"):
        showing.entity_of(showing.token(IDENTITY, story.ZHANG_SAN))
    token = showing.entity(PERSON).token
    assert showing.entity_of(token) == PERSON


def test_what_is_known_does_not_shrink(showing: Showing):
    token = showing.entity(PERSON).token
    showing.entity(Entity(IDENTITY, story.ZHANG_SAN))
    assert showing.entity_of(token).properties["name"] == "张三"


def test_a_link_speaks_of_tokens_and_is_masked(showing: Showing):
    shown = showing.link(PAPER)
    assert (shown.start, shown.end) == (showing.token(PHONE, PHONE_1.key), showing.token(IDENTITY, PERSON.key))
    assert shown.properties == {"opened_at": "2026-08-03 15:20:00", "channel": "agent", "name": "张*"}
    assert showing.links[link_name(shown)] is PAPER


def test_two_holdings_of_one_pair_are_two_links(showing: Showing):
    later = Link(REGISTERED, PHONE_1, PERSON, {"opened_at": OPENED + timedelta(days=400)})
    assert link_name(showing.link(PAPER)) != link_name(showing.link(later))


def test_money_is_yuan_and_counts_are_numbers(showing: Showing):
    card = Entity(BANK_CARD, story.RING_CARDS[0])
    paid = Link(PAID, card, card, {"transfers": 2, "fen": 9_999_999, "first": OPENED, "last": None})
    assert showing.link(paid).properties == {"transfers": 2, "fen": "99,999.99", "first": "2026-08-03 15:20:00"}


def test_an_extract_shows_each_entity_and_link(showing: Showing):
    shown = showing.extract(Extract((PHONE_1, PERSON), (PAPER,)), "title", "note")
    assert [one.kind for one in shown.entities] == ["Phone", "Identity"]
    assert [one.type for one in shown.links] == ["REGISTERED"]


def test_a_row_of_evidence_is_masked_column_by_column(showing: Showing):
    values = {
        "platform": "wechat",
        "account": story.RING_WECHAT,
        "nickname": "王老师",
        "phone": story.RING_PHONES[0],
        "payee": story.RING_CARDS[1],
        "wallet": story.SUN_LIS_WECHAT,
        "imsi": "460010000000001",
        "amount": 9_999_999,
        "opened_at": OPENED,
        "note": f"转给{story.RING_CARDS[0]}, 电话 170 0000 0021",
        "seconds": 60,
        "closed_at": None,
    }
    refs = [Ref("account", SOCIAL_ACCOUNT), Ref("phone", PHONE), Ref("payee", "payee_kind"), Ref("wallet", "w_kind")]
    shown = showing.row(Row("transfers", "b", "transfers.csv", 7, values), refs)
    assert (shown["file"], shown["record"]) == ("transfers.csv", "7")
    assert shown["phone"] == PHONE.mask(story.RING_PHONES[0])
    assert shown["payee"] == BANK_CARD.mask(story.RING_CARDS[1])
    assert shown["wallet"] == SOCIAL_ACCOUNT.mask(story.SUN_LIS_WECHAT)
    assert (shown["amount"], shown["opened_at"], shown["seconds"]) == ("99,999.99", "2026-08-03 15:20:00", "60")
    text = " ".join(shown.values())
    hidden = ("teacher_wang8", "sunli_75", "王老师", "460010000000001", story.RING_CARDS[0], "170 0000 0021", "None")
    assert [one for one in hidden if one in text] == []
    whole = showing.row(Row("transfers", "b", "transfers.csv", 7, values), refs, whole=True)
    assert whole["phone"] == story.RING_PHONES[0]


def test_a_call_to_oneself_is_a_link(showing: Showing):
    shown = showing.link(Link(CALLED, PHONE_1, PHONE_1, {"calls": 1}))
    assert shown.start == shown.end


@given(st.integers(-(10**15), 10**15))
def test_money_shows_every_fen(fen: int):
    shown = show_money(fen)
    assert int(shown.replace(",", "").replace(".", "")) == fen
    assert shown[-3] == "."


@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)))
def test_times_are_shanghais(at: datetime):
    at = at.replace(microsecond=0)
    shown = show_time(at.replace(tzinfo=UTC))
    assert shown == show_time(at)
    form = "%Y-%m-%d %H:%M:%S" if ":" in shown else "%Y-%m-%d"
    assert datetime.strptime(shown, form) == at + timedelta(hours=8)

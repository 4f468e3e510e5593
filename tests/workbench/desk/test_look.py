"""Looking things up: by any spelling, always masked, with how many there are in all, down to the rows."""

from __future__ import annotations

import pytest
import story

from workbench.desk import Desk, Total, link_name
from workbench.errors import NotFound


def _text(thing: object) -> str:
    return repr(thing)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (story.RING_PHONES[0], "Phone"),
        ("170 0000 0021", "Phone"),
        (f"0086{story.RING_PHONES[0][3:]}", "Phone"),
        (story.HOTLINE, "Phone"),
        (story.RING_CARDS[1], "BankCard"),
        (" ".join((story.RING_CARDS[1][:4], story.RING_CARDS[1][4:])), "BankCard"),
        (story.CASH_OUT, "BankCard"),
        (story.ZHANG_SAN, "Identity"),
        (story.SMITH, "Identity"),
        ("张三", "Identity"),
        ("欧阳", "Identity"),
        (story.RING_DEVICE, "Device"),
        (story.RING_IP, "Ip"),
        (story.OUTLET, "Outlet"),
        ("R-1", "Report"),
        ("C-9", "CaseNumber"),
    ],
)
def test_a_value_is_found_as_it_is_spelled(desk: Desk, value: str, kind: str):
    assert kind in {hit.kind for hit in desk.look.find(value)}


def test_an_account_is_found_by_platform_and_name(desk: Desk):
    (hit,) = desk.look.find("wechat:teacher_wang8")
    assert (hit.kind, hit.text) == ("SocialAccount", "wechat:te***g8")


@pytest.mark.parametrize("value", ["", "   ", "13999999999", "nobody", "x' OR 1=1 //", "张" * 500, "\x00", "9" * 400])
def test_what_is_not_there_finds_nothing(desk: Desk, value: str):
    assert desk.look.find(value) == ()


def test_an_entity_comes_with_all_that_is_known_of_it(desk: Desk):
    (hit,) = desk.look.find(story.LI_WEI)
    assert desk.look.entity(hit.token).properties["employer"] == "天府机械厂"


def test_totals_count_links_and_expansions_say_how_many_of_how_many(desk: Desk):
    (hit,) = desk.look.find(story.RING_PHONES[0])
    totals = desk.look.totals(hit.token)
    assert Total("RESERVED", "BankCard", 3) in totals
    every = desk.look.expand(hit.token)
    assert every.shown == every.total == sum(one.total for one in totals)
    few = desk.look.expand(hit.token, Total("RESERVED", "BankCard", 3), limit=2)
    assert (few.shown, few.total) == (2, 3)
    assert {one.type for one in few.extract.links} == {"RESERVED"}
    assert hit.token in {one.token for one in few.extract.entities}


def test_what_two_have_in_common_is_joined_to_both(desk: Desk):
    (one,), (other,) = desk.look.find(story.RING_PHONES[0]), desk.look.find(story.RING_PHONES[1])
    shown = desk.look.common(one.token, other.token)
    device = next(entity for entity in shown.entities if entity.kind == "Device")
    ends = {(link.start, link.end) for link in shown.links}
    assert {(one.token, device.token), (other.token, device.token)} <= ends


def test_paths_lead_from_one_to_the_other(desk: Desk):
    (one,), (other,) = desk.look.find(story.SUN_LI), desk.look.find(story.CASH_OUT)
    shown = desk.look.paths(one.token, other.token)
    assert {one.token, other.token} <= {entity.token for entity in shown.entities}
    assert "PAID" in {link.type for link in shown.links}


def test_any_link_opens_the_rows_it_rests_on(desk: Desk):
    (hit,) = desk.look.find(story.SUN_LIS_CARD)
    links = desk.look.expand(hit.token).extract.links
    (paid,) = [link for link in links if link.type == "PAID"]
    rows = desk.look.rows(link_name(paid))
    # The third one failed: it stays evidence, but no link rests on it.
    assert [(row["file"], row["record"]) for row in rows] == [("transfers.csv", "1"), ("transfers.csv", "2")]
    for link in links:
        assert desk.look.rows(link_name(link)), link.type


def test_a_link_that_was_not_shown_opens_nothing(desk: Desk):
    with pytest.raises(NotFound, match="open the picture again"):
        desk.look.rows("PAID|x|y|")


def test_nothing_shows_an_identifier(desk: Desk, identifiers: tuple[str, ...]):
    said = []
    for value in (*story.RING_PHONES, *story.RING_CARDS, *story.STOLEN, story.SUN_LI, story.LI_WEI, story.TWICE_HELD):
        (hit,) = desk.look.find(value)
        opened = desk.look.expand(hit.token, limit=100)
        said += [_text(hit), _text(desk.look.entity(hit.token)), _text(opened)]
        said += [_text(desk.look.rows(link_name(link))) for link in opened.extract.links]
    text = "".join(said)
    assert [one for one in identifiers if one in text] == []


def test_every_look_is_on_the_record(own_desk: Desk):
    (hit,) = own_desk.look.find(story.RING_PHONES[0])
    own_desk.look.find("13999999999")
    nothing, found = own_desk.acts(2)
    assert (found.act.action, found.act.object, found.act.person) == ("find", hit.token, "李警官")
    assert nothing.act.object == "nothing"

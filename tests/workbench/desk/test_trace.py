"""A payment of the story followed card by card: masked, to the last fen, and what cannot be followed is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import story

from workbench.desk import Desk, Trace
from workbench.errors import NotFound, UsedWrongly

HEAD = "payer,payee,at,amount,serial,status,channel\n"


def sums(found: Trace) -> list[tuple[int, int, int]]:
    return [(one.hop, one.fen, one.of_it) for one in found.steps]


def test_a_payment_is_followed_card_by_card(desk: Desk) -> None:
    found = desk.trace(story.SUN_LIS_CARD, at="2026-09-06 09:00:00", amount="50000")
    # The cash-out's payments are of the day before, by their coarse time: nothing of this was in them.
    assert sums(found) == [(1, 5_000_000, 5_000_000), (2, 6_000_000, 5_000_000)]
    assert [one.minutes for one in found.steps] == [0, 10]
    assert [(one.hop, one.of_it, one.why) for one in found.ends] == [(2, 5_000_000, "lies")]


def test_a_second_payment_lies_behind_the_first(desk: Desk) -> None:
    found = desk.trace(story.SUN_LIS_CARD, at="2026-09-06 09:01:00")
    assert sums(found) == [(1, 4_999_999, 4_999_999), (2, 6_000_000, 1_000_000), (2, 3_999_999, 3_999_999)]
    assert [(one.low, one.high) for one in found.steps[1:]] == [(1_000_000, 4_999_999), (0, 3_999_999)]
    assert sum(one.of_it for one in found.ends) == found.fen


def test_what_failed_moved_nothing_and_is_told(desk: Desk) -> None:
    found = desk.trace(story.RING_CARDS[0], at="2026-09-06", received=True)
    assert any("failed or were reversed" in one for one in found.notes)


def test_a_card_that_pays_nothing_is_out_of_sight_and_that_is_said(desk: Desk) -> None:
    found = desk.trace(story.SUN_LIS_CARD, at="2026-09-06 09:01:00")
    outside = [one for one in found.ends if one.why == "outside"]
    assert [one.of_it for one in outside] == [3_999_999]
    assert "not in the evidence" in outside[0].says
    assert "answer" in outside[0].says


def test_no_identifier_leaves_unmasked_and_the_look_is_on_the_record(desk: Desk) -> None:
    found = desk.trace(story.SUN_LIS_CARD)
    text = repr(found)
    assert not [key for key in (story.SUN_LIS_CARD, *story.RING_CARDS) if key in text]
    assert desk.acts()[0].act.action == "trace"


def test_every_step_opens_its_rows(desk: Desk) -> None:
    found = desk.trace(story.SUN_LIS_CARD)
    rows = desk.look.rows(found.steps[0].link)
    assert {row["source"] for row in rows} == {"transfers"}


def test_an_entity_found_before_is_traced_too(desk: Desk) -> None:
    (card,) = desk.look.find(story.SUN_LIS_CARD)
    assert desk.trace(card) == desk.trace(story.SUN_LIS_CARD)


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"at": "2027-01-01"}, NotFound, "no such payment"),
        ({"amount": "12.34"}, NotFound, "no such payment"),
        ({"amount": "much"}, UsedWrongly, "a sum in yuan"),
        ({"at": "noon"}, UsedWrongly, "no time"),
        ({"hops": 0}, UsedWrongly, "1 to 12"),
    ],
)
def test_what_cannot_be_traced_is_said_in_a_sentence(
    desk: Desk, asked: dict[str, str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        desk.trace(story.SUN_LIS_CARD, **asked)  # type: ignore[arg-type]


def test_a_phone_is_no_card(desk: Desk) -> None:
    with pytest.raises(UsedWrongly, match="no card"):
        desk.trace(story.SUN_LIS)


@pytest.fixture
def more(own_desk: Desk, tmp_path: Path) -> Desk:
    """The story with what came after: the ring's third card divides its money in many ways."""
    ring, many = story.RING_CARDS[2], "ACCT:ICBC:777"
    rows = [
        f"{ring},ACCT:ATM:510100,2026-09-06 10:00:00,15000,A1,done,ATM",
        f"{ring},{many},2026-09-06 10:05:00,10000,A2,done,app",
        f"{ring},{story.LI_WEIS_CARD},2026-09-06 10:06:00,100,A3,done,app",
        f"{ring},{ring},2026-09-06 10:07:00,100,A4,done,app",
        *(
            f"{many},ACCT:ICBC:{number % 7},2026-09-07 10:00:{number % 60:02},1,B{number},done,"
            for number in range(5100)
        ),
    ]
    file = tmp_path / "transfers_more.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    own_desk.load([file])
    return own_desk


def test_cash_hubs_and_crumbs_end_the_trail(more: Desk) -> None:
    found = more.trace(story.SUN_LIS_CARD, at="2026-09-06 09:01:00")
    whys = {one.why: one.of_it for one in found.ends}
    assert whys["cash"] == 1_500_000
    assert whys["many"] == 1_000_000
    assert whys["small"] == 10_000
    assert sum(one.of_it for one in found.ends) == found.fen


def test_the_trail_ends_where_it_was_asked_to(more: Desk) -> None:
    found = more.trace(story.SUN_LIS_CARD, at="2026-09-06 09:01:00", hops=1)
    assert [one.why for one in found.ends] == ["far"]

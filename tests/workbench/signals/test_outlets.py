"""Outlets are held against their peers: a place whose households go bad oftener stands out, a busy one does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from signals.story import NOW, SPRING, Story
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.limits import Limits
from workbench.signals.outlets.limits import OutletLimits
from workbench.signals.outlets.openings import OPENING_COLUMNS, openings
from workbench.signals.outlets.ranking import RANKED_COLUMNS, ranked
from workbench.signals.scene import scene


def opened(outlet: str, households: int, bad: int, cards: int = 1, **more: object) -> pd.DataFrame:
    """An outlet's cards: so many a household, the first households' gone bad."""
    home = np.repeat(np.arange(households), cards)
    frame = pd.DataFrame({"kind": "outlet", "key": outlet, "region": "5101", "card_kind": "phone", "household": home})
    frame["card"] = [f"{outlet} {at}" for at in range(len(frame))]
    frame["bad"], frame["away"], frame["case"] = home < bad, False, ""
    return frame.assign(**more)[list(OPENING_COLUMNS)]


def of(*parts: pd.DataFrame, confirmed: set[tuple[str, str]] | None = None) -> pd.DataFrame:
    whole = pd.concat(parts, ignore_index=True)
    return ranked(whole, confirmed or set(), OutletLimits()).set_index("key")


PEERS = [opened(f"peer {at}", 100, 1) for at in range(10)]


def test_a_place_whose_households_go_bad_oftener_stands_out_and_comes_first() -> None:
    rows = of(*PEERS, opened("corrupt", 100, 12))
    assert rows.index[0] == "corrupt"
    assert rows["stands_out"].tolist() == [True] + [False] * 10
    one = rows.loc["corrupt"]
    assert (one["households"], one["bad"], one["peers"]) == (100, 12, 10)
    assert one["peers_share"] == pytest.approx(0.01)
    # Twelve and three tenths of a hundred and thirty: what was counted on top of thirty households like the peers'.
    assert one["share"] == pytest.approx((12 + 0.3) / 130)
    assert one["excess"] == pytest.approx(one["low"] - 0.01)
    assert one["says"].startswith("12 households of 100 whose cards were opened at the outlet went bad, against 1.0 of")


def test_a_busy_place_with_many_bad_and_a_usual_share_does_not_stand_out() -> None:
    busy = [opened(f"busy {at}", 900, 9) for at in range(3)]
    rows = of(*PEERS, *busy)
    assert not rows["stands_out"].any()
    assert "no more than chance" in rows.loc["busy 0", "but"]


def test_five_cards_of_one_person_count_once() -> None:
    one = of(*PEERS, opened("shop", 20, 1, cards=5)).loc["shop"]
    assert (one["cards"], one["households"], one["bad"]) == (100, 20, 1)


def test_two_bad_of_three_households_are_an_anecdote() -> None:
    one = of(*PEERS, opened("kiosk", 3, 1)).loc["kiosk"]
    assert not one["stands_out"]
    assert "only 3 households" in one["but"]


def test_a_place_that_draws_strangers_is_said_to_do_so() -> None:
    away = opened("station", 100, 12)
    one = of(*PEERS, away.assign(away=away.index < 80)).loc["station"]
    assert "live elsewhere" in one["but"]


def test_the_customers_of_one_crew_are_said_to_be_so() -> None:
    cards = opened("shop", 100, 10)
    one = of(*PEERS, cards.assign(case=np.where(cards["bad"], "A-1", ""))).loc["shop"]
    assert "one crew's customers" in one["but"]
    assert "one crew" not in of(*PEERS, cards).loc["shop", "but"]


def test_what_people_confirmed_counts_as_gone_bad() -> None:
    confirmed = {("phone", f"shop {at}") for at in range(9)}
    assert of(*PEERS, opened("shop", 100, 0)).loc["shop", "bad"] == 0
    assert of(*PEERS, opened("shop", 100, 0), confirmed=confirmed).loc["shop", "bad"] == 9


def test_banks_are_no_peers_of_carriers_shops() -> None:
    banks = [opened(f"bank {at}", 100, 20, card_kind="bank_card") for at in range(10)]
    rows = of(*PEERS, *banks)
    assert rows.loc["peer 0", "peers_share"] == pytest.approx(0.01)
    assert rows.loc["bank 0", "peers_share"] == pytest.approx(0.2)


def test_a_lone_place_has_nothing_to_be_held_against() -> None:
    one = of(opened("only", 50, 5)).loc["only"]
    assert (one["peers"], one["stands_out"]) == (0, False)
    assert one["says"] == "5 households of 50 whose cards were opened at the outlet went bad"
    assert "no places like it" in one["but"]


def test_where_all_of_the_peers_went_bad_every_place_has_a_share_and_none_stands_out() -> None:
    rows = of(*[opened(f"bad {at}", 100, 100) for at in range(7)])
    assert rows[["share", "low", "high", "excess"]].notna().all(axis=None)
    assert not rows["stands_out"].any()


def test_no_openings_rank_nothing() -> None:
    none = ranked(opened("x", 1, 0).head(0), set(), OutletLimits())
    assert (len(none), tuple(none.columns)) == (0, RANKED_COLUMNS)


def test_the_order_of_rows_changes_nothing() -> None:
    whole = pd.concat([*PEERS, opened("shop", 100, 12)], ignore_index=True)
    turned = whole.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(ranked(whole, set(), OutletLimits()), ranked(turned, set(), OutletLimits()))


# --- From the snapshot


def of_story(world: Story) -> pd.DataFrame:
    limits = Limits()
    return openings(scene(world.snapshot(), limits), limits).set_index("card")


def test_a_card_has_gone_bad_by_a_case_a_report_or_its_holder() -> None:
    world = Story()
    for at in range(4):
        world.phone(f"+861300000000{at}", world.person(f"p{at}"), outlet="shop")
    world.case(k.PHONE, "+8613000000000")
    world.disputes("p1", k.PHONE, "+8613000000001")
    world.links.append((li.NAMES, k.REPORT, "report", k.PHONE, "+8613000000002", {"at": NOW}))
    rows = of_story(world)
    assert rows["bad"].tolist() == [True, True, True, False]
    assert rows["case"].tolist() == ["case of +8613000000000", "", "", ""]


def test_what_was_opened_or_named_before_the_present_holding_is_somebody_elses() -> None:
    world, long_ago = Story(), datetime(2020, 1, 1)
    world.phone("+8613000000000", world.person("first"), opened=long_ago, outlet="old shop")
    world.case(k.PHONE, "+8613000000000", at=long_ago + timedelta(days=9))
    world.phone("+8613000000000", world.person("second"), opened=SPRING, outlet="new shop")
    rows = of_story(world)
    assert rows[["key", "bad"]].values.tolist() == [["new shop", False]]


def test_an_agents_device_is_a_place_and_machines_cards_are_left_out() -> None:
    world = Story()
    for at in range(6):
        phone = world.phone(f"+861300000000{at}", world.person(f"p{at}"), outlet="shop", channel="agent")
        world.used(k.PHONE, phone, device="counter", days=1)
        world.links[-1][-1]["last"] = SPRING
    world.phone("+8613000000009", world.person("firm"), outlet="shop", card_type="iot")
    rows = of_story(world)
    assert sorted(rows["key"].value_counts().items()) == [("counter", 6), ("shop", 6)]

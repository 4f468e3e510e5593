"""Precision by groups: a group that is wronged fails, chance does not, and who is unknown is in no group."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.detectors.groups import by_group


def _people(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["identity", "age", "migrant", "province"])


def _rows(hits: list[tuple[str, bool]], kind: str = "phone", key: str = "+8613800000001") -> pd.DataFrame:
    frame = pd.DataFrame(hits, columns=["identity", "hit"])
    return frame.assign(kind=kind, key=key)


PEOPLE = _people(("old", 70, "no", "51"), ("young", 20, "yes", "11"))


def test_a_group_that_is_named_wrongly_more_often_fails():
    hits = [("old", at < 20) for at in range(100)] + [("young", at < 90) for at in range(100)]
    found = by_group(_rows(hits), PEOPLE)
    old = found["age"]["60 and over"]
    assert (old["share"], old["difference"], old["of"], old["fails"]) == (0.2, -0.7, 100, True)
    assert found["migrant"]["yes"]["fails"] is True
    assert set(found["province"]) == {"11", "51"}


def test_the_interval_of_a_difference_is_newcombes():
    # His worked example: 56 of 70 against 48 of 80, method 10: .0524 to .3339.
    hits = [("old", at < 56) for at in range(70)] + [("young", at < 48) for at in range(80)]
    old = by_group(_rows(hits), PEOPLE)["age"]["60 and over"]
    assert (old["difference"], old["low"], old["high"]) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert old["fails"] is True


def test_chance_seldom_fails():
    rng = np.random.default_rng(1)
    fails = 0
    for _ in range(200):
        hits = [(name, bool(rng.random() < 0.9)) for name in ("old", "young") for _ in range(60)]
        fails += bool(by_group(_rows(hits), PEOPLE)["age"]["60 and over"]["fails"])
    assert fails <= 10


def test_who_is_not_known_is_in_no_group_and_a_card_has_no_carrier():
    found = by_group(_rows([("nobody", True)], kind="bank_card", key="6222"), PEOPLE)
    assert found == {"age": {}, "migrant": {}, "province": {}, "carrier": {}}


def test_cards_without_any_paper_and_no_cards_at_all_are_in_no_group_of_people():
    rows = _rows([("old", True), ("young", False)]).assign(identity=float("nan"))
    assert {name: len(one) for name, one in by_group(rows, PEOPLE).items()} == {
        "age": 0,
        "migrant": 0,
        "province": 0,
        "carrier": 1,
    }
    assert by_group(rows.head(0), PEOPLE) == {"age": {}, "migrant": {}, "province": {}, "carrier": {}}


def test_numbers_of_carriers_without_a_network_stand_apart():
    rows = pd.concat([_rows([("old", True)], key="+8617012345678"), _rows([("old", True)])], ignore_index=True)
    assert {name: one["of"] for name, one in by_group(rows, PEOPLE)["carrier"].items()} == {
        "virtual": 1,
        "with a network": 1,
    }


def test_one_group_alone_differs_from_nobody():
    (old,) = by_group(_rows([("old", True)]), PEOPLE)["age"].values()
    assert (old["high"], old["fails"]) == (1.0, False)

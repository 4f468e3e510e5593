"""Shapes of money are listed whoever makes them, largest first; what an innocent explanation covers makes none."""

from __future__ import annotations

import pandas as pd

from signals.purse import Purse, people
from signals.story import Story
from workbench.signals.limits import Limits
from workbench.signals.money.listing import LISTED_COLUMNS, PATTERNS, listed

LIMITS = Limits()


def crowd(*numbers: int) -> list[str]:
    return [f"card of crowd {number}" for number in numbers]


def purse_of(count: int = 40) -> Purse:
    purse = Purse()
    people(purse, "crowd", count)
    return purse


def listed_in(purse: Purse) -> pd.DataFrame:
    snapshot = purse.snapshot()
    found = listed(snapshot, LIMITS)
    return found.assign(key=snapshot.entities["key"].astype("str").reindex(found["card"]).to_numpy())


def test_gathering_is_listed_with_its_payers_the_larger_first() -> None:
    purse = purse_of()
    purse.collected(crowd(0)[0], crowd(*range(1, 8)), 20, 900)
    purse.collected(crowd(10)[0], crowd(*range(11, 16)), 30, 900)
    found = listed_in(purse)
    fan_in = found[found["pattern"] == "fan_in"]
    assert fan_in["key"].tolist() == crowd(0, 10)
    assert fan_in["size"].tolist() == [7, 5]
    assert fan_in["as_large"].tolist() == [1, 2]
    assert set(fan_in["part"]) == {"gatherer"}


def test_money_that_comes_round_is_one_shape_of_its_cards() -> None:
    purse = purse_of()
    for day in (20, 40):
        for step in range(3):
            purse.paid(crowd(step)[0], crowd((step + 1) % 3)[0], day + step, 5000 - 100 * step)
    found = listed_in(purse)
    circle = found[found["pattern"] == "cycle"]
    assert sorted(circle["key"]) == crowd(0, 1, 2)
    assert circle["shape"].nunique() == 1
    assert set(circle["size"]) == {3}


def test_a_chain_is_listed_by_layers_and_a_single_errand_is_not() -> None:
    purse = purse_of()
    for number in range(3):
        purse.paid(crowd(number)[0], crowd(20)[0], 20 + number / 10, 5000)
        purse.paid(crowd(20)[0], crowd(21)[0], 20.05 + number / 10, 4900)
        purse.paid(crowd(21)[0], crowd(22)[0], 20.08 + number / 10, 4800)
        purse.paid(crowd(22)[0], crowd(23)[0], 20.09 + number / 10, 4700)
    purse.paid(crowd(30)[0], crowd(31)[0], 20, 5000)
    purse.paid(crowd(31)[0], crowd(32)[0], 20.1, 5000)
    found = listed_in(purse)
    chain = found[found["pattern"] == "layered"].set_index("key")["part"]
    assert chain.reindex(crowd(20, 21, 22)).tolist() == ["layer 1", "layer 2", "layer 3"]
    assert set(found.loc[found["pattern"] == "pass_through", "key"]) <= set(crowd(20, 21, 22))


def test_shops_and_kin_make_no_shapes() -> None:
    assert listed_in(purse_of()).empty


def test_of_no_payments_nothing_is_listed() -> None:
    found = listed(Purse(Story()).snapshot(), LIMITS)
    assert found.empty
    assert tuple(found.columns) == LISTED_COLUMNS


def test_the_order_of_rows_changes_nothing() -> None:
    purse = purse_of()
    purse.collected(crowd(0)[0], crowd(*range(1, 8)), 20, 900)
    first, second = (listed(purse.snapshot(shuffled_by=seed), LIMITS) for seed in (1, 2))
    pd.testing.assert_frame_equal(first, second)
    assert set(first["pattern"]) <= set(PATTERNS)

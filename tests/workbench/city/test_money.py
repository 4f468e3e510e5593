"""Fraud's money: every pattern of the truth runs through the transfers, and each has its innocent twin."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from tests.workbench.city.audit import read
from workbench.city import write_city

SHAPES = ("fan_in", "fan_out", "cycle", "gather_scatter", "scatter_gather", "bipartite", "layered", "pass_through")
TWINS = {
    "fan_in": ("illness_fund", 1),
    "fan_out": ("foreman", 1),
    "cycle": ("card_table", 4),
    "gather_scatter": ("group_buy", 1),
    "scatter_gather": ("house_purchase", 6),
    "bipartite": ("school_dues", 5),
    "layered": ("supply_chain", 4),
    "pass_through": ("remittance", 3),
    "running_score": ("street_stall", 1),
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("money")
    write_city(folder, 1200, 4)
    return folder


@pytest.fixture(scope="module")
def truth(city: Path) -> pd.DataFrame:
    return read(city / "truth", "money")


@pytest.fixture(scope="module")
def paid(city: Path) -> pd.DataFrame:
    frame = read(city / "handover", "transfers")
    return frame.assign(at=pd.to_datetime(frame["at"]), amount=frame["amount"].astype(float))


def among(paid: pd.DataFrame, cards: set[str]) -> pd.DataFrame:
    return paid[paid["payer"].isin(cards) & paid["payee"].isin(cards)].sort_values("at")


def groups(truth: pd.DataFrame, pattern: str) -> list[pd.DataFrame]:
    found = [rows for _, rows in truth[truth["pattern"] == pattern].groupby("id")]
    assert found, pattern
    return found


def test_every_shape_of_fraud_s_money_has_its_truth(truth: pd.DataFrame) -> None:
    assert set(truth["pattern"]) >= {*SHAPES, "running_score", "exit_cash", "exit_gold", "exit_coin"}
    assert not truth.duplicated(["pattern", "id", "card"]).any()


def test_a_collector_takes_from_five_payers_or_more_in_a_fortnight(truth: pd.DataFrame, paid: pd.DataFrame) -> None:
    for rows in groups(truth, "fan_in"):
        for card in rows["card"]:
            taken = paid[paid["payee"] == card].set_index("at").sort_index()
            payers = [taken.loc[at : at + pd.Timedelta(days=14), "payer"].nunique() for at in taken.index]
            assert max(payers) >= 5


def test_a_divider_pays_its_sinks_within_days(truth: pd.DataFrame, paid: pd.DataFrame) -> None:
    for rows in groups(truth, "fan_out"):
        inner = among(paid, set(rows["card"]))
        source = rows.loc[rows["part"] == "source", "card"].item()
        assert inner.loc[inner["payer"] == source, "payee"].nunique() >= 4


def test_a_cycle_comes_home_in_order_of_time(truth: pd.DataFrame, paid: pd.DataFrame) -> None:
    for rows in groups(truth, "cycle"):
        inner = among(paid, set(rows["card"]))
        steps = list(zip(inner["payer"], inner["payee"], strict=True))
        assert any(one[1] == other[0] for one, other in pairwise(steps))
        assert set(inner["payer"]) == set(inner["payee"]) == set(rows["card"])


def test_what_is_scattered_is_gathered_again(truth: pd.DataFrame, paid: pd.DataFrame) -> None:
    for rows in groups(truth, "scatter_gather"):
        part = rows.set_index("card")["part"]
        source, sink = part[part == "source"].index.item(), part[part == "sink"].index.item()
        inner = among(paid, set(part.index))
        through = set(inner.loc[inner["payer"] == source, "payee"]) & set(inner.loc[inner["payee"] == sink, "payer"])
        assert through >= set(part[part == "middle"].index)
        assert len(through) >= 3


def test_a_running_card_is_tried_with_a_penny_and_takes_odd_sums(truth: pd.DataFrame, paid: pd.DataFrame) -> None:
    for rows in groups(truth, "running_score"):
        runner = rows.loc[rows["part"] == "middle", "card"].item()
        taken = paid[paid["payee"] == runner]
        assert (taken["amount"] < 1).any()
        assert ((taken["amount"] * 100).round() % 100 != 0).sum() >= 10


def test_cards_of_victims_who_help_and_hired_cards_are_no_ring_s(city: Path, truth: pd.DataFrame) -> None:
    rings = set(read(city / "truth", "rings")["key"])
    assert not set(truth.loc[truth["pattern"] == "victim_mule", "card"]) & rings
    for pattern in ("fan_out", "cycle", "scatter_gather", "bipartite"):
        for rows in groups(truth, pattern):
            assert set(rows["card"]) & rings


def test_no_card_of_fraud_s_money_is_called_innocent(city: Path, truth: pd.DataFrame) -> None:
    assert not set(truth["card"]) & set(read(city / "truth", "innocent")["key"])


def test_every_shape_has_an_innocent_twin_at_least_as_common(city: Path, truth: pd.DataFrame) -> None:
    why = read(city / "truth", "innocent")["why"].value_counts()
    for pattern, (twin, size) in TWINS.items():
        assert why[twin] // size >= truth.loc[truth["pattern"] == pattern, "id"].nunique(), pattern


def test_sums_below_a_yuan_go_to_innocents_more_often(truth: pd.DataFrame, paid: pd.DataFrame) -> None:
    pennies = paid[paid["amount"] < 1]
    fraud = pennies["payee"].isin(truth["card"])
    assert 0 < fraud.sum() < (~fraud).sum()

"""Where rings get their paper: corrupt outlets beside busy ones, villages robbed beside villages helped."""

from pathlib import Path

import pandas as pd
import pytest

from tests.workbench.city.audit import read
from workbench.city import DIFFICULTIES, write_city


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("supply")
    write_city(folder, 2000, 2)
    return folder


def cards(city: Path) -> pd.DataFrame:
    both = [read(city / "handover", "phone_cards"), read(city / "handover", "bank_cards")]
    return pd.concat([both[0].assign(key=both[0]["phone"]), both[1].assign(key=both[1]["card"])])


def test_a_corrupt_outlet_sold_to_rings_and_a_busy_one_did_not(city: Path) -> None:
    supply, bad = read(city / "truth", "supply"), set(read(city / "truth", "stolen_identity")["key"])
    opened = cards(city)
    sold = opened[opened["key"].isin(bad)].groupby("outlet").size()
    outlets = supply[supply["kind"] == "outlet"].groupby("why")["key"].agg(list)
    assert len(outlets["busy"]) >= len(outlets["corrupt"]) >= 1
    assert sold.reindex(outlets["corrupt"], fill_value=0).min() >= 2
    assert opened["outlet"].isin(outlets["corrupt"]).sum() > 5 * sold.reindex(outlets["corrupt"]).sum()


def test_collected_identities_are_of_elders_opened_at_home(city: Path) -> None:
    supply, people = read(city / "truth", "supply"), read(city / "truth", "people").set_index("identity")
    taken = supply.loc[supply["why"] == "collected", "key"]
    assert len(taken) >= 2
    assert (people.loc[taken, "age"].astype(int) >= 50).all()
    lent = read(city / "truth", "stolen_identity").query("how == 'lent'")["key"]
    opened = cards(city)
    assert set(taken) <= set(opened[opened["key"].isin(lent)]["identity"])
    assert supply["why"].eq("helped").sum() >= len(taken)


def test_people_are_told_by_age_origin_and_whether_they_exist(city: Path) -> None:
    people = read(city / "truth", "people")
    assert people["identity"].is_unique
    assert set(people["identity"]) >= set(cards(city)["identity"])
    assert (people["province"] == people["identity"].str[:2]).all()
    for yes_no in ("migrant", "student", "real"):
        assert set(people[yes_no]) == {"yes", "no"}, yes_no
    assert people["real"].eq("yes").mean() > 0.9


def test_virtual_carriers_have_no_more_than_their_share_of_fraud(city: Path) -> None:
    phones = read(city / "handover", "phone_cards")
    bad = phones["phone"].isin(read(city / "truth", "stolen_identity")["key"])
    share = phones["carrier"].eq("虚拟运营商")
    assert abs(share[bad].mean() - share.mean()) < 0.15


@pytest.mark.parametrize("difficulty", list(DIFFICULTIES))
def test_the_smallest_city_has_every_truth_at_any_difficulty(tmp_path: Path, difficulty: str) -> None:
    write_city(tmp_path, 200, 6, difficulty=DIFFICULTIES[difficulty])
    for file in (tmp_path / "truth").iterdir():
        assert len(read(tmp_path / "truth", file.stem)) >= 1, file.stem

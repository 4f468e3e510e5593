"""How rings call, whom they work on at the end, and the numbers they give up: each beside its innocent twin."""

from pathlib import Path

import pandas as pd
import pytest

from tests.workbench.city.audit import read
from workbench.city import write_city

LAST = pd.Timestamp("2026-10-17", tz="Asia/Shanghai")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calling")
    write_city(folder, 1200, 4)
    return folder


def truth(city: Path, name: str) -> pd.DataFrame:
    return read(city / "truth", name)


def sessions_of(city: Path, phones: pd.Series) -> pd.DataFrame:
    seen = read(city / "handover", "sessions")
    seen = seen[(seen["kind"] == "phone") & seen["key"].isin(phones)]
    return seen.assign(at=pd.to_datetime(seen["at"]))


def test_who_is_worked_on_now_was_touched_lately_and_has_not_reported(city: Path) -> None:
    harmed = truth(city, "victims")
    now = harmed[harmed["working"] == "yes"]
    assert len(now) >= 5
    assert not set(now["phone"]) & set(read(city / "handover", "reports")["victim_phone"])
    rings = truth(city, "rings")
    callers = set(rings.loc[rings["kind"] == "phone", "key"])
    calls = read(city / "handover", "calls")
    calls = calls[calls["caller"].isin(callers) & calls["callee"].isin(now["phone"])]
    lately = calls[pd.to_datetime(calls["at"]) > LAST]
    assert now["phone"].isin(lately["callee"]).mean() > 0.6
    assert (now["reported"] == "no").all()


def test_exposure_tells_of_everybody_worked_on_past_victims_too(city: Path) -> None:
    exposed, harmed = truth(city, "exposure"), truth(city, "victims")
    assert set(exposed["phone"]) == set(harmed["phone"])
    assert (harmed["reported"] == "yes").any()


def test_a_relay_s_two_phones_are_seen_in_one_place_at_one_time(city: Path) -> None:
    callers = truth(city, "callers")
    relays = callers[callers["how"] == "relay"]
    assert len(relays)
    one, other = sessions_of(city, relays["phone"]), sessions_of(city, relays["beside"])
    together = one.merge(relays, left_on="key", right_on="phone").merge(
        other, left_on=["beside", "cell"], right_on=["key", "cell"], suffixes=("", "_there")
    )
    near = (together["at"] - together["at_there"]).abs() < pd.Timedelta(minutes=5)
    assert together[near]["phone"].nunique() >= 0.7 * relays["phone"].nunique()
    assert not (together[near]["device"].eq(together[near]["device_there"]) & together[near]["device"].ne("")).any()


def test_a_box_holds_several_cards_in_two_handsets(city: Path) -> None:
    callers = truth(city, "callers")
    boxed = sessions_of(city, callers.loc[callers["how"] == "sim_box", "phone"])
    assert boxed["key"].nunique() >= 2
    late = boxed[boxed["at"] > LAST]
    assert late.loc[late["device"] != "", "device"].nunique() < max(3, boxed["key"].nunique())


def test_machines_and_firms_cards_are_misused_by_few_and_properly_used_by_more(city: Path) -> None:
    cards, callers = read(city / "handover", "phone_cards"), truth(city, "callers")
    for sort in ("iot", "industry"):
        misused = callers["how"].eq(f"{sort}_misused").sum()
        assert 0 < misused < cards["card_type"].eq(sort).sum() - misused


def test_a_given_up_number_is_closed_before_its_heir_calls(city: Path) -> None:
    switches, cards = truth(city, "switches"), read(city / "handover", "phone_cards").set_index("phone")
    calls = read(city / "handover", "calls").groupby("caller")["at"].min()
    for old, new in switches.itertuples(index=False):
        assert cards.loc[old, "closed_at"]
        assert calls.get(new, "9") >= cards.loc[old, "closed_at"]


def test_more_people_change_their_number_than_rings_do(city: Path) -> None:
    changes = truth(city, "innocent")["why"].eq("number_change").sum()
    assert changes > len(truth(city, "switches")) >= 2


def test_more_are_brushed_by_calls_than_worked_on(city: Path) -> None:
    why = truth(city, "innocent")["why"].value_counts()
    for brushed in ("wrong_call", "courier_call", "call_centre_call", "called_by_96110", "called_by_officials"):
        assert why[brushed] >= (truth(city, "victims")["working"] == "yes").sum(), brushed


def test_calls_are_forwarded_for_innocents_more_than_for_rings(city: Path) -> None:
    calls, callers = read(city / "handover", "calls"), truth(city, "callers")
    forwarded = calls.loc[calls["forwarded_from"] != "", "forwarded_from"]
    relays = set(callers.loc[callers["how"] == "relay", "phone"])
    assert 0 < forwarded.isin(relays).sum() < (~forwarded.isin(relays)).sum()

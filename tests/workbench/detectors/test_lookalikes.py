"""Look-alikes are held against all innocents: a sort that is flagged more than twice as often is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from detectors.test_measure import findings
from workbench.detectors.lookalikes import flagged, look_alikes, wronged
from workbench.detectors.measure import evaluate
from workbench.detectors.truth import Truth
from workbench.model import no_findings


def keys(*names: str, kind: str = "phone") -> pd.DataFrame:
    return pd.DataFrame({"kind": kind, "key": list(names)}, dtype="str")


def sort(why: str, count: int) -> pd.DataFrame:
    return keys(*(f"{why} {at}" for at in range(count))).assign(why=why)


def test_a_sort_is_held_against_all_innocents_of_its_kind() -> None:
    innocent = pd.concat([sort("courier", 100), sort("helper", 100)])
    first = keys("helper 1", "helper 2", "somebody", "bad")
    got = look_alikes(first, innocent, {("phone", "bad")}, {"phone": 1001})["helper"]["phone"]
    assert (got["flagged"], got["of"], got["rate"], got["base"]) == (2, 100, 0.02, 0.003)
    assert got["ratio"] == pytest.approx(2 / 3 / 0.1, abs=1e-3)
    # The exact interval of two of three, .0943 to .9916, over one innocent in ten.
    assert (got["low"], got["high"]) == (pytest.approx(0.943, abs=0.01), pytest.approx(9.916, abs=0.01))
    assert not got["more_than_twice"]


def test_a_sort_that_is_left_alone_has_a_ratio_of_nought() -> None:
    got = look_alikes(keys("helper 1"), sort("courier", 500), set(), {"phone": 1000})["courier"]["phone"]
    assert (got["flagged"], got["ratio"], got["more_than_twice"]) == (0, 0.0, False)


def test_where_nothing_is_flagged_or_nobody_is_known_to_be_innocent_nothing_breaks() -> None:
    none = keys("x").head(0)
    got = look_alikes(none, sort("courier", 5), set(), {"phone": 10})["courier"]["phone"]
    assert (got["flagged"], got["ratio"]) == (0, 0.0)
    assert look_alikes(keys("a"), none.assign(why=""), set(), {"phone": 10}) == {}
    assert look_alikes(keys("a"), sort("courier", 1), {("phone", "courier 0")}, {"phone": 10}) == {}


def test_one_wrong_flag_among_many_proves_nothing() -> None:
    innocent = sort("helper", 200)
    got = look_alikes(keys("helper 1"), innocent, set(), {"phone": 1000})
    assert got["helper"]["phone"]["ratio"] == 5.0
    assert not got["helper"]["phone"]["more_than_twice"]
    assert wronged(got) == []


def test_the_line_says_how_many_times_and_of_how_many() -> None:
    first = keys(*(f"helper {at}" for at in range(20)))
    got = wronged(look_alikes(first, sort("helper", 100), set(), {"phone": 1000}))
    assert got == ["helper (phone): flagged 10.0 times as often as innocents are [8.3, 10.0], 20 of 100"]


def test_fraud_that_looks_like_an_innocent_is_no_wrong_flag() -> None:
    got = look_alikes(keys("helper 1"), sort("helper", 10), {("phone", "helper 1")}, {"phone": 100})
    assert (got["helper"]["phone"]["flagged"], got["helper"]["phone"]["of"]) == (0, 9)


def test_only_the_first_as_many_as_are_wanted_are_flagged() -> None:
    one = findings("stolen_identity", [[("1", "stolen"), ("P", "paper")], [("2", "lent")], [("3", "lent")]])
    assert flagged("stolen_identity", one, 2)["key"].tolist() == ["1", "2"]
    rings = findings("rings", [[("1", "mule"), ("2", "mule"), ("D", "hub")], [("3", "mule")]])
    assert flagged("rings", rings, 1)["key"].tolist() == ["1", "2"]


def test_who_pesters_or_lies_beside_a_relay_is_not_flagged_with_it() -> None:
    one = findings("calls", [[("1", "caller"), ("2", "beside")], [("3", "caller")], [("4", "caller")]])
    marks = pd.DataFrame({"finding": ["f0", "f1", "f2"], "name": "profile", "value": ["relay", "nuisance", "relay"]})
    assert flagged("calls", replace(one, marks=marks), 2)["key"].tolist() == ["1", "4"]


def test_evaluating_holds_every_sort_against_all_there_are(tmp_path: Path) -> None:
    (tmp_path / "stolen_identity.csv").write_text("kind,key,how\nphone,1,stolen\nphone,2,stolen\n", "utf-8")
    (tmp_path / "innocent.csv").write_text("kind,key,why\nphone,7,courier\nphone,8,courier\n", "utf-8")
    one = findings("stolen_identity", [[("1", "stolen")], [("7", "stolen")], [("8", "stolen")]])
    got = evaluate({"stolen_identity": one}, Truth(tmp_path), there={"phone": 102})["stolen_identity"]
    assert isinstance(got, dict)
    assert got["look_alikes"]["courier"]["phone"]["flagged"] == 1
    assert got["look_alikes"]["courier"]["phone"]["ratio"] == 50.0
    assert "look_alikes" not in evaluate({"stolen_identity": no_findings()}, Truth(tmp_path))["stolen_identity"]  # type: ignore[operator]

"""Measuring counts what is right, what is missed, and which innocents were taken for fraud."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from workbench.detectors.measure import evaluate
from workbench.detectors.truth import Truth
from workbench.errors import UsedWrongly
from workbench.model import Findings, no_findings
from workbench.model.finding import GROUND_COLUMNS, REASON_COLUMNS


def findings(detector: str, groups: list[list[tuple[str, str]]]) -> Findings:
    """Findings in order of rank; each a list of (key, part)."""
    heads = [(f"f{at}", detector, at + 1, 9.0 - at, "") for at in range(len(groups))]
    rows = [(f"f{at}", "phone", key, part, 9.0 - at) for at, group in enumerate(groups) for key, part in group]
    return Findings(
        pd.DataFrame(heads, columns=["finding", "detector", "rank", "score", "says"]),
        pd.DataFrame(rows, columns=["finding", "kind", "key", "part", "score"]),
        pd.DataFrame(columns=list(REASON_COLUMNS)),
        pd.DataFrame(columns=list(GROUND_COLUMNS)),
    )


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    (tmp_path / "stolen_identity.csv").write_text("kind,key,how\nphone,1,stolen\nphone,2,lent\nphone,9,lent\n", "utf-8")
    (tmp_path / "rings.csv").write_text(
        "ring,kind,key,part\na,phone,1,boss\na,phone,2,x\nb,phone,3,x\nb,phone,4,x\nb,phone,5,x\n", "utf-8"
    )
    (tmp_path / "innocent.csv").write_text("kind,key,why\nphone,7,courier\n", "utf-8")
    return tmp_path


def test_stolen_identity_is_measured_by_rank(truth: Path) -> None:
    one = findings("stolen_identity", [[("1", "stolen")], [("7", "lent")], [("2", "stolen")], [("8", "lent")]])
    got = evaluate({"stolen_identity": one}, Truth(truth))["stolen_identity"]
    assert isinstance(got, dict)
    assert got["average_precision"] == pytest.approx((1 + 2 / 3) / 3, abs=1e-4)
    assert got["precision_at"]["100"]["share"] == 0.5
    assert got["how_right"]["share"] == 0.5
    assert got["recall_by_how"]["lent"] == {"share": 0.5, "low": 0.0945, "high": 0.9055, "of": 2}
    assert got["false_alarms"] == {"courier": 1, "unexplained": 1}


def test_the_decade_on_the_paper_is_told_apart(truth: Path) -> None:
    paper = ("51010419800101123X", "paper")
    one = findings("stolen_identity", [[("1", "stolen"), paper]])
    got = evaluate({"stolen_identity": one}, Truth(truth))["stolen_identity"]
    assert isinstance(got, dict)
    assert got["found"] == 1
    assert got["precision_by_birth_decade"]["1980s"]["share"] == 1.0


def test_a_ring_is_recalled_by_half_of_its_members_in_one_finding(truth: Path) -> None:
    one = findings("rings", [[("1", "x"), ("7", "x")], [("3", "x")], [("4", "x"), ("5", "x")]])
    got = evaluate({"rings": one}, Truth(truth))["rings"]
    assert isinstance(got, dict)
    assert got["recall"]["share"] == 1.0
    assert got["member_precision"]["share"] == pytest.approx(2 / 3, abs=1e-4)
    assert got["false_alarms"] == {"courier": 1}
    late = findings("rings", [[("7", "x")]] * 4 + [[("3", "x"), ("4", "x")]])
    assert evaluate({"rings": late}, Truth(truth))["rings"]["recall"]["share"] == 0.0  # type: ignore[index]


def test_nothing_found_is_measured_as_nothing(truth: Path) -> None:
    got = evaluate({"rings": no_findings(), "stolen_identity": no_findings()}, Truth(truth))
    assert json.loads(json.dumps(got))["rings"]["recall"]["share"] == 0.0
    assert json.loads(json.dumps(got))["stolen_identity"]["average_precision"] == 0.0


def test_a_folder_without_truth_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match=r"rings\.csv or stolen_identity\.csv"):
        evaluate({"rings": no_findings()}, Truth(tmp_path))


def test_a_truth_without_a_column_says_which(truth: Path) -> None:
    (truth / "rings.csv").write_text("ring,kind\na,phone\n", "utf-8")
    with pytest.raises(UsedWrongly, match=r"rings\.csv has no column key"):
        evaluate({"rings": no_findings()}, Truth(truth))


def test_callers_are_measured_whatever_their_profile_and_pests_are_none_of_them(truth: Path) -> None:
    told = "phone,how,beside\n1,relay,2\n2,relay_partner,1\n3,sim_box,\n4,nuisance,\n"
    (truth / "callers.csv").write_text(told, "utf-8")
    one = findings("calls", [[("1", "caller"), ("2", "beside")], [("7", "caller")], [("4", "caller")]])
    marks = pd.DataFrame({"finding": ["f0", "f1", "f2"], "name": "profile", "value": ["relay", "relay", "nuisance"]})
    got = evaluate({"calls": replace(one, marks=marks)}, Truth(truth))["calls"]
    assert isinstance(got, dict)
    assert (got["wanted"], got["found"], got["average_precision"]) == (2, 2, 0.5)
    assert got["recall_by_how"]["relay_partner"]["share"] == 1.0
    assert got["false_alarms"] == {"courier": 1}


def test_a_switch_is_right_only_if_both_its_numbers_are(truth: Path) -> None:
    (truth / "switches.csv").write_text("old,new\n1,2\n3,4\n", "utf-8")
    one = findings("switches", [[("1", "old"), ("2", "new")], [("3", "old"), ("7", "new")]])
    got = evaluate({"switches": one}, Truth(truth))["switches"]
    assert isinstance(got, dict)
    assert (got["wanted"], got["found"], got["average_precision"]) == (2, 2, 0.5)
    assert got["recall"]["share"] == 0.5
    assert got["false_alarms"] == {"courier": 1}

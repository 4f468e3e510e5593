"""The files of findings: the columns agreed on, masked as asked, the same bytes twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from signals.story import Story, with_crowd, with_ring

from workbench.detectors import find_all
from workbench.detectors.write import write_findings
from workbench.model import Findings, no_findings
from workbench.signals.limits import Limits


@pytest.fixture(scope="module")
def world() -> Story:
    story = Story()
    with_crowd(story, 30)
    with_ring(story)
    return story


@pytest.fixture(scope="module")
def found(world: Story) -> dict[str, Findings]:
    return find_all(world.snapshot(), Limits())


def masked(kind: str, key: str) -> tuple[str, str]:
    return f"{kind} ***{key[-1]}", f"token-{abs(hash((kind, key)))}"


def test_the_columns_are_those_agreed_on(found: dict[str, Findings], tmp_path: Path) -> None:
    write_findings(found, tmp_path, masked)
    heads = {path.name: path.read_text("utf-8").splitlines()[0] for path in tmp_path.iterdir()}
    assert heads == {
        "rings.csv": "ring,rank,score,kind,key,part,reasons,token",
        "stolen_identity.csv": "rank,score,kind,key,identity,how,reasons,token,identity_token",
        "money.csv": "rank,score,pattern,card,part,reasons,token",
        "calls.csv": "rank,score,profile,phone,part,reasons,token",
        "switches.csv": "rank,score,old,new,reasons,old_token,new_token",
        "exposure.csv": "rank,score,level,phone,fraud_type,step,reasons,token",
    }


def test_no_whole_key_stands_in_a_masked_file(found: dict[str, Findings], world: Story, tmp_path: Path) -> None:
    write_findings(found, tmp_path, masked)
    text = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert not [key for key in world.snapshot().entities["key"] if len(key) > 4 and key in text]


def test_the_same_findings_give_the_same_bytes(world: Story, found: dict[str, Findings], tmp_path: Path) -> None:
    again = find_all(world.snapshot(shuffled_by=5), Limits())
    for name, each in (("one", found), ("other", again)):
        (tmp_path / name).mkdir()
        write_findings(each, tmp_path / name, masked)
    for name in ("rings.csv", "stolen_identity.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_every_card_stands_once_with_its_reasons(found: dict[str, Findings], tmp_path: Path) -> None:
    write_findings(found, tmp_path, lambda kind, key: (key, f"{kind}/{key}"))
    rows = pd.read_csv(tmp_path / "stolen_identity.csv", dtype=str)
    assert sorted(rows["key"]) == sorted(f"ring {what} {number}" for what in ("phone", "card") for number in range(5))
    assert rows["reasons"].str.contains("used at another household's address").all()
    assert (rows["identity"] == rows["key"].str[-1].map(lambda number: f"victim {number} of ring")).all()
    assert (rows["token"] == rows["kind"] + "/" + rows["key"]).all()


def test_a_switch_is_one_row_with_both_numbers_and_what_is_said_of_either(tmp_path: Path) -> None:
    head = {"finding": "f", "detector": "switches", "rank": 1, "score": 3.5, "says": "so"}
    members = [("f", "phone", key, part, 3.5) for key, part in (("13", "new"), ("12", "old"))]
    why = [("f", "phone", "12", "a", "old in doubt", False), ("f", "phone", "13", "b", "same circle", False)]
    why += [("f", "", "", "c", "people move", True)]
    reasons = pd.DataFrame(why, columns=["finding", "kind", "key", "code", "says", "counter"])
    found = replace(
        no_findings(),
        findings=pd.DataFrame([head]),
        members=pd.DataFrame(members, columns=["finding", "kind", "key", "part", "score"]),
        reasons=reasons.assign(weight=1.0, without=0.0, query=""),
    )
    write_findings({"switches": found}, tmp_path, lambda kind, key: (key, f"{kind}/{key}"))
    row = pd.read_csv(tmp_path / "switches.csv", dtype=str).iloc[0]
    assert (row["old"], row["new"], row["old_token"], row["new_token"]) == ("12", "13", "phone/12", "phone/13")
    assert row["reasons"] == "same circle; but people move; old in doubt"


def test_nothing_found_gives_files_with_a_head_only(tmp_path: Path) -> None:
    write_findings({"rings": no_findings(), "stolen_identity": no_findings()}, tmp_path, masked)
    assert all(len(path.read_text("utf-8").splitlines()) == 1 for path in tmp_path.iterdir())
    assert len(list(tmp_path.iterdir())) == 2

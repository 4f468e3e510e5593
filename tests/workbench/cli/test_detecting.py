"""Commands that find, measure, look up and hand over: masked, repeatable, on the record."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import pytest
import story
from reranking.decisions import decided_home

from cli.conftest import Line, tree
from workbench.detectors import DETECTORS

WHY = "案件 2026-0012: the prosecutor asked for it"
NAMES = [one.NAME for one in DETECTORS]
FILES = [*(f"{name}.csv" for name in NAMES), "risk.csv", "outlets.csv"]
WHOLE = {*story.RING_PHONES, *story.RING_CARDS, *story.STOLEN}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _acts(line: Line, home: Path) -> list[dict[str, object]]:
    said = line("audit", "--home", home, "--json")
    assert (said.code, said.json["intact"]) == (0, True)
    return said.json["acts"]


def test_detecting_twice_gives_the_same_bytes(line: Line, home: Path, tmp_path: Path):
    first = line("detect", "--home", home, "--out", tmp_path / "one", "--json")
    second = line("detect", "--home", home, "--out", tmp_path / "two", "--json")
    assert (first.code, second.code) == (0, 0)
    assert first.json["run"] == second.json["run"]
    assert first.json["findings"]["rings"] == 1
    assert sorted(tree(tmp_path / "one")) == sorted([*FILES, "manifest.json"])
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert [Path(file).name for file in first.json["files"]] == [*FILES, "manifest.json"]


def test_what_each_detector_lacked_is_said_and_stands_in_the_manifest(line: Line, tmp_path: Path):
    calls = tmp_path / "calls.csv"
    calls.write_text("caller,callee,at,seconds\n13800000001,13800000002,2026-06-01 09:00:00,60\n", "utf-8")
    line("load", calls, "--home", tmp_path / "home")
    said = line("detect", "--home", tmp_path / "home", "--out", tmp_path / "out", "--json")
    assert said.json["lacked"]["money"][0]["sources"] == ["transfers"]
    assert said.json["lacked"]["money"][0]["needed"] is True
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["lacked"] == said.json["lacked"]
    assert "Without transfers nothing can be found here" in line("detect", "--home", tmp_path / "home").out
    assert "not seen: the newest run saw no" in line("verify", "13800000001", "--home", tmp_path / "home").out


def test_findings_are_masked_and_join_by_token(line: Line, looked: Path, tmp_path: Path):
    line("detect", "--home", looked, "--out", tmp_path / "out")
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir())
    assert [key for key in WHOLE if key in text or key.removeprefix("+86") in text] == []
    rings, stolen = _rows(tmp_path / "out" / "rings.csv"), _rows(tmp_path / "out" / "stolen_identity.csv")
    assert {row["token"] for row in stolen} <= {row["token"] for row in rings}
    assert all(len(row["token"]) == 32 for row in rings)


def test_revealed_findings_hold_whole_keys_and_are_on_the_record(line: Line, looked: Path, tmp_path: Path):
    said = line("detect", "--home", looked, "--out", tmp_path / "out", "--reveal", WHY, "--json")
    assert said.code == 0
    found = {row["key"] for row in _rows(tmp_path / "out" / "rings.csv")}
    assert found & set(story.RING_PHONES)
    act = next(one["act"] for one in _acts(line, looked) if one["act"]["action"] == "reveal findings")
    assert (act["object"], act["reason"], act["outcome"]) == (said.json["run"], WHY, "done")


@pytest.mark.parametrize("reason", ["x", "   ", "..."])
def test_revealing_needs_a_reason(line: Line, looked: Path, tmp_path: Path, reason: str):
    said = line("detect", "--home", looked, "--out", tmp_path / "out", "--reveal", reason)
    assert said.code == 2
    assert "reason" in said.err
    assert not (tmp_path / "out").exists()
    assert [one for one in _acts(line, looked) if one["act"]["action"] == "reveal findings"] == []


def test_an_identifier_within_a_reason_does_not_enter_the_audit(line: Line, looked: Path, tmp_path: Path):
    phone = story.RING_PHONES[0].removeprefix("+86")
    line("detect", "--home", looked, "--out", tmp_path / "out", "--reveal", f"asked about {phone} by the station")
    said = line("audit", "--home", looked, "--json").out
    assert phone not in said
    assert "asked about 17********* by the station" in said


def test_an_empty_home_has_no_findings(line: Line, tmp_path: Path):
    said = line("detect", "--home", tmp_path / "home", "--out", tmp_path / "out", "--json")
    assert (said.code, said.json["findings"]) == (0, dict.fromkeys(NAMES, 0))
    assert _rows(tmp_path / "out" / "rings.csv") == []


def test_a_run_is_measured_against_a_truth(line: Line, looked: Path, tmp_path: Path):
    truth = tmp_path / "truth"
    truth.mkdir()
    members = [("phone", key) for key in story.RING_PHONES] + [("bank_card", key) for key in story.RING_CARDS]
    rows = "".join(f"ring-1,{kind},{key},mule\n" for kind, key in members)
    (truth / "rings.csv").write_text("ring,kind,key,part\n" + rows)
    (truth / "stolen_identity.csv").write_text(
        "kind,key,how\n" + "".join(f"{kind},{key},stolen\n" for kind, key in members)
    )
    (truth / "innocent.csv").write_text("kind,key,why\n")
    said = line("evaluate", "latest", truth, "--home", looked, "--json")
    assert said.code == 0
    assert said.json["rings"]["recall"]["share"] == 1.0
    assert 0 < said.json["stolen_identity"]["average_precision"] <= 1
    assert line("evaluate", "latest", truth, "--home", looked).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["evaluate", "nonsense", "."], "workbench detect"),
        (["evaluate", "latest", "nowhere"], "nowhere"),
        (["export", "nonsense", "--to", "ring.html"], "open the list again"),
    ],
)
def test_what_is_not_there_is_told(line: Line, looked: Path, words: list[str], says: str):
    said = line(*words, "--home", looked)
    assert said.code == 2
    assert says in said.sentence


def test_without_a_run_there_is_nothing_to_measure(line: Line, home: Path):
    said = line("evaluate", "latest", ".", "--home", home)
    assert said.code == 2
    assert "workbench detect" in said.sentence


def test_a_damaged_run_is_told(line: Line, looked: Path):
    next((looked / "runs").glob("*/rings.members.parquet")).write_bytes(b"cut")
    said = line("evaluate", "latest", ".", "--home", looked)
    assert said.code == 3
    assert "workbench detect" in said.sentence
    assert line("detect", "--home", looked, "--json").code == 0
    assert "no truth" in line("evaluate", "latest", ".", "--home", looked).sentence


@pytest.mark.parametrize("command", ["draw", "undraw"])
def test_into_an_embedded_graph_nothing_is_drawn(line: Line, looked: Path, command: str):
    said = line(command, "--home", looked)
    assert said.code == 2
    assert "name a Neo4j with --graph" in said.sentence


def test_a_second_opinion_is_made_and_told(line: Line, tmp_path: Path):
    pytest.importorskip("lightgbm", reason="LightGBM is not installed; `pip install '.[rerank]'` brings it")
    home = decided_home(tmp_path / "decided")
    said = line("rerank", "--home", home, "--json")
    assert said.code == 0
    assert said.json["says"].startswith("better than the score: ")
    assert said.json["opinion"]["confirmed"] + said.json["opinion"]["rejected"] == len(said.json["findings"])
    table = line("rerank", "stolen_identity", "--home", home)
    first = min(said.json["findings"], key=lambda one: one["second"])
    assert first["finding"] in table.out
    assert "the score and its rank stay what they are" in table.out


def test_of_too_few_decisions_no_second_opinion_is_made(line: Line, looked: Path):
    said = line("rerank", "--home", looked, "--json")
    assert (said.code, said.json["error"]["code"]) == (3, "too_few")
    assert "0 confirmed and 0 rejected" in said.json["error"]["message"]
    assert not (looked / "models").exists()
    assert line("rerank", "nonsense", "--home", looked).code == 2


def test_find_says_what_it_is_and_what_it_is_linked_to(line: Line, home: Path):
    phone = story.RING_PHONES[0]
    said = line("find", phone.removeprefix("+86"), "--home", home, "--json")
    assert said.code == 0
    (hit,) = said.json["hits"]
    assert (hit["entity"]["kind"], hit["entity"]["text"]) == ("Phone", "+86 170****0021")
    assert {"REGISTERED", "RESERVED"} <= {one["type"] for one in hit["neighbours"]}
    assert phone not in said.out
    act = _acts(line, home)[0]["act"]
    assert (act["action"], act["object"]) == ("find", hit["entity"]["token"])


def test_find_takes_names_and_says_when_nothing_is_there(line: Line, home: Path):
    assert {hit["entity"]["kind"] for hit in line("find", "张三", "--home", home, "--json").json["hits"]} == {
        "Identity"
    }
    for nothing in ("13999999999", "nobody", " ", "'; MATCH (n) DETACH DELETE n; //"):
        assert line("find", nothing, "--home", home, "--json").json == {"hits": []}
    assert line("check", "--home", home).code == 0


@pytest.mark.parametrize("suffix", [".zip", ".graphml", ".html"])
def test_a_ring_is_handed_over(line: Line, looked: Path, tmp_path: Path, suffix: str):
    line("detect", "--home", looked, "--out", tmp_path / "out")
    ring = _rows(tmp_path / "out" / "rings.csv")[0]["ring"]
    file = tmp_path / f"ring{suffix}"
    said = line("export", ring, "--to", file, "--home", looked, "--json")
    assert (said.code, said.json) == (0, {"file": str(file)})
    content = file.read_bytes()
    assert [key for key in WHOLE if key.removeprefix("+86").encode() in content] == []
    if suffix == ".graphml":
        graph = nx.read_graphml(file)
        assert {row["token"] for row in _rows(tmp_path / "out" / "rings.csv")} <= set(graph.nodes)
    act = _acts(line, looked)[0]["act"]
    assert (act["action"], act["object"]) == ("export", {".zip": "csv"}.get(suffix, suffix[1:]))


def test_a_form_that_is_none_exports_nothing_and_records_nothing(line: Line, looked: Path, tmp_path: Path):
    line("detect", "--home", looked, "--out", tmp_path / "out")
    ring = _rows(tmp_path / "out" / "rings.csv")[0]["ring"]
    before = len(_acts(line, looked))
    said = line("export", ring, "--to", tmp_path / "ring.doc", "--home", looked)
    assert said.code == 2
    assert ".graphml" in said.sentence
    assert not (tmp_path / "ring.doc").exists()
    assert len(_acts(line, looked)) == before


def test_the_audit_names_who_did_what_newest_first(line: Line, home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKBENCH_PERSON", "李警官")
    line("find", "张三", "--home", home)
    acts = _acts(line, home)
    assert [one["act"]["action"] for one in acts[:2]] == ["find", "load"]
    assert [one["act"]["person"] for one in acts[:2]] == ["李警官", "analyst"]
    assert len(line("audit", "--most", "3", "--home", home, "--json").json["acts"]) == 3
    assert "stand as they were written" in line("audit", "--home", home).out


def test_the_audit_holds_no_key(line: Line, looked: Path, tmp_path: Path):
    for value in (*story.RING_PHONES, *story.RING_CARDS, *story.STOLEN):
        line("find", value, "--home", looked)
    text = json.dumps(line("audit", "--most", "10000", "--home", looked, "--json").json)
    assert [key for key in WHOLE if key.removeprefix("+86") in text] == []


def test_a_demo_is_a_city_found_through_and_made_once(line: Line, tmp_path: Path):
    words = ["demo", "--people", "500", "--seed", "3", "--no-serve", "--home", tmp_path / "home", "--json"]
    said = line(*words)
    assert said.code == 0
    assert list(said.json) == ["home", "run", "findings"]
    assert said.err == ""
    assert line(*words).json == said.json
    other = line(*words[:4], "4", *words[5:])
    assert (other.code, other.json["error"]["code"]) == (2, "used_wrongly")
    measured = line("evaluate", said.json["run"], tmp_path / "home/demo/truth", "--home", tmp_path / "home", "--json")
    assert measured.code == 0
    assert set(measured.json) == {*NAMES, "risk", "outlets"}
    assert {"age", "migrant", "province", "carrier"} == set(measured.json["stolen_identity"]["precision_by"])


def test_shapes_of_money_are_listed_masked_and_a_line_each(line: Line, home: Path):
    said = line("shapes", "--home", home, "--most", "5", "--json")
    assert said.code == 0
    rows = said.json["shapes"]
    assert len({row["shape"] for row in rows}) == min(5, len(rows)) > 0
    assert not [key for key in WHOLE for row in rows if key in json.dumps(row)]
    told = line("shapes", "--home", home, "--most", "5")
    assert "says nothing about guilt" in told.out
    refused = line("shapes", "--home", home, "--pattern", "ponzi")
    assert refused.code == 2
    assert "there are: fan_in" in refused.err

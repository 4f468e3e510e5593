"""Commands that take evidence in and out: what they say, what they leave, and their exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import story

from cli.conftest import Line, tree

RECEIPT = ["file", "source", "batch", "read", "accepted", "refused", "known", "unanswered"]
HALF_BAD = "caller,callee,at,seconds\n13800138000,13900139000,2026-01-02 03:04:05,60\n13800138000,nobody,2026-01-03,5\n"


def test_a_folder_gives_a_receipt_a_file(line: Line, handover: Path, tmp_path: Path):
    said = line("load", handover, "--home", tmp_path / "home", "--json")
    assert said.code == 0
    assert list(said.json) == ["receipts"]
    receipts = said.json["receipts"]
    assert [list(one)[: len(RECEIPT)] for one in receipts] == [RECEIPT] * len(story.ROWS)
    assert {one["source"]: one["read"] for one in receipts} == story.ROWS
    assert {one["file"] for one in receipts} == {path.name for path in handover.iterdir()}


def test_loading_twice_adds_nothing(line: Line, home: Path, handover: Path):
    before, stats = tree(home), line("stats", "--home", home, "--json").json
    again = line("load", handover, "--home", home, "--json")
    assert again.code == 0
    assert all(one["known"] == one["accepted"] for one in again.json["receipts"])
    assert tree(home) == before
    assert line("stats", "--home", home, "--json").json == stats


def test_files_one_by_one_are_the_folder(line: Line, home: Path, handover: Path, tmp_path: Path):
    files = sorted(handover.iterdir(), reverse=True)
    for half in (files[::2], files[1::2]):
        assert line("load", *half, "--home", tmp_path / "other").code == 0
    assert line("stats", "--home", tmp_path / "other", "--json").json == line("stats", "--home", home, "--json").json


def test_stats_tell_the_storys_numbers(line: Line, home: Path):
    said = line("stats", "--home", home, "--json")
    assert said.code == 0
    assert said.json == {"entities": story.ENTITIES, "links": story.LINKS, "evidence": story.EVENTS}
    assert said.err == ""


def test_check_holds_evidence_against_the_graph(line: Line, home: Path):
    said = line("check", "--home", home, "--json")
    assert said.code == 0
    assert list(said.json) == ["agree", "evidence", "graph"]
    assert said.json["agree"] is True
    assert said.json["evidence"] == said.json["graph"]
    assert said.json["graph"] | story.ENTITIES | story.LINKS == said.json["graph"]


def test_check_fails_where_the_graph_is_behind(line: Line, home: Path):
    (home / "graph" / "CURRENT").unlink()
    said = line("check", "--home", home, "--json")
    assert (said.code, said.json["agree"], said.err) == (3, False, "")
    assert line("stats", "--home", home, "--json").err == ""
    told = line("check", "--home", home)
    assert (told.code, "workbench rebuild" in told.out) == (3, True)
    assert line("rebuild", "--home", home).code == 0
    assert line("check", "--home", home).code == 0


def test_a_batch_taken_out_leaves_what_was_before(line: Line, home: Path, tmp_path: Path):
    before, stats = tree(home / "evidence"), line("stats", "--home", home, "--json").json
    calls = tmp_path / "calls_more.csv"
    calls.write_text("caller,callee,at,seconds\n13800138000,13900139000,2026-01-02 03:04:05,60\n")
    batch = line("load", calls, "--home", home, "--json").json["receipts"][0]["batch"]
    assert line("stats", "--home", home, "--json").json["links"]["CALLED"] == story.LINKS["CALLED"] + 1
    assert line("unload", batch, "--home", home, "--json").json == {"unloaded": batch}
    assert line("stats", "--home", home, "--json").json == stats
    assert tree(home / "evidence") == before
    assert line("check", "--home", home).code == 0


@pytest.mark.parametrize("name", ["0000000000000000", "*", "??", "../secret", ""])
def test_a_batch_that_is_none_takes_nothing_out(line: Line, home: Path, name: str):
    before = tree(home)
    said = line("unload", name, "--home", home)
    assert said.code == 2
    assert "workbench stats" in said.sentence
    assert tree(home) == before


def test_rebuilding_gives_the_same_graph(line: Line, home: Path):
    before = line("check", "--home", home, "--json").json
    assert list(line("rebuild", "--home", home, "--json").json) == ["state"]
    assert line("check", "--home", home, "--json").json == before


def test_a_dry_run_says_it_all_and_keeps_nothing(line: Line, home: Path, handover: Path, tmp_path: Path):
    file = tmp_path / "calls_bad.csv"
    file.write_text(HALF_BAD)
    before = tree(home)
    tried = line("load", file, "--home", home, "--dry-run", "--json")
    assert tree(home) == before
    assert tried.code == 1
    loaded = line("load", file, "--home", home, "--json")
    same = ["file", "source", "batch", "read", "accepted", "refused", "reasons"]
    assert [tried.json["receipts"][0][name] for name in same] == [loaded.json["receipts"][0][name] for name in same]


def test_more_refused_than_tolerated_is_told_by_the_exit_code(line: Line, tmp_path: Path):
    file = tmp_path / "calls.csv"
    file.write_text(HALF_BAD)
    said = line("load", file, "--home", tmp_path / "home", "--json")
    assert (said.code, said.json["receipts"][0]["refused"]) == (1, 1)
    assert "over the tolerance" in said.err
    assert line("load", file, "--home", tmp_path / "home", "--tolerance", ".5").code == 0
    assert line("check", "--home", tmp_path / "home").code == 0


def test_the_tolerance_is_a_files(line: Line, handover: Path, tmp_path: Path):
    both = Path(shutil.copytree(handover, tmp_path / "both"))
    (both / "calls_bad.csv").write_text(HALF_BAD)
    assert line("load", both, "--home", tmp_path / "home", "--tolerance", ".4").code == 1


def test_tolerance_comes_from_the_settings_too(line: Line, tmp_path: Path):
    file = tmp_path / "calls.csv"
    file.write_text(HALF_BAD)
    Path("workbench.toml").write_text("tolerance = 0.5\n")
    assert line("load", file, "--home", tmp_path / "home").code == 0


def test_source_says_what_a_file_is(line: Line, handover: Path, tmp_path: Path):
    strange = tmp_path / "export 2026.txt"
    strange.write_bytes((handover / "calls.csv").read_bytes())
    refused = line("load", strange, "--home", tmp_path / "home")
    assert refused.code == 3
    assert "--source" in refused.sentence
    said = line("load", strange, "--source", "calls", "--home", tmp_path / "home", "--json")
    assert (said.code, said.json["receipts"][0]["source"]) == (0, "calls")


def test_a_mapping_says_which_column_is_which(line: Line, tmp_path: Path):
    file, mapping = tmp_path / "carrier.csv", tmp_path / "carrier.toml"
    file.write_text("主叫,被叫,开始,时长\n13800138000,13900139000,2026-01-02 03:04:05,60\n", encoding="gb18030")
    mapping.write_text(
        'source = "calls"\n[columns]\ncaller = "主叫"\ncallee = "被叫"\nat = "开始"\nseconds = "时长"\n',
        encoding="utf-8",
    )
    said = line("load", file, "--mapping", mapping, "--home", tmp_path / "home", "--json")
    assert (said.code, said.json["receipts"][0]["accepted"]) == (0, 1)
    assert line("stats", "--home", tmp_path / "home", "--json").json["links"]["CALLED"] == 1


def test_a_file_refused_whole_does_not_stop_the_others(line: Line, handover: Path, tmp_path: Path):
    both = Path(shutil.copytree(handover, tmp_path / "both"))
    (both / "calls_bad.csv").write_text("a,b\n1,2\n")
    said = line("load", both, "--home", tmp_path / "home", "--json")
    assert said.code == 1
    assert list(said.json) == ["receipts", "refused_files"]
    assert [one["file"] for one in said.json["refused_files"]] == ["calls_bad.csv"]
    assert line("stats", "--home", tmp_path / "home", "--json").json["links"] == story.LINKS


def test_a_name_out_of_an_old_archive_is_read(line: Line, handover: Path, tmp_path: Path):
    folder = tmp_path / "old"
    folder.mkdir()
    name = bytes(folder) + b"/calls_" + "三月".encode("gb18030") + b".csv"
    Path(name.decode("utf-8", "surrogateescape")).write_bytes((handover / "calls.csv").read_bytes())
    said = line("load", folder, "--home", tmp_path / "home", "--json")
    assert (said.code, said.json["receipts"][0]["file"]) == (0, "calls_三月.csv")


def test_people_see_tables_and_whole_batch_names(line: Line, home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "60")
    batch = line("load", home.parent / "none", "--home", home)
    assert batch.code == 2
    said = line("stats", "--home", home)
    assert said.code == 0
    names = [path.stem for path in (home / "evidence").glob("*/*.json")]
    assert len(names) == len(story.ROWS)
    assert [name for name in names if name not in said.out] == []


def test_a_paper_stands_on_receipts_and_in_the_list_of_batches(line: Line, handover: Path, tmp_path: Path):
    words = ("load", handover / "visits.csv", "--home", tmp_path / "home", "--paper")
    assert line(*words, "Order 1/2026", "--json").json["receipts"][0]["papers"] == ["Order 1/2026"]
    assert line(*words, "Order 2/2026", "--json").json["receipts"][0]["papers"] == ["Order 1/2026", "Order 2/2026"]
    assert "Order 1/2026; Order 2/2026" in line("stats", "--home", tmp_path / "home").out
    refused = line(*words, "x" * 101)
    assert refused.code == 2
    assert "paper" in refused.sentence


def test_the_city_is_made_once(line: Line, tmp_path: Path):
    said = line("city", tmp_path / "city", "--people", "500", "--seed", "3", "--json")
    assert said.code == 0
    assert said.json == {"handover": str(tmp_path / "city" / "handover"), "truth": str(tmp_path / "city" / "truth")}
    before = tree(tmp_path / "city")
    again = line("city", tmp_path / "city", "--people", "500", "--seed", "3")
    assert again.code == 2
    assert "name a new folder" in again.sentence
    assert tree(tmp_path / "city") == before


SURE = "手机号,机主身份证号,放号时间\n13800138000,510104199001011222,2020-01-02\n"


def test_proposals_are_written_and_nothing_is_loaded(line: Line, tmp_path: Path):
    file, home = tmp_path / "登记.csv", tmp_path / "home"
    file.write_text(SURE, encoding="utf-8")
    said = line("load", file, "--home", home, "--propose", tmp_path / "proposed", "--json")
    assert (said.code, list(said.json)) == (0, ["proposals"])
    (written,) = said.json["proposals"]
    assert sum(line("stats", "--home", home, "--json").json["evidence"].values()) == 0
    assert line("load", file, "--home", home).code == 3
    mapped = line("load", file, "--home", home, "--mapping", written, "--json")
    assert (mapped.code, mapped.json["receipts"][0]["accepted"]) == (0, 1)


def test_a_second_proposal_never_writes_over_the_first(line: Line, tmp_path: Path):
    file, out = tmp_path / "登记.csv", tmp_path / "proposed"
    file.write_text(SURE, encoding="utf-8")
    for _ in range(2):
        line("load", file, "--home", tmp_path / "home", "--propose", out)
    assert sorted(path.name for path in out.iterdir()) == ["登记.csv.toml", "登记.csv_2.toml"]


def test_a_sure_proposal_is_taken_where_it_is_asked_for(line: Line, tmp_path: Path):
    file = tmp_path / "登记.csv"
    file.write_text(SURE, encoding="utf-8")
    said = line("load", file, "--home", tmp_path / "home", "--accept-proposed", "--json")
    assert (said.code, said.json["receipts"][0]["source"]) == (0, "phone_cards")


def test_receipts_count_what_was_not_answered(line: Line, tmp_path: Path):
    file = tmp_path / "工商银行任务信息(失败).csv"
    file.write_text(
        "任务流水号,查询对象,反馈单位,任务状态,失败原因,反馈时间\n1,622202,工行,失败,账号不存在,\n", encoding="gb18030"
    )
    said = line("load", file, "--home", tmp_path / "home", "--json")
    (receipt,) = said.json["receipts"]
    assert (said.code, receipt["read"], receipt["refused"], receipt["unanswered"]) == (0, 1, 0, 1)
    assert receipt["reasons"] == {"unanswered: 账号不存在": 1}
    tried = line("load", file, "--home", tmp_path / "home", "--dry-run", "--json").json["receipts"][0]
    assert tried == receipt

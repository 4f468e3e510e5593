"""Legal papers on batches, receipts of before, refused rows masked, and who answered in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import story

from workbench.desk import Desk, link_name, open_desk
from workbench.desk.coverage import said
from workbench.errors import UsedWrongly
from workbench.evidence import Batch, Evidence
from workbench.settings import Settings

OLD_RECEIPT = """{
 "accepted": 1,
 "cleaning": "1",
 "dropped": 0,
 "file": "calls.csv",
 "known": 0,
 "mapping": "",
 "original": "",
 "part": "",
 "person": "li",
 "read": 3,
 "reasons": {"caller: is empty": 1, "unanswered: timed out": 1},
 "refused": 1,
 "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
 "source": "calls",
 "taken_at": "2026-11-01T08:00:00+00:00",
 "unanswered": 1
}"""
LINE = "caller,callee,at,seconds\n13800138000,13900139000,2026-01-02 03:04:05,60\n"


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A file of one call."""
    file = tmp_path / "calls.csv"
    file.write_text(LINE)
    return file


@pytest.fixture
def empty_desk(tmp_path: Path):
    """A desk over a home with nothing in it."""
    with open_desk(settings=Settings(home=tmp_path / "home")) as desk:
        yield desk


def test_a_receipt_of_before_there_were_papers_is_read(tmp_path: Path):
    folder = tmp_path / "calls"
    folder.mkdir()
    batch = Batch(**json.loads(OLD_RECEIPT))
    (folder / f"{batch.name}.json").write_text(OLD_RECEIPT, encoding="utf-8")
    (read,) = Evidence(tmp_path).batches()
    assert (read.papers, read.told_by, read.covered, read.unanswered, read.person) == ((), (), 0, 1, "li")
    amended = Evidence(tmp_path).amend(read, ["Order 1"])
    assert Evidence(tmp_path).batches() == (amended,)
    assert (amended.name, amended.papers) == (read.name, ("Order 1",))


def test_a_file_loaded_again_under_another_paper_is_the_same_batch_under_both(empty_desk: Desk, calls: Path):
    (first,) = empty_desk.load([calls], paper=" Order 1/2026 ").receipts
    state = empty_desk.evidence.state()
    papers = [
        empty_desk.load([calls], paper=paper).receipts[0].papers for paper in ("", "Order 2/2026", "Order 1/2026")
    ]
    assert papers == [("Order 1/2026",), *[("Order 1/2026", "Order 2/2026")] * 2]
    (batch,) = empty_desk.evidence.batches()
    assert (batch.name, empty_desk.evidence.state()) == (first.batch, state)
    assert [one["paper"] for one in empty_desk.batches()] == ["Order 1/2026; Order 2/2026"]


def test_a_corrected_mapping_keeps_the_papers_of_the_reading_it_replaces(empty_desk: Desk, calls: Path, tmp_path: Path):
    empty_desk.load([calls], paper="Order 1")
    mapping = tmp_path / "mapping.toml"
    columns = "".join(f'{name} = "{name}"\n' for name in ("caller", "callee", "at", "seconds"))
    mapping.write_text(f'source = "calls"\n[columns]\n{columns}')
    (receipt,) = empty_desk.load([calls], mapping=mapping, paper="Order 2").receipts
    assert receipt.papers == ("Order 1", "Order 2")
    assert len(empty_desk.evidence.batches()) == 1


@pytest.mark.parametrize("paper", ["x" * 101, "Order\n2", "Order\x00", "Order\u202e2"])
def test_what_cannot_be_a_papers_number_is_refused_before_anything_is_taken_in(
    empty_desk: Desk, calls: Path, paper: str
):
    for load in (empty_desk.load, empty_desk.try_load):
        with pytest.raises(UsedWrongly, match="paper"):
            load([calls], paper=paper)
    assert empty_desk.evidence.batches() == ()


def test_a_row_behind_a_link_says_its_paper(empty_desk: Desk, calls: Path):
    empty_desk.load([calls], paper="Order 1/2026")
    (hit,) = empty_desk.look.find("13800138000")
    (link,) = empty_desk.look.expand(hit.token).extract.links
    (row,) = empty_desk.look.rows(link_name(link))
    assert row["paper"] == "Order 1/2026"


def test_a_number_in_a_files_name_is_starred_wherever_it_is_listed(empty_desk: Desk, tmp_path: Path):
    file = tmp_path / f"calls_{story.SUN_LIS_CARD}.csv"
    file.write_text(LINE)
    empty_desk.load([file])
    (hit,) = empty_desk.look.find("13800138000")
    (link,) = empty_desk.look.expand(hit.token).extract.links
    said_of_it = [*empty_desk.batches(), *empty_desk.look.rows(link_name(link))]
    assert [one for one in said_of_it if story.SUN_LIS_CARD in str(one)] == []


def test_the_ledger_of_the_story_is_told_masked(desk: Desk, identifiers: tuple[str, ...]):
    lines = desk.coverage(story.SUN_LI)
    assert {(one["asked"], one["who"], one["answer"]) for one in lines} == {
        ("bank", "ICBC", "answered"),
        ("carrier", "mobile", "answered"),
        ("platform", "wechat", "answered"),
    }
    assert desk.answered(story.SUN_LI) == "3 of 3 that were asked answered (ICBC, mobile, wechat)."
    whole = str([desk.coverage(value) for value in (story.SUN_LI, *story.RING_PHONES)]) + str(desk.coverage())
    assert [one for one in identifiers if one in whole] == []


def test_a_sentence_never_takes_silence_for_none():
    def line(who: str, answer: str) -> dict[str, str | int]:
        return {"asked": "bank", "who": who, "answer": answer}

    lines = (line("ICBC", "did not answer"), line("CCB", "answered none"), line("ICBC", "answered"))
    assert said(lines) == "2 of 2 that were asked answered (CCB, ICBC)."
    assert said((line("", "did not answer"), line("CCB", "answered none"))) == (
        "1 of 2 that were asked answered (CCB); no answer from a bank not named."
    )
    assert said(()).startswith("Nobody's answer about it is in the evidence")


def test_a_ledger_cut_on_the_disk_is_told_by_check(empty_desk: Desk, tmp_path: Path):
    file = tmp_path / "工商银行任务信息(失败).csv"
    file.write_text(
        "任务流水号,查询对象,反馈单位,任务状态,失败原因,反馈时间\n1,622202,工行,失败,账号不存在,\n", encoding="gb18030"
    )
    (receipt,) = empty_desk.load([file]).receipts
    assert receipt.unanswered == 1
    assert empty_desk.check().agree
    (batch,) = empty_desk.evidence.batches()
    empty_desk.evidence.coverage_file(batch).unlink()
    checkup = empty_desk.check()
    assert not checkup.agree
    assert f"bank_cards/{batch.name}" in checkup.says

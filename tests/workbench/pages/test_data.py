"""The Data page: files looked at and taken in, refused rows, taking out, facts typed by hand, and who answered."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import story
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from workbench.desk import TOLD, Standing, open_desk
from workbench.model.shown import ShownEntity, ShownLink
from workbench.pages import frame, main
from workbench.pages.drawn import elements
from workbench.settings import Settings

ROOT = Path(main.__file__).parent
PHONES = tuple(f"138{number:08d}" for number in range(20_260_000, 20_260_004))
BAD = "caller,callee,at,seconds\n" + "".join(f"{phone}0,{phone},2026-01-02 03:04:05,60\n" for phone in PHONES[:2])
UNKNOWN = "手机号,机主身份证号,放号时间\n" + "".join(f"{phone},{story.SUN_LI},2020-01-02\n" for phone in PHONES)
Opened = Callable[[Path], AppTest]


@pytest.fixture(scope="module")
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    story.write_handover(folder / "handover")
    (folder / "handover" / "calls_13800000011.csv").write_text(
        "caller,callee,at,seconds\n"
        + f"{PHONES[0]},{PHONES[1]},2026-01-02 03:04:05,60\n"
        + f"{PHONES[2]}9,96110,soon,x\n"
    )
    with open_desk(settings=Settings(home=folder / "home")) as desk:
        desk.load([folder / "handover"], paper="Order 12/2026")
    return folder / "home"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Opened]:
    """Opens the Data page over a home."""
    monkeypatch.chdir(tmp_path)

    def at(home: Path) -> AppTest:
        monkeypatch.setenv("WORKBENCH_HOME", str(home))
        frame.desk.clear()
        return _fine(AppTest.from_file(str(ROOT / "main.py"), default_timeout=120).run().switch_page("data.py").run())

    yield at
    frame.desk().close()
    frame.desk.clear()


def _fine(app: AppTest) -> AppTest:
    assert not app.exception, [one.message for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return app


def _part(app: AppTest, part: str) -> AppTest:
    return _fine(app.radio(key="data part").set_value(part).run())


def _press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def _input(app: AppTest, label: str):
    return next(one for one in app.text_input if one.label == label)


def _table(app: AppTest, *names: str) -> pd.DataFrame:
    """The table that has these columns."""
    return next(one.value for one in app.dataframe if set(names) <= set(one.value.columns))


def _texts(app: AppTest) -> str:
    sent = [repr(node.proto) for part in (app.main, app.sidebar) for node in _nodes(part)]
    return "\n".join([*sent, *(one.value.to_csv() for one in app.dataframe)])


def _nodes(block: Block) -> Iterator[Block | Element]:
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from _nodes(child)


def _choose(app: AppTest, source: str) -> AppTest:
    """The page with the line of that source's batch chosen that has most refused rows."""
    table = _table(app, "batch", "paper")
    row = int(table[table["source"] == source]["refused"].astype(int).idxmax())
    app.session_state["batches"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


def test_a_hand_over_is_looked_at_then_loaded_under_its_paper_and_then_listed(opened: Opened, tmp_path: Path):
    page = _part(opened(tmp_path / "home"), "Load files")
    page.file_uploader(key="handed over").set_value([("calls.csv", BAD.encode(), "text/csv")])
    _input(page, "Legal paper").set_value("Order 7/2026")
    looked = _fine(_press(page.run(), "Look first"))
    assert list(_table(looked, "accepted")["refused"]) == ["2"]
    assert not (tmp_path / "home" / "evidence" / "calls").exists()
    loaded = _fine(_press(looked, "Load"))
    assert list(_table(loaded, "accepted")["paper"]) == ["Order 7/2026"]
    assert [phone for phone in PHONES if phone in _texts(loaded)] == []
    listed = _table(_part(loaded, "Batches"), "batch", "paper")
    assert list(listed["paper"]) == ["Order 7/2026"]
    assert list(listed["by"]) == ["analyst"]


def test_a_file_that_nobody_knows_shows_what_it_may_be_and_no_value_whole(opened: Opened, tmp_path: Path):
    page = _part(opened(tmp_path / "home"), "Load files")
    page.file_uploader(key="handed over").set_value([("登记.csv", UNKNOWN.encode(), "text/csv")])
    looked = _fine(_press(page.run(), "Look first"))
    assert "may be phone" in " ".join(one.value for one in looked.subheader)
    proposal = _table(looked, "because", "samples")
    assert set(proposal["header"]) == {"手机号", "机主身份证号", "放号时间"}
    assert [one for one in (*PHONES, story.SUN_LI) if one in _texts(looked)] == []
    looked.checkbox(key="handed accept").set_value(True)
    loaded = _fine(_press(looked.run(), "Load"))
    assert list(_table(loaded, "accepted")["accepted"]) == ["4"]


def test_refused_rows_are_shown_with_their_records_and_reasons_masked(opened: Opened, data_home: Path):
    page = _fine(_choose(opened(data_home), "calls"))
    refused = _table(page, "record", "reason", "value")
    assert set(refused["record"]) == {"2"}
    assert {"caller", "at", "seconds"} <= set(refused["column"])
    assert "Order 12/2026" in " ".join(one.value for one in page.caption)
    made = _fine(_press(page, "Make a file of them"))
    saved = pd.read_csv(io.BytesIO(made.session_state["refused file"][1]), dtype=str)
    assert len(saved) == len(refused)
    whole = (*PHONES, story.SUN_LI, "13800000011")
    assert [one for one in whole if one in _texts(made) + saved.to_csv()] == []


def test_a_batch_goes_out_with_a_reason_and_a_yes_only(opened: Opened, tmp_path: Path):
    with open_desk(settings=Settings(home=tmp_path / "home")) as desk:
        story.write_handover(tmp_path / "handover")
        desk.load([tmp_path / "handover" / "visits.csv"])
    page = _choose(opened(tmp_path / "home"), "visits")
    unsure = _fine(_press(page, "Take out"))
    assert "tick" in unsure.warning[0].value
    next(one for one in unsure.checkbox if one.label.startswith("Yes")).set_value(True)
    assert "reason" in _press(unsure, "Take out").error[0].value
    _input(unsure, "because").set_value("handed over by mistake")
    gone = _fine(_press(unsure, "Take out"))
    assert "is out" in gone.success[0].value
    assert list((tmp_path / "home" / "evidence" / "visits").iterdir()) == []
    acts = [(one.act.action, one.act.reason) for one in frame.desk().acts(1)]
    assert acts == [("unload", "visits: handed over by mistake")]


def test_a_fact_is_typed_refused_with_its_reason_then_taken_in(opened: Opened, tmp_path: Path):
    page = _part(opened(tmp_path / "home"), "Type a fact")
    _input(page, "case (needed)").set_value("C-1")
    _input(page, "kind (needed)").set_value("phone")
    _input(page, "at (needed)").set_value("2026-11-24 03:00")
    _input(page, "Told by").set_value("96110")
    refused = _press(page, "Take it in")
    assert "key is empty" in refused.error[0].value
    assert _input(refused, "case (needed)").value == "C-1"
    _input(refused, "key (needed)").set_value(PHONES[0])
    taken = _fine(_press(refused, "Take it in"))
    assert "Taken in as batch" in taken.success[0].value
    assert _input(taken, "key (needed)").value == ""
    assert PHONES[0] not in _texts(taken)
    (line,) = frame.desk().batches()
    assert (line["told_by"], line["source"], line["rows"]) == ("96110", "case_numbers", 1)


def test_who_answered_is_listed_and_asked_of_one_value(opened: Opened, data_home: Path):
    page = _part(opened(data_home), "Who answered")
    rows = _table(page, "who", "not answered")
    assert {"ICBC", "CCB", "mobile", "wechat"} <= set(rows["who"])
    _input(page, "Who answered about").set_value(story.SUN_LI)
    asked = _fine(_press(page, "Look"))
    assert "answered \\(ICBC, mobile, wechat\\)" in " ".join(one.value for one in asked.markdown)
    assert story.SUN_LI not in _texts(asked).replace(repr(_input(asked, "Who answered about").proto), "")


def test_a_link_that_rests_on_typed_facts_alone_is_dashed():
    ends = {token: ShownEntity(token, token, "Phone", "+86 138****0001") for token in ("a", "b")}
    links = {
        name: ShownLink("CALLED", "a", "b", "called", properties)
        for name, properties in (("handed", {"calls": 1}), ("typed", {"calls": 1, TOLD: "typed by hand"}))
    }
    drawn = elements(Standing(ends, links))
    assert {edge.id: edge.dashed for edge in drawn.edges} == {"handed": False, "typed": True}

"""Every page runs on an empty home, on evidence without a run and on a run, and shows no identifier whole."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Button, Element

from workbench.desk import Desk, open_desk
from workbench.pages import frame, main

ROOT = Path(main.__file__).parent
PAGES = [file for file, _, _ in main.PAGES]
SECONDS = 180


@pytest.fixture(scope="session")
def loaded_home(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's home as it stood before a detector ran."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    shutil.copytree(city_home, home)
    shutil.rmtree(home / "runs")
    (home / "runs").mkdir()
    return home


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[object]:
    """Opens the app over a home; the desk it opened is let go of afterwards."""
    monkeypatch.chdir(tmp_path)

    def opened(home: Path) -> AppTest:
        monkeypatch.setenv("WORKBENCH_HOME", str(home))
        frame.desk.clear()
        return AppTest.from_file(str(ROOT / "main.py"), default_timeout=SECONDS).run()

    yield opened
    frame.desk().close()
    frame.desk.clear()


def _page(app: AppTest, file: str) -> AppTest:
    turned = app.switch_page(file).run()
    assert not turned.exception, [one.message for one in turned.exception]
    assert not turned.error, [one.value for one in turned.error]
    return turned


def _texts(app: AppTest) -> str:
    """All that the page sends to the browser: words, labels, choices, tables and the canvas."""
    sent = [repr(node.proto) for part in (app.main, app.sidebar) for node in _nodes(part)]
    return "\n".join([*sent, *(one.value.to_csv() for one in app.dataframe)])


def _whole(app: AppTest, identifiers: frozenset[str]) -> list[str]:
    texts = _texts(app)
    return [key for key in identifiers if key in texts]


def _nodes(block: Block) -> Iterator[Block | Element]:
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from _nodes(child)


def test_the_list_of_pages_is_the_folder():
    assert sorted(path.name for path in ROOT.glob("*.py") if _is_page(path)) == sorted(PAGES)


def _is_page(path: Path) -> bool:
    """Whether the file draws something by being run: it ends in a call that stands at the margin."""
    last = ast.parse(path.read_text("utf-8")).body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)


@pytest.mark.parametrize("file", PAGES)
def test_a_page_of_an_empty_home_says_what_to_do(file, at_home, tmp_path):
    page = _page(at_home(tmp_path / "home"), file)
    assert [one.value for one in page.title] == [_title(file)]
    assert len(page.info) == 1
    assert "workbench" in page.info[0].value or file == "explore.py"


@pytest.mark.parametrize("file", PAGES)
def test_a_page_of_evidence_without_a_run_says_so(file, at_home, loaded_home):
    page = _page(at_home(loaded_home), file)
    said = " ".join(one.value for one in page.info)
    assert ("workbench detect" in said) == (file not in {"find.py", "explore.py", "data.py"})


@pytest.mark.parametrize("file", PAGES)
def test_no_page_shows_an_identifier_whole(file, at_home, city_home, identifiers):
    page = _page(at_home(city_home), file)
    assert _title(file) in _texts(page)
    assert _whole(page, identifiers) == []


def _title(file: str) -> str:
    return next(title for name, title, _ in main.PAGES if name == file)


def test_today_shows_the_first_rings_and_leads_to_their_picture(at_home, city_home, identifiers):
    today = at_home(city_home)
    assert [one.label for one in today.metric] == [
        "People in danger",
        "Rings",
        "Cards to look at",
        "Phones",
        "Bank cards",
    ]
    assert "2026" in today.dataframe[0].value["taken in"][0]
    opened = _press(today, "open-today-ring")
    assert "members" in " ".join(one.value for one in opened.caption)
    assert opened.title[0].value == "Explore"
    assert _whole(opened, identifiers) == []


def test_why_leads_to_that_finding_and_its_rows_open_masked(at_home, city_home, identifiers):
    today = at_home(city_home)
    last = [one for one in today.button if str(one.key).startswith("why-today-ring")][-1]
    name = str(last.key).removeprefix("why-today-")
    rings = last.click().run()
    assert rings.session_state["rings chosen"] == name
    for toggle in rings.toggle[:3]:
        toggle.set_value(True)
    opened = rings.run()
    assert not opened.exception
    assert len(opened.dataframe) >= 5
    assert _whole(opened, identifiers) == []


def test_a_decision_needs_its_reason_and_then_stands_in_the_list(at_home, city_home, tmp_path):
    shutil.copytree(city_home, tmp_path / "home")
    rings = _page(at_home(tmp_path / "home"), "rings.py")
    record = next(one for one in rings.button if one.label == "Record")
    rings.radio[0].set_value("confirmed")
    refused = record.click().run()
    assert "reason" in refused.error[0].value
    refused.text_input[0].set_value("seen in two cases")
    decided = next(one for one in refused.button if one.label == "Record").click().run()
    assert not decided.error
    assert decided.dataframe[0].value["decision"][0] == "confirmed"


def test_what_is_decided_is_not_looked_at_first_any_more(at_home, city_home, tmp_path):
    shutil.copytree(city_home, tmp_path / "home")
    with open_desk(tmp_path / "home") as own:
        rings = [one.finding for one in own.headlines("rings")]
        for name in rings[:-1]:
            own.decide("rings", name, "rejected", "a family that shares a farm")
    keys = [str(one.key) for one in at_home(tmp_path / "home").button]
    assert [key for key in keys if key.startswith("why-today-ring")] == [f"why-today-{rings[-1]}"]
    with open_desk(tmp_path / "home") as own:
        own.decide("rings", rings[-1], "confirmed", "named in two cases")
    today = at_home(tmp_path / "home")
    assert not [one for one in today.button if str(one.key).startswith("why-today-ring")]
    assert "Somebody has decided on all of them." in [one.value for one in today.markdown]


def test_a_line_of_one_card_says_which_one(at_home, city_home, identifiers):
    with open_desk(city_home) as own:
        first = own.headlines("stolen_identity")[0]
        members = own.finding("stolen_identity", first.finding).members
    assert first.about in {one.text for one in members if one.part != "paper"}
    page = _page(at_home(city_home), "stolen_identity.py")
    assert page.dataframe[0].value["about"][0] == first.about
    assert first.about in page.subheader[0].value.replace("\\", "")
    assert "about" not in _page(at_home(city_home), "rings.py").dataframe[0].value
    assert _whole(page, identifiers) == []


def test_find_lists_people_of_a_name_and_leads_on_to_explore(at_home, city_home, identifiers):
    find = _page(at_home(city_home), "find.py")
    find.text_input[0].set_value("张")
    found = next(one for one in find.button if one.label == "Find").click().run()
    assert not found.exception
    assert _whole(found, identifiers) == []
    opened = _press(found, "explore-")
    assert opened.title[0].value == "Explore"
    assert " shown" in " ".join(one.value for one in opened.caption)


def test_find_says_that_nothing_found_is_no_answer(at_home, city_home):
    find = _page(at_home(city_home), "find.py")
    find.text_input[0].set_value("13000000000")
    found = next(one for one in find.button if one.label == "Find").click().run()
    assert "says nothing about who" in found.info[0].value


def test_find_of_nothing_written_says_nothing(at_home, city_home):
    find = _page(at_home(city_home), "find.py")
    find.text_input[0].set_value("  ")
    found = next(one for one in find.button if one.label == "Find").click().run()
    assert not found.info
    assert not found.error


def test_find_leads_to_the_findings_of_each_page_by_its_title(at_home, city_home, tmp_path):
    shutil.copytree(city_home, tmp_path / "home")
    members = pd.read_parquet(next((tmp_path / "home" / "runs").glob("*/exposure.members.parquet")))
    lines = members.loc[(members["part"] == "line") & (members["kind"] == "phone"), "key"].value_counts()
    assert lines.iloc[0] > 1
    find = _page(at_home(tmp_path / "home"), "find.py")
    find.text_input[0].set_value(lines.index[0])
    found = next(one for one in find.button if one.label == "Find").click().run()
    ways = [one for one in found.button if str(one.key).startswith("why-")]
    assert len(ways) >= min(lines.iloc[0], 20)
    assert len({one.label for one in ways}) == len(ways)
    assert f"People in danger ({lines.iloc[0]})" in _texts(found)
    finding = str(ways[-1].key).split("-", 2)[2]
    opened = ways[-1].click().run()
    assert not opened.exception
    assert (opened.title[0].value, opened.session_state["exposure chosen"]) == ("People in danger", finding)


def test_undo_and_redo_walk_the_steps(at_home, city_home):
    opened = _press(at_home(city_home), "open-today-ring")
    assert _button(opened, "Undo").disabled is False
    undone = _button(opened, "Undo").click().run()
    assert any(one.value.startswith("0 entities") for one in undone.caption)
    redone = _button(undone, "Redo").click().run()
    assert not any(one.value.startswith("0 entities") for one in redone.caption)
    assert not redone.exception


def test_an_outlet_says_how_it_stands_to_its_peers_and_leads_to_explore(at_home, city_home):
    outlets = _page(at_home(city_home), "outlets.py")
    listed = outlets.dataframe[0].value
    assert listed["rank"].tolist() == list(range(1, len(listed) + 1))
    assert "by chance alone at most about" in " ".join(one.value for one in outlets.caption)
    assert "went bad, against" in outlets.markdown[0].value
    opened = outlets.button(key="explore outlet").click().run()
    assert opened.title[0].value == "Explore"
    assert not opened.exception


def test_what_was_explained_away_is_overruled_with_a_reason(at_home, city_home, tmp_path):
    shutil.copytree(city_home, tmp_path / "home")
    page = _page(at_home(tmp_path / "home"), "explained.py")
    page = page.selectbox(key="explained sort").set_value("network").run()
    assert set(page.dataframe[0].value["context"]) == {"network"}
    page.radio[0].set_value("rejected")
    refused = _button(page, "Record").click().run()
    assert "reason" in refused.error[0].value
    refused.text_input[0].set_value("no carrier knows of it")
    said = _button(refused, "Record").click().run()
    assert not said.error
    # The list says it in the words of the choice, and what was said names of what by the tag that stands there.
    assert said.dataframe[0].value["decision"][0] == "it is not"
    assert said.dataframe[1].value["tag"][0] == said.dataframe[0].value["tag"][0]
    assert said.dataframe[1].value["because"][0] == "no carrier knows of it"


def test_a_sort_that_explains_few_cards_can_be_chosen_though_it_is_not_listed(at_home, city_home, monkeypatch):
    with open_desk(city_home) as desk:
        sorts = set(desk.run().explained()["context"])
    explained = Desk.explained
    monkeypatch.setattr(Desk, "explained", lambda self, context, _most: explained(self, context, 1))
    page = _page(at_home(city_home), "explained.py")
    assert len(page.dataframe[0].value) == 1 < len(sorts)
    assert {one.replace(" ", "_") for one in page.selectbox(key="explained sort").options} == {"all", *sorts}


def test_what_no_detector_could_see_stands_on_its_page(at_home, tmp_path):
    folder = tmp_path / "handover"
    folder.mkdir()
    told = "caller,callee,at,seconds\n13800000001,13800000002,2026-06-01 09:00:00,60\n"
    (folder / "calls.csv").write_text(told, "utf-8")
    with open_desk(tmp_path / "home") as desk:
        desk.load([folder])
        desk.detect()
    money = _page(at_home(tmp_path / "home"), "money.py")
    assert "Nothing stands out" in money.info[0].value
    assert "Without transfers nothing can be found here" in " ".join(one.value for one in money.caption)


def _button(app: AppTest, label: str) -> Button:
    return next(one for one in app.button if one.label == label)


def _press(app: AppTest, key: str) -> AppTest:
    turned = next(one for one in app.button if str(one.key).startswith(key)).click().run()
    assert not turned.exception, [one.message for one in turned.exception]
    return turned

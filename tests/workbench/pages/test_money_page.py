"""The Money page: findings as on the other pages, and a payment followed, masked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import story
from streamlit.testing.v1 import AppTest

from workbench.desk import open_desk
from workbench.pages import frame, main

ROOT = Path(main.__file__).parent


@pytest.fixture(scope="module")
def story_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("money")
    story.write_handover(folder / "handover")
    with open_desk(folder / "home") as desk:
        desk.load([folder / "handover"])
    return folder / "home"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, story_home: Path) -> Iterator[AppTest]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_HOME", str(story_home))
    frame.desk.clear()
    yield AppTest.from_file(str(ROOT / "main.py"), default_timeout=180).run().switch_page("money.py").run()
    frame.desk().close()
    frame.desk.clear()


def followed(page: AppTest, **asked: str) -> AppTest:
    for box in page.text_input:
        box.set_value(asked.get(str(box.key).removeprefix("follow "), ""))
    return next(one for one in page.button if one.label == "Follow").click().run()


def test_a_payment_is_followed_on_the_page_and_nothing_is_whole(page: AppTest) -> None:
    found = followed(page, card=story.SUN_LIS_CARD, at="2026-09-06 09:01:00")
    assert not found.exception
    assert not found.error
    steps, ends = found.dataframe[0].value, found.dataframe[1].value
    assert steps["hop"].tolist() == ["1", "2", "2"]
    assert "not in the evidence" in " ".join(ends["why"])
    sent = steps.to_csv() + ends.to_csv() + " ".join(one.value for one in found.markdown)
    assert not [key for key in (story.SUN_LIS_CARD, *story.RING_CARDS) if key in sent]


def test_what_cannot_be_followed_is_a_sentence(page: AppTest) -> None:
    refused = followed(page, card=story.SUN_LIS)
    assert "no card" in refused.error[0].value


def test_shapes_are_listed_on_the_page_when_asked_for_and_nothing_is_whole(page: AppTest) -> None:
    assert not page.dataframe
    listed = next(one for one in page.button if one.key == "shapes list").click().run()
    assert not listed.exception
    rows = listed.dataframe[0].value
    assert len(rows)
    assert not [key for key in (story.SUN_LIS_CARD, *story.RING_CARDS) if key in rows.to_csv()]


def test_a_pattern_nobody_shows_is_said_so(page: AppTest) -> None:
    page.selectbox(key="shapes pattern").select("running_score")
    listed = next(one for one in page.button if one.key == "shapes list").click().run()
    assert "No payments make such a shape" in listed.info[-1].value

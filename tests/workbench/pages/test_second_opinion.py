"""The second opinion on a page of findings: a column beside the score, and a sentence that says what it is worth."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from workbench.desk import open_desk
from workbench.desk.opinions import Opinion, keep
from workbench.pages import frame, main
from workbench.reranking import Measured

ROOT = Path(main.__file__).parent
BETTER = Measured(80, 40, 0.7, 0.8, 0.02, 0.18, 0.99)
NO_BETTER, WORSE = replace(BETTER, low=-0.02), replace(BETTER, low=-0.2, high=-0.02)


@pytest.fixture
def home(city_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The city's home, which the app opens."""
    home = Path(shutil.copytree(city_home, tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    frame.desk.clear()
    yield home
    frame.desk().close()
    frame.desk.clear()


def _keep(home: Path, measured: Measured, run: str = "") -> pd.DataFrame:
    """A second opinion that turns the list round, kept for the newest run or another."""
    with open_desk(home) as desk:
        found = desk.run().findings("stolen_identity").findings
        ranked = found[["finding", "rank"]].assign(second=found["rank"].to_numpy()[::-1], chance=0.5)
        opinion = Opinion("stolen_identity", run or desk.run().name, ranked, measured, {})
        keep(home / "models" / "stolen_identity", opinion, "tree")
    return ranked


def _page() -> AppTest:
    app = AppTest.from_file(str(ROOT / "main.py"), default_timeout=180).run().switch_page("stolen_identity.py").run()
    assert not app.exception
    return app


def _said(app: AppTest) -> str:
    return " ".join(one.value for one in app.caption)


@pytest.mark.parametrize("measured", [BETTER, NO_BETTER])
def test_it_stands_beside_the_score_with_what_it_is_worth(home: Path, measured: Measured):
    ranked = _keep(home, measured)
    page = _page()
    lines = page.dataframe[0].value
    assert lines["second"].tolist() == ranked["second"].tolist()
    assert lines["rank"].tolist() == ranked["rank"].tolist()
    assert f"Second opinion: {measured.verdict} than the score: over 80 decisions of 40 separate groups" in _said(page)


def test_one_that_is_worse_only_says_so(home: Path):
    _keep(home, WORSE)
    page = _page()
    assert "second" not in page.dataframe[0].value
    assert "Second opinion: worse than the score" in _said(page)


def test_one_of_an_earlier_run_or_none_at_all_is_not_shown(home: Path):
    for run in ("", "earlier"):
        if run:
            _keep(home, BETTER, run)
        page = _page()
        assert "second" not in page.dataframe[0].value
        assert "Second opinion" not in _said(page)
        frame.desk.clear()


def test_a_damaged_one_says_what_to_do_and_the_page_stays(home: Path):
    _keep(home, BETTER)
    (home / "models" / "stolen_identity" / "manifest.json").write_text("{")
    page = _page()
    assert "workbench rerank stolen_identity" in page.error[0].value
    assert len(page.dataframe[0].value) > 5

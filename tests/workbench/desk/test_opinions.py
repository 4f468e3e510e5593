"""Second opinions at the desk: learned from decisions as the runs had them, kept beside a run, and never in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from reranking.decisions import NUMBER, STOLEN, card, decide, decided_home, found, keep_run

from workbench.cases import Decision, Verdict
from workbench.desk import Desk, open_desk
from workbench.desk.decided import decided_on
from workbench.errors import BadHome, NotFound, TooFew
from workbench.reranking import features
from workbench.settings import Settings


def lightgbm() -> None:
    """Skips where LightGBM is not installed."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed; `pip install '.[rerank]'` brings it")


@pytest.fixture(scope="module")
def _decided_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decided_home(tmp_path_factory.mktemp("decided") / "home")


@pytest.fixture
def at_decided(_decided_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a home of its own with a run of which every finding was decided on."""
    home = Path(shutil.copytree(_decided_home, tmp_path / "home"))
    with open_desk(settings=Settings(home=home)) as desk:
        yield desk


def test_an_opinion_is_kept_beside_the_run_which_stays_as_it_is(at_decided: Desk):
    lightgbm()
    before = {path: path.read_bytes() for path in at_decided.home.runs.rglob("*") if path.is_file()}
    opinion = at_decided.rerank(STOLEN)
    assert opinion.measured.verdict == "better"
    assert (opinion.manifest["run"], opinion.manifest["detector"]) == ("first", STOLEN)
    assert {path: path.read_bytes() for path in at_decided.home.runs.rglob("*") if path.is_file()} == before
    kept = at_decided.second_opinion(STOLEN)
    assert kept is not None
    assert (kept.manifest, kept.says) == (opinion.manifest, opinion.says)
    ranked = at_decided.reranked(STOLEN)
    assert list(ranked) == ["finding", "rank", "second", "chance"]
    assert ranked["rank"].tolist() == list(range(1, NUMBER + 1))
    assert (at_decided.acts(1)[0].act.action, at_decided.acts(1)[0].act.object) == ("rerank", STOLEN)


def test_made_twice_it_is_the_same_file_for_file(at_decided: Desk):
    lightgbm()
    folder = at_decided.home.models / STOLEN
    both = []
    for _ in range(2):
        at_decided.rerank(STOLEN)
        both.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert both[0] == both[1]
    assert sorted(both[0]) == ["findings.parquet", "manifest.json", "model.txt"]


def test_of_a_newer_run_there_is_none_until_it_is_made(at_decided: Desk):
    lightgbm()
    at_decided.rerank(STOLEN)
    keep_run(at_decided, "second", "2026-11-02T00:00:00+00:00", found(80, 2))
    assert at_decided.second_opinion(STOLEN) is None
    with pytest.raises(NotFound, match="workbench rerank stolen_identity"):
        at_decided.reranked(STOLEN)
    opinion = at_decided.rerank(STOLEN)
    assert (opinion.run, len(opinion.ranked)) == ("second", 80)


def test_a_finding_is_learned_from_as_it_was_when_it_was_decided_on(at_decided: Desk):
    older = at_decided.run().findings(STOLEN)
    # Since then a case names whoever was confirmed: had that been known, there had been nothing to decide.
    newer = found(NUMBER, 1)
    newer.reasons["code"] = "case_number"
    keep_run(at_decided, "second", "2026-11-02T00:00:00+00:00", newer)
    known = decided_on(at_decided.home.runs, at_decided.work.decisions(), STOLEN)
    assert "for case_number" not in known.features
    assert set(known.features.index) == set(older.findings["finding"])
    # Who decides once more has seen the newer run.
    decide(at_decided, [("paper-0000", False)], "second")
    known = decided_on(at_decided.home.runs, at_decided.work.decisions(), STOLEN)
    assert known.features.loc["paper-0000", "for case_number"] > 0
    assert not known.confirmed["paper-0000"]
    assert (known.features.drop("paper-0000")["for case_number"] == 0).all()


@pytest.mark.parametrize(
    ("detector", "verdict", "run"),
    [(STOLEN, "undecided", "first"), ("rings", "rejected", "first"), (STOLEN, "rejected", "taken away")],
)
def test_undecided_findings_other_detectors_and_lost_runs_teach_nothing(
    at_decided: Desk, detector: str, verdict: str, run: str
):
    at_decided.work.decide(Decision("paper-0000", detector, run, "李警官", Verdict(verdict), "looked into"))
    known = decided_on(at_decided.home.runs, at_decided.work.decisions(), STOLEN)
    assert set(range(NUMBER)) - {int(name[-4:]) for name in known.features.index} == {0}


def test_findings_of_one_ring_are_one_group(at_decided: Desk):
    known = decided_on(at_decided.home.runs, at_decided.work.decisions(), STOLEN)
    assert known.group.nunique() == NUMBER // 2
    cards = pd.DataFrame(
        {"finding": "ring-1", "kind": "phone", "key": [card(0), card(9)], "part": "caller", "score": 1.0}
    )
    cards.to_parquet(at_decided.home.runs / "first" / "rings.members.parquet", index=False)
    known = decided_on(at_decided.home.runs, at_decided.work.decisions(), STOLEN)
    assert known.group["paper-0000"] == known.group["paper-0009"] == known.group["paper-0001"]
    assert known.group.nunique() == NUMBER // 2 - 1


def test_features_are_made_of_what_every_detector_finds(desk: Desk):
    for detector in desk.detectors():
        one = desk.run().findings(detector)
        rows = features(one)
        assert rows.index.tolist() == one.findings["finding"].tolist()
        assert rows["score"].tolist() == one.findings["score"].tolist()
        assert rows.notna().all(axis=None)
        codes = {
            f"{'against' if counter else 'for'} {code}" for code, counter in one.reasons[["code", "counter"]].to_numpy()
        }
        assert codes == {name for name in rows if name.startswith(("for ", "against "))}


def test_without_decisions_there_is_none_and_nothing_is_kept(own_desk: Desk):
    with pytest.raises(TooFew, match="0 confirmed and 0 rejected"):
        own_desk.rerank(STOLEN)
    assert own_desk.second_opinion(STOLEN) is None
    assert not own_desk.home.models.exists()
    with pytest.raises(NotFound, match="there is no detector"):
        own_desk.rerank("../runs")
    assert own_desk.second_opinion("../runs") is None


@pytest.mark.parametrize("file", ["manifest.json", "findings.parquet"])
def test_one_that_is_damaged_says_so(at_decided: Desk, file: str):
    lightgbm()
    at_decided.rerank(STOLEN)
    (at_decided.home.models / STOLEN / file).write_bytes(b"{")
    with pytest.raises(BadHome, match="workbench rerank stolen_identity"):
        at_decided.second_opinion(STOLEN)


def test_no_identifier_is_kept_with_it(at_decided: Desk):
    lightgbm()
    at_decided.rerank(STOLEN)
    folder = at_decided.home.models / STOLEN
    kept = (
        (folder / "manifest.json").read_text()
        + (folder / "model.txt").read_text()
        + at_decided.reranked(STOLEN).to_csv()
    )
    assert [key for key in at_decided.run().findings(STOLEN).members["key"] if key.removeprefix("+86") in kept] == []

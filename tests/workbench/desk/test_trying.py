"""A detector on trial: run as the listed ones are, measured beside them, its findings masked and not kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import story

from workbench.desk import Desk
from workbench.detectors import stolen_identity
from workbench.errors import UsedWrongly
from workbench.model import PHONE, Findings, no_findings
from workbench.model.finding import GROUND_COLUMNS
from workbench.signals.limits import Limits


def _phones(snapshot, so_far, limits, says="a phone"):
    """Every phone is a finding of its own: what no detector should give, and simple to count."""
    codes = snapshot.of_kind(PHONE).index
    phones = snapshot.entities.loc[codes].reset_index(drop=True).astype({"kind": "str"})
    found = pd.DataFrame({"finding": phones["key"], "detector": "", "rank": phones.index + 1, "score": 1.0})
    found["says"] = says
    members = phones.assign(finding=phones["key"], part="phone", score=1.0)
    reasons = members.assign(code="is", says="it is one", counter=False, weight=1.0, without=0.0, query="")
    return Findings(found, members, reasons, pd.DataFrame(columns=list(GROUND_COLUMNS)))


def _trial(find=_phones, name="phones") -> SimpleNamespace:
    return SimpleNamespace(NAME=name, ABOUT="Every phone", find=find)


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    rows = "".join(f"phone,{phone},stolen\n" for phone in story.RING_PHONES)
    (tmp_path / "stolen_identity.csv").write_text(f"kind,key,how\n{rows}", "utf-8")
    return tmp_path


def test_it_is_told_as_the_listed_ones_are_and_nothing_is_kept(own_desk: Desk):
    files = sorted(own_desk.home.runs.rglob("*"))
    tried = own_desk.try_detector(_trial())
    phones = own_desk.stats().entities["Phone"]
    assert len(tried.findings) == len(tried.members) == len(tried.reasons) == phones
    assert list(tried.members.columns) == list(own_desk.members("rings").columns)
    assert own_desk.around(tried.members["token"][0]).shown.entities
    assert sorted(own_desk.home.runs.rglob("*")) == files
    assert "phones" not in own_desk.detectors()


def test_that_it_was_tried_is_on_the_record(own_desk: Desk):
    own_desk.try_detector(_trial())
    assert [(one.act.action, one.act.object) for one in own_desk.acts(1)] == [("try detector", "phones")]


def test_nothing_of_it_is_shown_whole(desk: Desk, identifiers):
    def careless(*given: object) -> Findings:
        return _phones(*given, says="pays 6217000000000000123 and rings 13800000011")

    tried = desk.try_detector(_trial(careless))
    texts = [frame.to_csv() for frame in (tried.findings, tried.members, tried.reasons)]
    assert set(tried.findings["says"]) == {"pays 62***************** and rings 13*********"}
    assert [one for one in identifiers for text in texts if one in text] == []
    assert [one for one in identifiers if one in repr(tried)] == []


def test_it_is_measured_beside_a_listed_one(desk: Desk, truth: Path):
    tried = desk.try_detector(_trial(), truth=truth)
    assert (tried.measured["wanted"], tried.measured["right"]) == (3, 3)
    assert tried.measured["found"] == desk.stats().entities["Phone"]
    assert tried.beside == desk.evaluate("latest", truth)["stolen_identity"]


def test_a_listed_one_is_tried_with_other_limits_and_what_came_before_it(desk: Desk, truth: Path):
    same = desk.try_detector(stolen_identity, truth=truth)
    best = same.findings["score"].max()
    strict = desk.try_detector(stolen_identity, replace(Limits(), least_score=best))
    assert same.measured == same.beside
    assert same.findings["score"].tolist() == desk.findings("stolen_identity")["score"].tolist()
    assert 0 < len(strict.findings) < len(same.findings)
    assert strict.findings["score"].min() == best


def test_it_is_given_what_all_listed_ones_found(desk: Desk):
    seen: list[str] = []

    def find(snapshot: object, so_far: tuple[Findings, ...], limits: object) -> Findings:
        seen.extend(name for one in so_far for name in one.findings["detector"].unique())
        return no_findings()

    tried = desk.try_detector(_trial(find))
    assert {"rings", "stolen_identity"} <= set(seen)
    assert len(tried.findings) == len(tried.members) == 0


def test_its_own_error_is_seen(desk: Desk):
    def find(*_: object) -> Findings:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.try_detector(_trial(find))


def _spoilt(**frames) -> SimpleNamespace:
    def find(*given: object) -> object:
        whole = _phones(*given)
        return replace(whole, **{name: change(getattr(whole, name)) for name, change in frames.items()})

    return _trial(find)


@pytest.mark.parametrize(
    ("trial", "says"),
    [
        (_trial(lambda *_: None), "gave NoneType"),
        (_trial(name="mine; all"), "one word"),
        (_spoilt(members=lambda rows: rows.drop(columns="part")), "members without the column part"),
        (_spoilt(findings=lambda rows: rows.assign(rank=1)), "ranks that do not run"),
        (_spoilt(findings=lambda rows: rows.assign(finding="x"), members=lambda rows: rows.assign(finding="x")), "two"),
        (_spoilt(members=lambda rows: rows.head(1)), "a finding without members"),
        (_spoilt(reasons=lambda rows: rows.assign(finding="y")), "not among its findings"),
        (_spoilt(members=lambda rows: rows.assign(key="+8600000000000")), "not in the snapshot"),
        (_spoilt(findings=lambda rows: rows.assign(says="rings " + rows["finding"])), "whole identifier"),
    ],
)
def test_what_is_no_finding_is_refused_with_the_reason(desk: Desk, trial: SimpleNamespace, says: str):
    with pytest.raises(UsedWrongly, match=says) as refused:
        desk.try_detector(trial)
    assert "+86" not in str(refused.value)


def test_evidence_that_no_run_has_seen_is_said(own_desk: Desk):
    own_desk.unload(own_desk.evidence.of("case_numbers")[0].name)
    with pytest.raises(UsedWrongly, match="detect once"):
        own_desk.try_detector(_trial())


def test_what_it_is_held_against_must_be_listed_and_have_a_truth(desk: Desk, truth: Path):
    with pytest.raises(UsedWrongly, match="held against; there are: rings"):
        desk.try_detector(_trial(), truth=truth, like="fortune")
    with pytest.raises(UsedWrongly, match="no truth"):
        desk.try_detector(_trial(), truth=truth, like="rings")

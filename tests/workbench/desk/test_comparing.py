"""Runs of one home compared: what a further file brought is named as the cause, and no name can be made anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import story

from workbench.desk import Desk
from workbench.errors import NotFound
from workbench.signals.telling import name_of


def _case(folder: Path) -> Path:
    file = folder / "case_numbers_more.csv"
    file.write_text(
        f"case,kind,key,fraud_type,at\nA-77,phone,{story.RING_PHONES[0]},loan,2026-10-01 08:00:00\n", "utf-8"
    )
    return file


def test_one_run_has_nothing_to_be_compared_with(own_desk: Desk):
    with pytest.raises(NotFound, match="no earlier run"):
        own_desk.compare()


def test_what_a_further_file_changed_is_told_with_the_file(own_desk: Desk, tmp_path: Path):
    before = own_desk.run().name
    own_desk.load([_case(tmp_path)])
    own_desk.detect()
    found = own_desk.compare()
    assert (found.before, found.now) == (before, own_desk.run().name)
    assert "1 batch taken in since: case_numbers_more.csv" in found.causes
    (ring,) = [one for one in found.changes if one.detector == "rings"]
    assert ring.what == "changed"
    assert any("named in what was taken in since" in why for why in ring.why)
    assert any(why.startswith("now: ") for why in ring.why)


def test_a_ring_keeps_its_name_when_its_strongest_members_change(own_desk: Desk, tmp_path: Path):
    before = own_desk.run()
    own_desk.load([_case(tmp_path)])
    after = own_desk.detect()
    assert list(after.findings("rings").findings["finding"]) == list(before.findings("rings").findings["finding"])
    assert after.manifest["names_from"] == before.name
    assert own_desk.detect().manifest == after.manifest


def test_a_run_that_cannot_be_read_gives_no_names_and_stops_nothing(own_desk: Desk, tmp_path: Path):
    (own_desk.run().folder / "rings.members.parquet").write_bytes(b"cut")
    own_desk.load([_case(tmp_path)])
    assert own_desk.detect().manifest["names_from"] == ""


def test_what_was_taken_out_again_is_gone_and_said(own_desk: Desk, tmp_path: Path):
    own_desk.load([_case(tmp_path)])
    (batch,) = [one for one in own_desk.evidence.of("case_numbers") if one.file == "case_numbers_more.csv"]
    with_it = own_desk.detect().name
    own_desk.unload(batch.name)
    without = own_desk.detect().name
    found = own_desk.compare(with_it, without)
    assert "1 batch taken out since" in found.causes
    assert any(why.startswith("no longer: ") for one in found.changes for why in one.why)


def test_runs_of_the_same_evidence_are_one_run(own_desk: Desk):
    own_desk.detect()
    again = own_desk.run().name
    found = own_desk.compare(again, again)
    assert (found.causes, found.changes) == ((), ())
    assert found.same["rings"] == 1


def test_a_findings_name_cannot_be_made_from_the_key_it_is_about(own_desk: Desk):
    run = own_desk.run()
    names = set(run.findings("stolen_identity").findings["finding"])
    members = run.findings("stolen_identity").members
    guessed = {name_of("paper", (kind + key,)) for kind, key in zip(members["kind"], members["key"], strict=True)}
    guessed |= {name_of("paper", (kind, key)) for kind, key in zip(members["kind"], members["key"], strict=True)}
    assert names
    assert not names & guessed


def test_what_a_person_decides_counts_in_the_risk_at_once(own_desk: Desk):
    before = own_desk.risk()
    assert set(before["level"]) <= {"high", "medium", "low"}
    assert not set(before["text"]) & {*story.RING_PHONES, *story.RING_CARDS}
    for detector in own_desk.detectors():
        for one in own_desk.headlines(detector):
            own_desk.decide(detector, one.finding, "rejected", "a family of four, seen at their home")
    assert not before.empty
    assert own_desk.risk().empty

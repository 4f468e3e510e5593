"""Frames of members, reasons and runs say what the desk says of each finding, and show nothing whole."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.desk import Desk
from workbench.errors import BadHome


def test_members_of_a_finding_are_those_that_are_told(desk: Desk):
    for detector in desk.detectors():
        frame = desk.members(detector)
        for name, mine in frame.groupby("finding"):
            told = desk.finding(detector, str(name)).members
            assert set(zip(mine["token"], mine["part"], strict=True)) == {(one.token, one.part) for one in told}
            assert set(mine["text"]) == {one.text for one in told}


def test_reasons_and_counter_reasons_stand_in_one_frame_and_are_told_apart(desk: Desk):
    frame = desk.reasons("rings")
    told = desk.finding("rings", desk.findings("rings")["finding"][0])
    assert sorted(frame.loc[~frame["counter"], "says"]) == sorted(one.says for one in told.reasons)
    assert sorted(frame.loc[frame["counter"], "says"]) == sorted(one.says for one in told.counters)
    assert frame.loc[frame["counter"], "about"].eq("").all()
    assert set(frame.loc[~frame["counter"], "about"]) <= {one.text for one in told.members}


def test_frames_keep_to_the_best_and_their_rank(desk: Desk):
    whole, best = desk.members("stolen_identity"), desk.members("stolen_identity", most=2)
    assert whole["rank"].nunique() > 2
    pd.testing.assert_frame_equal(best, whole[whole["rank"] <= 2].reset_index(drop=True))


def test_frames_show_no_identifier_whole(desk: Desk, identifiers):
    texts = [frame.to_csv() for name in desk.detectors() for frame in (desk.members(name), desk.reasons(name))]
    assert [one for one in identifiers for text in texts if one in text] == []


def test_runs_stand_newest_first_with_what_each_found(own_desk: Desk):
    first = own_desk.run()
    batch = own_desk.evidence.of("case_numbers")[0]
    own_desk.unload(batch.name)
    second = own_desk.detect()
    frame = own_desk.runs_frame()
    assert frame["run"].tolist() == [second.name, first.name]
    assert frame["batches"].tolist() == [len(own_desk.evidence.batches()), len(own_desk.evidence.batches()) + 1]
    assert frame["rings"].tolist() == [len(one.findings("rings").findings) for one in (second, first)]


def test_whoever_writes_into_what_a_run_found_writes_into_his_own(own_desk: Desk):
    mine = own_desk.run().findings("rings").findings
    mine["score"] = 0.0
    mine.loc[0, "says"] = "nothing"
    again = own_desk.run().findings("rings").findings
    assert (again["score"] > 0).all()
    assert "nothing" not in set(again["says"])


def test_a_run_that_was_read_and_then_damaged_says_so(own_desk: Desk):
    run = own_desk.run()
    run.findings("rings")
    (run.folder / "rings.members.parquet").write_bytes(b"no table")
    with pytest.raises(BadHome, match="is not whole"):
        run.findings("rings")

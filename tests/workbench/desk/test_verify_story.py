"""Verify over a run: a paper that was used says nothing against its person, and a rejected finding nothing at all."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import story

from workbench.desk import Desk, open_desk
from workbench.desk.verify import NOTHING
from workbench.settings import Settings

WHY = "looked at with the bank, a family of four"


def _token(desk: Desk, value: str) -> str:
    return desk.look.find(value)[0].token


def test_whose_paper_was_stolen_is_in_no_doubt(desk: Desk):
    one = desk.verify(_token(desk, story.ZHANG_SAN))
    assert any(each.detector == "stolen_identity" for each in one.findings)
    assert (one.level, one.doubt, one.reasons) == (NOTHING, 0.0, ())
    assert any("says nothing against the person" in why for why in one.counters)


def test_what_somebody_rejected_casts_no_doubt_and_is_said(own_desk: Desk):
    token = _token(own_desk, story.RING_CARDS[1])
    before = own_desk.verify(token)
    assert before.level != NOTHING
    for one in before.findings:
        own_desk.decide(one.detector, one.finding, "rejected", WHY)
    after = own_desk.verify(token)
    assert (after.level, after.doubt, after.danger) == (NOTHING, 0.0, None)
    assert f"{len(before.findings)} finding" in " ".join(after.counters)


def test_whom_a_line_has_reached_is_whom_the_newest_run_says_too(city_home: Path, tmp_path: Path):
    home = Path(shutil.copytree(city_home, tmp_path / "home"))
    with open_desk(settings=Settings(home=home)) as desk:
        headline = next(one for one in desk.headlines("exposure") if one.marks["level"] == "high")
        members = desk.run().findings("exposure").members
        mine = members[members["finding"] == headline.finding]
        line = mine.loc[(mine["part"] == "line") & (mine["kind"] == "phone"), "key"].iloc[0]
        person = _token(desk, mine.loc[mine["part"] == "high", "key"].iloc[0])
        people = {one.entity.token: one for one in desk.reached(_token(desk, line))}
        assert people[person].level == "high"
        assert people[person].score >= headline.score
        told = desk.reached(_token(desk, line))
        assert len(told) == len(people)
        urgent = [(("high", "medium", "low").index(one.level), -one.score) for one in told]
        assert len({level for level, _ in urgent}) > 1
        assert urgent == sorted(urgent)
        # Whom somebody looked at and rejected, the run names no more.
        desk.decide("exposure", headline.finding, "rejected", WHY)
        left = {one.entity.token: one.score for one in desk.reached(_token(desk, line))}
        assert left.get(person, -math.inf) < headline.score

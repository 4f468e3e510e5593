"""Verify over a run: a paper that was used says nothing against its person, and a rejected finding nothing at all."""

from __future__ import annotations

import story

from workbench.desk import Desk
from workbench.desk.verify import NOTHING

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

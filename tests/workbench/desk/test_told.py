"""Findings as they are told: ranked, masked, with reasons for and against, each with its grounds."""

from __future__ import annotations

from collections import Counter

import pytest
import story

from workbench.desk import Desk
from workbench.errors import NotFound, UsedWrongly


def _first(desk: Desk, detector: str) -> str:
    return desk.headlines(detector, 1)[0].finding


def test_headlines_stand_by_rank(desk: Desk):
    for detector in desk.detectors():
        headlines = desk.headlines(detector)
        assert [one.rank for one in headlines] == list(range(1, len(headlines) + 1))
        assert [one.score for one in headlines] == sorted((one.score for one in headlines), reverse=True)
        assert all(one.detector == detector and one.says and one.reasons for one in headlines)
        assert desk.headlines(detector, 1) == headlines[:1]


def test_the_ring_is_told_with_its_members(desk: Desk):
    finding = desk.finding("rings", _first(desk, "rings"))
    assert finding.headline.members["Phone"] == 3
    assert {one.text for one in finding.members if one.kind == "Phone"} == {
        "+86 170****0021",
        "+86 170****0022",
        "+86 170****0023",
    }
    assert sum(finding.headline.members.values()) == len(finding.members)


def test_reasons_for_and_against_stand_apart_and_rest_on_links(desk: Desk):
    finding = desk.finding("rings", _first(desk, "rings"))
    assert finding.reasons
    assert not any(one.counter for one in finding.reasons)
    assert all(one.counter for one in finding.counters)
    assert [one.weight for one in finding.reasons] == sorted((one.weight for one in finding.reasons), reverse=True)
    grounded = [one for one in finding.reasons if one.grounds]
    assert grounded
    for ground in grounded[0].grounds:
        assert desk.look.rows(ground)


def test_a_picture_shows_the_members_and_what_they_share(desk: Desk):
    name = _first(desk, "rings")
    picture = desk.picture("rings", name)
    members = {one.token for one in desk.finding("rings", name).members}
    assert members <= {one.token for one in picture.entities}
    assert len(picture.entities) > len(members)
    assert {"REGISTERED", "RESERVED"} <= {one.type for one in picture.links}


def test_an_entitys_findings_are_found_from_it(desk: Desk):
    (hit,) = desk.look.find(story.RING_PHONES[0])
    assert {detector for detector, _ in desk.findings_of(hit.token)} >= {"rings", "stolen_identity"}
    (hit,) = desk.look.find(story.LI_WEIS)
    assert desk.findings_of(hit.token) == ()


def test_findings_show_no_identifier(desk: Desk, identifiers: tuple[str, ...]):
    said = []
    for detector in desk.detectors():
        said.append(repr(desk.headlines(detector)))
        for headline in desk.headlines(detector):
            said += [repr(desk.finding(detector, headline.finding)), repr(desk.picture(detector, headline.finding))]
    text = "".join(said)
    assert [one for one in identifiers if one in text] == []


def test_a_finding_that_is_none_is_told(desk: Desk):
    with pytest.raises(NotFound, match="open the list again"):
        desk.finding("rings", "ring-of-nobody")
    with pytest.raises(NotFound, match="stolen_identity"):
        desk.headlines("astrology")
    with pytest.raises(NotFound, match="workbench detect"):
        desk.headlines("rings", run="nonsense")


def test_a_decision_shows_and_stands_in_the_audit(own_desk: Desk):
    name = _first(own_desk, "rings")
    own_desk.decide("rings", name, "confirmed", f"spoke with the holder of {story.RING_PHONES[0]}")
    assert own_desk.headlines("rings", 1)[0].decision == "confirmed"
    own_desk.decide("rings", name, "rejected", "it was a family")
    assert own_desk.finding("rings", name).headline.decision == "rejected"
    text = repr((own_desk.acts(), own_desk.work.decisions()))
    assert "it was a family" in text
    assert story.RING_PHONES[0].removeprefix("+86") not in text
    assert own_desk.work.verify_audit().intact


@pytest.mark.parametrize(("decision", "reason"), [("guilty", "it is clear"), ("confirmed", ""), ("confirmed", " x ")])
def test_a_decision_needs_a_word_and_a_reason(own_desk: Desk, decision: str, reason: str):
    before = len(own_desk.acts(1000))
    with pytest.raises(UsedWrongly):
        own_desk.decide("rings", _first(own_desk, "rings"), decision, reason)
    assert len(own_desk.acts(1000)) == before
    assert own_desk.headlines("rings", 1)[0].decision == ""


def test_what_an_earlier_run_had_found_is_not_new(own_desk: Desk, tmp_path):
    assert own_desk.headlines("rings", 1)[0].is_new
    found = len(own_desk.headlines("rings"))
    assert (own_desk.tally("rings").number, own_desk.tally("rings").new) == (found, found)
    more = tmp_path / "visits_more.csv"
    more.write_text(f"phone,site,at\n{story.LI_WEIS},example.com,2026-09-20 08:00:00\n")
    own_desk.load([more])
    own_desk.detect()
    assert len(own_desk.runs()) == 2
    assert not own_desk.headlines("rings", 1)[0].is_new
    assert own_desk.tally("rings").new == sum(one.is_new for one in own_desk.headlines("rings"))


def test_a_tally_counts_all_findings_and_their_levels(desk: Desk):
    for detector in desk.detectors():
        lines, counted = desk.headlines(detector, 10_000), desk.tally(detector)
        assert counted.number == len(lines)
        assert counted.levels == Counter(one.marks["level"] for one in lines if "level" in one.marks)

"""The desk: reveals need a reason and have a budget, what is done goes on record first, and no key enters the audit."""

from __future__ import annotations

from pathlib import Path

import pytest
import story

from workbench.cases import Work
from workbench.desk import Desk
from workbench.desk.handing_over import REVEALS
from workbench.errors import BadHome, NotFound, UsedWrongly

WHY = "the station asked, case 2026-0012"


def _token(desk: Desk, value: str = story.RING_PHONES[0]) -> str:
    (hit,) = desk.look.find(value)
    return hit.token


def test_a_reveal_gives_the_key_and_is_on_the_record(own_desk: Desk):
    token = _token(own_desk)
    assert own_desk.reveal(token, WHY) == story.RING_PHONES[0]
    act = own_desk.acts(1)[0].act
    assert (act.action, act.object, act.reason, act.person) == ("reveal", token, WHY, "李警官")


@pytest.mark.parametrize("reason", ["", "   ", "abc", "\n\t x"])
def test_without_a_reason_nothing_is_revealed(own_desk: Desk, reason: str):
    token = _token(own_desk)
    with pytest.raises(UsedWrongly, match="reason") as refused:
        own_desk.reveal(token, reason)
    assert story.RING_PHONES[0] not in str(refused.value)
    assert [one for one in own_desk.acts(1000) if one.act.action == "reveal"] == []


def test_what_was_not_shown_cannot_be_revealed(own_desk: Desk):
    with pytest.raises(NotFound):
        own_desk.reveal("0" * 32, WHY)


def test_without_an_audit_nothing_is_revealed(own_desk: Desk):
    token = _token(own_desk)
    own_desk.close()
    del own_desk.__dict__["work"]
    own_desk.home.work.unlink()
    own_desk.home.work.mkdir()
    with pytest.raises(BadHome):
        own_desk.reveal(token, WHY)


def test_reveals_have_a_budget_and_its_end_is_on_the_record(own_desk: Desk):
    token, most = _token(own_desk), REVEALS[0][0]
    for _ in range(most):
        own_desk.reveal(token, WHY)
    with pytest.raises(UsedWrongly, match="last hour"):
        own_desk.reveal(token, WHY)
    act = own_desk.acts(1)[0].act
    assert (act.action, act.outcome) == ("reveal", "refused")
    own_desk.person = "somebody else"
    assert own_desk.reveal(token, WHY) == story.RING_PHONES[0]


def test_an_identifier_in_a_reason_is_starred(own_desk: Desk):
    own_desk.reveal(_token(own_desk), f"holder of {story.RING_CARDS[0]} asked")
    reason = own_desk.acts(1)[0].act.reason
    assert story.RING_CARDS[0] not in reason
    assert reason.startswith("holder of 62")


def test_the_audit_holds_no_key_whatever_is_done(own_desk: Desk, identifiers: tuple[str, ...], tmp_path: Path):
    ring = own_desk.headlines("rings", 1)[0].finding
    for value in (*story.RING_PHONES, *story.RING_CARDS, story.ZHANG_SAN, "张三", "wechat:teacher_wang8"):
        token = _token(own_desk, value)
        own_desk.reveal(token, WHY)
    own_desk.export(own_desk.picture("rings", ring), ".graphml", tmp_path / "ring.graphml")
    own_desk.write_findings("latest", tmp_path / "out", WHY)
    own_desk.decide("rings", ring, "confirmed", WHY)
    own_desk.rebuild()
    text = repr(own_desk.acts(10_000))
    assert [one for one in identifiers if one in text] == []
    kept = own_desk.home.work.read_bytes()
    assert [one for one in identifiers if one.encode() in kept] == []
    assert own_desk.work.verify_audit().intact


def test_what_is_done_leaves_its_act(own_desk: Desk, tmp_path: Path):
    ring = own_desk.headlines("rings", 1)[0].finding
    own_desk.export(own_desk.picture("rings", ring), ".html", tmp_path / "ring.html")
    own_desk.detect()
    own_desk.rebuild()
    batch = own_desk.evidence.of("visits")[0].name
    own_desk.unload(batch)
    acts = [one.act.action for one in own_desk.acts(4)]
    assert acts == ["unload", "rebuild", "detect", "export"]
    assert own_desk.acts(1)[0].act.object == batch


def test_an_export_says_who_took_it(own_desk: Desk, tmp_path: Path):
    ring = own_desk.headlines("rings", 1)[0].finding
    file = own_desk.export(own_desk.picture("rings", ring), ".html", tmp_path / "ring.html")
    assert "李警官" in file.read_text("utf-8")


def test_every_form_may_be_asked_for_by_its_ending(own_desk: Desk, tmp_path: Path):
    ring = own_desk.headlines("rings", 1)[0].finding
    picture = own_desk.picture("rings", ring)
    for form in own_desk.forms():
        assert own_desk.export(picture, form, tmp_path / f"ring{form}").stat().st_size > 0
    before = len(own_desk.acts(1000))
    with pytest.raises(UsedWrongly, match="graphml"):
        own_desk.export(picture, ".doc", tmp_path / "ring.doc")
    assert len(own_desk.acts(1000)) == before


def test_a_closed_desk_lets_go_of_graph_and_store(own_desk: Desk):
    assert own_desk.stats().current
    assert isinstance(own_desk.work, Work)
    own_desk.close()
    own_desk.close()

"""What was explained away can be looked at and overruled: with a reason, on the record, at once in Verify, undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from taken import desk_over

from workbench.desk import Desk, lacking
from workbench.desk.runs import Run
from workbench.errors import NotFound, UsedWrongly

HOTLINE, LINE, WHY = "95588", "13800000001", "we rang it: 案件 12, not a bank"
FILES = {
    "phone_cards.csv": "phone,identity,opened_at\n"
    + f"{LINE},11010519491231002X,2026-05-01\n"
    + "".join(f"1390000{at:04d},PASSPORT:E1234{at:04d},2020-01-01\n" for at in range(60)),
    "sessions.csv": "kind,key,ip,at\n"
    + "".join(f"phone,1390000{at:04d},203.0.113.7,2026-06-{day:02d}\n" for at in range(60) for day in (1, 2)),
    "known_services.csv": f"kind,key,why\nphone,{HOTLINE},bank hotline\n",
    "case_numbers.csv": f"case,kind,key,fraud_type,at\nA1,phone,{HOTLINE},loan,2026-06-03\n",
    "calls.csv": f"caller,callee,at,seconds\n{HOTLINE},{LINE},2026-06-01 09:00:00,1500\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path, FILES) as opened:
        opened.detect()
        yield opened


def network(desk: Desk) -> dict[str, object]:
    (row,) = desk.explained("network").to_dict("records")
    return {str(name): value for name, value in row.items()}


def counters(desk: Desk, value: str) -> str:
    return "; ".join(desk.verify(desk.look.find(value)[0].token).counters)


def test_the_register_says_what_was_taken_for_what_and_why(desk: Desk) -> None:
    one = network(desk)
    assert (one["kind"], one["text"], one["cards"], one["decision"]) == ("ip", "203.0.113.7", 60, "")
    assert one["says"] == (
        "taken for an address that a carrier or a campus gives to many, with 60 cards of 60 households; "
        "these links are left out"
    )
    assert "taken for an address that a carrier" in counters(desk, "203.0.113.7")


def test_overruling_counts_in_verify_at_once_and_in_the_next_run(desk: Desk) -> None:
    before = desk.run().name
    desk.overrule(str(network(desk)["name"]), "rejected", WHY)
    assert "somebody said that it is not" in counters(desk, "203.0.113.7")
    after = desk.detect()
    assert after.name != before
    assert network(desk)["decision"] == "rejected"
    assert not after.explained().query("context == 'network'")["stands"].any()
    assert "what people say of innocent explanations is another" in desk.compare().causes


def test_an_overruling_is_taken_back_and_the_run_is_as_before(desk: Desk) -> None:
    name = str(network(desk)["name"])
    desk.overrule(name, "rejected", WHY)
    desk.detect()
    desk.overrule(name, "undecided", "the carrier wrote: it is theirs")
    assert network(desk)["decision"] == "undecided"
    assert desk.detect().explained().query("context == 'network'")["stands"].all()
    assert [one.decision.value for one in desk.overruled()] == ["undecided"]


def test_a_word_on_what_is_in_the_evidence_no_more_is_passed_over(desk: Desk) -> None:
    name = str(network(desk)["name"])
    desk.overrule(name, "rejected", WHY)
    desk.unload(next(one.name for one in desk.evidence.batches() if one.source == "sessions"))
    assert desk.detect().explained().query("context == 'network'").empty
    assert [one.decision.value for one in desk.overruled()] == ["rejected"]
    desk.overrule(name, "undecided", WHY)
    assert [one.decision.value for one in desk.overruled()] == ["undecided"]


def test_overruling_needs_a_reason_and_stands_in_the_audit(desk: Desk) -> None:
    name = str(network(desk)["name"])
    with pytest.raises(UsedWrongly, match="reason"):
        desk.overrule(name, "rejected", "x")
    with pytest.raises(UsedWrongly, match="a decision is one of"):
        desk.overrule(name, "wrong", WHY)
    with pytest.raises(NotFound, match="no such explanation"):
        desk.overrule("network:ip:0", "rejected", WHY)
    desk.overrule(name, "rejected", f"{WHY} {LINE}")
    act = desk.acts(1)[0].act
    assert (act.action, act.object, act.outcome) == ("decide", name, "rejected")
    assert LINE not in act.reason
    assert desk.work.verify_audit().intact


def test_a_service_that_is_none_is_in_doubt_at_once(desk: Desk) -> None:
    assert desk.verify(desk.look.find(HOTLINE)[0].token).level == "nothing known"
    services = desk.explained("known_service")
    assert services["text"].tolist() == [HOTLINE]
    desk.overrule(services["name"].iloc[0], "rejected", WHY)
    verdict = desk.verify(desk.look.find(HOTLINE)[0].token)
    assert verdict.level == "high"
    assert "somebody said that it is not" in "; ".join(verdict.counters)
    desk.detect()
    assert desk.explained("known_service")["decision"].tolist() == ["rejected"]
    assert desk.verify(desk.look.find(HOTLINE)[0].token).level == "high"
    desk.overrule(services["name"].iloc[0], "undecided", "the bank says it is theirs")
    assert desk.verify(desk.look.find(HOTLINE)[0].token).level == "nothing known"


def test_a_line_of_ones_own_counts_at_once_and_is_taken_out_again(desk: Desk) -> None:
    token = desk.look.find(LINE)[0].token
    with pytest.raises(UsedWrongly, match="reason"):
        desk.known_service(token, "")
    receipt = desk.known_service(token, "our own duty line")
    assert "a known service: our own duty line" in counters(desk, LINE)
    assert receipt.told_by == ("wang",)
    desk.unload(receipt.batch)
    assert "a known service" not in counters(desk, LINE)


def test_what_no_detector_could_look_at_is_said_of_every_verdict(desk: Desk) -> None:
    said = desk.verify(desk.look.find(LINE)[0].token).unseen
    assert said.startswith("the newest run saw no ")
    assert "transfers" in said
    named = set(said.split(":")[0].removeprefix("the newest run saw no ").split(", "))
    # Sessions were loaded, though they name no handset.
    assert named & {"calls", "sessions", "identities"} == {"identities"}


def test_a_detector_without_what_it_needs_says_what_to_load(desk: Desk) -> None:
    first = desk.lacked("money")[0]
    assert first.startswith("Without transfers nothing can be found here")
    assert first.endswith("Load transfers.")
    assert any("no visits" in one for one in desk.lacked("exposure"))


def test_a_source_that_was_loaded_and_does_not_tell_it_is_not_said_to_be_missing(desk: Desk) -> None:
    (less,) = [one for one in desk.lacked("calls") if one.startswith("Not known")]
    assert "which handsets they were used on, so that call rooms could not be told (sessions do not tell it)" in less
    assert "no sessions" not in less


def test_where_what_is_needed_was_loaded_and_does_not_tell_it_nothing_is_said_to_be_missing(tmp_path: Path) -> None:
    lacked = {"money": [{"sources": ["transfers"], "without": "which payments were made", "needed": True}]}
    told = {"batches": ["transfers/0123456789abcdef"], "lacked": lacked}
    (tmp_path / "manifest.json").write_text(json.dumps(told), "utf-8")
    run = Run("r", tmp_path, datetime(2026, 6, 1, tzinfo=UTC))
    assert lacking.said(run, "money") == (
        "Nothing can be found here: transfers were loaded and do not tell which payments were made.",
    )
    assert lacking.unseen(run) == ""

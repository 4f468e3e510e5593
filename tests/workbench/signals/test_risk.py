"""Fusion: families count once and no one alone decides, people's word goes before, those in danger are in no list."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.model import Findings, no_findings
from workbench.model.finding import FINDING_COLUMNS, GROUND_COLUMNS, MARK_COLUMNS, MEMBER_COLUMNS, REASON_COLUMNS
from workbench.signals.fusion.limits import RiskLimits
from workbench.signals.fusion.risk import risk

LIMITS = RiskLimits()
Against = list[tuple[str, str, float]]
THREE = [("case_number", 3.0), ("shared_device", 2.0), ("guest_address", 4.0)]


def _found(against: Against, grounds: list[tuple[str, str, str, str]] | None = None) -> Findings:
    """A finding a card, of these reasons: card, code, weight; grounds are kind and key of both ends."""
    cards = list(dict.fromkeys(card for card, _, _ in against))
    return Findings(
        pd.DataFrame([(c, "rings", at, 1.0, "says") for at, c in enumerate(cards, 1)], columns=list(FINDING_COLUMNS)),
        pd.DataFrame([(c, "phone", c, "caller", 1.0) for c in cards], columns=list(MEMBER_COLUMNS)),
        pd.DataFrame(
            [(card, "phone", card, code, code, False, weight, 0.0, "") for card, code, weight in against],
            columns=list(REASON_COLUMNS),
        ),
        pd.DataFrame([(cards[0], "code", "USED_ON", *ends) for ends in grounds or []], columns=list(GROUND_COLUMNS)),
    )


def _scores(found: dict[str, Findings], decided: dict[str, str] | None = None) -> dict[str, float]:
    frame = risk(found, decided or {}, LIMITS)
    return dict(zip(frame["key"], frame["score"], strict=True))


def test_two_detectors_that_say_the_same_say_it_once():
    one = _found([("a", code, weight) for code, weight in THREE])
    assert _scores({"rings": one}) == _scores({"rings": one, "stolen_identity": one})


def test_one_family_alone_is_no_risk_and_a_third_one_makes_it():
    two = [("a", code, weight) for code, weight in THREE[:2]]
    assert _scores({"rings": _found(two)}) == {}
    assert _scores({"rings": _found(two), "calls": _found([("a", "guest_address", 4.0)])})["a"] > 0


def test_what_a_person_rejected_says_nothing_and_what_he_confirmed_says_more():
    found = {"rings": _found([("a", code, weight) for code, weight in THREE])}
    assert _scores(found, {"a": "rejected"}) == {}
    assert _scores(found, {"a": "confirmed"})["a"] > _scores(found, {"a": "undecided"})["a"] == _scores(found)["a"]


def test_nuisance_is_left_out():
    found = _found([("a", code, weight) for code, weight in THREE])
    marks = pd.DataFrame([("a", "profile", "nuisance")], columns=list(MARK_COLUMNS))
    assert _scores({"calls": replace(found, marks=marks)}) == {}


def test_a_counter_reason_adds_nothing():
    found = _found([("a", code, weight) for code, weight in THREE])
    counter = replace(found, reasons=found.reasons.assign(counter=True))
    assert _scores({"rings": counter}) == {}


def test_a_handset_is_as_doubtful_as_the_second_of_its_cards():
    strong = [("a", code, weight) for code, weight in THREE]
    weak = [("b", code, weight / 2) for code, weight in THREE]
    ties = [("phone", card, "device", "handset") for card in ("a", "b")]
    scores = _scores({"rings": _found(strong + weak, ties)})
    assert scores["handset"] == scores["b"] < scores["a"]
    assert "handset" not in _scores({"rings": _found(strong + weak, ties[:1])})


def test_of_nothing_nothing_is_said():
    frame = risk({"rings": no_findings()}, {}, LIMITS)
    assert (len(frame), list(frame)) == (0, ["kind", "key", "score", "level"])


_AGAINST = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([code for code, _ in THREE]), st.floats(0.1, 5.0)),
    unique_by=lambda one: one[:2],
)


@settings(max_examples=40, deadline=None)
@given(_AGAINST, _AGAINST)
def test_more_evidence_never_lowers_a_score_and_no_family_is_over_its_share(one: Against, other: Against):
    before, after = _scores({"rings": _found(one)}), _scores({"rings": _found(one), "calls": _found(other)})
    assert all(after[card] >= score - 1e-9 for card, score in before.items())
    for card, score in after.items():
        families = {
            code: max(w for c, k, w in one + other if (c, k) == (card, code)) for c, code, _ in one + other if c == card
        }
        assert score <= sum(families.values()) + 1e-9
        assert len(families) * LIMITS.family_share >= 1 - 1e-9

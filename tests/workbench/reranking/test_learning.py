"""The second opinion: it learns what people go by, and says that it is no better where there is nothing to learn."""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from reranking.decisions import by_lot, by_reason, by_score, decided, found
from workbench.detectors.figures import average_precision
from workbench.errors import TooFew, UsedWrongly
from workbench.model import Findings
from workbench.reranking import BETTER, NO_BETTER, Decided, RerankLimits, SecondOpinion, learn

LIMITS = RerankLimits()
NUMBER = 240


def lightgbm() -> None:
    """Skips where LightGBM is not installed."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed; `pip install '.[rerank]'` brings it")


def _opinion(seed: int, by: Any) -> SecondOpinion:
    lightgbm()
    one = found(NUMBER, seed)
    return learn(decided(one, by(one, seed)), one, LIMITS)


@pytest.mark.parametrize("seed", range(3))
def test_it_learns_what_people_go_by_and_the_score_does_not_know(seed: int):
    told = _opinion(seed, by_reason).measured
    assert told.verdict == BETTER
    assert told.second > told.score + 0.15
    assert f"over {NUMBER} decisions of {NUMBER // 2} separate groups" in told.says


@pytest.mark.parametrize("seed", range(8))
def test_of_decisions_by_lot_it_says_that_it_is_no_better(seed: int):
    told = _opinion(seed, by_lot).measured
    assert told.verdict == NO_BETTER
    assert told.low < 0 < told.high
    assert told.says.startswith("no better than the score: ")


@pytest.mark.parametrize("seed", range(3))
def test_where_people_go_by_the_score_it_is_not_called_better(seed: int):
    assert _opinion(seed, by_score).measured.verdict != BETTER


def test_the_same_decisions_give_the_same_opinion_to_the_last_bit():
    one, other = _opinion(1, by_reason), _opinion(1, by_reason)
    assert (one.model, one.manifest, one.measured) == (other.model, other.manifest, other.measured)
    pd.testing.assert_frame_equal(one.ranked, other.ranked, check_exact=True)


def test_every_finding_keeps_its_rank_and_has_one_second_rank_and_a_chance():
    ranked = _opinion(2, by_reason).ranked
    assert ranked["rank"].tolist() == list(range(1, NUMBER + 1))
    assert sorted(ranked["second"]) == list(range(1, NUMBER + 1))
    assert ranked["chance"].between(0, 1).all()
    assert ranked.sort_values("second")["chance"].is_monotonic_decreasing


def test_what_was_decided_on_has_the_chance_it_was_given_unseen():
    lightgbm()
    one = found(NUMBER, 3)
    said = by_lot(one, 3)
    opinion = learn(decided(one, said), one, LIMITS)
    assert _precision(opinion, said) == pytest.approx(opinion.measured.second, abs=0.005)
    # A model that had seen the answers would seem to know what nobody can.
    seen = learn(decided(one, said), one.under({name: f"new-{name}" for name in said.index}), LIMITS)
    assert _precision(seen, said.rename(index=lambda name: f"new-{name}")) > opinion.measured.second + 0.1


def _precision(opinion: SecondOpinion, said: pd.Series) -> float:
    rows = opinion.ranked.sort_values("second")
    return average_precision(rows["finding"].map(said).tolist(), int(said.sum()))


def test_who_they_are_and_how_it_is_said_changes_nothing():
    lightgbm()
    one = found(NUMBER, 4)
    said = by_reason(one, 4)
    swapped = replace(
        one,
        findings=one.findings.assign(says="an elder of another province with a card of another carrier"),
        members=one.members.assign(
            key="x" + one.members["key"], kind=one.members["kind"].replace("phone", "bank_card")
        ),
        reasons=one.reasons.assign(
            key=one.reasons["key"].where(one.reasons["key"] == "", "x" + one.reasons["key"]), says="欧阳, 1941"
        ),
    )
    first, second = (learn(decided(each, said), each, LIMITS) for each in (one, swapped))
    assert (first.model, first.measured) == (second.model, second.measured)
    pd.testing.assert_frame_equal(first.ranked, second.ranked, check_exact=True)


def test_an_innocent_explanation_never_raises_the_chance():
    lightgbm()
    one = found(NUMBER, 5)
    explained = set(one.reasons.loc[one.reasons["counter"].astype(bool), "finding"])
    names = pd.Index(one.findings["finding"])
    # People who do what nobody should: take the innocent explanation for guilt.
    perverse = pd.Series(names.isin(list(explained)), index=names)
    freed = replace(one, reasons=one.reasons[~one.reasons["counter"].astype(bool)])
    with_it, without = (_fresh(decided(one, perverse), each) for each in (one, freed))
    assert (with_it <= without).all()


def _fresh(known: Decided, one: Findings) -> pd.Series:
    """The chances of the findings as if nobody had decided on them."""
    names = {name: f"new-{name}" for name in one.findings["finding"]}
    return learn(known, one.under(names), LIMITS).ranked.set_index("finding")["chance"]


@pytest.mark.parametrize(("yes", "no"), [(0, 0), (29, 60), (60, 29)])
def test_of_too_few_decisions_nothing_is_learned(yes: int, no: int):
    one = found(120, 6)
    said = pd.Series([True] * yes + [False] * no, index=pd.Index(one.findings["finding"].head(yes + no)), dtype="bool")
    with pytest.raises(TooFew, match=f"{yes} confirmed and {no} rejected .* 30 of each"):
        learn(decided(one, said), one, LIMITS)


def test_many_decisions_on_a_few_rings_are_too_few():
    one = found(120, 7)
    known = decided(one, by_reason(one, 7))
    few = replace(known, group=known.group % 4)
    with pytest.raises(TooFew, match="of 4 rings or papers only"):
        learn(few, one, LIMITS)


def test_without_lightgbm_it_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch):
    def without(name: str, *more: Any, **rest: Any) -> Any:
        if name == "lightgbm":
            raise ModuleNotFoundError(name)
        return plain(name, *more, **rest)

    plain = builtins.__import__
    one = found(120, 8)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsedWrongly, match=r"pip install 'fraud-link-workbench\[rerank\]'"):
        learn(decided(one, by_reason(one, 8)), one, LIMITS)


def test_the_manifest_says_what_it_was_learned_from():
    told = _opinion(9, by_reason).manifest
    assert (told["confirmed"], told["rejected"], told["groups"]) != (0, 0, 0)
    assert told["confirmed"] + told["rejected"] == NUMBER  # type: ignore[operator]
    assert "for contact_strange" in told["features"]  # type: ignore[operator]
    assert set(told["libraries"]) == {"lightgbm", "numpy", "pandas", "scipy"}  # type: ignore[call-overload]
    assert len(str(told["model"])) == len(str(told["learned"])) == 64

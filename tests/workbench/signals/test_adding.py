"""Adding up: no family is more than its share, and a reason's absence is told right."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.signals.evidence import BY_NAME, scored
from workbench.signals.evidence.adding import capped
from workbench.signals.evidence.codes import CODES

ROWS = st.lists(st.floats(0, 9, allow_nan=False), min_size=4, max_size=8)


@given(ROWS, st.sampled_from([0.4, 0.5, 0.6]))
def test_no_family_is_more_than_its_share(values: list[float], share: float) -> None:
    kept = capped(np.array([values]), share)[0]
    assert (kept <= share * kept.sum() + 1e-9).all()
    assert (kept <= np.array(values) + 1e-12).all()


@given(ROWS, st.sampled_from([0.4, 0.6]))
def test_as_much_is_kept_as_the_share_allows(values: list[float], share: float) -> None:
    whole = np.array([values])
    by_steps = whole.copy()
    for _ in range(3000):
        by_steps = np.minimum(whole, share * by_steps.sum())
    assert np.allclose(capped(whole, share), by_steps, atol=1e-4)


def test_two_families_alone_come_to_nought() -> None:
    assert capped(np.array([[4.0, 3.0, 0.0, 0.0]]), 0.4).sum() == 0


def ledger_rows(*codes: str, card: int = 1) -> pd.DataFrame:
    return pd.DataFrame({"card": card, "code": codes, "strength": 1.0, "n": 1, "m": 0})


def test_without_is_the_score_the_other_reasons_give() -> None:
    codes = ("guest_address", "never_home", "opened_away", "disputed", "case_number")
    rows = scored(ledger_rows(*codes), 0.4)
    for code in codes:
        others = scored(ledger_rows(*(one for one in codes if one != code)), 0.4)
        assert rows.loc[rows["code"] == code, "without"].iloc[0] == pytest.approx(others["score"].iloc[0])


def test_the_weights_of_a_card_add_up_to_its_score() -> None:
    codes = (
        "guest_address",
        "contact_strange",
        "stands_behind",
        "never_home",
        "opened_away",
        "case_number",
        "reported",
    )
    rows = scored(ledger_rows(*codes), 0.4)
    assert rows["weight"].sum() == pytest.approx(rows["score"].iloc[0])


def test_one_card_changes_no_other_score() -> None:
    one, other = ledger_rows("guest_address", "never_home", "disputed"), ledger_rows("reported", "calls_out", card=2)
    alone = scored(one, 0.4)
    both = scored(pd.concat([one, other], ignore_index=True), 0.4)
    assert both.loc[both["card"] == 1, "score"].tolist() == alone["score"].tolist()


def test_every_code_has_a_sentence_without_identifiers() -> None:
    assert set(BY_NAME) == {code.name for code in CODES}
    for code in CODES:
        assert code.says
        assert 0 < code.points <= 4

"""The leak audit: nothing but the links between entities tells fraud from its look-alikes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import cross_val_predict

from tests.workbench.city import audit
from workbench.city import write_city
from workbench.city.keys import make_keys
from workbench.city.plan import Plan
from workbench.city.registers import make_bank_cards, make_phone_cards
from workbench.city.sheets import ints
from workbench.city.write import make_town

pytestmark = pytest.mark.slow

SEEDS = (1, 2, 3)
PEOPLE = 3000


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folders = [tmp_path_factory.mktemp(f"city{seed}") for seed in SEEDS]
    for seed, folder in zip(SEEDS, folders, strict=True):
        write_city(folder, PEOPLE, seed)
    return folders


@pytest.fixture(scope="module", params=list(audit.KINDS))
def seen(request: pytest.FixtureRequest, cities: list[Path]) -> tuple[str, list[pd.DataFrame], list[np.ndarray]]:
    tables = [audit.table(city / "handover", request.param) for city in cities]
    bad = [audit.labels(city / "truth", request.param, one.index) for city, one in zip(cities, tables, strict=True)]
    return request.param, tables, bad


def cross_validated(features: pd.DataFrame, bad: np.ndarray) -> float:
    model = LogisticRegression(C=0.1, max_iter=400)
    return float(roc_auc_score(bad, cross_val_predict(model, features, bad, cv=5, method="predict_proba")[:, 1]))


def test_no_single_feature_tells_fraud(seen: tuple[str, list[pd.DataFrame], list[np.ndarray]]) -> None:
    kind, tables, bad = seen
    aucs = audit.single_aucs(pd.concat(tables), np.concatenate(bad))
    print(kind, int(np.concatenate(bad).sum()), aucs.head(5).round(3).to_dict())
    assert aucs.max() <= 0.80, aucs.head(5)


@pytest.mark.parametrize(("with_sharing", "most"), [(False, 0.60), (True, 0.75)])
def test_boosting_on_one_city_does_not_solve_the_others(
    seen: tuple[str, list[pd.DataFrame], list[np.ndarray]], with_sharing: bool, most: float
) -> None:
    kind, tables, bad = seen
    shown = [name for name in tables[0] if with_sharing or name not in audit.SHARING]
    model = HistGradientBoostingClassifier(max_iter=120, learning_rate=0.06, max_leaf_nodes=15, random_state=0)
    model.fit(pd.concat(tables[:2])[shown], np.concatenate(bad[:2]))
    found = average_precision_score(bad[2], model.predict_proba(tables[2][shown])[:, 1])
    print(kind, "sharing" if with_sharing else "alone", round(float(found), 3), "of", round(bad[2].mean(), 4))
    assert found <= most


def test_neither_digits_nor_order_tell_fraud() -> None:
    # Keys and order need no events, so a bigger city is cheap and the measure sharp (deviation of chance .015).
    town = make_town(Plan(30_000, 5))
    keys = make_keys(town)
    members = keys[ints(town.paper, "ring") >= 0]
    for frame, column in ((make_phone_cards(town, keys), "phone"), (make_bank_cards(town, keys), "card")):
        bad = frame[column].isin(members).to_numpy()
        order = roc_auc_score(bad, np.arange(len(frame)))
        digits = pd.DataFrame({at: frame[column].str[at] for at in range(4, 14)})
        by_digit = cross_validated(pd.get_dummies(digits).astype(float), bad)
        print(column, int(bad.sum()), "order", round(float(order), 3), "digits", round(by_digit, 3))
        assert abs(order - 0.5) <= 0.05
        assert abs(by_digit - 0.5) <= 0.05


@pytest.mark.parametrize("kind", ["phone", "bank_card"])
def test_no_category_belongs_to_fraud_alone(cities: list[Path], kind: str) -> None:
    for city in cities:
        frame = audit.register(city / "handover", kind)
        bad = audit.labels(city / "truth", kind, frame.index).astype(bool)
        for column in ("carrier", "bank", "card_type", "channel", "status", "outlet", "region"):
            if column in frame:
                assert set(frame[column][bad]) <= set(frame[column][~bad]), column


def test_components_over_any_shared_value_hold_most_cards(cities: list[Path]) -> None:
    uses = audit.read(cities[0] / "handover", "sessions")
    uses = uses[uses["kind"] != "social_account"]
    cards = pd.unique(uses["kind"] + uses["key"])
    size = len(cards)
    row = pd.Index(cards).get_indexer(uses["kind"] + uses["key"])
    columns = []
    for value in ("device", "ip"):
        code = pd.factorize(uses[value])[0]
        kept = (uses[value] != "").to_numpy()
        columns.append((row[kept], size + code[kept]))
        size += code.max() + 1
    one, other = (np.concatenate([pair[side] for pair in columns]) for side in (0, 1))
    graph = coo_array((np.ones(one.size), (one, other)), shape=(size, size))
    piece = connected_components(graph, directed=False)[1][: len(cards)]
    assert np.bincount(piece).max() >= 0.5 * len(cards)

"""The leak audit: nothing but the links between entities tells fraud from its look-alikes, however well it hides."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from tests.workbench.city import audit
from workbench.city import DIFFICULTIES, write_city
from workbench.city.keys import make_keys
from workbench.city.plan import Plan
from workbench.city.registers import make_bank_cards, make_phone_cards
from workbench.city.sheets import ints
from workbench.city.write import make_town

pytestmark = pytest.mark.slow

SEEDS = (1, 2, 3)
PEOPLE = 1600
# Average precision that boosting may reach at the most: without, and with, what entities share with each other.
MOST = {"easy": (0.60, 0.75), "medium": (0.60, 0.75), "hard": (0.40, 0.75)}

Seen = tuple[str, list[pd.DataFrame], list[np.ndarray]]


@pytest.fixture(scope="module", params=list(DIFFICULTIES))
def difficulty(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory, difficulty: str) -> list[Path]:
    folders = [tmp_path_factory.mktemp(f"{difficulty}{seed}") for seed in SEEDS]
    for seed, folder in zip(SEEDS, folders, strict=True):
        write_city(folder, PEOPLE, seed, difficulty=DIFFICULTIES[difficulty])
    return folders


@pytest.fixture(scope="module", params=list(audit.KINDS))
def seen(request: pytest.FixtureRequest, cities: list[Path]) -> Seen:
    tables = [audit.table(city / "handover", request.param) for city in cities]
    bad = [audit.labels(city / "truth", request.param, one.index) for city, one in zip(cities, tables, strict=True)]
    return request.param, tables, bad


def by_digits(keys: pd.Series, bad: np.ndarray) -> float:
    """The AUC on one half of the keys of the odds of fraud of each digit in each place, learnt on the other half."""
    halves = np.arange(len(keys)) % 2 == 0
    scores = np.zeros(len(keys))
    for learnt in (halves, ~halves):
        for place in range(4, 14):
            digit = keys.str[place]
            counts = (
                pd.DataFrame({"digit": digit[learnt], "bad": bad[learnt]}).groupby("digit")["bad"].agg(["sum", "size"])
            )
            odds = np.log((counts["sum"] + 1) / (counts["size"] - counts["sum"] + 1))
            scores[~learnt] += digit[~learnt].map(odds).fillna(0).to_numpy()
    return float(roc_auc_score(bad, scores))


def left_out(seen: Seen, shown: list[str]) -> float:
    """The mean average precision, city by city, of boosting that learnt on the others."""
    _, tables, bad = seen
    found = []
    for out in range(len(tables)):
        rest = [at for at in range(len(tables)) if at != out]
        model = HistGradientBoostingClassifier(max_iter=40, learning_rate=0.15, max_leaf_nodes=15, random_state=0)
        model.fit(pd.concat([tables[at] for at in rest])[shown], np.concatenate([bad[at] for at in rest]))
        found.append(average_precision_score(bad[out], model.predict_proba(tables[out][shown])[:, 1]))
    return float(np.mean(found))


def test_no_single_feature_tells_fraud(seen: Seen, difficulty: str) -> None:
    kind, tables, bad = seen
    aucs = audit.single_aucs(pd.concat(tables), np.concatenate(bad))
    print(difficulty, kind, int(np.concatenate(bad).sum()), aucs.head(5).round(3).to_dict())
    assert aucs.max() <= 0.80, aucs.head(5)


@pytest.mark.parametrize("sharing", [False, True])
def test_boosting_on_some_cities_does_not_solve_another(seen: Seen, difficulty: str, sharing: bool) -> None:
    shown = [name for name in seen[1][0] if sharing or name not in audit.SHARING]
    found = left_out(seen, shown)
    print(difficulty, seen[0], "sharing" if sharing else "alone", round(found, 3))
    assert found <= MOST[difficulty][sharing]


def test_neither_digits_nor_order_tell_fraud() -> None:
    # Keys and order need no events, so a bigger city is cheap and the measure sharp (deviation of chance .008).
    town = make_town(Plan(40_000, 5))
    keys = make_keys(town)
    members = keys[ints(town.paper, "ring") >= 0]
    for frame, column in ((make_phone_cards(town, keys), "phone"), (make_bank_cards(town, keys), "card")):
        bad = frame[column].isin(members).to_numpy()
        order = roc_auc_score(bad, np.arange(len(frame)))
        by_digit = by_digits(frame[column], bad)
        print(column, int(bad.sum()), "order", round(float(order), 3), "digits", round(by_digit, 3))
        assert abs(order - 0.5) <= 0.02
        assert abs(by_digit - 0.5) <= 0.02


@pytest.mark.parametrize("kind", ["phone", "bank_card"])
def test_no_category_belongs_to_fraud_alone(cities: list[Path], kind: str) -> None:
    for city in cities:
        frame = audit.register(city / "handover", kind)
        bad = audit.labels(city / "truth", kind, frame.index).astype(bool)
        for column in ("carrier", "bank", "card_type", "channel", "status", "outlet", "region"):
            if column in frame:
                assert set(frame[column][bad]) <= set(frame[column][~bad]), column


@pytest.mark.parametrize(
    ("source", "key", "columns"),
    [
        ("calls", "caller", ("medium", "region")),
        ("transfers", "payer", ("note", "channel", "status")),
        ("sessions", "key", ("region",)),
    ],
)
def test_no_event_carries_a_word_of_fraud_alone(
    cities: list[Path], source: str, key: str, columns: tuple[str, ...]
) -> None:
    for city in cities:
        events, rings = audit.read(city / "handover", source), audit.read(city / "truth", "rings")
        bad = events[key].isin(rings["key"])
        for column in columns:
            assert set(events[column][bad]) <= set(events[column][~bad]), column


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

"""Second opinions at the desk: learned from what people decided of a small city's findings, kept, and shown."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.cases import Decision, Verdict
from workbench.desk import Desk, open_desk
from workbench.desk.decided import decided_on
from workbench.errors import BadHome, NotFound, TooFew
from workbench.settings import Settings

STOLEN = "stolen_identity"
WRONG = 0.1


def truly(desk: Desk, truth: Path) -> pd.Series:
    """Whether each finding's card is what the finding says, index finding."""
    members = desk.run().findings(STOLEN).members
    cards = members[members["part"] != "paper"].set_index("finding")
    wanted = pd.read_csv(truth / f"{STOLEN}.csv", dtype=str)
    pairs = set(zip(wanted["kind"], wanted["key"], strict=True))
    return pd.Series([pair in pairs for pair in zip(cards["kind"], cards["key"], strict=True)], index=cards.index)


def decide(desk: Desk, said: pd.Series) -> None:
    """What somebody made of each finding."""
    run = desk.run().name
    for name, yes in said.items():
        verdict = Verdict.CONFIRMED if yes else Verdict.REJECTED
        desk.work.decide(Decision(str(name), STOLEN, run, "李警官", verdict, "looked into"))


@pytest.fixture(scope="module")
def decided_home(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's home with every finding decided by the truth, one decision in ten wrong."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed; `pip install '.[rerank]'` brings it")
    home = Path(shutil.copytree(city_home, tmp_path_factory.mktemp("decided") / "home"))
    with open_desk(settings=Settings(home=home)) as desk:
        said = truly(desk, city_home.parent / "city" / "truth")
        decide(desk, said ^ (np.random.default_rng(1).random(len(said)) < WRONG))
        desk.rerank(STOLEN)
    return home


@pytest.fixture
def at_decided(decided_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a home of its own with the decisions and the second opinion."""
    home = Path(shutil.copytree(decided_home, tmp_path / "home"))
    with open_desk(settings=Settings(home=home)) as desk:
        yield desk


def test_it_learns_from_decisions_that_are_mostly_right(at_decided: Desk):
    opinion = at_decided.second_opinion(STOLEN)
    assert opinion is not None
    measured = opinion.measured
    print(opinion.says)
    assert measured.low <= measured.second - measured.score <= measured.high

"""The story taken in and looked through once; a desk over it for all tests, and one of its own for those that write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import story

from workbench.desk import Desk, open_desk
from workbench.settings import Settings


@pytest.fixture(scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    story.write_handover(folder / "handover")
    with open_desk(settings=Settings(home=folder / "home")) as desk:
        desk.load([folder / "handover"])
        desk.detect()
    return folder / "home"


@pytest.fixture(scope="session")
def desk(_home: Path) -> Iterator[Desk]:
    """A desk that nobody writes at."""
    with open_desk(settings=Settings(home=_home)) as opened:
        yield opened


@pytest.fixture
def own_desk(_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a home of its own."""
    home = Path(shutil.copytree(_home, tmp_path / "home"))
    with open_desk(settings=Settings(home=home, person="李警官")) as opened:
        yield opened


@pytest.fixture(scope="session")
def identifiers() -> tuple[str, ...]:
    """Every identifier and name of the story's people that no screen may show whole."""
    people = (story.LI_WEI, story.WANG_FANG, story.SUN_LI, story.MA_KUN, *story.STOLEN)
    phones = (*story.RING_PHONES, story.LI_WEIS, story.SUN_LIS, story.MA_KUNS, story.TWICE_HELD)
    bare = tuple(phone.removeprefix("+86") for phone in phones)
    cards = (*story.RING_CARDS, story.LI_WEIS_CARD, story.SUN_LIS_CARD, story.CASH_OUT)
    return (*people, *bare, *cards, "teacher_wang8", "sunli_75", "张三", "欧阳明月", "王老师", "莲桂南路")

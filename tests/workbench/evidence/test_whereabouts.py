"""Where phones were: of calls and sessions, cells before regions, and who passes calls on to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
import story

from graph_loaders.sources import SOURCES
from workbench.desk import open_desk
from workbench.evidence import Evidence, open_projection, whereabouts
from workbench.model import Whereabouts


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Whereabouts:
    folder = tmp_path_factory.mktemp("whereabouts")
    story.write_handover(folder / "handover")
    with open_desk(folder / "home") as desk:
        desk.load([folder / "handover"])
        with open_projection(desk.evidence, SOURCES) as projection:
            return whereabouts(projection)


def test_callers_are_seen_calling_and_phones_with_sessions_are_not(told: Whereabouts) -> None:
    rows = told.sightings.to_pandas()
    calling = rows[rows["calling"]].groupby("phone").size()
    # Of the two rows that tell of one call, the event is seen once.
    assert calling[story.RING_PHONES[0]] == 3
    assert calling[story.LI_WEIS] == 1
    seen = rows[~rows["calling"]]
    assert set(seen["phone"]) == {*story.RING_PHONES, story.LI_WEIS, story.WANG_FANGS}


def test_a_place_is_the_cell_and_where_none_is_told_the_region(told: Whereabouts) -> None:
    seen = told.sightings.to_pandas().query("not calling").set_index("phone")["place"]
    assert seen[story.LI_WEIS] == "460-00-1"
    assert set(seen[list(story.RING_PHONES)]) == {"440305"}
    calling = told.sightings.to_pandas().query("calling").set_index("phone")["place"]
    assert calling[[story.RING_PHONES[0]]].isna().all()


def test_whoever_passes_calls_on_stands_beside_whoever_answers(told: Whereabouts) -> None:
    assert told.forwards.to_pylist() == [{"start": story.MA_KUNS, "end": story.HE_JUNS, "times": 1}]


def test_where_nothing_was_loaded_nobody_was_anywhere(tmp_path: Path) -> None:
    with open_projection(Evidence(tmp_path / "evidence"), SOURCES) as projection:
        told = whereabouts(projection)
    assert (told.sightings.num_rows, told.forwards.num_rows) == (0, 0)
    assert told.sightings.column_names == ["phone", "at", "place", "calling"]

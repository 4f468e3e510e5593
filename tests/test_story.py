"""The story is what its expected counts say, all of it taken in."""

from __future__ import annotations

from pathlib import Path

from graph_loaders.sources import SOURCES
from tests import story
from workbench.desk.recognise import Offered, recognise
from workbench.desk.take_in import silent, take_in
from workbench.evidence import Evidence, events_of, open_projection
from workbench.home import open_home


def test_the_story_is_taken_in_whole_and_counts_as_it_says(tmp_path: Path):
    home = open_home(tmp_path / "home")
    offered = [one for one in recognise([story.write_handover(tmp_path / "handover")]) if isinstance(one, Offered)]
    receipts = [take_in(home, one, "li", silent) for one in offered]
    assert {one.source: (one.read, one.accepted) for one in receipts} == {
        source: (rows, rows) for source, rows in story.ROWS.items()
    }
    with open_projection(Evidence(home.evidence), SOURCES) as projection:
        assert projection.counts() == story.ENTITIES | story.LINKS
        totals = projection.totals()
        assert {name: totals[name] for name in story.TOTALS} == story.TOTALS
    assert events_of(Evidence(home.evidence), SOURCES) == story.EVENTS

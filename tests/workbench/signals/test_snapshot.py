"""The snapshot gives the same frames whatever the order of tables and rows."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa

from signals.story import NOW, Story, with_ring
from workbench.model import EntityTable, LinkTable, Whereabouts
from workbench.model.kinds import IDENTITY, KINDS, PHONE
from workbench.model.links import CALLED, LINK_TYPES, REGISTERED
from workbench.signals.snapshot import Snapshot


def test_codes_run_by_kind_and_key() -> None:
    story = Story()
    with_ring(story)
    entities = story.snapshot().entities
    order = [kind.word for kind in KINDS]
    ranks = entities["kind"].astype(str).map(order.index)
    assert list(zip(ranks, entities["key"], strict=True)) == sorted(zip(ranks, entities["key"], strict=True))
    assert not entities.duplicated().any()


def test_shuffled_rows_give_the_same_snapshot() -> None:
    story = Story()
    with_ring(story)
    one, other = story.snapshot(), story.snapshot(shuffled_by=7)
    pd.testing.assert_frame_equal(one.entities, other.entities)
    for kind in KINDS:
        pd.testing.assert_frame_equal(one.of_kind(kind), other.of_kind(kind))
    for link in LINK_TYPES:
        pd.testing.assert_frame_equal(one.links(link), other.links(link))


def test_whoever_only_a_link_names_is_an_entity_too() -> None:
    rows = pa.table({"start": ["+8613800000001"], "end": ["95588"], "calls": [2]})
    snapshot = Snapshot.of([], [LinkTable(CALLED, PHONE, PHONE, rows)], NOW.replace(tzinfo=UTC))
    assert snapshot.entities["key"].tolist() == ["+8613800000001", "95588"]
    assert snapshot.links(CALLED)[["start", "end", "calls"]].to_numpy().tolist() == [[0, 1, 2]]


def test_properties_stand_by_code_and_absent_ones_are_absent() -> None:
    rows = pa.table({"key": ["b", "a"], "name": ["two", "one"]})
    snapshot = Snapshot.of([EntityTable(IDENTITY, rows)], [], NOW.replace(tzinfo=UTC))
    assert snapshot.of_kind(IDENTITY)["name"].tolist() == ["one", "two"]
    assert snapshot.of_kind(IDENTITY)["address"].isna().all()


def test_times_are_utc_without_zone() -> None:
    at = pa.array([datetime(2026, 5, 1, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    rows = pa.table({"start": ["1"], "end": ["2"], "opened_at": at})
    links = Snapshot.of([], [LinkTable(REGISTERED, PHONE, IDENTITY, rows)], NOW.replace(tzinfo=UTC)).links(REGISTERED)
    assert links["opened_at"].tolist() == [pd.Timestamp(2026, 5, 1)]


def test_nothing_gives_frames_of_the_right_shape() -> None:
    snapshot = Snapshot.of([], [], NOW.replace(tzinfo=UTC))
    assert snapshot.entities.empty
    for link in LINK_TYPES:
        assert list(snapshot.links(link)) == ["start", "end", *(one.name for one in link.all_properties)]


def test_what_is_worked_out_is_worked_out_once() -> None:
    snapshot = Snapshot.of([], [], NOW.replace(tzinfo=UTC))
    calls: list[int] = []
    for _ in range(2):
        snapshot.once("counted", lambda: calls.append(1))
    assert calls == [1]


def test_sightings_speak_of_known_phones_in_order_whatever_order_they_came_in() -> None:
    rows = pa.table({"start": ["+8613800000001"], "end": ["95588"], "calls": [2]})
    early, late = (datetime(2026, 5, day) for day in (1, 2))
    seen = {
        "phone": pa.array(["95588", "stranger", "+8613800000001", "+8613800000001"]),
        "at": pa.array([early, early, late, early], pa.timestamp("us")),
        "place": pa.array([None, "cell b", "cell b", "cell a"], pa.string()),
        "calling": pa.array([False, True, True, False]),
    }
    forwards = pa.table({"start": ["95588", "95588"], "end": ["+8613800000001", "stranger"], "times": [3, 4]})
    snapshots = [
        Snapshot.of(
            [],
            [LinkTable(CALLED, PHONE, PHONE, rows)],
            NOW.replace(tzinfo=UTC),
            whereabouts=Whereabouts(pa.table(seen).take(order), forwards),
        )
        for order in ([0, 1, 2, 3], [3, 2, 1, 0])
    ]
    for one in snapshots:
        assert one.sightings[["phone", "place", "calling"]].to_numpy().tolist() == [
            [0, 0, False],
            [0, 1, True],
            [1, -1, False],
        ]
        assert one.forwards.to_numpy().tolist() == [[1, 0, 3]]

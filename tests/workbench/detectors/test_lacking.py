"""Where sources are missing or strange, detectors find little, score it low, and say what they lacked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from signals.story import NOW, SPRING, Story

from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from workbench.city import write_city
from workbench.desk.snapshot import snapshot_of
from workbench.detectors import DETECTORS, find_all
from workbench.evidence import Batch, Evidence, keep, open_projection
from workbench.model import LinkTable
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals import lacks as facts
from workbench.signals.lacks import Fact, lacks
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Snapshot

pytestmark = pytest.mark.slow
NAMES = tuple(source.name for source in SOURCES)
FACTS = {name: one for name, one in vars(facts).items() if isinstance(one, Fact)}
# What innocents of one source may at most be taken for: a handful of a city of five hundred, and none for sure.
FEW, LOW = 12, 6.0


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lacking")
    write_city(folder, people=500, seed=1, progress=lambda step, share: None)
    return folder


def of_sources(city: Path, folder: Path, names: tuple[str, ...]) -> Snapshot:
    """The snapshot of these sources' files alone."""
    evidence = Evidence(folder)
    for source in SOURCES:
        if source.name in names:
            file = city / "handover" / f"{source.name}.csv"
            batch = Batch(file.name, source.name, source.name, "", "1", "tester", "2026-11-24T00:00:00+00:00")
            keep(evidence, source, batch, read(file, source))
    with open_projection(evidence, SOURCES) as projection:
        return snapshot_of(projection)


@pytest.fixture(scope="module")
def alone(city: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """The snapshot of each source by itself."""
    folder = tmp_path_factory.mktemp("alone")
    return {name: of_sources(city, folder / name, (name,)) for name in NAMES}


def lacking(snapshot: Snapshot) -> dict[str, tuple[facts.Lack, ...]]:
    return {one.NAME: lacks(snapshot, one.READS) for one in DETECTORS}


def found_and_said(snapshot: Snapshot) -> dict[str, int]:
    """How many findings each detector has, after a look that no nonsense is among them."""
    found = find_all(snapshot, Limits())
    for name, one in found.items():
        scores = one.findings["score"].astype("float64")
        assert np.isfinite(scores).all()
        assert scores.is_monotonic_decreasing
        missing = [lack.without for lack in lacking(snapshot)[name]]
        against = one.reasons[one.reasons["code"] == "not_known"]
        assert set(against["finding"]) == (set(one.findings["finding"]) if missing else set())
        assert all(clause in says for says in against["says"] for clause in missing)
        assert not (len(scores) and any(lack.needed for lack in lacking(snapshot)[name]))
    return {name: len(one.findings) for name, one in found.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_single_source_gives_few_findings_and_what_is_missing_is_said(alone: dict[str, Snapshot], name: str) -> None:
    snapshot = alone[name]
    counts = found_and_said(snapshot)
    # Calls alone show callers, as they are: the city has those who pester, too.
    assert sum(count for detector, count in counts.items() if detector != "calls") <= FEW
    assert all(lacking(snapshot).values())
    told = {source for one in lacking(snapshot).values() for lack in one for source in lack.sources}
    assert told <= set(NAMES)


@pytest.mark.parametrize(
    "left_out",
    [("calls",), ("sessions",), ("reports", "case_numbers", "disputes"), ("transfers",), ("identities",)],
    ids=" ".join,
)
def test_without_a_source_the_rest_is_found_and_the_lack_is_said(
    city: Path, tmp_path: Path, left_out: tuple[str, ...]
) -> None:
    snapshot = of_sources(city, tmp_path, tuple(name for name in NAMES if name not in left_out))
    counts = found_and_said(snapshot)
    assert counts["stolen_identity"] > 0
    said = {source for one in lacking(snapshot).values() for lack in one for source in lack.sources}
    assert set(left_out) & said
    assert (counts["money"] == 0) or left_out != ("transfers",)


def test_where_all_was_handed_over_nothing_is_lacking(city: Path, tmp_path: Path) -> None:
    snapshot = of_sources(city, tmp_path, NAMES)
    assert lacking(snapshot) == dict.fromkeys((one.NAME for one in DETECTORS), ())
    found_and_said(snapshot)


def test_an_empty_store_has_no_findings_and_every_detector_says_what_it_needs(tmp_path: Path) -> None:
    with open_projection(Evidence(tmp_path), SOURCES) as projection:
        snapshot = snapshot_of(projection)
    assert set(found_and_said(snapshot).values()) == {0}
    assert all(any(lack.needed for lack in one) for one in lacking(snapshot).values())


@pytest.mark.parametrize("fact", FACTS)
def test_the_sources_that_a_fact_names_are_those_that_tell_it(alone: dict[str, Snapshot], fact: str) -> None:
    one = FACTS[fact]
    assert {name for name, snapshot in alone.items() if one.there(snapshot)} == set(one.sources)


# --- Strange worlds


def hub(count: int) -> Snapshot:
    """One handset, address, contact phone and payee that all share, with a fifth as many phones that ring one."""
    phones = pa.array([f"+8613{at:09d}" for at in range(count)])
    cards = pa.array([f"62{at:017d}" for at in range(count)])
    people = pa.array([f"P:{at}" for at in range(count)])
    times = {name: pa.array([SPRING] * count, pa.timestamp("us")) for name in ("first", "last", "opened_at")}
    ones = pa.array(np.ones(count, dtype=np.int64))

    def table(start: pa.Array, end: pa.Array | str, **more: pa.Array) -> pa.Table:
        ends = end if isinstance(end, pa.Array) else pa.array([end] * len(start))
        span = {"first": times["first"], "last": times["last"], "days": ones, "times": ones}
        return pa.table({"start": start, "end": ends, **span, **more})

    paper = {"opened_at": times["opened_at"]}
    paid = pa.table(
        {"start": cards, "end": pa.array([cards[0].as_py()] * count), "at": times["first"], "fen": ones, "times": ones}
    )
    tables = [
        LinkTable(li.REGISTERED, k.PHONE, k.IDENTITY, table(phones, people, **paper)),
        LinkTable(li.REGISTERED, k.BANK_CARD, k.IDENTITY, table(cards, people, **paper)),
        LinkTable(li.RESERVED, k.BANK_CARD, k.PHONE, table(cards, "+8613000000000")),
        LinkTable(li.USED_ON, k.PHONE, k.DEVICE, table(phones, "860000000000001")),
        LinkTable(li.SEEN_AT, k.BANK_CARD, k.IP, table(cards, "203.0.113.1")),
        LinkTable(li.CALLED, k.PHONE, k.PHONE, table(phones, "+8613000000000", calls=ones, seconds=ones)),
        LinkTable(li.PAID, k.BANK_CARD, k.BANK_CARD, table(cards, cards[0].as_py(), transfers=ones, fen=ones)),
    ]
    return Snapshot.of([], tables, NOW.replace(tzinfo=UTC), [LinkTable(li.PAID, k.BANK_CARD, k.BANK_CARD, paid)])


def test_one_hub_of_two_hundred_thousand_links_makes_nobody_a_suspect() -> None:
    counts = found_and_said(hub(30_000))
    assert counts["rings"] == 0
    assert counts["stolen_identity"] == 0
    assert sum(counts.values()) <= 1


def test_who_calls_and_pays_himself_is_no_suspect() -> None:
    world = Story()
    for at in range(40):
        world.person(f"p{at}")
        world.phone(f"+86130000000{at:02d}", f"p{at}")
        world.bank_card(f"card{at}", f"p{at}", contact=f"+86130000000{at:02d}")
        world.called(f"+86130000000{at:02d}", f"+86130000000{at:02d}", calls=500)
        world.paid(f"card{at}", f"card{at}")
    assert set(found_and_said(world.snapshot()).values()) == {0}


def test_dates_to_come_make_nobody_a_suspect() -> None:
    world, later = Story(), datetime(2099, 1, 1)
    for at in range(40):
        phone = world.phone(f"+86130000000{at:02d}", world.person(f"p{at}"), opened=later + timedelta(days=at))
        world.used(k.PHONE, phone, device=f"handset {at}", ip=f"203.0.113.{at}", first=later)
        world.called(phone, f"+86130000000{(at + 1) % 40:02d}")
        world.case(k.PHONE, phone, at=later)
    counts = found_and_said(world.snapshot())
    assert (counts["rings"], counts["stolen_identity"], counts["money"]) == (0, 0, 0)


def test_a_city_of_look_alikes_alone_gives_few_findings_of_low_score(city: Path, tmp_path: Path) -> None:
    bad = set(pd.read_csv(city / "truth" / "rings.csv", dtype=str)["key"])
    bad |= set(pd.read_csv(city / "truth" / "money.csv", dtype=str)["card"])
    evidence = Evidence(tmp_path)
    for source in SOURCES:
        file = city / "handover" / f"{source.name}.csv"
        lines = file.read_text("utf-8").splitlines(keepends=True)
        spoken = [line for line in lines if not any(key.removeprefix("+86") in line for key in bad)]
        (tmp_path / file.name).write_text("".join(spoken), "utf-8")
        batch = Batch(file.name, source.name, source.name, "", "1", "tester", "2026-11-24T00:00:00+00:00")
        keep(evidence, source, batch, read(tmp_path / file.name, source))
    with open_projection(evidence, SOURCES) as projection:
        found = find_all(snapshot_of(projection), Limits())
    for name in ("rings", "stolen_identity", "money"):
        one = found[name]
        scores = one.findings["score"].astype("float64") / one.findings["finding"].map(
            one.members["finding"].value_counts()
        )
        assert len(scores) <= FEW
        assert (scores <= LOW).all()

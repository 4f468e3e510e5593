"""Back to the rows: every link and entity of the story opens the very records it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from graph_loaders.sources import SOURCES
from tests import story
from tests.taken import source_of, take
from workbench.evidence import Evidence, open_projection, rows_of
from workbench.evidence.rows import MOST_ROWS
from workbench.model import BANK_CARD, IDENTITY, LINK_TYPES, PHONE, SOCIAL_ACCOUNT, Entity, Link, kind_of, link_type_of

Shown = set[tuple[str, int]]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The story, taken in."""
    folder = tmp_path_factory.mktemp("story")
    handover, evidence = story.write_handover(folder / "handover"), Evidence(folder / "evidence")
    for source in SOURCES:
        take(evidence, source, handover / f"{source.name}.csv")
    return evidence


def _links(evidence: Evidence) -> Iterator[Link]:
    with open_projection(evidence, SOURCES) as projection:
        for table in projection.links():
            for row in table.rows.to_pylist():
                ends = Entity(table.start, row.pop("start")), Entity(table.end, row.pop("end"))
                yield Link(table.type, *ends, row)


@pytest.fixture(scope="module")
def links(evidence: Evidence) -> list[Link]:
    """All links of the story."""
    return list(_links(evidence))


def _shown(evidence: Evidence, what: Link | Entity) -> Shown:
    return {(row.file, row.record) for row in rows_of(evidence, SOURCES, what)}


RING_PHONE, RING_CARD = story.RING_PHONES[0], story.RING_CARDS[0]
EXPECTED = [
    ("REGISTERED", ("phone", story.TWICE_HELD), ("identity", story.ZHOU_MIN), "phone_cards.csv", {8}),
    ("REGISTERED", ("phone", story.TWICE_HELD), ("identity", story.WU_QIANG), "phone_cards.csv", {9}),
    ("REGISTERED", ("social_account", story.SUN_LIS_WECHAT), ("identity", story.SUN_LI), "social_accounts.csv", {1}),
    ("OPENED_AT", ("phone", RING_PHONE), ("outlet", story.OUTLET), "phone_cards.csv", {10}),
    ("RESERVED", ("bank_card", story.RING_CARDS[2]), ("phone", RING_PHONE), "bank_cards.csv", {6}),
    ("BOUND", ("social_account", story.RING_WECHAT), ("phone", RING_PHONE), "social_accounts.csv", {2}),
    ("REACHED_AT", ("identity", story.LI_XIAOBAO), ("phone", story.LI_WEIS), "identities.csv", {3}),
    ("USED_ON", ("phone", RING_PHONE), ("device", story.RING_DEVICE), "sessions.csv", {1, 2, 3}),
    ("SEEN_AT", ("bank_card", story.RING_CARDS[1]), ("ip", story.RING_IP), "sessions.csv", {11}),
    ("CALLED", ("phone", RING_PHONE), ("phone", story.SUN_LIS), "calls.csv", {1, 2, 3}),
    ("CALLED", ("phone", story.LI_WEIS), ("phone", story.WANG_FANGS), "calls.csv", {7, 8}),
    ("PAID", ("bank_card", story.SUN_LIS_CARD), ("bank_card", RING_CARD), "transfers.csv", {1, 2}),
    (
        "MESSAGED",
        ("social_account", story.RING_WECHAT),
        ("social_account", story.SUN_LIS_WECHAT),
        "contacts.csv",
        {1, 2},
    ),
    ("JOINED", ("social_account", story.RING_WECHAT), ("group", story.GROUP), "groups.csv", {1}),
    ("VISITED", ("phone", story.SUN_LIS), ("site", story.SCREEN_SHARING), "visits.csv", {1}),
    ("NAMES", ("report", "R-1"), ("bank_card", RING_CARD), "reports.csv", {2}),
    ("NAMES", ("case_number", "C-9"), ("social_account", story.RING_WECHAT), "case_numbers.csv", {2}),
    ("HARMED", ("report", "R-1"), ("identity", story.SUN_LI), "reports.csv", {1, 2}),
    ("DISPUTED", ("identity", story.CHEN_GUIYING), ("bank_card", story.RING_CARDS[1]), "disputes.csv", {2}),
]


@pytest.mark.parametrize(("type_name", "start", "end", "file", "records"), EXPECTED, ids=lambda _: "")
def test_a_link_opens_the_rows_it_rests_on(
    evidence: Evidence,
    links: list[Link],
    type_name: str,
    start: tuple[str, str],
    end: tuple[str, str],
    file: str,
    records: set[int],
):
    ends = [(kind_of(word), key) for word, key in (start, end)]
    found = [
        link
        for link in links
        if link.type.name == type_name and [(one.kind, one.key) for one in (link.start, link.end)] == ends
    ]
    assert len(found) == 1
    assert _shown(evidence, found[0]) == {(file, record) for record in records}


def test_every_type_of_link_is_in_the_story():
    assert {name for name, *_ in EXPECTED} == {one.name for one in LINK_TYPES}


def test_every_link_opens_rows_that_name_both_its_ends(evidence: Evidence, links: list[Link]):
    for link in links:
        rows = rows_of(evidence, SOURCES, link)
        assert rows
        for row in rows:
            assert {link.start.key, link.end.key} <= set(map(str, row.values.values()))


def test_what_a_link_counts_is_in_its_rows(evidence: Evidence, links: list[Link]):
    for link in links:
        if link.type is link_type_of("PAID"):
            rows = rows_of(evidence, SOURCES, link)
            assert link.properties["fen"] == sum(int(str(row.values["amount"])) for row in rows)
            assert {row.values["status"] for row in rows} == {"done"}


def test_a_time_with_a_zone_opens_the_same_rows(evidence: Evidence, links: list[Link]):
    registered = next(link for link in links if link.type.name == "REGISTERED")
    opened = registered.properties["opened_at"]
    assert isinstance(opened, datetime)
    zoned = opened.replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai"))
    aware = Link(registered.type, registered.start, registered.end, {"opened_at": zoned})
    assert _shown(evidence, aware) == _shown(evidence, registered) != set()


@pytest.mark.parametrize(
    ("entity", "rows"),
    [
        (Entity(IDENTITY, story.OUYANG), {("identities.csv", 12)}),
        (Entity(PHONE, story.TWICE_HELD), {("phone_cards.csv", 8), ("phone_cards.csv", 9)}),
        (Entity(PHONE, story.HOTLINE), {("known_services.csv", 1)}),
        (Entity(BANK_CARD, story.RING_CARDS[2]), {("bank_cards.csv", 6), ("freezes.csv", 1)}),
        (Entity(SOCIAL_ACCOUNT, story.RING_WECHAT), {("social_accounts.csv", 2)}),
        (Entity(PHONE, "+8613811111111"), set()),
        # A key of another kind is another thing.
        (Entity(BANK_CARD, story.HOTLINE), set()),
    ],
    ids=["identity", "phone held twice", "known service", "frozen card", "account", "unknown", "other kind"],
)
def test_an_entity_opens_the_rows_that_describe_it(evidence: Evidence, entity: Entity, rows: Shown):
    assert _shown(evidence, entity) == rows


def test_rows_say_what_stands_in_them(evidence: Evidence):
    (row,) = rows_of(evidence, SOURCES, Entity(IDENTITY, story.OUYANG))
    assert (row.source, row.values["name"], row.values["region"]) == ("identities", "欧阳明月", "510104")
    assert "record" not in row.values
    assert "occurrence" not in row.values


def test_a_hub_opens_no_more_rows_than_people_can_read(tmp_path: Path):
    file = tmp_path / "calls.csv"
    lines = [
        f"13800000001,96110,2026-09-01 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},1" for n in range(MOST_ROWS + 50)
    ]
    file.write_text("\n".join(["caller,callee,at,seconds", *lines]) + "\n", encoding="utf-8")
    evidence = Evidence(tmp_path / "evidence")
    take(evidence, source_of("calls"), file)
    (link,) = _links(evidence)
    assert [row.record for row in rows_of(evidence, SOURCES, link)] == list(range(1, MOST_ROWS + 1))
    assert len(rows_of(evidence, SOURCES, link, most=3)) == 3

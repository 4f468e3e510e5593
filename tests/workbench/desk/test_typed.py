"""Facts typed by hand: as a file's row or not at all, known the second time, drawn differently, taken out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import story

from workbench.desk import TOLD, Desk, link_name, open_desk
from workbench.errors import UsedWrongly
from workbench.evidence.typed import typed_links
from workbench.model.shown import ShownLink
from workbench.settings import Settings

PHONE = story.HE_JUNS
CASE = {"case": "C-77", "kind": "phone", "key": PHONE, "at": "2026-11-24 03:00", "fraud_type": "loan"}


def _links(desk: Desk, kind: str, value: str = PHONE) -> list[ShownLink]:
    (hit,) = desk.look.find(value)
    return [one for one in desk.look.expand(hit.token).extract.links if one.type == kind]


def test_a_typed_fact_is_in_the_graph_says_who_told_it_and_goes_out_again(own_desk: Desk):
    before = own_desk.stats()
    receipt = own_desk.type_fact("case_numbers", CASE, "96110 line", "Order 9/2026")
    (link,) = _links(own_desk, "NAMES")
    assert link.properties[TOLD] == "typed by hand"
    assert all(TOLD not in one.properties for one in _links(own_desk, "REGISTERED"))
    (row,) = own_desk.look.rows(link_name(link))
    assert (row["file"], row["told_by"], row["paper"]) == ("typed by hand", "96110 line", "Order 9/2026")
    assert PHONE.removeprefix("+86") not in str(row)
    assert own_desk.check().agree
    own_desk.unload(receipt.batch)
    assert own_desk.stats() == before
    assert own_desk.evidence.of("case_numbers") == tuple(
        one for one in own_desk.evidence.of("case_numbers") if not one.told_by
    )


def test_the_same_fact_typed_twice_is_known_and_keeps_both_tellers(own_desk: Desk):
    first = own_desk.type_fact("case_numbers", CASE, "96110 line")
    stats, state = own_desk.stats(), own_desk.evidence.state()
    again = own_desk.type_fact("case_numbers", {name: f" {value} " for name, value in CASE.items()}, "the station")
    assert (again.batch, again.known, again.told_by) == (first.batch, 1, ("96110 line", "the station"))
    assert (own_desk.stats(), own_desk.evidence.state()) == (stats, state)


def test_the_same_row_in_a_file_adds_nothing_and_the_link_is_no_longer_only_typed(own_desk: Desk, tmp_path: Path):
    own_desk.type_fact("case_numbers", CASE, "96110 line")
    stats = own_desk.stats()
    file = tmp_path / "case_numbers_more.csv"
    file.write_text(",".join(CASE) + "\n" + ",".join(CASE.values()) + "\n", encoding="utf-8")
    assert own_desk.load([file]).receipts[0].known == 1
    assert own_desk.stats() == stats
    (link,) = _links(own_desk, "NAMES")
    assert TOLD not in link.properties
    assert {row["file"] for row in own_desk.look.rows(link_name(link))} == {"typed by hand", file.name}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (CASE | {"key": "nobody"}, "key not a phone number"),
        (CASE | {"at": "soon"}, "at "),
        ({"case": "C-77"}, "kind is empty; key is empty; at is empty"),
        (CASE | {"colour": "red"}, "has no column 'colour'"),
    ],
)
def test_a_fact_is_refused_as_a_files_row_would_be(own_desk: Desk, values: dict[str, str], says: str):
    before = own_desk.evidence.state()
    with pytest.raises(UsedWrongly, match=says) as refused:
        own_desk.type_fact("case_numbers", values, "96110 line")
    assert PHONE.removeprefix("+86") not in str(refused.value)
    assert own_desk.evidence.state() == before


@pytest.mark.parametrize("told_by", ["", "  ", "a\nb", "x" * 101])
def test_a_fact_that_nobody_told_is_refused(own_desk: Desk, told_by: str):
    with pytest.raises(UsedWrongly, match="who told it"):
        own_desk.type_fact("case_numbers", CASE, told_by)


def test_each_link_that_a_fact_tells_of_is_only_typed_until_a_file_tells_of_it(tmp_path: Path):
    with open_desk(settings=Settings(home=tmp_path / "home")) as desk:
        said = {"phone": PHONE, "identity": story.HE_JUN, "opened_at": "2011-01-09 14:00:00", "outlet": "BJ-0001"}
        desk.type_fact("phone_cards", said, "the holder's bank")
        names = {name[0] for name in typed_links(desk.evidence, desk.sources())}
        assert names == {"REGISTERED", "OPENED_AT"}
        story.write_handover(tmp_path / "handover")
        desk.load([tmp_path / "handover" / "phone_cards.csv"])
        assert typed_links(desk.evidence, desk.sources()) == frozenset()
        # What somebody typed is no carrier's answer.
        assert all(line["who"] for line in desk.coverage(PHONE))
        shown = replace(_links(desk, "REGISTERED")[0], properties={})
        assert shown.type == "REGISTERED"

"""The picture of a flow: bands as wide as what moved, names that cannot break out, nothing from outside."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from workbench.canvas.flow import Band, Stop, flow_picture

STOPS = [Stop("a", 0, "one"), Stop("b", 1, "two"), Stop("c", 1, "three"), Stop("d", 2, "four", "lies there")]
BANDS = [Band("a", "b", 300, "3.00"), Band("a", "c", 100), Band("b", "d", 300), Band("c", "d", 100)]
SVG = "{http://www.w3.org/2000/svg}"


def widths(picture: str) -> list[float]:
    return [float(one.get("stroke-width", 0)) for one in ElementTree.fromstring(picture).iter(f"{SVG}path")]


def test_bands_are_as_wide_as_what_moved() -> None:
    first, second, third, fourth = widths(flow_picture(STOPS, BANDS))
    assert (first, third) == (second, fourth)
    assert round(first / third, 3) == 3


def test_nothing_lies_outside_the_picture() -> None:
    root = ElementTree.fromstring(flow_picture(STOPS, BANDS))
    wide, tall = float(root.get("width", 0)), float(root.get("height", 0))
    for bar in root.iter(f"{SVG}rect"):
        assert float(bar.get("x", 0)) + float(bar.get("width", 0)) <= wide
        assert float(bar.get("y", 0)) + float(bar.get("height", 0)) <= tall


def test_a_name_cannot_break_out_and_nothing_is_asked_from_outside() -> None:
    hostile = "<script>alert(1)</script>\"'><image href='//x.example'/>"
    picture = flow_picture([Stop("a", 0, hostile, hostile), Stop("b", 1, "b")], [Band("a", "b", 5, hostile)])
    tags = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(picture).iter()}
    assert tags == {"svg", "rect", "path", "title", "text"}
    assert not re.search(r"(?:href|src|url)\s*=", re.sub(r"<t\w+[^>]*>[^<]*</t\w+>", "", picture))


def test_the_order_of_what_is_given_changes_nothing() -> None:
    assert widths(flow_picture(STOPS, BANDS)) == widths(flow_picture(STOPS[::-1], BANDS[::-1]))


def test_money_that_comes_back_and_nothing_at_all_are_drawn() -> None:
    back = flow_picture(STOPS[:2], [Band("a", "b", 5), Band("b", "a", 5)])
    assert len(widths(back)) == 2
    assert widths(flow_picture([], [])) == []

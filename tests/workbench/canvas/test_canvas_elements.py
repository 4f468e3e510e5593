"""What the canvas agrees to draw, and what it makes of a browser's claims."""

from __future__ import annotations

import pytest

from workbench.canvas import MOST_ELEMENTS, CanvasEvents, Edge, Elements, Node, check, payload, read
from workbench.errors import UsedWrongly


def node(name: str, colour: str = "#2f5fb3", shape: str = "ellipse") -> Node:
    return Node(name, "Phone", "+86 138****1234", colour, shape)


def test_a_small_picture_passes():
    check(Elements((node("a"), node("b")), (Edge("ab", "a", "b", "CALLED"), Edge("aa", "a", "a", "CALLED"))))


def test_two_thousand_elements_pass_and_one_more_is_refused_with_what_to_do():
    full = tuple(node(f"n{i}") for i in range(MOST_ELEMENTS))
    check(Elements(full))
    with pytest.raises(UsedWrongly, match=r"2,001 elements .* at most 2,000: narrow the filters"):
        check(Elements((*full, node("one more"))))


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        (Elements((node("a"), node("a"))), "same id"),
        (Elements((node("a"), node("b")), (Edge("a", "a", "b", ""),)), "same id"),
        (Elements((node("a"),), (Edge("ab", "a", "b", ""),)), "not drawn"),
        (Elements((node("a", shape="cloud"),)), "no shape 'cloud'"),
        (Elements((node("a", colour="red;url(x)"),)), "#rrggbb"),
    ],
)
def test_what_cannot_be_drawn_is_refused(elements, said):
    with pytest.raises(UsedWrongly, match=said):
        check(elements)


def test_a_refusal_never_repeats_an_id_or_a_text():
    with pytest.raises(UsedWrongly) as refused:
        check(Elements((node("secret"), node("secret"))))
    assert "secret" not in str(refused.value)


def test_widths_stay_drawable():
    widths = [0, 3.5, 900]
    edges = tuple(Edge(f"e{width}", "a", "b", "", width) for width in widths)
    sent = payload(Elements((node("a"), node("b")), edges, {"a": (1.0, 2.0)}))
    assert [row[4] for row in sent["edges"]] == [0.5, 3.5, 12.0]
    assert sent["places"] == {"a": [1.0, 2.0]}


def test_events_are_read_as_they_were_sent():
    said = read(
        {
            "selected": ["a", "b"],
            "expand": "a",
            "context": None,
            "hide": ["c"],
            "places": {"a": [1, 2.5]},
            "pictured": True,
        }
    )
    assert said == CanvasEvents(("a", "b"), "a", None, ("c",), {"a": (1.0, 2.5)}, True)


@pytest.mark.parametrize("junk", [7, "x", ["a", 1], {"a": "b"}, [[]], {"a": [1, float("nan")]}, {"a": [1]}, True])
def test_a_browser_that_sends_junk_has_done_little(junk):
    said = read(dict.fromkeys(("selected", "expand", "context", "hide", "places"), junk) | {"pictured": "yes"})
    assert all(isinstance(name, str) for name in said.selected + said.hide)
    assert said.expand in (None, "x")
    assert said.places == {}
    assert not said.pictured

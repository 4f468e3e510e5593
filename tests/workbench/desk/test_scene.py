"""The scene: what stands on the canvas, and that every step can be undone and redone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.desk.scene import Scene
from workbench.model.shown import Shown, ShownEntity, ShownLink

NAMES = tuple("abcdef")


def _shown(names: tuple[str, ...]) -> Shown:
    """The entities of these names, each linked to the next."""
    entities = tuple(ShownEntity(name, name, "Phone", name) for name in names)
    links = tuple(ShownLink("CALLED", one, other, "called") for one, other in pairwise(names))
    return Shown("", "", entities, links)


def test_an_empty_scene_has_nothing_to_undo():
    scene = Scene()
    assert len(scene.now) == 0
    assert not scene.can_undo
    assert not scene.can_redo
    assert scene.undo() == scene.redo() == scene


def test_adding_again_changes_nothing_that_stands():
    more = _shown(("b", "c"))
    scene = Scene().start(_shown(("a", "b")), "began").add(more, "opened b").add(more, "again")
    assert list(scene.now.entities) == ["a", "b", "c"]
    assert len(scene.now.links) == 2
    assert scene.now.did == "again"


def test_starting_clears_what_stood_and_can_be_undone():
    scene = Scene().start(_shown(("a", "b")), "one").start(_shown(("c",)), "two")
    assert list(scene.now.entities) == ["c"]
    assert list(scene.undo().now.entities) == ["a", "b"]


def test_hiding_takes_links_along():
    scene = Scene().start(_shown(("a", "b", "c")), "began").hide(("b",), "hid b")
    assert list(scene.now.entities) == ["a", "c"]
    assert scene.now.links == {}
    assert len(scene.undo().now.links) == 2


def test_what_stands_is_handed_over_with_its_ends():
    scene = Scene().start(_shown(("a", "b", "c")), "began").hide(("c",), "hid c")
    shown = scene.as_shown("title", "note")
    assert (shown.title, shown.note) == ("title", "note")
    assert [one.token for one in shown.entities] == ["a", "b"]
    assert [(one.start, one.end) for one in shown.links] == [("a", "b")]


steps = st.lists(
    st.tuples(
        st.sampled_from(["start", "add", "hide", "undo", "redo"]),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    max_size=20,
)


@given(steps)
def test_undo_and_redo_lead_through_the_same_steps(taken: list[tuple[str, tuple[str, ...]]]):
    scene, stood, place = Scene(), [Scene().now], 0
    for action, names in taken:
        if action == "undo":
            scene, place = scene.undo(), max(place - 1, 0)
        elif action == "redo":
            scene, place = scene.redo(), min(place + 1, len(stood) - 1)
        else:
            given_ = names if action == "hide" else _shown(names)
            scene = getattr(scene, action)(given_, action)
            stood, place = [*stood[: place + 1], scene.now], place + 1
        assert scene.now == stood[place]
        assert (scene.can_undo, scene.can_redo) == (place > 0, place < len(stood) - 1)
        scene.as_shown("", "")

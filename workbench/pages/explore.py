"""Explore: the canvas with what was opened on it, its table twin, and the rows behind every link."""

from __future__ import annotations

import streamlit as st

from workbench.canvas import CanvasEvents
from workbench.desk import Scene
from workbench.pages.canvas import draw, happened
from workbench.pages.drawn import elements
from workbench.pages.explore_side import hand_over, side, tables
from workbench.pages.frame import desk, go, literal

CANVAS = "canvas"
SCENE = "scene"


def page() -> None:
    """Draws the page."""
    st.title("Explore")
    scene: Scene = st.session_state.setdefault(SCENE, Scene())
    scene = _arrive(scene)
    if not scene.now.entities:
        st.info("The canvas is empty. Look something up on Find, or open a ring's picture.", icon=":material/hub:")
        if st.button("Go to Find", type="primary"):
            go("find")
        return
    scene = _act(scene, happened(CANVAS))
    _toolbar(scene)
    canvas, panel = st.columns([3, 1], gap="medium")
    with canvas:
        events = draw(elements(scene.now), CANVAS)
        st.caption(literal(scene.now.did or "Click selects, double-click opens more, Delete hides."))
    with panel:
        side(scene, events.selected, _keep)
    tables(scene, events.selected)


def _keep(scene: Scene) -> None:
    st.session_state[SCENE] = scene
    st.rerun()


def _arrive(scene: Scene) -> Scene:
    """What another page sent here is put on a cleared canvas."""
    picture = st.session_state.pop("picture", None)
    start = st.session_state.pop("start", None)
    if picture:
        shown = desk().picture(*picture)
        scene = scene.start(
            shown, f"{len(shown.entities)} members and {len(shown.links)} links among them: {shown.title}"
        )
    elif start:
        expansion = desk().look.expand(start)
        scene = scene.start(expansion.extract, f"{expansion.shown} of {expansion.total} links shown")
    st.session_state[SCENE] = scene
    return scene


def _act(scene: Scene, events: CanvasEvents) -> Scene:
    """What the person just did on the canvas, done on the scene; the same event is not done twice."""
    doing = (events.expand, events.hide)
    if doing in {(None, ()), st.session_state.get("done")}:
        return scene
    st.session_state["done"] = doing
    if events.expand in scene.now.entities:
        expansion = desk().look.expand(str(events.expand))
        scene = scene.add(expansion.extract, f"{expansion.shown} of {expansion.total} links shown")
    elif events.hide:
        scene = scene.hide(events.hide, f"{len(events.hide)} hidden")
    st.session_state[SCENE] = scene
    return scene


def _toolbar(scene: Scene) -> None:
    undo, redo, clear, counts, out = st.columns([2, 2, 2, 6, 3], vertical_alignment="center")
    if undo.button("Undo", disabled=not scene.can_undo, icon=":material/undo:", shortcut="Ctrl+Z", width="stretch"):
        _keep(scene.undo())
    if redo.button("Redo", disabled=not scene.can_redo, icon=":material/redo:", shortcut="Ctrl+Y", width="stretch"):
        _keep(scene.redo())
    if clear.button("Clear", icon=":material/delete_sweep:", width="stretch"):
        st.session_state[SCENE] = Scene()
        st.rerun()
    counts.caption(f"{len(scene.now.entities):,} entities, {len(scene.now.links):,} links on the canvas")
    with out.popover("Hand over", icon=":material/output:", width="stretch"):
        hand_over(scene)


page()

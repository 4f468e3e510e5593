"""Explore: the canvas with what was opened on it, its table twin, and the rows behind every link."""

from __future__ import annotations

import streamlit as st

from workbench.canvas import CanvasEvents
from workbench.desk import Scene
from workbench.pages.canvas import draw, happened
from workbench.pages.drawn import elements
from workbench.pages.explore_side import side
from workbench.pages.explore_tables import hand_over, tables
from workbench.pages.frame import counted, desk, go, literal

CANVAS = "canvas"
SCENE = "scene"
ABOUT = "about"
"""The finding whose picture was opened: its detector, its name, and the tokens of its members."""


def page() -> None:
    """Draws the page."""
    st.title("Explore")
    st.session_state.setdefault(SCENE, Scene())
    scene = _arrive(st.session_state[SCENE])
    scene = _act(scene, happened(CANVAS))
    if scene.can_undo or scene.can_redo:
        _toolbar(scene)
    if not scene.now.entities:
        st.info("The canvas is empty. Look something up on Find, or open a ring's picture.", icon=":material/hub:")
        if st.button("Go to Find", type="primary"):
            go("find")
        return
    about = st.session_state.get(ABOUT)
    canvas, panel = st.columns([3, 1], gap="medium")
    with canvas:
        events = draw(elements(scene.now, about[2] if about else frozenset()), CANVAS)
        st.caption(literal(scene.now.did or "Click selects, double-click opens more, Delete hides."))
    with panel:
        side(scene, events.selected, about, _keep)
    tables(scene, events.selected)


def _keep(scene: Scene) -> None:
    st.session_state[SCENE] = scene
    st.rerun()


def _arrive(scene: Scene) -> Scene:
    """What another page sent here is put on a cleared canvas."""
    picture = st.session_state.pop("picture", None)
    start = st.session_state.pop("start", None)
    if picture:
        with st.spinner("Drawing the picture …"):
            shown = desk().picture(*picture)
            members = frozenset(one.token for one in desk().finding(*picture).members)
        st.session_state[ABOUT] = (*picture, members)
        drawn = f"{counted(len(members), 'member')}, {len(shown.entities) - len(members):,} things they share"
        scene = scene.start(shown, f"{drawn} and {counted(len(shown.links), 'link')}")
    elif start:
        st.session_state[ABOUT] = None
        expansion = desk().look.expand(start)
        scene = scene.start(expansion.extract, f"{expansion.shown} of {counted(expansion.total, 'link')} shown")
    st.session_state[SCENE] = scene
    return scene


def _act(scene: Scene, events: CanvasEvents) -> Scene:
    """What the person just did on the canvas, done on the scene."""
    hidden = tuple(one for one in events.hide if one in scene.now.entities)
    if events.expand in scene.now.entities:
        with st.spinner("Opening more …"):
            expansion = desk().look.expand(str(events.expand))
        scene = scene.add(expansion.extract, f"{expansion.shown} of {counted(expansion.total, 'link')} shown")
    elif hidden:
        scene = scene.hide(hidden, f"{len(hidden)} hidden")
    st.session_state[SCENE] = scene
    return scene


def _toolbar(scene: Scene) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Undo", disabled=not scene.can_undo, icon=":material/undo:", shortcut="Ctrl+Z"):
            _keep(scene.undo())
        if st.button("Redo", disabled=not scene.can_redo, icon=":material/redo:", shortcut="Ctrl+Y"):
            _keep(scene.redo())
        if st.button("Clear", disabled=not scene.now.entities, icon=":material/delete_sweep:"):
            _keep(scene.hide(tuple(scene.now.entities), "cleared"))
        entities = counted(len(scene.now.entities), "entity", "entities")
        st.caption(f"{entities}, {counted(len(scene.now.links), 'link')} on the canvas")
        with st.popover("Hand over", icon=":material/output:"):
            hand_over(scene)


page()

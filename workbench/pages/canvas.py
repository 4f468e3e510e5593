"""The canvas on a Streamlit page: draws the elements and says what the person did with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from workbench.canvas import ENGLISH, CanvasEvents, Elements, bundle, check, payload, read


def draw(
    elements: Elements,
    key: str,
    words: Mapping[str, str] | None = None,
    focus: Sequence[str] = (),
    picture: bool = True,
) -> CanvasEvents:
    """Draw the elements as wide as the page, and return what the person did and `happened` did not yet say.

    `words` replaces any of `ENGLISH`; `focus` selects and shows these ids whenever it changes; `picture=False`
    takes away the PNG button from those who may not export. Raises UsedWrongly above 2,000 elements.
    """
    check(elements)
    told = {"key": key, "words": {**ENGLISH, **(words or {})}, "focus": list(focus), "picture": picture}
    state = _component()(
        key=key,
        data={**payload(elements), **told},
        on_selected_change=_nothing,
        on_expand_change=partial(_note, key, "expand"),
        on_context_change=partial(_note, key, "context"),
        on_hide_change=partial(_note, key, "hide"),
        on_places_change=partial(_note, key, "places"),
        on_pictured_change=partial(_note, key, "pictured"),
    )
    return _events(key, state)


def happened(key: str) -> CanvasEvents:
    """What the person did on the canvas `key` and nobody asked about yet: to be asked first thing on the page.

    Asked before `draw`, the answer can still change what this run draws.
    """
    return _events(key, st.session_state.get(key))


def _events(key: str, state: object) -> CanvasEvents:
    noted = st.session_state.pop(_noted(key), {})
    selected = state.get("selected") if isinstance(state, Mapping) else None
    return read({**noted, "selected": selected})


def _noted(key: str) -> str:
    return f"{key}: noted"


def _note(key: str, name: str) -> None:
    """Keep an event until it is asked for: the run it started may be cut short by the next event."""
    state = st.session_state.get(key)
    if isinstance(state, Mapping) and state.get(name) is not None:
        st.session_state.setdefault(_noted(key), {})[name] = state[name]


@cache
def _component() -> ComponentRenderer:
    texts = bundle()
    return st.components.v2.component("workbench_canvas", html=texts.html, css=texts.css, js=texts.js)


def _nothing() -> None:
    """The selection lasts and needs no note; Streamlit keeps only values that have a callback."""

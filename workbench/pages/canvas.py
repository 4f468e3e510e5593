"""The canvas on a Streamlit page: draws the elements and says what the person did with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

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
    """Draw the elements, 560 px high and full width, and return what the person did since the last run.

    `words` replaces any of `ENGLISH`; `focus` selects and shows these ids whenever it changes; `picture=False`
    takes away the PNG button from those who may not export. Raises UsedWrongly above 2,000 elements.
    """
    check(elements)
    told = {
        **payload(elements),
        "key": key,
        "words": {**ENGLISH, **(words or {})},
        "focus": list(focus),
        "picture": picture,
    }
    return read(
        _component()(
            key=key,
            data=told,
            # Streamlit keeps only events that have a callback; the values are read after the run.
            on_selected_change=_nothing,
            on_expand_change=_nothing,
            on_context_change=_nothing,
            on_hide_change=_nothing,
            on_places_change=_nothing,
            on_pictured_change=_nothing,
        )
    )


def happened(key: str) -> CanvasEvents:
    """What the person did on the canvas `key` since the last run, to be asked before `draw` in the same run."""
    state = st.session_state.get(key)
    return read(state) if isinstance(state, Mapping) else CanvasEvents()


@cache
def _component() -> ComponentRenderer:
    texts = bundle()
    return st.components.v2.component("workbench_canvas", html=texts.html, css=texts.css, js=texts.js)


def _nothing() -> None:
    """What happened is read from the component's state, not from a callback."""

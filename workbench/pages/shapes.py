"""Shapes of money as they stand: what the payments look like, whoever makes them, for who has nothing but payments."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.model import kind_of
from workbench.pages.frame import chosen_line, counted, desk, explore, plainly

FOUND = "money shapes"
MOST = 200
ALL = "all patterns"
COLUMNS = {
    "pattern": st.column_config.TextColumn(width=130),
    "shape": st.column_config.NumberColumn(width=70),
    "size": st.column_config.NumberColumn(
        width=60, help="who pays or is paid within a week, payments passed on, or cards of the shape"
    ),
    "as_large": st.column_config.NumberColumn("as large", width=80, help="shapes of the pattern that are as large"),
    "part": st.column_config.TextColumn(width=90),
    "kind": st.column_config.TextColumn(width=100),
    "text": st.column_config.TextColumn("card", width=170),
    "tag": st.column_config.TextColumn(width=80),
}


def list_shapes() -> None:
    """Draws the question, and the list that was last asked for."""
    if not desk().evidence.batches():
        return
    st.subheader("Shapes as they stand")
    st.caption(
        "What payments among cards new to one another look like, the largest first, whoever makes them. Most are "
        "innocent: it is a list to look things up in; what asks for a look stands above."
    )
    pattern, button = st.columns([5, 1], vertical_alignment="bottom")
    chosen = pattern.selectbox("Pattern", (ALL, *desk().patterns()), key="shapes pattern", format_func=_words)
    if button.button("List", key="shapes list", width="stretch"):
        st.session_state.pop(FOUND, None)
        with plainly(), st.spinner("Looking through all payments …"):
            st.session_state[FOUND] = desk().money_shapes("" if chosen == ALL else chosen, MOST)
    found: pd.DataFrame | None = st.session_state.get(FOUND)
    if found is not None:
        _show(found)


def _show(found: pd.DataFrame) -> None:
    if found.empty:
        st.info("No payments make such a shape, or no payments are loaded.")
        return
    st.caption(f"{counted(found['shape'].nunique(), 'shape')}, {counted(len(found), 'card')}")
    shown = found.assign(kind=[kind_of(one).title for one in found["kind"]], pattern=found["pattern"].map(_words))
    place = chosen_line(shown, COLUMNS, "shapes listed", "auto")
    if st.button("Explore", key="explore shape", type="primary"):
        explore(found.iloc[place]["token"])


def _words(pattern: str) -> str:
    return pattern.replace("_", " ")

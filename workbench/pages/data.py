"""Data: hand-overs taken in and out again, facts typed by hand, and who answered at all."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.desk.coverage import said
from workbench.pages.data_batches import batches
from workbench.pages.data_load import load
from workbench.pages.data_typed import type_fact
from workbench.pages.frame import desk, literal, readable

PARTS = ("Batches", "Load files", "Type a fact", "Who answered")


def page() -> None:
    """Draws the page."""
    st.title("Data")
    part = st.radio("what to do", PARTS, horizontal=True, label_visibility="collapsed", key="data part")
    if not desk().evidence.batches():
        st.info(
            "Nothing has been taken in yet. Choose Load files and give a hand-over, type a fact that somebody told, "
            "or use `workbench load FOLDER`.",
            icon=":material/info:",
        )
    if part == "Load files":
        load()
    elif part == "Type a fact":
        type_fact()
    elif part == "Who answered":
        _coverage()
    else:
        batches()


def _coverage() -> None:
    """Every answerer in a line, and a box for the answers about one value."""
    st.caption("Who did not answer may hold anything: no answer is not the same as none.")
    with st.form("covered", border=False):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        value = box.text_input("Who answered about", placeholder="138…, 510…, 6222…", key="covered value")
        asked = button.form_submit_button("Look", type="primary", width="stretch")
    if asked and value.strip():
        st.session_state["answers about"] = desk().coverage(value)
    if "answers about" in st.session_state:
        lines = st.session_state["answers about"]
        st.markdown(literal(said(lines)))
        if lines:
            st.dataframe(readable(lines), hide_index=True, width="stretch", key="covered lines")
    with st.spinner("Reading the ledger …"):
        rows = _answerers(desk().evidence.state())
    if rows.empty:
        st.caption("No file that was taken in says who answered.")
        return
    st.subheader("Everybody who was asked")
    st.dataframe(rows, hide_index=True, width="stretch", key="answerers")


@st.cache_data(max_entries=1, show_spinner=False)
def _answerers(state: str) -> pd.DataFrame:  # noqa: ARG001 - the evidence's state is what the answer is kept by
    return pd.DataFrame(
        [{name.replace("_", " "): value for name, value in one.items()} for one in desk().coverage()],
    )


page()

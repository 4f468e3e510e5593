"""A fact typed by hand: a small form for each source, cleaned and refused as a file's row would be."""

from __future__ import annotations

import streamlit as st

from workbench.model import Source
from workbench.pages.frame import desk, literal

FIRST = ("case_numbers", "reports", "known_services")
FORM = "typed facts"
A_TIME = "2026-03-01 14:05"
HINTS = dict.fromkeys(("kind", "suspect_kind"), "phone, bank_card, social_account, identity, device, ip, site, group")
HINTS |= dict.fromkeys(("at", "opened_at", "closed_at", "until"), A_TIME)
"""What may stand in a column, where its name does not say so."""


def type_fact() -> None:
    """The form, and what became of the fact before."""
    if st.session_state.get("typed"):
        st.success(literal(st.session_state.pop("typed")), icon=":material/check:")
    sources = {one.name: one for one in desk().sources()}
    names = [*FIRST, *(name for name in sources if name not in FIRST)]
    chosen = sources[st.selectbox("What was told", names, format_func=lambda one: f"{one}: {sources[one].about}")]
    # A form anew once its fact is in: the next one begins empty, and a refused one stays as it was typed.
    with st.form(f"{FORM} {chosen.name} {st.session_state.get(FORM, 0)}"):
        values = _columns(chosen)
        told_by = st.text_input("Told by", placeholder="an office, a post, a number")
        paper = st.text_input("Legal paper", placeholder="its number, where there is one")
        if not st.form_submit_button("Take it in", type="primary"):
            return
        with st.spinner("Taking it in …"):
            receipt = desk().type_fact(chosen.name, values, told_by, paper)
    known = " It was known already." if receipt.known else ""
    st.session_state["typed"] = f"Taken in as batch {receipt.batch}.{known} It can be taken out under Batches."
    st.session_state[FORM] = st.session_state.get(FORM, 0) + 1
    st.rerun()


def _columns(source: Source) -> dict[str, str]:
    values: dict[str, str] = {}
    places = st.columns(2)
    for number, column in enumerate(source.columns):
        label = f"{column.name.replace('_', ' ')}{' (needed)' if column.needed else ''}"
        values[column.name] = places[number % 2].text_input(label, placeholder=HINTS.get(column.name))
    return {name: value for name, value in values.items() if value.strip()}

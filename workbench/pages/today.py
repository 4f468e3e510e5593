"""Today: what the newest run found, what is new in it, and what was loaded."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from workbench.desk import LEVELS, show_time
from workbench.pages.frame import counted, desk, finding_card, go, literal, nothing_yet

FIRST_RINGS = 5
FIRST_CARDS = 5


def page() -> None:
    """Draws the page."""
    st.title("Today")
    here = desk()
    batches = here.evidence.batches()
    if not batches:
        nothing_yet("Nothing has been loaded yet.")
        return
    if not here.runs():
        nothing_yet("Evidence is loaded, and no detector has looked at it yet.")
        _loaded()
        return
    _found()
    _loaded()


def _found() -> None:
    here = desk()
    run = here.run()
    with st.spinner("Reading the newest run …"):
        rings, cards = here.undecided("rings", FIRST_RINGS), here.undecided("stolen_identity", FIRST_CARDS)
    st.caption(
        f"The newest run is of {show_time(run.ran_at)} (Shanghai). Scores ask for a look; they say nothing of guilt."
    )
    _numbers()
    _people()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Rings first to look at")
        for headline in rings:
            finding_card(headline, "today")
        if not rings:
            _nothing("rings", "No ring stands out.")
        if st.button("All rings", key="all rings"):
            go("rings")
    with right:
        st.subheader("Stolen or lent identities to look at")
        for headline in cards:
            finding_card(headline, "today")
        if not cards:
            _nothing("stolen_identity", "No card stands out.")
        if st.button("All cards", key="all cards"):
            go("stolen_identity")


def _nothing(detector: str, says: str) -> None:
    """That nothing is left to look at: all is decided on, or nothing was found; and what was not there to be seen."""
    st.write("Somebody has decided on all of them." if desk().tally(detector).number else says)
    for sentence in desk().lacked(detector):
        st.caption(literal(sentence))


def _people() -> None:
    """Who is in danger now, by level, and the way to them."""
    people = desk().tally("exposure")
    if not people.number:
        return
    told = ", ".join(f"{people.levels[one]:,} {one}" for one in LEVELS if one in people.levels)
    says, way = st.columns([5, 1], vertical_alignment="center")
    says.markdown(f":violet-badge[in danger now] {counted(people.number, 'person', 'people')}: {told}")
    if way.button("People in danger", key="people in danger", type="primary", width="stretch"):
        go("exposure")


def _numbers() -> None:
    here = desk()
    counts = here.graph.counts()
    titles = {"exposure": "People in danger", "rings": "Rings", "stolen_identity": "Cards to look at"}
    found = {title: here.tally(detector) for detector, title in titles.items()}
    shown = (
        *((title, one.number, f"{one.new:,} new") for title, one in found.items()),
        ("Phones", counts["Phone"], None),
        ("Bank cards", counts["BankCard"], None),
    )
    for column, (label, number, new) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(label, f"{number:,}", new, delta_color="off", delta_arrow="off", border=True, height="stretch")


def _loaded() -> None:
    here = desk()
    st.subheader("What was loaded")
    if here.graph.state() != here.evidence.state():
        st.warning(
            "The graph is behind the evidence; `workbench rebuild` brings it up to date.",
            icon=":material/sync_problem:",
        )
    rows = [
        {
            "source": one.source.replace("_", " "),
            "file": one.file,
            "rows": one.accepted,
            "refused": one.refused,
            "known before": one.known,
            "taken in": show_time(datetime.fromisoformat(one.taken_at)),
            "by": one.person,
        }
        for one in here.evidence.batches()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


page()

"""Explained away: what was taken for innocent and left out of every score, and why; people can say otherwise."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from workbench.desk import Verdict, show_time
from workbench.model import kind_of
from workbench.pages.frame import chosen_line, desk, explore, literal, nothing_yet, plainly
from workbench.privacy import tag

MOST_LISTED = 500
COLUMNS = {
    "kind": st.column_config.TextColumn(width=110),
    "text": st.column_config.TextColumn("what", width=160),
    "tag": st.column_config.TextColumn(width=80),
    "context": st.column_config.TextColumn("taken for", width=110),
    "cards": st.column_config.NumberColumn(width=70),
    "households": st.column_config.NumberColumn(width=90),
    "decision": st.column_config.TextColumn("somebody said", width=110),
    "says": st.column_config.TextColumn("why", width="large"),
}
SAID = {
    Verdict.REJECTED.value: "it is not: count its links",
    Verdict.CONFIRMED.value: "it is: leave its links out, whatever its cards do",
    Verdict.UNDECIDED.value: "nothing: as the detectors see it",
}

SHORT = {Verdict.REJECTED.value: "it is not", Verdict.CONFIRMED.value: "it is", Verdict.UNDECIDED.value: ""}


def page() -> None:
    """Draws the page."""
    st.title("Explained away")
    st.caption(
        "Handsets, addresses, contact phones, outlets and cards that were taken for innocent before anything was "
        "scored. Their links count against nobody. Where that is wrong, say so: Find tells it at once, and the next "
        "run counts by it. A service or a line of your own is named on Find."
    )
    if not desk().runs():
        nothing_yet("No detector has run yet.")
        return
    rows = _wanted()
    if rows.empty:
        st.info("Nothing was explained away in this evidence.", icon=":material/check:")
    else:
        _overrule(rows.iloc[_list(rows)])
    _said()


def _wanted() -> pd.DataFrame:
    """The explanations, of one sort where one is chosen."""
    # Of all there are: a sort that explains few cards would else stand behind those that are listed.
    every = desk().run().explained()["context"]
    sorts = ["", *sorted(set(every))]
    chosen = st.selectbox(
        "Taken for", sorts, format_func=lambda one: one.replace("_", " ") or "all", key="explained sort"
    )
    there = int((every == chosen).sum()) if chosen else len(every)
    if there > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED} of {there:,} are listed, those that explain most cards.")
    with st.spinner("Reading the newest run …"):
        return desk().explained(chosen, MOST_LISTED)


def _list(rows: pd.DataFrame) -> int:
    """The list, and which line of it is chosen."""
    shown = rows.assign(
        kind=[kind_of(kind).title for kind in rows["kind"]],
        context=rows["context"].str.replace("_", " "),
        decision=[SHORT.get(said, "") for said in rows["decision"]],
    )
    return chosen_line(shown, COLUMNS, "explained list", 320)


def _overrule(one: pd.Series) -> None:
    says, picture = st.columns([5, 1], vertical_alignment="center")
    says.subheader(f"{kind_of(one['kind']).title} {literal(one['text'])}")
    if picture.button("Explore", key="explore explained", type="primary", width="stretch"):
        explore(one["token"])
    st.markdown(literal(one["says"]))
    with st.form(f"overrule-{one['name']}", border=True):
        decision = st.radio("I say", list(SAID), format_func=lambda each: SAID[each], index=None)
        reason = st.text_input("because", placeholder="a few words; they go on the record")
        if not st.form_submit_button("Record"):
            return
        if decision is None:
            st.error("Choose what you say first.", icon=":material/error:")
            return
        with plainly():
            desk().overrule(one["name"], decision, reason)
            st.rerun()


def _said() -> None:
    """What people said before, the newest first, with the tag of what it was said of."""
    rows = []
    for one in desk().overruled():
        context, kind, token = one.finding.split(":")
        what = {"kind": kind_of(kind).title, "tag": tag(token), "taken for": context.replace("_", " ")}
        said = {"said": SAID[one.decision.value], "by": one.person, "because": one.reason}
        rows.append(what | said | {"at": show_time(datetime.fromisoformat(one.at))})
    if rows:
        st.markdown("##### What was said")
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


page()

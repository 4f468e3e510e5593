"""The batches: what was taken in, by whom and under which paper; refused rows; and taking one out again."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.pages.frame import counted, desk, literal

Line = dict[str, str | int]


def batches() -> None:
    """The list of batches, and of the chosen one its refused rows and the way out."""
    lines = desk().batches()
    if st.session_state.get("unloaded"):
        st.success(st.session_state.pop("unloaded"), icon=":material/check:")
    if not lines:
        return
    table = pd.DataFrame([{name.replace("_", " "): value for name, value in one.items()} for one in lines])
    event = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height="auto" if len(lines) < 10 else 380,
        key="batches",
        on_select="rerun",
        selection_mode="single-row",
    )
    # The line of an earlier, longer list may still be chosen.
    chosen = [lines[row] for row in event.selection.rows if row < len(lines)]
    if not chosen:
        st.caption("Choose a line to see the rows that were refused, or to take the batch out again.")
        return
    _batch(chosen[0])


def _batch(line: Line) -> None:
    st.subheader(literal(f"{line['source']}: {line['file']}"))
    st.caption(literal(_says(line)))
    _refused(str(line["batch"]), int(line["refused"]))
    _unload(line)


def _says(line: Line) -> str:
    told = f" Told by {line['told_by']}." if line["told_by"] else ""
    paper = f" Under the paper {line['paper']}." if line["paper"] else " Under no paper that was named."
    return f"Taken in by {line['by']} on {line['taken_in']} (Shanghai).{told}{paper}"


def _refused(batch: str, number: int) -> None:
    if not number:
        st.write("No row was refused.")
        return
    rows = desk().refused(batch)
    st.markdown(f"###### {counted(number, 'row')} refused")
    st.caption(
        "Records are counted in the file as it came, from 1; values are masked. A row may stand in several lines."
    )
    st.dataframe(rows, hide_index=True, width="stretch", key=f"refused {batch}")
    if st.button("Make a file of them", key=f"make refused {batch}"):
        st.session_state["refused file"] = (batch, desk().refused_file(batch))
    made = st.session_state.get("refused file")
    if made and made[0] == batch:
        st.download_button("Save refused.csv", made[1], file_name=f"refused_{batch}.csv", on_click="ignore")


def _unload(line: Line) -> None:
    with st.expander("Take this batch out again", icon=":material/delete:"), st.form(f"unload {line['batch']}"):
        st.write("Every total becomes what it would have been without it. Its file can be loaded again.")
        reason = st.text_input("because", placeholder="a few words; they go on the record")
        sure = st.checkbox(f"Yes, take its {counted(int(line['rows']), 'row')} out")
        if not st.form_submit_button("Take out"):
            return
        if not sure:
            st.warning("Say yes first: tick the box.", icon=":material/check_box:")
            return
        desk().need_reason(reason)
        with st.spinner("Taking it out …"):
            desk().unload(str(line["batch"]), reason=reason)
        st.session_state["unloaded"] = f"Batch {line['batch']} is out."
        st.rerun()

"""Under the canvas: the picture as tables, the rows of evidence behind a link, and the way out as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from workbench.desk import Scene, link_name
from workbench.model.shown import ShownLink
from workbench.pages.frame import counted, desk, entities_table, named, readable


def tables(scene: Scene, selected: tuple[str, ...]) -> None:
    """The same as the picture, as tables; with a selection, only what touches it; of one link, its rows."""
    chosen = set(selected) & set(scene.now.entities)
    named_links = [link for name, link in scene.now.links.items() if name in selected]
    touching = [one for one in scene.now.links.values() if not chosen or chosen & {one.start, one.end}]
    links = named_links if named_links and not chosen else touching
    entities = [one for token, one in scene.now.entities.items() if not chosen or token in chosen]
    first, second = st.tabs([f"Links ({len(links)})", f"Entities ({len(entities)})"])
    with first:
        _links(scene, links)
    with second:
        st.dataframe(entities_table(entities), hide_index=True, width="stretch")


def _links(scene: Scene, links: list[ShownLink]) -> None:
    entities = scene.now.entities
    rows = [
        {"from": named(entities[one.start]), "link": one.text, "to": named(entities[one.end]), **one.properties}
        for one in links
    ]
    event = st.dataframe(
        readable(rows),
        hide_index=True,
        width="stretch",
        height="auto" if len(rows) < 10 else 300,
        key="links table",
        on_select="rerun",
        selection_mode="single-row",
    )
    # The line of an earlier, longer list may still be chosen.
    lines = [row for row in event.selection.rows if row < len(links)] or ([0] if len(links) == 1 else [])
    if not lines:
        st.caption("Choose a line, or a link in the picture, to see the rows of evidence it rests on.")
        return
    with st.spinner("Reading the evidence …"):
        found = desk().look.rows(link_name(links[lines[0]]))
    st.markdown(f"###### {counted(len(found), 'row')} of evidence")
    st.dataframe(readable(found), hide_index=True, width="stretch")


def hand_over(scene: Scene) -> None:
    """The picture as a file; who took it is on the record before it can be saved."""
    forms = desk().forms()
    form = st.radio("as", list(forms), format_func=lambda one: f"{one} {forms[one]}")
    title = st.text_input("title", value="Extract")
    asked = (form, title, scene)
    if st.button("Make the file", type="primary"):
        with tempfile.TemporaryDirectory() as folder:
            file = desk().export(scene.as_shown(title, ""), form, Path(folder) / f"extract{form}")
            st.session_state["file"] = (asked, file.name, file.read_bytes())
    made = st.session_state.get("file")
    # Of another picture, title or form: it must not be taken for this one.
    if made and made[0][:2] == asked[:2] and made[0][2] is scene:
        st.download_button(f"Save {made[1]}", made[2], file_name=made[1], on_click="ignore")

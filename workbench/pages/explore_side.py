"""Beside and under the canvas: the selection's facts, what may be opened, tables, rows, and the way out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from workbench.desk import Scene, Total, link_name
from workbench.model import kind_of, link_type_of
from workbench.model.shown import ShownEntity, ShownLink
from workbench.pages.frame import desk, entities_table, literal, named

MOST = 200
Keep = Callable[[Scene], None]


def side(scene: Scene, selected: tuple[str, ...], keep: Keep) -> None:
    """The panel of the selection."""
    chosen = [one for one in selected if one in scene.now.entities]
    if not chosen:
        st.markdown("##### Nothing selected")
        st.caption("Click an entity to see what is known of it; Shift and drag selects several.")
        _pick(scene, keep)
        return
    if len(chosen) == 1:
        _one(scene, chosen[0], keep)
        return
    st.markdown(f"##### {len(chosen)} selected")
    if len(chosen) == 2:
        _two(scene, chosen, keep)
    if st.button("Hide them", key="hide many", width="stretch"):
        keep(scene.hide(tuple(chosen), f"{len(chosen)} hidden"))


def _pick(scene: Scene, keep: Keep) -> None:
    """The keyboard's way to what a double-click does."""
    tokens = list(scene.now.entities)
    token = st.selectbox("Open more of", tokens, format_func=lambda one: named(scene.now.entities[one]), index=None)
    if token and st.button("Open", width="stretch"):
        expansion = desk().look.expand(token)
        keep(scene.add(expansion.extract, f"{expansion.shown} of {expansion.total} links shown"))


def _one(scene: Scene, token: str, keep: Keep) -> None:
    entity = scene.now.entities[token]
    st.markdown(f"##### {kind_of(entity.kind).title}")
    st.markdown(f"**{literal(entity.text)}** · {entity.tag}")
    for name, value in entity.properties.items():
        st.caption(f"{name.replace('_', ' ')}: {literal(value)}")
    _expand(scene, token, keep)
    if st.button("Hide", key="hide one", width="stretch"):
        keep(scene.hide((token,), "one hidden"))
    _reveal(token)


def _expand(scene: Scene, token: str, keep: Keep) -> None:
    totals = desk().look.totals(token)
    st.markdown("###### Open more")
    limit = st.slider("at most", 5, MOST, 25, 5, key="open at most")
    for total in totals:
        there = _there(scene, token, total)
        text = f"{link_type_of(total.type).says} · {kind_of(total.kind).title} · {there} of {total.total:,} shown"
        if st.button(text, key=f"open-{total.type}-{total.kind}", disabled=there >= total.total, width="stretch"):
            expansion = desk().look.expand(token, total, limit)
            keep(scene.add(expansion.extract, f"{expansion.shown} of {expansion.total} links of that type shown"))


def _there(scene: Scene, token: str, total: Total) -> int:
    entities = scene.now.entities
    return sum(
        1
        for link in scene.now.links.values()
        if link.type == total.type
        and token in {link.start, link.end}
        and entities[link.end if link.start == token else link.start].kind == total.kind
    )


def _two(scene: Scene, chosen: list[str], keep: Keep) -> None:
    if st.button("What they have in common", width="stretch"):
        shown = desk().look.common(chosen[0], chosen[1])
        keep(scene.add(shown, f"{max(len(shown.entities) - 2, 0)} neighbours in common"))
    if st.button("Shortest ways between them", width="stretch"):
        shown = desk().look.paths(chosen[0], chosen[1])
        keep(
            scene.add(shown, f"{len(shown.links)} links on the shortest ways" if shown.links else "no way of six steps")
        )


def _reveal(token: str) -> None:
    with st.popover("Show it whole", icon=":material/visibility:", width="stretch"):
        reason = st.text_input("because", key="reveal reason", placeholder="a few words; they go on the record")
        if st.button("Show", key="reveal", disabled=not reason.strip()):
            st.code(desk().reveal(token, reason), language=None)


def tables(scene: Scene, selected: tuple[str, ...]) -> None:
    """The same as the picture, as tables; with a selection, only what touches it."""
    chosen = set(selected) & set(scene.now.entities)
    links = [one for one in scene.now.links.values() if not chosen or chosen & {one.start, one.end}]
    entities = [one for token, one in scene.now.entities.items() if not chosen or token in chosen]
    first, second = st.tabs([f"Links ({len(links)})", f"Entities ({len(entities)})"])
    with first:
        _links(scene, links)
    with second:
        st.dataframe(entities_table(entities), hide_index=True, width="stretch")


def _links(scene: Scene, links: list[ShownLink]) -> None:
    rows = [
        {"from": _name(scene, one.start), "link": one.text, "to": _name(scene, one.end), **one.properties}
        for one in links
    ]
    event = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        key="links table",
        on_select="rerun",
        selection_mode="single-row",
    )
    if not event.selection.rows or event.selection.rows[0] >= len(links):
        st.caption("Choose a line to see the rows of evidence it rests on.")
        return
    found = desk().look.rows(link_name(links[event.selection.rows[0]]))
    st.markdown(f"###### {len(found)} rows of evidence")
    st.dataframe(pd.DataFrame(found).fillna(""), hide_index=True, width="stretch")


def _name(scene: Scene, token: str) -> str:
    entity: ShownEntity = scene.now.entities[token]
    return named(entity)


def hand_over(scene: Scene) -> None:
    """The picture as a file; who took it is on the record before it can be saved."""
    form = st.radio("as", desk().forms(), format_func=lambda one: desk().forms()[one])
    title = st.text_input("title", value="Extract")
    if st.button("Make the file", type="primary"):
        with tempfile.TemporaryDirectory() as folder:
            file = desk().export(scene.as_shown(title, ""), form, Path(folder) / f"extract{form}")
            st.session_state["file"] = (file.name, file.read_bytes())
    if "file" in st.session_state:
        name, content = st.session_state["file"]
        st.download_button(f"Save {name}", content, file_name=name, on_click="ignore")

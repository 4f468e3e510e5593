"""Beside the canvas: what is known of the selection, what may be opened from it, and the finding that is drawn."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.desk import Scene, Total
from workbench.model import kind_of, link_type_of
from workbench.model.shown import Value
from workbench.pages.frame import counted, desk, literal, named, open_finding, plainly

MOST = 200
FEW_REASONS = 3
Keep = Callable[[Scene], None]
About = tuple[str, str, frozenset[str]]


def side(scene: Scene, selected: tuple[str, ...], about: About | None, keep: Keep) -> None:
    """The panel of the selection; with nothing selected, of the finding that is drawn."""
    chosen = [one for one in selected if one in scene.now.entities]
    links = [one for one in selected if one in scene.now.links]
    if len(chosen) == 1:
        _one(scene, chosen[0], keep)
    elif chosen:
        _several(scene, chosen, keep)
    elif len(links) == 1:
        _link(scene, links[0])
    else:
        _nothing(scene, about, keep)


def _nothing(scene: Scene, about: About | None, keep: Keep) -> None:
    if about:
        _finding(about)
    else:
        st.markdown("##### Nothing selected")
    st.caption("Click an entity or a link to see what is known of it; Shift and drag selects several.")
    _pick(scene, keep)


def _finding(about: About) -> None:
    detector, name, _ = about
    told = desk().finding(detector, name)
    st.markdown(f"##### {literal(detector.replace('_', ' ').capitalize())}, rank {told.headline.rank}")
    st.markdown(literal(told.headline.says))
    for title, reasons in (("For it", told.reasons), ("Against it", told.counters)):
        # One of each sort: its weightiest, since they come in that order.
        first: dict[str, str] = {}
        for one in reasons:
            first.setdefault(one.code, one.says)
        says = list(first.values())
        if says:
            st.markdown(f"**{title}**\n" + "".join(f"\n- {literal(one)}" for one in says[:FEW_REASONS]))
    if st.button("All reasons and decision", type="primary", width="stretch"):
        open_finding(detector, name)


def _pick(scene: Scene, keep: Keep) -> None:
    """The keyboard's way to what a double-click does."""
    tokens = list(scene.now.entities)
    token = st.selectbox("Open more of", tokens, format_func=lambda one: named(scene.now.entities[one]), index=None)
    if token and st.button("Open", width="stretch"):
        expansion = desk().look.expand(token)
        keep(scene.add(expansion.extract, f"{expansion.shown} of {counted(expansion.total, 'link')} shown"))


def _one(scene: Scene, token: str, keep: Keep) -> None:
    entity = scene.now.entities[token]
    st.markdown(f"##### {kind_of(entity.kind).title}")
    st.markdown(f"**{literal(entity.text)}** · {entity.tag}")
    _known(entity.properties)
    with st.container(horizontal=True):
        if st.button("Hide", key="hide one", icon=":material/visibility_off:"):
            keep(scene.hide((token,), "one hidden"))
        _reveal(token)
    _expand(scene, token, keep)


def _known(properties: dict[str, Value]) -> None:
    known = [f"{name.replace('_', ' ')}: {value}" for name, value in properties.items() if value not in (None, "")]
    st.caption("  \n".join(literal(one) for one in known))


def _expand(scene: Scene, token: str, keep: Keep) -> None:
    totals = desk().look.totals(token)
    st.markdown("###### Open more")
    limit = st.slider("at most", 5, MOST, 25, 5, key="open at most")
    for kind_of_link in dict.fromkeys(one.type for one in totals):
        st.caption(literal(link_type_of(kind_of_link).says))
        with st.container(horizontal=True, gap="xsmall"):
            for total in totals:
                if total.type == kind_of_link:
                    _more(scene, token, total, limit, keep)


def _more(scene: Scene, token: str, total: Total, limit: int, keep: Keep) -> None:
    there = _there(scene, token, total)
    text = f"{kind_of(total.kind).title} {there} of {total.total:,}"
    if st.button(text, key=f"open-{total.type}-{total.kind}", disabled=there >= total.total):
        expansion = desk().look.expand(token, total, limit)
        keep(scene.add(expansion.extract, f"{expansion.shown} of {total.total:,} links of that type shown"))


def _there(scene: Scene, token: str, total: Total) -> int:
    entities = scene.now.entities
    return sum(
        1
        for link in scene.now.links.values()
        if link.type == total.type
        and token in {link.start, link.end}
        and entities[link.end if link.start == token else link.start].kind == total.kind
    )


def _several(scene: Scene, chosen: list[str], keep: Keep) -> None:
    st.markdown(f"##### {len(chosen)} selected")
    if len(chosen) == 2:
        _two(scene, chosen, keep)
    if st.button("Hide them", key="hide many", icon=":material/visibility_off:", width="stretch"):
        keep(scene.hide(tuple(chosen), f"{len(chosen)} hidden"))


def _two(scene: Scene, chosen: list[str], keep: Keep) -> None:
    if st.button("What they have in common", width="stretch"):
        shown = desk().look.common(chosen[0], chosen[1])
        keep(scene.add(shown, f"{max(len(shown.entities) - 2, 0)} in common"))
    if st.button("Shortest ways between them", width="stretch"):
        with st.spinner("Looking for ways …"):
            shown = desk().look.paths(chosen[0], chosen[1])
        did = f"{counted(len(shown.links), 'link')} on the shortest ways" if shown.links else "no way of six steps"
        keep(scene.add(shown, did))


def _link(scene: Scene, name: str) -> None:
    link, entities = scene.now.links[name], scene.now.entities
    st.markdown("##### Link")
    st.markdown(f"{literal(named(entities[link.start]))} **{literal(link.text)}** {literal(named(entities[link.end]))}")
    _known(link.properties)
    st.caption("The rows of evidence it rests on are under the picture.")


def _reveal(token: str) -> None:
    with st.popover("Show it whole", icon=":material/visibility:"):
        reason = st.text_input(
            "because", key=f"reveal reason {token}", placeholder="a few words; they go on the record"
        )
        if st.button("Show", key="reveal") and reason.strip():
            with plainly():
                st.code(desk().reveal(token, reason), language=None)

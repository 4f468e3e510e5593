"""Find: one box for anything; what it is, what it is linked to, and where to go from there."""

from __future__ import annotations

from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from workbench.desk import A_FEW, LEVELS, Headline, Verified
from workbench.model import BANK_CARD, DEVICE, IDENTITY, IP, PHONE, SITE, SOCIAL_ACCOUNT, kind_of, link_type_of
from workbench.model.shown import ShownEntity
from workbench.pages.frame import (
    desk,
    entities_table,
    explore,
    headed,
    literal,
    named,
    nothing_yet,
    open_finding,
    plainly,
    readable,
    titled,
)

MOST_OPENED = 10
MOST_WHY = 20
SERVING = tuple(kind.name for kind in (PHONE, BANK_CARD, SOCIAL_ACCOUNT, IDENTITY, DEVICE, IP, SITE))


def page() -> None:
    """Draws the page."""
    st.title("Find")
    if not desk().evidence.batches():
        nothing_yet("There is nothing to find in yet.")
        return
    _ask()
    hits: tuple[ShownEntity, ...] | None = st.session_state.get("hits")
    if hits is None:
        return
    if not hits:
        st.info(
            "Nothing of that name stands in the evidence. That says nothing about who did not answer or was not asked.",
            icon=":material/search_off:",
        )
        st.caption(literal(desk().answered(st.session_state.get("find value", ""))))
        return
    for hit in hits[:MOST_OPENED]:
        _hit(hit)
    if len(hits) > MOST_OPENED:
        _others(hits)


def _ask() -> None:
    # A form and no address parameter: an identifier must not stand in the address or the browser's history.
    with st.form("find", border=False):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        value = box.text_input(
            "Phone, ID, card, account, device, IP, site, report, case or name",
            placeholder="138…, 510…, 6222…, wechat:…, 张…",
            key="find value",
        )
        asked = button.form_submit_button("Find", type="primary", width="stretch")
    if asked:
        with st.spinner("Looking …"):
            st.session_state["hits"] = desk().look.find(value) if value.strip() else None


@st.cache_data(max_entries=200, show_spinner=False)
def _answered(state: str, token: str) -> str:  # noqa: ARG001 - the evidence's state is what the answer is kept by
    return f"Coverage: {desk().answered(token)}"


def _verdict(verified: Verified) -> None:
    """The level of doubt or danger, why, and what speaks against it."""
    colour = {"high": "red", "medium": "orange", "low": "yellow"}
    if verified.danger:
        danger = verified.danger
        st.markdown(f":violet-badge[in danger: {danger.level}] {literal(danger.says)}. Next step: {danger.step}")
    if verified.doubt and verified.level in colour:
        st.markdown(f":{colour[verified.level]}-badge[doubt: {verified.level}] {literal('; '.join(verified.reasons))}")
    else:
        st.markdown(f":gray-badge[doubt: {verified.level}] {literal('; '.join(verified.reasons))}")
    for counter in verified.counters:
        st.caption(f"but: {literal(counter)}")
    if verified.unseen:
        st.caption(f"not seen: {literal(verified.unseen)}")


def _reached(hit: ShownEntity, verified: Verified) -> None:
    """The people whom a doubtful line, card or account has reached, when asked for."""
    if verified.level not in LEVELS or not st.toggle("Whom it has reached", key=f"reached-{hit.token}"):
        return
    people = desk().reached(hit.token)
    if not people:
        st.write("Nobody whom it likely works on.")
        return
    rows = [
        {"level": one.level, "next step": one.step, "phone": one.entity.text, "tag": one.entity.tag, "how": one.says}
        for one in people
    ]
    st.dataframe(readable(rows), hide_index=True, width="stretch")


def _others(hits: tuple[ShownEntity, ...]) -> None:
    """All that was found, where there is too much of it to be opened at once."""
    more = " There may be more: write more of the name." if len(hits) >= A_FEW else ""
    st.caption(f"The first {MOST_OPENED} of {len(hits)} found are above; choose a line to open any of them.{more}")
    event = st.dataframe(
        entities_table(list(hits)),
        hide_index=True,
        width="stretch",
        key="all hits",
        on_select="rerun",
        selection_mode="single-row",
    )
    # The lines of an earlier, longer list may still be chosen.
    for row in event.selection.rows:
        if MOST_OPENED <= row < len(hits):
            _hit(hits[row])


def _hit(hit: ShownEntity) -> None:
    with st.container(border=True, key=f"hit-{hit.token}"):
        what, ways = st.columns([5, 1])
        what.markdown(f"**{literal(named(hit))}**")
        totals = desk().look.totals(hit.token)
        lines = [f"{kind_of(one.kind).title} ({link_type_of(one.type).says}): {one.total:,}" for one in totals]
        what.caption(literal(" · ".join(lines) or "linked to nothing"))
        what.caption(literal(_answered(desk().evidence.state(), hit.token)))
        verified = desk().verify(hit.token)
        with what:
            _verdict(verified)
        _ways(hit, verified, ways)
        _reached(hit, verified)
        _known_service(hit)


def _ways(hit: ShownEntity, verified: Verified, ways: DeltaGenerator) -> None:
    """The ways on: to the picture, and to the findings it is in, those of one page together."""
    if ways.button("Explore", key=f"explore-{hit.token}", width="stretch"):
        explore(hit.token)
    for detector, found in groupby(verified.findings, lambda one: one.detector):
        alike = tuple(found)
        if len(alike) == 1:
            _why(hit, alike[0], ways, titled(detector))
            continue
        more = ways.popover(f"{titled(detector)} ({len(alike):,})", width="stretch")
        for one in alike[:MOST_WHY]:
            _why(hit, one, more, literal(f"{one.rank}. {headed(one)}"))
        if len(alike) > MOST_WHY:
            more.caption(f"The first {MOST_WHY} of {len(alike):,}; all stand on the page {titled(detector)}.")


def _why(hit: ShownEntity, one: Headline, place: DeltaGenerator, label: str) -> None:
    if place.button(label, key=f"why-{hit.token}-{one.finding}", help=literal(one.says), width="stretch"):
        open_finding(one.detector, one.finding)


def _known_service(hit: ShownEntity) -> None:
    """A box to say that this is a service that all know, or a line of one's own."""
    if hit.kind not in SERVING or hit.properties.get("service"):
        return
    with st.popover("This is a known service", width="content"), st.form(f"service-{hit.token}", border=False):
        why = st.text_input("It is", placeholder="whose it is, and what for; it goes on the record")
        st.caption("Its links will count against nobody. Taking the batch out under Data undoes it.")
        if st.form_submit_button("Record"):
            with plainly():
                desk().known_service(hit.token, why)
                st.session_state["hits"] = desk().look.find(st.session_state.get("find value", ""))
                st.rerun()


page()

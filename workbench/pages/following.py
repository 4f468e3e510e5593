"""Following a payment: the question, the flow as a picture, every step as a table, and where the money is."""

from __future__ import annotations

import streamlit as st

from workbench.canvas.flow import Band, Stop, flow_picture
from workbench.desk import Trace, TraceEnd, TraceStep, show_money
from workbench.model.shown import ShownEntity
from workbench.pages.frame import desk, literal, named, plainly, readable

FOUND = "payment followed"


def follow_payment() -> None:
    """Draws the form, and the payment that was last followed."""
    if not desk().evidence.batches():
        return
    st.subheader("Follow a payment")
    st.caption("Card by card, the oldest money first, with the least and the most it can have been.")
    _ask()
    found: Trace | None = st.session_state.get(FOUND)
    if found is not None:
        _show(found)


def _ask() -> None:
    # A form and no address parameter: an identifier must not stand in the address or the browser's history.
    with st.form("follow", border=False):
        card, at, amount, received, button = st.columns([4, 3, 2, 2, 1], vertical_alignment="bottom")
        value = card.text_input("Card or account", placeholder="6222…, wechat:…", key="follow card")
        moment = at.text_input("from then on", placeholder="2026-03-01 14:30", key="follow at")
        yuan = amount.text_input("yuan", placeholder="50000", key="follow amount")
        paid = received.checkbox("that it was paid", key="follow received")
        asked = button.form_submit_button("Follow", type="primary", width="stretch")
    if asked and value.strip():
        st.session_state.pop(FOUND, None)
        with plainly(), st.spinner("Following …"):
            st.session_state[FOUND] = desk().trace(value.strip(), moment.strip(), yuan.strip(), received=paid)


def _show(found: Trace) -> None:
    st.markdown(f"**{show_money(found.fen)} yuan** paid at {found.at} (Shanghai), {found.rule}")
    st.image(flow_picture(*drawn(found)), width="content")
    st.dataframe(readable(_step(one) for one in found.steps), hide_index=True, width="stretch")
    st.markdown("##### Where it is, or is lost from sight")
    st.dataframe(readable(_end(one) for one in found.ends), hide_index=True, width="stretch")
    for note in found.notes:
        st.caption(literal(note))
    if found.steps and st.toggle("Rows behind these payments", key="follow rows"):
        names = dict.fromkeys(one.link for one in found.steps[:20])
        rows = [row for name in names for row in desk().look.rows(name)]
        st.dataframe(readable(rows), hide_index=True, width="stretch")


def drawn(found: Trace) -> tuple[list[Stop], list[Band]]:
    """The accounts and bands of a picture: each account in the column of the step that first reached it."""
    column: dict[str, int] = {}
    shown: dict[str, ShownEntity] = {}
    for step in found.steps:
        column.setdefault(step.payer.token, step.hop - 1)
        column.setdefault(step.payee.token, step.hop)
        shown |= {step.payer.token: step.payer, step.payee.token: step.payee}
    rest = {one.account.token: f"{show_money(one.of_it)} {one.why}" for one in found.ends}
    stops = [Stop(name, at, f"{shown[name].text} {shown[name].tag}", rest.get(name, "")) for name, at in column.items()]
    sums: dict[tuple[str, str], int] = {}
    for step in found.steps:
        pair = (step.payer.token, step.payee.token)
        sums[pair] = sums.get(pair, 0) + step.of_it
    return stops, [Band(*pair, fen, show_money(fen)) for pair, fen in sums.items()]


def _step(one: TraceStep) -> dict[str, object]:
    return {
        "hop": one.hop,
        "from": named(one.payer),
        "to": named(one.payee),
        "bank": one.bank,
        "at": one.at,
        "minutes": one.minutes,
        "paid": show_money(one.fen),
        "of it": show_money(one.of_it),
        "at least": show_money(one.low),
        "at most": show_money(one.high),
    }


def _end(one: TraceEnd) -> dict[str, object]:
    return {
        "where": named(one.account),
        "bank": one.bank,
        "of it": show_money(one.of_it),
        "at least": show_money(one.low),
        "at most": show_money(one.high),
        "why": one.says,
    }

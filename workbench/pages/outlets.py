"""Outlets: where cards are opened that go bad oftener than at places like it, and a visit may be worth its way."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.model import kind_of
from workbench.pages.frame import chosen_line, counted, desk, explore, literal, nothing_yet

MOST_LISTED = 500
# More places than any province has: how many stand out is told of all of them.
ALL = 1_000_000
# Of a hundred places where all is as usual two or three lie above their interval.
BY_CHANCE = 0.025
SHARE = st.column_config.NumberColumn(format="percent", width=80)
COLUMNS = {
    "rank": st.column_config.NumberColumn(width=60),
    "kind": st.column_config.TextColumn(width=90),
    "text": st.column_config.TextColumn("place", width=150),
    "region": st.column_config.TextColumn(width=70),
    "households": st.column_config.NumberColumn(width=90, help="a person's five cards count once"),
    "bad": st.column_config.NumberColumn(width=60, help="with a card that is named or disputed"),
    "share": SHARE,
    "low": SHARE,
    "high": SHARE,
    "peers_share": st.column_config.NumberColumn("peers", format="percent", width=80),
    "stands_out": st.column_config.CheckboxColumn("stands out", width=80),
    "but": st.column_config.TextColumn("but", width="large"),
}


def page() -> None:
    """Draws the page."""
    st.title("Outlets")
    st.caption(
        "Outlets, and agents' own devices, by how many households whose cards were opened there went bad: a case or "
        "a report names a card, its holder disputes it, or somebody confirmed a finding. Shares are drawn towards "
        "those of places of the same sort, region and size, and ranked by how far the low end of the interval lies "
        "above these. It says where a visit may be worth its way, and nothing of clerk or customers."
    )
    if not desk().runs():
        nothing_yet("No detector has run yet.")
        return
    with st.spinner("Reading the newest run …"):
        rows = desk().outlets(ALL)
    if rows.empty:
        st.info("No source told where cards were opened: load phone cards or bank cards with their outlets.")
        return
    _chosen(rows, _list(rows))


def _list(rows: pd.DataFrame) -> int:
    """The list of the first, and which line of it is chosen."""
    out, chance = int(rows["stands_out"].sum()), BY_CHANCE * len(rows)
    st.caption(f"{counted(out, 'place')} of {len(rows):,} stand out; by chance alone at most about {chance:.0f} would.")
    first = rows.head(MOST_LISTED)
    shown = first.assign(kind=[kind_of(kind).title for kind in first["kind"]])
    return chosen_line(shown, COLUMNS, "outlets list", "auto")


def _chosen(rows: pd.DataFrame, place: int) -> None:
    one = rows.iloc[place]
    says, picture = st.columns([5, 1], vertical_alignment="center")
    says.subheader(f"{one['rank']}. {literal(one['text'])}")
    if picture.button("Explore", key="explore outlet", type="primary", width="stretch"):
        explore(one["token"])
    st.markdown(literal(one["says"]))
    for counter in filter(None, one["but"].split("; ")):
        st.caption(f"but: {literal(counter)}")


page()

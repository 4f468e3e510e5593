"""The frame of all pages: their list, and what stands at the edge of each."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from workbench.pages.frame import desk, plainly, register

HERE = Path(__file__).parent
SIDEBAR = 210
# Streamlit leaves six rems above and five beside every page, and a title as high as three rows of a table.
ROOM = """
.stMainBlockContainer { padding: 3.8rem 2.5rem 3rem; }
.stMainBlockContainer h1 { font-size: 1.9rem; padding: 0 0 0.6rem; }
.stMainBlockContainer h3 { font-size: 1.35rem; }
"""
PAGES = (
    ("today.py", "Today", ":material/today:"),
    ("find.py", "Find", ":material/search:"),
    ("explore.py", "Explore", ":material/hub:"),
    ("exposure.py", "People in danger", ":material/emergency_home:"),
    ("rings.py", "Rings", ":material/group_work:"),
    ("stolen_identity.py", "Stolen identity", ":material/badge:"),
    ("money.py", "Money", ":material/payments:"),
    ("calls.py", "Calls", ":material/call:"),
    ("switches.py", "Switches", ":material/swap_calls:"),
    ("outlets.py", "Outlets", ":material/storefront:"),
    ("explained.py", "Explained away", ":material/verified_user:"),
    ("data.py", "Data", ":material/database:"),
)


def show() -> None:
    """Draws the chosen page inside the frame."""
    st.set_page_config("Anti-fraud link workbench", str(HERE / "icon.png"), "wide", initial_sidebar_state=SIDEBAR)
    pages = [
        st.Page(HERE / file, title=title, icon=icon, default=place == 0)
        for place, (file, title, icon) in enumerate(PAGES)
    ]
    register({Path(file).stem: page for (file, _, _), page in zip(PAGES, pages, strict=True)})
    chosen = st.navigation(pages)
    st.html(f"<style>{ROOM}</style>")
    with plainly():
        st.sidebar.caption(f"{desk().person} · identifiers are masked; opening one needs a reason and is recorded")
        chosen.run()


if __name__ == "__main__":
    show()

"""What every page shares: the desk, plain errors, and how entities, findings and numbers are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from workbench.desk import Desk, Headline, open_desk
from workbench.errors import WorkbenchError
from workbench.model import kind_of
from workbench.model.shown import ShownEntity

PAGES_KEY = "workbench pages"


@st.cache_resource(show_spinner="Opening the desk …")
def desk() -> Desk:
    """The desk of the one person at this computer."""
    return open_desk()


@contextmanager
def plainly() -> Iterator[None]:
    """What goes wrong is said in the sentence the error carries, and the page stays."""
    try:
        yield
    except WorkbenchError as error:
        st.error(str(error), icon=":material/error:")


def register(pages: Mapping[str, StreamlitPage]) -> None:
    """Keeps the pages of this session, so that one can lead to another."""
    st.session_state[PAGES_KEY] = dict(pages)


def go(name: str) -> None:
    """Leads to the page of that name."""
    st.switch_page(st.session_state[PAGES_KEY][name])


def open_picture(detector: str, finding: str) -> None:
    """Leads to Explore with the finding's picture."""
    st.session_state["picture"] = (detector, finding)
    go("explore")


def named(entity: ShownEntity) -> str:
    """An entity in one line: what kind, its mask, its tag."""
    name = entity.properties.get("name") or entity.properties.get("nickname") or ""
    return f"{kind_of(entity.kind).title} {entity.text} {name} · {entity.tag}".replace("  ", " ")


def entities_table(entities: list[ShownEntity]) -> pd.DataFrame:
    """Entities as a table: kind, mask, tag, and what is known of each."""
    rows = [
        {
            "kind": kind_of(one.kind).title,
            "value": one.text,
            "tag": one.tag,
            **{name: value for name, value in one.properties.items() if value not in {None, ""}},
        }
        for one in entities
    ]
    return pd.DataFrame(rows)


def finding_card(headline: Headline, place: str) -> None:
    """One finding in a frame: rank, score, what it says, its first reasons, and the way to its picture."""
    with st.container(border=True, key=f"{place}-{headline.finding}"):
        says, picture = st.columns([5, 1], vertical_alignment="center")
        badges = [f":blue-badge[score {headline.score:.2f}]"]
        if headline.is_new:
            badges.append(":green-badge[new]")
        if headline.decision:
            badges.append(f":gray-badge[{headline.decision}]")
        says.markdown(f"**{headline.rank}.** {headline.says} {' '.join(badges)}")
        for reason in headline.reasons:
            says.caption(f"for: {reason}")
        if headline.counters:
            says.caption(f"against: {headline.counters} innocent explanation(s) considered, see the finding")
        if picture.button("Open picture", key=f"open-{place}-{headline.finding}", width="stretch"):
            open_picture(headline.detector, headline.finding)


def nothing_yet(what: str) -> None:
    """What a page says before there is anything to show, and what to do about it."""
    st.info(
        f"{what} Load a hand-over with `workbench load FOLDER` and look for rings with `workbench detect`, "
        "or try a made-up city with `workbench demo`.",
        icon=":material/info:",
    )

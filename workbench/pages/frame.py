"""What every page shares: the desk, plain errors, and how entities, findings and numbers are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from workbench.desk import Desk, Headline, open_desk
from workbench.errors import WorkbenchError
from workbench.model import kind_of
from workbench.model.shown import ShownEntity

PAGES_KEY = "workbench pages"
FEW_REASONS = 2
# All that Markdown and Streamlit's directives give a meaning to: a name must not become a link or an image.
MARKED = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~$:&=^\"']")

ICON = re.compile(r":(?=material/|streamlit:)")


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


def explore(token: str) -> None:
    """Leads to the picture that begins with that entity."""
    st.session_state["start"] = token
    go("explore")


def chosen_line(rows: pd.DataFrame, columns: Mapping[str, Any], key: str, height: int | Literal["auto"]) -> int:
    """Draws a list of which one line can be chosen, and gives that line, or the first."""
    event = st.dataframe(
        rows,
        hide_index=True,
        column_order=tuple(columns),
        width="stretch",
        height=height,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        column_config=columns,
    )
    # The line of an earlier, longer list may still be chosen.
    return next((row for row in event.selection.rows if row < len(rows)), 0)


def titled(name: str) -> str:
    """The title of the page of that name."""
    return str(st.session_state[PAGES_KEY][name].title)


def open_picture(detector: str, finding: str) -> None:
    """Leads to Explore with the finding's picture."""
    st.session_state["picture"] = (detector, finding)
    go("explore")


def open_finding(detector: str, finding: str) -> None:
    """Leads to the finding itself: reasons, counter-reasons, rows and decision."""
    st.session_state[f"{detector} chosen"] = finding
    go(detector)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 link`, `2,000 links`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def readable(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows as a table for people: words for headings, nothing where nothing is known, empty columns left out."""
    table = pd.DataFrame([{name.replace("_", " "): value for name, value in row.items()} for row in rows])
    return table.dropna(axis="columns", how="all").astype(object).fillna("").astype(str)


def literal(text: object) -> str:
    """The text for a place that reads Markdown: shown as it stands, whatever it holds."""
    # Icons are put in once the text is parsed, so a backslash does not stop them: an unseen joiner does.
    apart = ICON.sub("\\g<0>\u2060", str(text))
    return MARKED.sub(r"\\\g<0>", apart).replace("\n", " ")


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
            **one.properties,
        }
        for one in entities
    ]
    return readable(rows)


def headed(headline: Headline) -> str:
    """What a finding says, and of whom where it is of one."""
    return f"{headline.about}: {headline.says}" if headline.about else headline.says


def finding_card(headline: Headline, place: str) -> None:
    """One finding in a frame: rank, score, what it says, its first reasons, and the way to its picture."""
    with st.container(border=True, key=f"{place}-{headline.finding}"):
        says, ways = st.columns([4, 1], vertical_alignment="center")
        badges = [f":blue-badge[score {headline.score:.2f}]"]
        if headline.is_new:
            badges.append(":green-badge[new]")
        if headline.decision:
            badges.append(f":gray-badge[{headline.decision}]")
        says.markdown(f"**{headline.rank}.** {literal(headed(headline))} {' '.join(badges)}")
        against = f" — against it: {counted(headline.counters, 'innocent explanation')}" if headline.counters else ""
        says.caption(literal("; ".join(headline.reasons[:FEW_REASONS]) + against))
        if ways.button("Open", key=f"open-{place}-{headline.finding}", type="primary", width="stretch"):
            open_picture(headline.detector, headline.finding)
        if ways.button("Why", key=f"why-{place}-{headline.finding}", width="stretch"):
            open_finding(headline.detector, headline.finding)


def nothing_yet(what: str) -> None:
    """What a page says before there is anything to show, and what to do about it."""
    st.info(
        f"{what} Load a hand-over with `workbench load FOLDER` and look for rings with `workbench detect`, "
        "or try a made-up city with `workbench demo`.",
        icon=":material/info:",
    )

"""A page of findings: the ranked list, and one finding whole with reasons, counter-reasons, rows and decision."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.desk import MARKS, Headline, Opinion, ShownReason, ToldFinding, Verdict, listed
from workbench.model import kind_of
from workbench.pages.frame import counted, desk, headed, literal, nothing_yet, open_picture, plainly, readable
from workbench.reranking import WORSE

MOST_LISTED = 500
MOST_GROUNDS = 20
STANDS = frozenset({"source", "file", "record", "batch"})
COLUMNS = {
    "rank": st.column_config.NumberColumn(width=60),
    "score": st.column_config.NumberColumn(format="%.2f", width=70),
    "about": st.column_config.TextColumn(width=150),
    "is_new": st.column_config.CheckboxColumn("new", width=60),
    "level": st.column_config.TextColumn(width=70),
    "fraud_type": st.column_config.TextColumn("looks like", width=160),
    "profile": st.column_config.TextColumn(width=90),
    "step": st.column_config.TextColumn("next step", width=80),
    "decision": st.column_config.TextColumn(width=90),
    "second": st.column_config.NumberColumn(
        "second opinion",
        width=70,
        help="the rank that it would have by what people decided of others; score and rank never change by it",
    ),
    "says": st.column_config.TextColumn("what", width="large"),
    "members": st.column_config.TextColumn(width="medium"),
    "against": st.column_config.NumberColumn(width=70, help="innocent explanations that were found"),
}


def findings_page(detector: str, title: str, about: str) -> None:
    """Draws the page of one detector."""
    st.title(title)
    st.caption(about)
    if not desk().runs():
        nothing_yet("No detector has run yet.")
        return
    with st.spinner("Reading the newest run …"):
        headlines = desk().headlines(detector, MOST_LISTED)
    lacked = desk().lacked(detector)
    if not headlines:
        st.info("Nothing stands out in this evidence.", icon=":material/check:")
    for sentence in lacked:
        st.caption(literal(sentence))
    if not headlines:
        return
    there = desk().tally(detector).number
    if there > len(headlines):
        st.caption(f"The first {len(headlines):,} of {there:,} are listed.")
    _show(detector, desk().finding(detector, _choose(detector, headlines)))


def _lines(detector: str, headlines: tuple[Headline, ...]) -> pd.DataFrame:
    """The list, with the second opinion beside the score where there is one that is no worse."""
    lines, opinion = listed(headlines), None
    if not lines["about"].any():
        lines = lines.drop(columns="about")
    # Codes as words: romance_investment.
    marks = [name for name in MARKS if name in lines]
    lines[marks] = lines[marks].replace("_", " ", regex=True)
    with plainly():
        opinion = desk().second_opinion(detector)
    if opinion is None:
        return lines
    st.caption(f"Second opinion: {opinion.says}.")
    return lines.assign(second=_second(lines["finding"], opinion)) if opinion.measured.verdict != WORSE else lines


def _second(findings: pd.Series, opinion: Opinion) -> pd.Series:
    return findings.map(opinion.ranked.set_index("finding")["second"])


def _choose(detector: str, headlines: tuple[Headline, ...]) -> str:
    """The finding of the chosen line, else the one another page led here for, else the first."""
    event = st.dataframe(
        _lines(detector, headlines),
        hide_index=True,
        column_order=("rank", "score", "second", "about", *MARKS, "is_new", "decision", "against", "says", "members"),
        width="stretch",
        height=min(38 + 35 * len(headlines), 320),
        key=f"{detector} list",
        on_select="rerun",
        selection_mode="single-row",
        column_config=COLUMNS,
    )
    wanted = f"{detector} chosen"
    # The line of an earlier, longer list may still be chosen.
    rows = [row for row in event.selection.rows if row < len(headlines)]
    if rows:
        st.session_state[wanted] = headlines[rows[0]].finding
    names = {one.finding for one in headlines}
    chosen = st.session_state.get(wanted)
    return chosen if chosen in names else headlines[0].finding


def _show(detector: str, finding: ToldFinding) -> None:
    headline = finding.headline
    says, picture = st.columns([5, 1], vertical_alignment="center")
    says.subheader(f"{headline.rank}. {literal(headed(headline))}")
    if picture.button("Open picture", key="open finding", type="primary", width="stretch"):
        open_picture(detector, headline.finding)
    why, why_not = st.columns(2, gap="large")
    with why:
        st.markdown("##### What speaks for it")
        _reasons(finding.reasons, "for")
    with why_not:
        st.markdown("##### What speaks against it")
        _reasons(finding.counters, "against")
        if not finding.counters:
            st.write("No innocent explanation that was looked for explains these links. Others may.")
    _members(finding)
    _decide(detector, headline)


def _reasons(reasons: tuple[ShownReason, ...], key: str) -> None:
    """The reasons, those of one sort together: the weightiest in sight, the rest a click away."""
    sorts: dict[str, list[ShownReason]] = {}
    for reason in reasons:
        sorts.setdefault(reason.code, []).append(reason)
    for code, alike in sorts.items():
        _reason(alike[0], f"{key}-{code}-0")
        if len(alike) > 1:
            with st.expander(f"The same of {len(alike) - 1} more"):
                for place, reason in enumerate(alike[1:], 1):
                    _reason(reason, f"{key}-{code}-{place}")


def _reason(reason: ShownReason, key: str) -> None:
    about = f"**{literal(reason.about)}**: " if reason.about else ""
    weighs = ""
    if reason.weight and not reason.counter:
        whose = "its" if reason.about else "the"
        weighs = f" :gray[weighs {reason.weight:.2f}; {whose} score without it {reason.without:.2f}]"
    st.markdown(f"{about}{literal(reason.says)}{weighs}")
    if reason.grounds and st.toggle(f"Rows behind it ({counted(len(reason.grounds), 'link')})", key=f"rows-{key}"):
        rows = [row for ground in reason.grounds[:MOST_GROUNDS] for row in desk().look.rows(ground)]
        st.dataframe(readable(_facts_first(row) for row in rows), hide_index=True, width="stretch")


def _facts_first(row: dict[str, str]) -> dict[str, str]:
    """The row with what it says before where it stands: half a page's width shows only what comes first."""
    return {name: row[name] for name in sorted(row, key=STANDS.__contains__)}


def _members(finding: ToldFinding) -> None:
    st.markdown("##### Members")
    st.caption("A part says what a member does in the structure, never what anyone is guilty of.")
    rows = [
        {"part": one.part.replace("_", " "), "kind": kind_of(one.kind).title}
        | {"value": one.text, "tag": one.tag, "score": one.score}
        for one in finding.members
    ]
    score = {"score": st.column_config.NumberColumn(format="%.2f")}
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=score)


def _decide(detector: str, headline: Headline) -> None:
    st.markdown("##### Your decision")
    if headline.decision:
        st.caption(f"decided: {headline.decision}")
    with st.form(f"decide-{headline.finding}", border=True):
        decision = st.radio("This finding is", [one.value for one in Verdict], horizontal=True, index=None)
        reason = st.text_input("because", placeholder="a few words; they go on the record")
        if st.form_submit_button("Record"):
            with plainly():
                desk().decide(detector, headline.finding, decision or "", reason)
                st.rerun()

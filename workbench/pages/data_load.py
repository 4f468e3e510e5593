"""Loading a hand-over: looked at first, with what each file may be and why; then taken in, with its receipt."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.elements.lib.mutable_status_container import StatusContainer

from workbench.desk import Progress, Taken
from workbench.errors import BadSource
from workbench.model import Receipt
from workbench.pages.frame import counted, desk, literal, readable
from workbench.privacy import mask_identifiers

ANY = "by name and header"


@dataclass(frozen=True, slots=True)
class Given:
    """What the person gave: the files, how they are to be read, and under which paper."""

    files: tuple[tuple[str, bytes], ...]
    mapping: bytes
    source: str
    paper: str
    accept: bool


def load() -> None:
    """The files, what taking them in would do, and the button that does it."""
    given = _asked()
    if not given.files:
        st.caption(
            "Tables as CSV, XLSX, Parquet or JSON Lines, also zipped. What they are is told by name and header. "
            "Larger ones are taken in with `workbench load FOLDER`."
        )
        return
    before, now = st.columns(2)
    if before.button("Look first", key="look first", width="stretch", help="Says what loading would do; keeps nothing"):
        st.session_state["tried"] = _try(given)
    if now.button("Load", key="load now", type="primary", width="stretch"):
        st.session_state.pop("tried", None)
        st.session_state["loaded"] = _load(given)
    for name, title in (("tried", "What loading would do"), ("loaded", "Taken in")):
        if name in st.session_state:
            _show(title, st.session_state[name])
    if "tried" in st.session_state:
        _proposals(given)


def _asked() -> Given:
    files = st.file_uploader("Files of a hand-over", accept_multiple_files=True, key="handed over")
    with st.expander("Say more about them"):
        names = [ANY, *(one.name for one in desk().sources())]
        source = st.selectbox("They are", names, key="handed source")
        mapping = st.file_uploader("A mapping of their columns (TOML)", type="toml", key="handed mapping")
        accept = st.checkbox("Take proposed mappings where every needed column is sure", key="handed accept")
    paper = st.text_input("Legal paper", placeholder="the number they were handed over under", key="handed paper")
    held = tuple((Path(one.name).name, one.getvalue()) for one in files or ())
    return Given(held, mapping.getvalue() if mapping else b"", "" if source == ANY else source, paper, accept)


@contextmanager
def _on_disk(given: Given) -> Iterator[tuple[Sequence[Path], Path | None]]:
    """The files in a folder that nobody else may read, while they are looked at."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        handed, mapping = Path(folder) / "handed", Path(folder) / "mapping.toml"
        handed.mkdir()
        for name, content in given.files:
            (handed / name).write_bytes(content)
        mapping.write_bytes(given.mapping)
        yield [handed / name for name, _ in given.files], mapping if given.mapping else None


def _try(given: Given) -> Taken | str:
    with st.status("Looking …") as status, _on_disk(given) as (paths, mapping):
        try:
            return desk().try_load(paths, given.source, mapping, _told(status), accept=given.accept, paper=given.paper)
        except BadSource as error:
            # None of them can be taken: that is an answer too, and what they may be stands below.
            return str(error)


def _load(given: Given) -> Taken:
    with st.status("Loading …") as status, _on_disk(given) as (paths, mapping):
        return desk().load(paths, given.source, mapping, _told(status), accept=given.accept, paper=given.paper)


def _told(status: StatusContainer) -> Progress:
    def told(step: str, done: int, total: int | None = None) -> None:
        of = f" of {total:,}" if total else ""
        status.update(label=mask_identifiers(f"{step}: {done:,}{of}"))

    return told


def _show(title: str, taken: Taken | str) -> None:
    st.subheader(title)
    if isinstance(taken, str):
        st.warning(mask_identifiers(taken), icon=":material/block:")
        return
    st.dataframe(readable(_line(one) for one in taken.receipts), hide_index=True, width="stretch", key=title)
    for one in taken.receipts:
        for reason, number in one.reasons.items():
            st.caption(literal(mask_identifiers(f"{one.file}: {number:,} × {reason}")))
    for turned in taken.turned:
        st.warning(literal(mask_identifiers(str(turned.error))), icon=":material/block:")


def _line(one: Receipt) -> dict[str, object]:
    return {
        "file": mask_identifiers(one.file),
        "source": one.source,
        "rows": one.read,
        "accepted": one.accepted,
        "refused": one.refused,
        "unanswered": one.unanswered,
        "known before": one.known,
        "paper": "; ".join(one.papers),
        "batch": one.batch,
    }


def _proposals(given: Given) -> None:
    """What files that nobody knows may be: each match with its reason and masked samples, and the mapping to mend."""
    with _on_disk(given) as (paths, _):
        found = desk().proposals(paths, given.source)
    for number, one in enumerate(found):
        st.subheader(literal(f"{mask_identifiers(one.file)} may be {one.source}"))
        rows = [
            {
                "column": match.column,
                "header": mask_identifiers(match.header),
                "because": match.why,
                "sure": "yes" if match.sure else "no",
                "samples": ", ".join(match.samples),
            }
            for match in one.matches
        ]
        st.dataframe(readable(rows), hide_index=True, width="stretch", key=f"proposal {number}")
        if one.missing:
            st.caption(literal(f"{counted(len(one.missing), 'needed column')} not found: {', '.join(one.missing)}"))
        if any(match.header != mask_identifiers(match.header) for match in one.matches):
            st.caption("A header of it looks like somebody's number: the file may have no header at all.")
            continue
        st.download_button(
            "Save the mapping, mend it and give it back above", one.toml(), "mapping.toml", key=f"mapping {number}"
        )

"""Findings and runs as frames: a line a member, a reason or a run, masked as everything the desk shows."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workbench.desk.runs import Run
from workbench.desk.show import Showing, show_time
from workbench.model import Entity, Findings, kind_of
from workbench.model.shown import ShownEntity

MEMBERS = ("rank", "finding", "part", "kind", "text", "tag", "score", "token")
REASONS = ("rank", "finding", "about", "code", "says", "counter", "weight", "without")
RUNS = ("run", "ran_at", "evidence_until", "batches", "workbench")


def members_of(found: Findings, showing: Showing, most: int) -> pd.DataFrame:
    """The members of the best `most` findings, a line each; a member's token is what the desk knows it by."""
    rows = _best(found, found.members, most)
    shown = _shown(rows, showing)
    for name in ("kind", "text", "tag", "token"):
        rows[name] = pd.Series([getattr(one, name) for one in shown], index=rows.index, dtype="str")
    return rows[list(MEMBERS)].reset_index(drop=True)


def reasons_of(found: Findings, showing: Showing, most: int) -> pd.DataFrame:
    """What speaks for and against the best `most` findings, a line each: `counter` is True for what speaks against.

    `about` is empty where it is of the whole finding; `without` is the score had the reason not stood.
    """
    rows = _best(found, found.reasons, most)
    told = rows["key"].fillna("") != ""
    about = pd.Series([one.text for one in _shown(rows[told], showing)], index=rows.index[told], dtype="str")
    rows["about"] = about.reindex(rows.index, fill_value="")
    rows["counter"] = rows["counter"].astype(bool)
    return rows[list(REASONS)].reset_index(drop=True)


def runs_of(runs: Iterable[Run]) -> pd.DataFrame:
    """The runs in their order, a line each: when, over how much evidence, and how many findings by detector."""
    rows, names = list[dict[str, object]](), dict[str, None]()
    for run in runs:
        manifest = run.manifest
        detectors = [str(one) for one in _listed(manifest["detectors"])]
        names |= dict.fromkeys(detectors)
        about = (
            run.name,
            show_time(run.ran_at),
            manifest["asked_at"],
            len(_listed(manifest["batches"])),
            manifest["workbench"],
        )
        counted = {name: len(run.findings(name).findings) for name in detectors}
        rows.append({**dict(zip(RUNS, about, strict=True)), **counted})
    # A run of before a detector was there has no number of its findings, which is not nought.
    return pd.DataFrame(rows, columns=[*RUNS, *names]).astype(dict.fromkeys(names, "Int64"))


def _listed(told: object) -> list[object]:
    return list(told) if isinstance(told, list) else []


def _best(found: Findings, frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """The frame's rows about the best findings, with their rank, in its order."""
    rank = found.findings.set_index("finding")["rank"]
    best = rank.sort_values().head(most)
    return frame.assign(rank=frame["finding"].map(rank))[frame["finding"].isin(best.index)]


def _shown(rows: pd.DataFrame, showing: Showing) -> list[ShownEntity]:
    named = list(zip(rows["kind"].astype(str), rows["key"].astype(str), strict=True))
    shown = {one: showing.entity(Entity(kind_of(one[0]), one[1])) for one in dict.fromkeys(named)}
    return [shown[one] for one in named]

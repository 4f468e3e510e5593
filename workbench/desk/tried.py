"""What a detector on trial gave, looked through and made fit to be shown: nobody has read its code before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pandas as pd

from workbench.errors import UsedWrongly
from workbench.model import Findings, kind_of
from workbench.model.finding import FINDING_COLUMNS, GROUND_COLUMNS, MARK_COLUMNS, MEMBER_COLUMNS, REASON_COLUMNS
from workbench.privacy import finding_name, mask_identifiers
from workbench.signals.snapshot import Snapshot

COLUMNS = {
    "findings": FINDING_COLUMNS,
    "members": MEMBER_COLUMNS,
    "reasons": REASON_COLUMNS,
    "grounds": GROUND_COLUMNS,
    "marks": MARK_COLUMNS,
}
TEXTS = {"findings": ("says",), "members": ("part",), "reasons": ("code", "says"), "marks": ("name", "value")}
"""Columns of words that are shown; whatever looks like an identifier in them is starred."""


def ready(found: object, name: str, snapshot: Snapshot, secret: bytes) -> Findings:
    """The findings under keyed names, with what looks like an identifier starred in every text.

    Raises UsedWrongly, saying what is amiss, where they are no findings about this snapshot.
    """
    if not isinstance(found, Findings):
        raise UsedWrongly(f"find of {name} gave {type(found).__name__}; it is to give Findings")
    # One after another: what is missing cannot be looked into.
    wrong = next(chain(_missing(found), _ill_joined(found), _unfit(found, snapshot)), "")
    if wrong:
        raise UsedWrongly(f"{name} gave {wrong}")
    keyed = found.under({one: finding_name(secret, name, str(one)) for one in found.findings["finding"]})
    frames = {frame: _starred(getattr(keyed, frame), TEXTS.get(frame, ())) for frame in COLUMNS}
    return replace(found, **(frames | {"findings": frames["findings"].assign(detector=name)}))


def _missing(found: Findings) -> Iterator[str]:
    for frame, columns in COLUMNS.items():
        lacking = [one for one in columns if one not in getattr(found, frame)]
        if lacking:
            yield f"{frame} without the column {lacking[0]}; {frame} have: {', '.join(columns)}"


def _ill_joined(found: Findings) -> Iterator[str]:
    names = found.findings["finding"]
    if sorted(found.findings["rank"]) != list(range(1, len(names) + 1)):
        yield "ranks that do not run from 1 to the number of findings"
    if names.duplicated().any():
        yield "two findings of one name"
    if not names.isin(found.members["finding"]).all():
        yield "a finding without members"
    for frame in ("members", "reasons", "grounds", "marks"):
        if not getattr(found, frame)["finding"].isin(names).all():
            yield f"{frame} of a finding that is not among its findings"


def _unfit(found: Findings, snapshot: Snapshot) -> Iterator[str]:
    for frame in ("members", "reasons"):
        if not _known(getattr(found, frame), snapshot):
            yield f"{frame} that name an entity which is not in the snapshot"
    if any(key in says and kind_of(kind).mask(key) != key for says, kind, key in _sentences(found)):
        yield "a sentence that holds a whole identifier; the members say whom it is about"


def _known(rows: pd.DataFrame, snapshot: Snapshot) -> bool:
    """Whether every entity named is in the snapshot; a reason that speaks of the whole finding names none."""
    named = rows.loc[rows["key"].fillna("") != "", ["kind", "key"]].astype("str").drop_duplicates()
    there = snapshot.entities[snapshot.entities["key"].isin(named["key"])].astype({"kind": "str"})
    return len(named.merge(there, on=["kind", "key"])) == len(named)


def _sentences(found: Findings) -> Iterator[tuple[str, str, str]]:
    """Every sentence with the kind's word and key of each entity that it is about."""
    headed = found.members[["finding", "kind", "key"]].merge(found.findings[["finding", "says"]], on="finding")
    reasons = found.reasons[found.reasons["key"].fillna("") != ""]
    for rows in (headed, reasons):
        yield from zip(*(rows[name].astype("str") for name in ("says", "kind", "key")), strict=True)


def _starred(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return frame.assign(**{one: frame[one].astype("str").map(mask_identifiers) for one in columns})

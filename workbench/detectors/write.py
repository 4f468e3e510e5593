"""Findings as files: one CSV a detector, the same bytes for the same findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from workbench.model import Findings
from workbench.model.kinds import IDENTITY

Show = Callable[[str, str], tuple[str, str]]
"""A kind's word and a whole key in; what may be shown of it, and its token, out."""

_RINGS = ["ring", "rank", "score", "kind", "key", "part", "reasons", "token"]
_STOLEN = ["rank", "score", "kind", "key", "identity", "how", "reasons", "token", "identity_token"]
_MONEY = ["rank", "score", "pattern", "card", "part", "reasons", "token"]
_CALLS = ["rank", "score", "profile", "phone", "part", "reasons", "token"]
_SWITCHES = ["rank", "score", "old", "new", "reasons", "old_token", "new_token"]
_OUTLETS = [
    *("rank", "kind", "key", "region", "cards", "households", "bad", "share", "low", "high", "peers", "peers_share"),
    *("excess", "stands_out", "says", "but", "token"),
]
_EXPOSURE = ["rank", "score", "level", "phone", "fraud_type", "step", "reasons", "token"]


def write_findings(found: dict[str, Findings], folder: Path, show: Show) -> None:
    """Write one CSV for each detector that is there, under the detector's name.

    Scores have six decimals, lines end in LF, rows stand by rank and then by score, kind and key. Every key stands
    as `show` gives it, with its token beside it.
    """
    if "rings" in found:
        _write(_rings(found["rings"], show), folder / "rings.csv", _RINGS)
    if "stolen_identity" in found:
        _write(_stolen(found["stolen_identity"], show), folder / "stolen_identity.csv", _STOLEN)
    if "money" in found:
        _write(_money(found["money"], show), folder / "money.csv", _MONEY)
    if "calls" in found:
        _write(_calls(found["calls"], show), folder / "calls.csv", _CALLS)
    if "switches" in found:
        _write(_switches(found["switches"], show), folder / "switches.csv", _SWITCHES)
    if "exposure" in found:
        _write(_exposure(found["exposure"], show), folder / "exposure.csv", _EXPOSURE)


def write_risk(rows: pd.DataFrame, file: Path, show: Show) -> None:
    """Write what fusion says against each entity: kind, key, score, level, token; the highest first."""
    _write(_shown(rows.assign(rank=0), "key", "token", show), file, ["kind", "key", "score", "level", "token"])


def write_outlets(rows: pd.DataFrame, file: Path, show: Show) -> None:
    """Write where cards are opened, ranked: counts of cards and households, the share gone bad and its interval."""
    _write(_shown(rows, "key", "token", show), file, _OUTLETS)


def _rings(one: Findings, show: Show) -> pd.DataFrame:
    rows = one.members.merge(one.findings[["finding", "rank"]], on="finding").rename(columns={"finding": "ring"})
    rows["reasons"] = _reasons(one, rows.rename(columns={"ring": "finding"}))
    return _shown(rows, "key", "token", show)


def _stolen(one: Findings, show: Show) -> pd.DataFrame:
    paper = one.members["part"] == "paper"
    named = one.members[paper].drop_duplicates("finding").set_index("finding")["key"]
    rows = one.members[~paper].merge(one.findings[["finding", "rank"]], on="finding").rename(columns={"part": "how"})
    rows["reasons"] = _reasons(one, rows)
    rows["identity"] = rows["finding"].map(named)
    rows = _shown(rows, "key", "token", show)
    return _shown(rows, "identity", "identity_token", show, IDENTITY.word)


def _exposure(one: Findings, show: Show) -> pd.DataFrame:
    """The people in danger; the lines that reached them stand in the findings."""
    rows = one.members[one.members["part"] != "line"].merge(one.findings[["finding", "rank"]], on="finding")
    rows["reasons"] = _reasons(one, rows)
    for name in ("level", "fraud_type", "step"):
        rows[name] = rows["finding"].map(one.mark(name))
    return _shown(rows, "key", "token", show).rename(columns={"key": "phone"})


def _money(one: Findings, show: Show) -> pd.DataFrame:
    rows = one.members.merge(one.findings[["finding", "rank"]], on="finding")
    rows["reasons"] = _reasons(one, rows)
    rows["pattern"] = rows["finding"].map(one.mark("pattern"))
    return _shown(rows, "key", "token", show).rename(columns={"key": "card"})


def _calls(one: Findings, show: Show) -> pd.DataFrame:
    rows = one.members.merge(one.findings[["finding", "rank"]], on="finding")
    rows["reasons"] = _reasons(one, rows)
    rows["profile"] = rows["finding"].map(one.mark("profile"))
    return _shown(rows, "key", "token", show).rename(columns={"key": "phone"})


def _switches(one: Findings, show: Show) -> pd.DataFrame:
    """One row a pair, with the reasons of both numbers."""
    rows = one.members.merge(one.findings[["finding", "rank"]], on="finding")
    rows["reasons"] = _reasons(one, rows)
    sides = {part: rows[rows["part"] == part].set_index("finding") for part in ("old", "new")}
    pairs = sides["new"][["rank", "score", "kind", "reasons"]].assign(
        old=sides["old"]["key"], new=sides["new"]["key"], before=sides["old"]["reasons"]
    )
    # What speaks of both stands under each of them.
    both = zip(pairs["reasons"], pairs["before"], strict=True)
    pairs["reasons"] = ["; ".join(dict.fromkeys([*one.split("; "), *other.split("; ")])) for one, other in both]
    pairs = _shown(pairs.reset_index(drop=True), "old", "old_token", show)
    return _shown(pairs, "new", "new_token", show)


def _reasons(one: Findings, rows: pd.DataFrame) -> list[str]:
    """The reasons of each member, strongest first, then what speaks for innocence."""
    why = one.reasons.assign(
        says=[
            "but " * bool(counter) + says
            for counter, says in zip(one.reasons["counter"], one.reasons["says"], strict=True)
        ]
    )
    texts = why.groupby(["finding", "kind", "key"], sort=False)["says"].agg("; ".join)
    own = texts.reindex(pd.MultiIndex.from_frame(rows[["finding", "kind", "key"]])).fillna("").to_numpy()
    blank = pd.DataFrame({"finding": rows["finding"], "kind": "", "key": ""})
    whole = texts.reindex(pd.MultiIndex.from_frame(blank)).fillna("").to_numpy()
    return ["; ".join(part for part in parts if part) for parts in zip(own, whole, strict=True)]


def _shown(rows: pd.DataFrame, name: str, token: str, show: Show, kind: str = "") -> pd.DataFrame:
    """The rows with a key masked and its token beside it, sorted by the whole keys before they are masked."""
    order = ["rank", "score", "kind", "key"] if name == "key" and "score" in rows else ["rank"]
    rows = rows.sort_values(order, ascending=[one != "score" for one in order], kind="stable", ignore_index=True)
    pairs = [show(kind or str(word), str(key)) for word, key in zip(rows["kind"], rows[name], strict=True)]
    return rows.assign(**{name: [text for text, _ in pairs], token: [one for _, one in pairs]})


def _write(rows: pd.DataFrame, file: Path, columns: list[str]) -> None:
    rows[columns].to_csv(file, index=False, float_format="%.6f", lineterminator="\n", encoding="utf-8")

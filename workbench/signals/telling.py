"""Telling: codes and points turned into the sentences, counter-reasons and grounds of findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd

from workbench.model.finding import FINDING_COLUMNS, GROUND_COLUMNS, MEMBER_COLUMNS, REASON_COLUMNS, Findings
from workbench.signals.contexts import CONTEXTS
from workbench.signals.evidence.codes import CODES
from workbench.signals.families import outdated
from workbench.signals.scene import Scene

_SAYS = {code.name: code.says for code in CODES}
_QUERY = {code.name: code.query for code in CODES}
_CONTEXT = {context.name: context.says for context in CONTEXTS}
# Beyond this many links a reason rests on more of the same; the query shows them all.
GROUNDS_SHOWN = 20


class Count(int):
    """A number that is written with its noun: `{n:card}` gives `no card`, `1 card`, `2 cards`."""

    def __format__(self, noun: str) -> str:
        if not noun:
            return str(int(self))
        return f"{int(self) or 'no'} {noun}{'s' if self > 1 else ''}"


def name_of(detector: str, keys: Iterable[str]) -> str:
    """Give a short stable name made from keys; the same keys in any order give the same name."""
    text = "\x1f".join([detector, *sorted(keys)])
    return f"{detector}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def keyed(scene: Scene, codes: pd.Series) -> pd.DataFrame:
    """Give kind (word) and key of entity codes, aligned with them."""
    found = scene.snapshot.entities.reindex(codes.to_numpy())
    return found.astype({"kind": "str"}).set_axis(codes.index)


def told(rows: pd.DataFrame) -> pd.Series:
    """Give the sentence of each scored row of a ledger."""
    says = [
        _SAYS[code].format(n=Count(n), m=Count(m))
        for code, n, m in zip(rows["code"], rows["n"], rows["m"], strict=True)
    ]
    return pd.Series(says, index=rows.index, dtype="str")


def reasons(scene: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    """Give reason rows of scored ledger rows that have a `finding`."""
    frame = rows[["finding", "code", "weight", "without"]].assign(says=told(rows), counter=False)
    frame[["kind", "key"]] = keyed(scene, rows["card"])
    frame["query"] = rows["code"].map(_QUERY)
    return frame[list(REASON_COLUMNS)]


def counters(scene: Scene, members: pd.DataFrame) -> pd.DataFrame:
    """Give the innocent explanations of the members' links; `members` has finding and card (code).

    What a context explains was taken away before anything was scored, so the weight is nought.
    """
    touched = scene.touched[(scene.touched["context"] != "") & scene.touched["card"].isin(members["card"])]
    mine = members.merge(touched[["card", "context"]], on="card")
    counts = mine.groupby(["finding", "context"])["card"].nunique().rename("n").reset_index()
    size = counts["finding"].map(members.groupby("finding")["card"].nunique())
    counts["code"] = counts["context"]
    counts["says"] = [
        _left_out(_CONTEXT[name], n, of) for name, n, of in zip(counts["context"], counts["n"], size, strict=True)
    ]
    both = pd.concat([counts[["finding", "code", "says"]], _earlier(scene, members)], ignore_index=True)
    score = both["finding"].map(members.drop_duplicates("finding").set_index("finding")["total"])
    frame = both.assign(kind="", key="", counter=True, weight=0.0, without=score, query="")
    return frame[list(REASON_COLUMNS)]


def doubtful(score: pd.Series, code: str, says: str, left: float = 1.0) -> pd.DataFrame:
    """Give a counter-reason of these findings (`score`, index finding), and the part of the score that it has left."""
    columns = {"finding": score.index, "kind": "", "key": "", "code": code, "says": says, "counter": True, "query": ""}
    frame = pd.DataFrame({**columns, "weight": (score - score / left).to_numpy(), "without": (score / left).to_numpy()})
    return frame[list(REASON_COLUMNS)]


def grounds(scene: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    """Give ground rows of ledger grounds that have a `finding`; at most twenty a finding and code."""
    rows = rows.sort_values(["finding", "code", "type", "start", "end"], kind="stable")
    rows = rows.drop_duplicates(["finding", "code", "type", "start", "end"])
    rows = rows[rows.groupby(["finding", "code"]).cumcount() < GROUNDS_SHOWN].reset_index(drop=True)
    frame = rows[["finding", "code", "type"]].copy()
    frame[["start_kind", "start"]] = keyed(scene, rows["start"])
    frame[["end_kind", "end"]] = keyed(scene, rows["end"])
    return frame[list(GROUND_COLUMNS)]


def findings(found: pd.DataFrame, members: pd.DataFrame, why: pd.DataFrame, rests: pd.DataFrame) -> Findings:
    """Give findings with every frame in its one order: findings by rank, the rest by finding's rank and content."""
    rank = found.set_index("finding")["rank"]

    def ordered(frame: pd.DataFrame, columns: tuple[str, ...], by: list[str], up: list[bool]) -> pd.DataFrame:
        ranked = frame.assign(_rank=frame["finding"].map(rank))
        return ranked.sort_values(["_rank", *by], ascending=[True, *up], ignore_index=True)[list(columns)]

    return Findings(
        found.sort_values("rank", ignore_index=True)[list(FINDING_COLUMNS)],
        ordered(members, MEMBER_COLUMNS, ["score", "kind", "key", "part"], [False, True, True, True]),
        ordered(why, REASON_COLUMNS, ["counter", "weight", "code", "kind", "key"], [True, False, True, True, True]),
        ordered(rests, GROUND_COLUMNS, ["code", "type", "start_kind", "start", "end_kind", "end"], [True] * 6),
    )


def _left_out(context: str, n: int, of: int) -> str:
    whose = "some links are" if of == 1 else f"links of {n} of the {of} cards are"
    return f"{whose} explained by {context}; they were left out"


def _earlier(scene: Scene, members: pd.DataFrame) -> pd.DataFrame:
    """Say how many links belonged to a number's earlier holder."""
    counts = members.assign(n=members["card"].map(outdated(scene.snapshot, scene.held)).fillna(0))
    counts = counts.groupby("finding", as_index=False).agg(n=("n", "sum"))
    counts = counts[counts["n"] > 0]
    says = [f"{Count(n):link} of an earlier holder left out" for n in counts["n"]]
    return pd.DataFrame({"finding": counts["finding"], "code": "earlier_holder", "says": says})

"""What speaks for innocence: payments that were explained away, what else was looked for, and what is not known."""

from __future__ import annotations

import pandas as pd

from workbench.model.finding import REASON_COLUMNS
from workbench.signals.money.flow import Flow
from workbench.signals.money.twins import TWINS
from workbench.signals.telling import Count

_SAYS = {twin.name: twin.says for twin in TWINS}


def counters(flow: Flow, members: pd.DataFrame) -> pd.DataFrame:
    """Give counter-reasons; `members` has finding, card and total (the finding's score).

    What an innocent explanation covers was left out before anything was scored, so its weight is nought.
    """
    plain = flow.rows[flow.rows["context"] != ""]
    sides = [plain[[side, "context"]].set_axis(["card", "context"], axis=1) for side in ("start", "end")]
    counts = pd.concat(sides).groupby(["card", "context"]).size().rename("n").reset_index()
    mine = members[["finding", "card"]].merge(counts, on="card").groupby(["finding", "context"])["n"].sum()
    frame = mine.reset_index().rename(columns={"context": "code"})
    frame["says"] = [
        f"{Count(n):payment} explained by {_SAYS[code]}; left out"
        for n, code in zip(frame["n"], frame["code"], strict=True)
    ]
    names = pd.Series(members["finding"].unique())
    considered = pd.DataFrame({"finding": names, "code": "considered", "says": _considered(names, frame)})
    whole = pd.concat([frame[["finding", "code", "says"]], considered], ignore_index=True)
    score = whole["finding"].map(members.drop_duplicates("finding").set_index("finding")["total"])
    whole = whole.assign(kind="", key="", counter=True, weight=0.0, without=score, query="")
    return whole[list(REASON_COLUMNS)]


def _considered(names: pd.Series[str], frame: pd.DataFrame) -> list[str]:
    """The innocent explanations that were looked for and explain none of the payments, a sentence a finding."""
    found = frame.groupby("finding")["code"].agg(set)
    return [
        "looked for and not borne out: "
        + "; ".join(says for name, says in _SAYS.items() if name not in found.get(one, set()))
        for one in names
    ]

"""What people said of innocent explanations: by which names it is kept, what it means to a run, how it reads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from workbench.cases import Verdict
from workbench.privacy import token
from workbench.signals.contexts import CONTEXTS
from workbench.signals.snapshot import Snapshot
from workbench.signals.telling import Count

EXPLAINED = "explained"
"""What decisions on explanations are kept under, where those on findings have the detector's name."""
_SAYS = {one.name: one.says for one in CONTEXTS}


def name_of(context: str, kind: str, token: str) -> str:
    """The name of an explanation: of which entity, by its token, and what it was taken for."""
    return f"{context}:{kind}:{token}"


def heard(snapshot: Snapshot, said: Mapping[str, str], secret: bytes) -> Snapshot:
    """The snapshot with what people said of explanations, by their names; those of entities not in it are left out."""
    wanted = {name: verdict for name, verdict in said.items() if verdict != Verdict.UNDECIDED.value}
    if not wanted:
        return snapshot
    kinds = {name.split(":")[1] for name in wanted}
    there = snapshot.entities[snapshot.entities["kind"].isin(kinds)].astype({"kind": "str"})
    tokens = {token(secret, kind, key): (kind, key) for kind, key in zip(there["kind"], there["key"], strict=True)}
    rows = []
    for name, verdict in sorted(wanted.items()):
        context, _, known = name.split(":")
        if known in tokens:
            rows.append((*tokens[known], context, verdict == Verdict.CONFIRMED.value))
    return snapshot.hearing(pd.DataFrame(rows, columns=["kind", "key", "context", "explains"]))


def sentences(rows: Iterable[Mapping[Hashable, object]]) -> list[str]:
    """What each explanation was taken for, how much it explains, and whether it stands or somebody overruled it."""
    return [_sentence(row) for row in rows]


def _sentence(row: Mapping[Hashable, object]) -> str:
    cards, homes = Count(int(str(row["cards"]))), Count(int(str(row["households"])))
    taken = f"taken for {_SAYS[str(row['context'])]}" + (f", with {cards:card} of {homes:household}" if cards else "")
    if row["decision"] == Verdict.REJECTED.value:
        return f"{taken}; somebody said that it is not, and the next run counts these links"
    if row["decision"] == Verdict.CONFIRMED.value:
        return f"{taken}; somebody said that it is, and these links are left out whatever its cards do"
    return f"{taken}; these links are left out" if row["stands"] else f"{taken}, but it explains them no more"

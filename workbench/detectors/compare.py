"""Two runs of one detector held against each other: what came, what is gone, what changed, and in what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pandas as pd

from workbench.model import Findings

CHANGE_COLUMNS = ("what", "before", "now", "score_before", "score", "joined", "left", "gained", "lost")
WHATS = ("came", "gone", "changed", "same")
# Two findings of different names are one that changed if this share of all their members is in both.
LEAST_OVERLAP = 1 / 3
# Smaller differences come from rounding and from how large the world is, not from this finding.
LEAST_STEP = 0.005

Member = tuple[str, str]
Said = tuple[str, str, str]
"""Kind and key that a sentence speaks of, and the sentence."""


def changes(before: Findings, now: Findings) -> pd.DataFrame:
    """Give one row a finding of either run: what (came, gone, changed, same), its names, scores and differences.

    Findings are matched by name, the rest one to one by the share of members in both, the largest first. `joined`
    and `left` are numbers of members; `gained` and `lost` are tuples of the sentences that only the later or only
    the earlier says of the whole or of a member, counter-reasons among them with a "but". Ordered by what, then by
    the later's rank.
    """
    earlier, later = _Side.of(before), _Side.of(now)
    rows = [_row(earlier, later, *pair) for pair in _matched(earlier, later)]
    frame = pd.DataFrame(rows, columns=list(CHANGE_COLUMNS)).astype({"joined": "int64", "left": "int64"})
    order = pd.Categorical(frame["what"], WHATS, ordered=True)
    return frame.assign(order=order).sort_values("order", kind="stable", ignore_index=True)[list(CHANGE_COLUMNS)]


@dataclass(frozen=True, slots=True)
class _Side:
    """One run's findings by name, best first."""

    scores: dict[str, float]
    members: dict[str, set[Member]]
    says: dict[str, dict[Said, None]]

    @classmethod
    def of(cls, found: Findings) -> Self:
        rows = found.findings.sort_values("rank")
        names = rows["finding"].astype("str")
        members: dict[str, set[Member]] = {name: set() for name in names}
        says: dict[str, dict[Said, None]] = {name: {} for name in names}
        for name, kind, key in found.members[["finding", "kind", "key"]].itertuples(index=False, name=None):
            members[name].add((kind, key))
        told = found.reasons[["finding", "kind", "key", "says", "counter"]]
        for name, kind, key, one, counter in told.itertuples(index=False, name=None):
            says[name][kind, key, "but " * bool(counter) + one] = None
        return cls(dict(zip(names, rows["score"].astype("float"), strict=True)), members, says)


def _matched(earlier: _Side, later: _Side) -> list[tuple[str, str]]:
    """Names of one finding in both runs, empty where it is in one only; by the later's rank, then the earlier's."""
    match = {name: name for name in later.scores if name in earlier.scores} | _overlapping(earlier, later)
    taken = set(match.values())
    return [(match.get(name, ""), name) for name in later.scores] + [
        (name, "") for name in earlier.scores if name not in taken
    ]


def _overlapping(earlier: _Side, later: _Side) -> dict[str, str]:
    """Of the findings that have no namesake: the later's name to the earlier's."""
    holding: dict[Member, list[str]] = {}
    for name in earlier.scores:
        if name not in later.scores:
            for member in earlier.members[name]:
                holding.setdefault(member, []).append(name)
    shares = []
    for name in later.scores:
        if name not in earlier.scores:
            mine = later.members[name]
            others = {one for member in mine for one in holding.get(member, ())}
            shares += [(-_share(mine, earlier.members[one]), one, name) for one in others]
    match: dict[str, str] = {}
    for share, one, name in sorted(shares):
        if -share >= LEAST_OVERLAP and name not in match and one not in match.values():
            match[name] = one
    return match


def _share(one: set[Member], other: set[Member]) -> float:
    return len(one & other) / len(one | other)


def _row(earlier: _Side, later: _Side, before: str, now: str) -> tuple[object, ...]:
    old, new = earlier.members.get(before, set()), later.members.get(now, set())
    said, says = earlier.says.get(before, {}), later.says.get(now, {})
    score_before, score = earlier.scores.get(before, 0.0), later.scores.get(now, 0.0)
    joined, left = len(new - old), len(old - new)
    gained = tuple(dict.fromkeys(one for *about, one in says if (*about, one) not in said))
    lost = tuple(dict.fromkeys(one for *about, one in said if (*about, one) not in says))
    differs = joined or left or gained or lost or abs(score - score_before) >= LEAST_STEP
    what = "came" if not before else "gone" if not now else "changed" if differs else "same"
    return what, before, now, score_before, score, joined, left, gained, lost

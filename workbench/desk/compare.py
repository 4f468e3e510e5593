"""Two runs compared as people read it: what differs in what went in, what came, what is gone, and why."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from graph_loaders.sources import SOURCES
from workbench.desk.runs import Run
from workbench.detectors.compare import changes
from workbench.evidence import Batch, Evidence
from workbench.evidence.naming import named
from workbench.model import Entity, Findings, kind_of
from workbench.privacy import mask_identifiers

MOST_SENTENCES = 3
OWN_PARTS = ("code", "workbench", "libraries")


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that came, is gone or changed; `why` has the causes that can be told, the surest first."""

    detector: str
    what: str
    finding: str
    before: str
    score_before: float
    score: float
    says: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs: `causes` are the differences in what went in, `same` how many findings a detector has unchanged."""

    before: str
    now: str
    causes: tuple[str, ...]
    changes: tuple[Change, ...]
    same: dict[str, int]


def compare(before: Run, now: Run, evidence: Evidence) -> Compared:
    """The runs held against each other; detectors that only one of them had are left out, and said."""
    old, new = before.manifest, now.manifest
    causes = tuple(_causes(old, new, evidence))
    told: list[Change] = []
    same: dict[str, int] = {}
    for detector in (name for name in _listed(new, "detectors") if name in _listed(old, "detectors")):
        sides = before.findings(detector), now.findings(detector)
        frame = changes(*sides)
        same[detector] = int((frame["what"] == "same").sum())
        fresh = _fresh(evidence, old, new, sides[1])
        told += _told(detector, frame[frame["what"] != "same"], sides, fresh, causes)
    return Compared(before.name, now.name, causes, tuple(told), same)


def _listed(manifest: Mapping[str, object], name: str) -> list[str]:
    found = manifest.get(name, [])
    return [str(one) for one in found] if isinstance(found, list) else []


def _batches(evidence: Evidence, old: Mapping[str, object], new: Mapping[str, object]) -> list[Batch]:
    """The batches that only the later run read and that still stand."""
    names = set(_listed(new, "batches")) - set(_listed(old, "batches"))
    return [batch for batch in evidence.batches() if f"{batch.source}/{batch.name}" in names]


def _causes(old: Mapping[str, object], new: Mapping[str, object], evidence: Evidence) -> Iterator[str]:
    came = len(set(_listed(new, "batches")) - set(_listed(old, "batches")))
    gone = len(set(_listed(old, "batches")) - set(_listed(new, "batches")))
    if came:
        files = sorted({mask_identifiers(batch.file) for batch in _batches(evidence, old, new)})
        listed = f": {', '.join(files[:MOST_SENTENCES])}{', …' * (len(files) > MOST_SENTENCES)}" if files else ""
        yield f"{_counted(came, 'batch')} taken in since{listed}"
    if gone:
        yield f"{_counted(gone, 'batch')} taken out since"
    for limit in sorted({one for one, _ in _flat(new.get("limits")).items() ^ _flat(old.get("limits")).items()}):
        yield f"the limit {limit} is another"
    if old.get("explanations", {}) != new.get("explanations", {}):
        yield "what people say of innocent explanations is another"
    for name in OWN_PARTS:
        if old.get(name) != new.get(name):
            yield f"the {'detectors' if name == 'code' else name} are of another version"
    for name in sorted(set(_listed(old, "detectors")) ^ set(_listed(new, "detectors"))):
        yield f"only one of the runs has the detector {name}"


def _flat(limits: object, prefix: str = "") -> dict[str, str]:
    """Limits within limits as one, values as JSON."""
    if not isinstance(limits, dict):
        return {}
    flat: dict[str, str] = {}
    for name, value in limits.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: json.dumps(value)}
    return flat


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 'es'}"


def _fresh(
    evidence: Evidence, old: Mapping[str, object], new: Mapping[str, object], found: Findings
) -> frozenset[tuple[str, str]]:
    """The members that a batch names which only the later run read."""
    pairs = found.members[["kind", "key"]].drop_duplicates().itertuples(index=False, name=None)
    entities = [Entity(kind_of(kind), key) for kind, key in pairs]
    return frozenset(
        (one.kind.word, one.key) for one in named(evidence, SOURCES, _batches(evidence, old, new), entities)
    )


def _told(
    detector: str,
    frame: pd.DataFrame,
    sides: tuple[Findings, Findings],
    fresh: frozenset[tuple[str, str]],
    causes: tuple[str, ...],
) -> Iterator[Change]:
    says = [dict(zip(one.findings["finding"], one.findings["says"], strict=True)) for one in sides]
    members = [_members(one) for one in sides]
    standing = {member: name for name, held in members[1].items() for member in held}
    for row in frame.to_dict("records"):
        before, now = str(row["before"]), str(row["now"])
        mine = members[1].get(now, []) if now else members[0].get(before, [])
        why = [*_moved(row, mine, fresh, standing), *_differs(row)]
        yield Change(
            detector,
            str(row["what"]),
            now,
            before,
            float(row["score_before"]),
            float(row["score"]),
            says[1][now] if now else says[0][before],
            tuple(why) or (causes or ("how rare or usual things are was counted anew",))[:MOST_SENTENCES],
        )


def _members(found: Findings) -> dict[str, list[tuple[str, str]]]:
    held: dict[str, list[tuple[str, str]]] = {}
    for name, kind, key in found.members[["finding", "kind", "key"]].itertuples(index=False, name=None):
        held.setdefault(str(name), []).append((kind, key))
    return held


def _moved(
    row: Mapping[Hashable, object],
    mine: list[tuple[str, str]],
    fresh: frozenset[tuple[str, str]],
    standing: Mapping[tuple[str, str], str],
) -> Iterator[str]:
    """What was taken in about its members, and where those of one that is gone stand now."""
    if row["what"] == "gone":
        elsewhere = {standing[one] for one in mine if one in standing}
        if elsewhere:
            yield f"its members stand in {', '.join(sorted(elsewhere)[:MOST_SENTENCES])} now"
    else:
        told = len(fresh.intersection(mine))
        if told:
            yield f"{told} of its {len(set(mine))} members are named in what was taken in since"


def _differs(row: Mapping[Hashable, object]) -> Iterator[str]:
    if row["what"] != "changed":
        return
    joined, left = int(str(row["joined"])), int(str(row["left"]))
    if joined or left:
        yield f"members: {joined} joined, {left} left"
    for name, sign in (("gained", "now"), ("lost", "no longer")):
        sentences = row[name]
        if isinstance(sentences, tuple):
            yield from (f"{sign}: {one}" for one in sentences[:MOST_SENTENCES])

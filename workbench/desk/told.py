"""Findings as people are told them: masked members, plain reasons and counter-reasons, each with its grounds."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.desk.show import Showing, link_name
from workbench.errors import NotFound
from workbench.model import Entity, Findings, Link, kind_of, link_type_of

Line = Mapping[Hashable, object]
LISTED = ("rank", "score", "says", "members", "against", "is_new", "decision", "finding")


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member of a finding: `part` says what it does in the structure, never what it is guilty of."""

    token: str
    tag: str
    kind: str
    text: str
    part: str
    score: float


@dataclass(frozen=True, slots=True)
class ShownReason:
    """Why, or why not: `without` is the score had this reason not stood; `grounds` are names of links."""

    code: str
    says: str
    counter: bool
    weight: float
    without: float
    query: str
    about: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of a list of findings."""

    finding: str
    detector: str
    rank: int
    score: float
    says: str
    members: dict[str, int]
    reasons: tuple[str, ...]
    counters: int
    decision: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One finding whole."""

    headline: Headline
    members: tuple[ShownMember, ...]
    reasons: tuple[ShownReason, ...]
    counters: tuple[ShownReason, ...]


def headlines(found: Findings, decided: dict[str, str], before: frozenset[str], most: int) -> tuple[Headline, ...]:
    """The best `most` findings a line each; `before` are names that an earlier run had found."""
    return tuple(
        _headline(found, row, decided, before)
        for row in found.findings.sort_values("rank").head(most).to_dict("records")
    )


def listed(lines: tuple[Headline, ...]) -> pd.DataFrame:
    """The headlines as a frame: one line each, best first, with the finding's name last."""
    rows = [
        {
            "rank": one.rank,
            "score": one.score,
            "says": one.says,
            "members": ", ".join(f"{number} {kind}" for kind, number in one.members.items()),
            "against": one.counters,
            "is_new": one.is_new,
            "decision": one.decision,
            "finding": one.finding,
        }
        for one in lines
    ]
    return pd.DataFrame(rows, columns=list(LISTED))


def headlines_of(found: Findings, entity: Entity, decided: dict[str, str]) -> tuple[Headline, ...]:
    """The findings that have the entity among their members."""
    members = found.members
    names = set(members.loc[(members["kind"] == entity.kind.word) & (members["key"] == entity.key), "finding"])
    rows = found.findings[found.findings["finding"].isin(names)].sort_values("rank").to_dict("records")
    return tuple(_headline(found, row, decided, frozenset(names)) for row in rows)


def tell(found: Findings, name: str, showing: Showing, decided: dict[str, str]) -> ToldFinding:
    """The finding of that name, with everything it rests on."""
    rows = found.findings[found.findings["finding"] == name].to_dict("records")
    if not rows:
        raise NotFound(f"there is no finding {name} in this run; open the list again")
    reasons = tuple(_reasons(found, name, showing))
    return ToldFinding(
        _headline(found, rows[0], decided, frozenset({name})),
        tuple(_members(found, name, showing)),
        tuple(one for one in reasons if not one.counter),
        tuple(one for one in reasons if one.counter),
    )


def pictured(found: Findings, name: str, most: int) -> tuple[Entity, ...]:
    """What a picture of the finding shows, whole: its members, and what the links it rests on lead to."""
    members = found.members[found.members["finding"] == name]
    grounds = found.grounds[found.grounds["finding"] == name]
    named = [*zip(members["kind"], members["key"], strict=True)]
    named += [*zip(grounds["start_kind"], grounds["start"], strict=True)]
    named += [*zip(grounds["end_kind"], grounds["end"], strict=True)]
    return tuple(Entity(kind_of(kind), key) for kind, key in list(dict.fromkeys(named))[:most])


def _headline(
    found: Findings, row: Mapping[Hashable, object], decided: dict[str, str], before: frozenset[str]
) -> Headline:
    name = str(row["finding"])
    members = found.members.loc[found.members["finding"] == name, "kind"].value_counts()
    reasons = found.reasons[found.reasons["finding"] == name]
    speaking = reasons[~reasons["counter"].astype(bool)].sort_values("weight", ascending=False, kind="stable")
    return Headline(
        finding=name,
        detector=str(row["detector"]),
        rank=int(str(row["rank"])),
        score=float(str(row["score"])),
        says=str(row["says"]),
        members={kind_of(str(kind)).title: int(count) for kind, count in members.items()},
        reasons=tuple(dict.fromkeys(speaking["says"].head(3))),
        counters=int(reasons["counter"].astype(bool).sum()),
        decision=decided.get(name, ""),
        is_new=name not in before,
    )


def _members(found: Findings, name: str, showing: Showing) -> Iterator[ShownMember]:
    rows = found.members[found.members["finding"] == name].sort_values(
        ["part", "score"], ascending=[True, False], kind="stable"
    )
    for row in rows.itertuples(index=False):
        shown = showing.entity(Entity(kind_of(str(row.kind)), str(row.key)))
        yield ShownMember(shown.token, shown.tag, shown.kind, shown.text, str(row.part), float(str(row.score)))


def _reasons(found: Findings, name: str, showing: Showing) -> Iterator[ShownReason]:
    grounds = found.grounds[found.grounds["finding"] == name]
    rows = found.reasons[found.reasons["finding"] == name].sort_values("weight", ascending=False, kind="stable")
    for row in rows.itertuples(index=False):
        about = showing.entity(Entity(kind_of(str(row.kind)), str(row.key))).text if row.key else ""
        mine = grounds[grounds["code"] == row.code]
        if row.key:
            mine = mine[(mine["start"] == row.key) | (mine["end"] == row.key)]
        tokens = tuple(_ground_tokens(mine, showing))
        yield ShownReason(
            str(row.code),
            str(row.says),
            bool(row.counter),
            float(str(row.weight)),
            float(str(row.without)),
            str(row.query),
            about,
            tokens,
        )


def _ground_tokens(grounds: pd.DataFrame, showing: Showing) -> Iterator[str]:
    for row in grounds.head(50).itertuples(index=False):
        start = Entity(kind_of(str(row.start_kind)), str(row.start))
        link = Link(link_type_of(str(row.type)), start, Entity(kind_of(str(row.end_kind)), str(row.end)))
        yield link_name(showing.link(link))

"""Findings as people are told them: masked members, plain reasons and counter-reasons, each with its grounds."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from workbench.cases import Verdict
from workbench.desk.show import Showing, link_name
from workbench.errors import NotFound
from workbench.model import Entity, Findings, Link, kind_of, link_type_of

Line = Mapping[Hashable, object]
MOST_GROUNDS = 50
MARKS = ("level", "fraud_type", "step", "profile")
LISTED = ("rank", "score", "about", "says", "members", "against", "is_new", "decision", "finding")
# Who stands beside the one that a finding is about.
_BESIDE = ("paper", "hub", "line", "old", "beside")


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
    """One line of a list of findings; `about` is the one card or phone that it is about, masked, where it is one."""

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
    marks: dict[str, str] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of a detector there are, how many of them are new, and how many of each level."""

    number: int
    new: int
    levels: dict[str, int]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One finding whole."""

    headline: Headline
    members: tuple[ShownMember, ...]
    reasons: tuple[ShownReason, ...]
    counters: tuple[ShownReason, ...]


def headlines(
    found: Findings, showing: Showing, decided: dict[str, str], before: frozenset[str], most: int
) -> tuple[Headline, ...]:
    """The best `most` findings a line each; `before` are names that an earlier run had found."""
    return _lines(found, found.findings.sort_values("rank").head(most), showing, decided, before)


def undecided(
    found: Findings, showing: Showing, decided: dict[str, str], before: frozenset[str], most: int
) -> tuple[Headline, ...]:
    """The same of the findings on which nobody has decided."""
    settled = [name for name, verdict in decided.items() if verdict != Verdict.UNDECIDED.value]
    open_ = found.findings[~found.findings["finding"].isin(settled)]
    return _lines(found, open_.sort_values("rank").head(most), showing, decided, before)


def tally(found: Findings, before: frozenset[str]) -> Tally:
    """All findings counted; `before` are names that an earlier run had found."""
    names, levels = found.findings["finding"], found.mark("level").astype("str")
    counts = {str(level): int(count) for level, count in levels.value_counts().items()}
    return Tally(len(names), int((~names.isin(before)).sum()), counts)


def listed(lines: tuple[Headline, ...]) -> pd.DataFrame:
    """The headlines as a frame: one line each, best first, with the finding's name last."""
    rows = [
        {
            "rank": one.rank,
            "score": one.score,
            "about": one.about,
            "says": one.says,
            "members": ", ".join(f"{number} {kind}" for kind, number in one.members.items()),
            "against": one.counters,
            "is_new": one.is_new,
            "decision": one.decision,
            "finding": one.finding,
            **one.marks,
        }
        for one in lines
    ]
    marked = [name for name in MARKS if any(name in one.marks for one in lines)]
    return pd.DataFrame(rows, columns=[*LISTED, *marked])


def headlines_of(found: Findings, entity: Entity, showing: Showing, decided: dict[str, str]) -> tuple[Headline, ...]:
    """The findings that have the entity among their members."""
    members = found.members
    names = set(members.loc[(members["kind"] == entity.kind.word) & (members["key"] == entity.key), "finding"])
    rows = found.findings[found.findings["finding"].isin(names)].sort_values("rank")
    return _lines(found, rows, showing, decided, frozenset(names))


def score_in(found: Findings, name: str, entity: Entity) -> float:
    """The entity's own score in a finding."""
    return float(_member(found, name, entity)["score"].iloc[0])


def part_in(found: Findings, name: str, entity: Entity) -> str:
    """The entity's part in a finding."""
    return str(_member(found, name, entity)["part"].iloc[0])


def _member(found: Findings, name: str, entity: Entity) -> pd.DataFrame:
    rows = found.members[found.members["finding"] == name]
    return rows[(rows["kind"] == entity.kind.word) & (rows["key"] == entity.key)]


def tell(found: Findings, name: str, showing: Showing, decided: dict[str, str]) -> ToldFinding:
    """The finding of that name, with everything it rests on."""
    headline = headline_of(found, name, showing, decided)
    reasons = tuple(_reasons(found, name, showing))
    return ToldFinding(
        headline,
        tuple(_members(found, name, showing)),
        tuple(one for one in reasons if not one.counter),
        tuple(one for one in reasons if one.counter),
    )


def headline_of(found: Findings, name: str, showing: Showing, decided: dict[str, str]) -> Headline:
    """The finding of that name in one line."""
    rows = found.findings[found.findings["finding"] == name]
    if rows.empty:
        raise NotFound(f"there is no finding {name} in this run; open the list again")
    return _lines(found, rows, showing, decided, frozenset({name}))[0]


def pictured(found: Findings, name: str, most: int) -> tuple[Entity, ...]:
    """What a picture of the finding shows, whole: its members, and what the links it rests on lead to."""
    members = found.members[found.members["finding"] == name]
    grounds = found.grounds[found.grounds["finding"] == name]
    named = [*zip(members["kind"], members["key"], strict=True)]
    named += [*zip(grounds["start_kind"], grounds["start"], strict=True)]
    named += [*zip(grounds["end_kind"], grounds["end"], strict=True)]
    return tuple(Entity(kind_of(kind), key) for kind, key in list(dict.fromkeys(named))[:most])


def _lines(
    found: Findings, rows: pd.DataFrame, showing: Showing, decided: dict[str, str], before: frozenset[str]
) -> tuple[Headline, ...]:
    # Parted once: a list of hundreds that sifts both frames for each of its lines takes seconds.
    members = dict(iter(found.members[found.members["finding"].isin(rows["finding"])].groupby("finding")))
    reasons = dict(iter(found.reasons[found.reasons["finding"].isin(rows["finding"])].groupby("finding")))
    nothing = found.reasons.head(0)
    marks = {name: found.mark(name).astype("str").to_dict() for name in MARKS}
    about = _about(found, rows["finding"], showing)
    return tuple(
        replace(
            _headline(row, members[row["finding"]], reasons.get(row["finding"], nothing), decided, before),
            marks={name: values[row["finding"]] for name, values in marks.items() if row["finding"] in values},
            about=about.get(str(row["finding"]), ""),
        )
        for row in rows.to_dict("records")
    )


def _about(found: Findings, names: pd.Series, showing: Showing) -> dict[str, str]:
    """The one that each of these findings is about, masked; of those about several nothing."""
    members = found.members[found.members["finding"].isin(names) & ~found.members["part"].isin(_BESIDE)]
    alone = members.drop_duplicates("finding", keep=False)
    named = zip(alone["finding"], alone["kind"], alone["key"], strict=True)
    return {str(name): showing.entity(Entity(kind_of(str(kind)), str(key))).text for name, kind, key in named}


def _headline(
    row: Line, members: pd.DataFrame, reasons: pd.DataFrame, decided: dict[str, str], before: frozenset[str]
) -> Headline:
    name = str(row["finding"])
    counter = reasons["counter"].astype(bool)
    speaking = reasons[~counter].sort_values("weight", ascending=False, kind="stable")
    return Headline(
        finding=name,
        detector=str(row["detector"]),
        rank=int(str(row["rank"])),
        score=float(str(row["score"])),
        says=str(row["says"]),
        members={kind_of(str(kind)).title: int(count) for kind, count in members["kind"].value_counts().items()},
        reasons=tuple(dict.fromkeys(speaking["says"].head(3))),
        counters=int(counter.sum()),
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
    grounds = found.grounds[found.grounds["finding"] == name].to_dict("records")
    rows = found.reasons[found.reasons["finding"] == name].sort_values("weight", ascending=False, kind="stable")
    for row in rows.to_dict("records"):
        key = str(row["key"] or "")
        about = showing.entity(Entity(kind_of(str(row["kind"])), key)).text if key else ""
        mine = [one for one in grounds if one["code"] == row["code"] and (not key or key in {one["start"], one["end"]})]
        yield ShownReason(
            str(row["code"]),
            str(row["says"]),
            bool(row["counter"]),
            float(row["weight"]),
            float(row["without"]),
            str(row["query"]),
            about,
            tuple(_ground_name(one, showing) for one in mine[:MOST_GROUNDS]),
        )


def _ground_name(ground: Line, showing: Showing) -> str:
    start = Entity(kind_of(str(ground["start_kind"])), str(ground["start"]))
    end = Entity(kind_of(str(ground["end_kind"])), str(ground["end"]))
    return link_name(showing.link(Link(link_type_of(str(ground["type"])), start, end)))

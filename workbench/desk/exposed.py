"""Exposed now: whom a line, card or account has reached, computed from the graph as it stands, without a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from workbench.desk.show import Showing
from workbench.graph import Answer, Graph, query
from workbench.model import BANK_CARD, PHONE, SOCIAL_ACCOUNT, Entity, Link, Scalar
from workbench.model.shown import ShownEntity
from workbench.signals.exposure.doubt import named
from workbench.signals.exposure.odds import levels, points, step, sums
from workbench.signals.exposure.saying import headline
from workbench.signals.limits import Limits

MOST_REACHED = 500
MOST_NAMING = 200
_ASKED = {PHONE: "exposure/called", BANK_CARD: "exposure/paid", SOCIAL_ACCOUNT: "exposure/wrote"}


@dataclass(frozen=True, slots=True)
class Reached:
    """A person that a doubtful line, card or account reached: how urgent, how likely (log odds), and what to do."""

    entity: ShownEntity
    level: str
    step: str
    score: float
    says: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of a phone with the other side, as the graph's link tells it."""

    phone: Entity
    other: Entity
    link: Link


def reached(graph: Graph, showing: Showing, entity: Entity, doubt: float, limits: Limits) -> tuple[Reached, ...]:
    """The people whom the entity reached, in so far as it is in doubt, most urgent first; services are left out."""
    name = _ASKED.get(entity.kind)
    if name is None:
        return ()
    answer = graph.read(query(name, graph.engine), {"key": entity.key, "limit": MOST_REACHED})
    contacts = [_contact(entity, row) for row in _rows(answer)]
    shown_too = replace(limits.exposure, least_exposure=limits.exposure.least_reached)
    return _told(contacts, {entity: doubt}, showing, replace(limits, exposure=shown_too))


def danger(graph: Graph, showing: Showing, phone: Entity, limits: Limits) -> tuple[Reached, ...]:
    """The phone itself, where lines or cards that reports and cases name have reached it; else nothing."""
    contacts: list[Contact] = []
    words: dict[Entity, set[tuple[str, str]]] = defaultdict(set)
    for name in ("exposure/lines", "exposure/cards"):
        answer = graph.read(query(name, graph.engine), {"key": phone.key, "limit": MOST_NAMING})
        for row in _rows(answer):
            contact = _contact(_entity(row, "line", "card"), row)
            contacts.append(contact)
            naming = _entity(row, "report")
            words[contact.other].add((naming.kind.word, naming.key))
    once = {one.link.name: one for one in contacts}
    doubts = {other: doubted(said, limits) for other, said in words.items()}
    return _told(once.values(), doubts, showing, limits)


def doubted(naming: Iterable[tuple[str, str]], limits: Limits) -> float:
    """The doubt that these reports and cases (kind's word and key) cast together on what they name."""
    kinds = [kind for kind, _ in naming]
    reports, cases = kinds.count("report"), kinds.count("case_number")
    left = 1 - (named("reported", reports, limits) if reports else 0.0)
    return 1 - left * (1 - (named("case_number", cases, limits) if cases else 0.0))


def _rows(answer: Answer) -> list[Mapping[str, object]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _entity(row: Mapping[str, object], *names: str) -> Entity:
    for name in names:
        if isinstance(found := row.get(name), Entity):
            return found
    raise KeyError(names[0])


def _contact(other: Entity, row: Mapping[str, object]) -> Contact:
    link = next(one for name in ("talk", "payment", "message") if isinstance(one := row.get(name), Link))
    return Contact(_entity(row, "phone"), other, link)


def _told(
    contacts: Iterable[Contact], doubts: Mapping[Entity, float], showing: Showing, limits: Limits
) -> tuple[Reached, ...]:
    facts = _facts(contacts, doubts)
    if facts.empty:
        return ()
    phones = facts.drop_duplicates("phone").set_index("phone")["entity"]
    summed = sums(facts)
    score = points(summed, limits).sum(axis=1) + limits.exposure.exposure_start
    level = levels(summed, score, limits)
    frame = summed.assign(score=score, level=level, step=step(summed, level)).reset_index()
    frame = frame[frame["score"] >= limits.exposure.least_exposure]
    frame = frame.sort_values(["score", "phone"], ascending=[False, True]).drop_duplicates("phone")
    said = headline(frame)
    return tuple(
        Reached(showing.entity(phones[row["phone"]]), str(row["level"]), str(row["step"]), float(row["score"]), says)
        for row, says in zip(frame.to_dict("records"), said, strict=True)
    )


def _facts(contacts: Iterable[Contact], doubts: Mapping[Entity, float]) -> pd.DataFrame:
    """The contacts a row each, calls both ways as one; each other side counts as a crew of its own."""
    pairs: dict[tuple[Entity, Entity, str], list[Link]] = defaultdict(list)
    for one in contacts:
        if one.phone != one.other and not one.phone.properties.get("service") and one.phone.key.startswith("+"):
            pairs[one.phone, one.other, one.link.type.name].append(one.link)
    rows = [_fact(phone, other, links) for (phone, other, _), links in pairs.items()]
    frame = pd.DataFrame([row for row in rows if row])
    return frame if frame.empty else frame.assign(doubt=frame["side"].map(doubts), crew=frame["other"])


def _fact(phone: Entity, other: Entity, links: list[Link]) -> dict[str, object] | None:
    """What one phone and one other side have had of one kind; None where only the phone ever called."""
    forth = [one for one in links if one.start == other or one.type.name != "CALLED"]
    back = [one for one in links if one not in forth]
    if not forth:
        return None
    first = min(_time(one, "first") for one in forth)
    last = max(_time(one, "last") for one in links)
    soon = any(_time(one, "last") >= first and _time(one, "first") <= last + pd.Timedelta(days=1) for one in back)
    how = {"CALLED": "called", "PAID": "paid", "MESSAGED": "wrote"}[links[0].type.name]
    counted = {"called": ("calls", "texts"), "paid": ("transfers",), "wrote": ("messages",)}[how]
    told: dict[str, object] = {
        "times": sum(_whole(one.properties.get(name)) for one in forth for name in counted),
        "texts": sum(_whole(one.properties.get("texts")) for one in forth),
        "seconds": sum(_whole(one.properties.get("seconds")) for one in links),
        "fen": sum(_whole(one.properties.get("fen")) for one in forth),
    }
    named = {"phone": phone.key, "entity": phone, "other": other.key, "side": other}
    own = any(_time(one, "first") < first for one in back)
    return told | named | {"how": how, "first": first, "last": last, "redial": soon, "own": own}


def _whole(value: Scalar) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _time(link: Link, name: str) -> pd.Timestamp:
    return pd.Timestamp(str(link.properties[name]))

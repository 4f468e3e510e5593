"""Verify: one entity in; how far it is in doubt or in danger, why, why not, and who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.cases import Verdict
from workbench.desk.exposed import Reached, danger, doubted
from workbench.desk.show import Showing, show_time
from workbench.desk.told import Headline
from workbench.graph import Graph, Value, query
from workbench.model import BANK_CARD, PHONE, SOCIAL_ACCOUNT, Entity, Link
from workbench.model.shown import ShownEntity
from workbench.signals.exposure.doubt import found
from workbench.signals.limits import Limits

MOST_NAMING = 200
HELD = (PHONE, BANK_CARD, SOCIAL_ACCOUNT)
LEVELS = (("high", 0.9), ("medium", 0.6), ("low", 0.2))
NOTHING = "nothing known"
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of an entity now: `level` of doubt (high, medium, low, nothing known) from 0 to 1 in `doubt`.

    `danger` says whether somebody is working on the person behind it. Reasons and counter-reasons are plain
    sentences; a verdict is about a phone, card or account and its present holding, never about a person. `unseen`
    says what no detector could look at: whoever is not in doubt for want of it is not cleared.
    """

    entity: ShownEntity
    level: str
    doubt: float
    reasons: tuple[str, ...]
    counters: tuple[str, ...]
    danger: Reached | None
    findings: tuple[Headline, ...]
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A run's finding that has an entity among its members: its score and part in it, and the danger it is in."""

    headline: Headline
    score: float
    part: str
    exposed: Reached | None = None

    @property
    def speaks_against(self) -> bool:
        """Whether it casts doubt: not on a person whose paper was used, nor where somebody looked and rejected it."""
        return self.part != PAPER and self.headline.decision != Verdict.REJECTED.value


def verify(graph: Graph, showing: Showing, entity: Entity, told: Sequence[Told], limits: Limits) -> Verified:
    """The verdict on an entity from the graph as it stands and what the newest run says of it.

    `told` are the run's findings that have it among their members.
    """
    now, earlier = _naming(graph, entity)
    doubts = [doubted({(one.start.kind.word, one.start.key) for one in now}, limits)] if now else []
    against = [one for one in told if one.speaks_against]
    doubts += [found(one.headline.detector, one.score, limits) for one in against]
    left = 1.0
    for one in doubts:
        left *= 1 - one
    exposed = [one.exposed for one in against if one.exposed]
    exposed += danger(graph, showing, entity, limits) if entity.kind is PHONE else ()
    service = entity.properties.get("service")
    reasons = (*_named(now), *(one.headline.says for one in against if one.headline.detector != "exposure"))
    level = NOTHING if service else next((name for name, least in LEVELS if 1 - left >= least), NOTHING)
    return Verified(
        showing.entity(entity),
        level,
        round(1 - left, 4),
        reasons,
        (*_innocent(service, earlier, now), *_taken_back(told)),
        max(exposed, key=lambda one: one.score, default=None),
        tuple(one.headline for one in told),
    )


def _naming(graph: Graph, entity: Entity) -> tuple[list[Link], list[Link]]:
    """The links that name the entity within its present holding, and those of before."""
    names: dict[str, Value] = {"key": entity.key, "limit": MOST_NAMING}
    answer = graph.read(query("report/named", graph.engine), names, entity.kind)
    links = [one for row in answer.rows for one in row if isinstance(one, Link)]
    opened = _opened(graph, entity)
    earlier = [one for one in links if opened and isinstance(at := one.properties.get("at"), datetime) and at < opened]
    return [one for one in links if one not in earlier], earlier


def _opened(graph: Graph, entity: Entity) -> datetime | None:
    """When the present holding began, where that is known."""
    if entity.kind not in HELD:
        return None
    names: dict[str, Value] = {"key": entity.key, "type": "REGISTERED", "kind": "Identity", "limit": 50}
    answer = graph.read(query("explore/expand", graph.engine), names, entity.kind)
    links = [one for row in answer.rows for one in row if isinstance(one, Link)]
    return max((at for one in links if isinstance(at := one.properties.get("opened_at"), datetime)), default=None)


def _named(links: Sequence[Link]) -> tuple[str, ...]:
    """A sentence for cases and one for reports: how many, of which fraud, the newest when."""
    said = []
    for word, name in (("case_number", "case"), ("report", "report")):
        mine = [one for one in links if one.start.kind.word == word]
        if mine:
            many = len({one.start.key for one in mine})
            types = sorted({str(kind) for one in mine if (kind := one.properties.get("fraud_type"))})
            newest = max(at for one in mine if isinstance(at := one.properties.get("at"), datetime))
            of = f" of {', '.join(each.replace('_', ' ') for each in types)}" if types else ""
            plural = "s" if many > 1 else ""
            said.append(f"named in {many} {name}{plural}{of}, last on {show_time(newest)}")
    return tuple(said)


def _innocent(service: object, earlier: Sequence[Link], now: Sequence[Link]) -> tuple[str, ...]:
    """What speaks for innocence."""
    said = []
    if service:
        said.append(f"a known service: {service}")
    if earlier:
        many = len({one.start.key for one in earlier})
        said.append(f"what {many} reports or cases say of it was before the present holding: the previous holder's")
    if len(now) == 1 and now[0].start.kind.word == "report":
        said.append("one report alone may be an error or spite")
    return tuple(said)


def _taken_back(told: Sequence[Told]) -> tuple[str, ...]:
    """What findings say that cast no doubt on the entity."""
    said = []
    if any(one.part == PAPER for one in told):
        said.append("cards in doubt stand under this identity: that says nothing against the person it names")
    rejected = sum(one.headline.decision == Verdict.REJECTED.value for one in told)
    if rejected:
        said.append(f"{rejected} finding{'s' if rejected > 1 else ''} about it somebody looked at and rejected")
    return tuple(said)

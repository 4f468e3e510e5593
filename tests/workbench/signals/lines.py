"""Calls told by hand: who rang whom on which day, where phones were; tests tell their stories of calls in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from signals.story import NOW, SPRING, Story, with_crowd
from workbench.model import Whereabouts
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.snapshot import Snapshot

LONG_AGO = datetime(2022, 1, 1)


@dataclass
class Lines:
    """Calls among phones of a story; days count from the first of May."""

    story: Story = field(default_factory=Story)
    calls: list[tuple[str, str, datetime, int]] = field(default_factory=list)
    seen: list[tuple[str, datetime, str | None, bool]] = field(default_factory=list)
    passed: list[tuple[str, str, int]] = field(default_factory=list)

    def rang(self, caller: str, callee: str, day: float, seconds: int = 60, place: str | None = None) -> None:
        at = SPRING + timedelta(days=day)
        self.calls.append((caller, callee, at, seconds))
        self.seen.append((caller, at, place, True))

    def friends(self, phone: str, others: Iterable[str], first: float, last: float, times: int = 5) -> None:
        """They ring each other in turn, over the days between."""
        for place, other in enumerate(others):
            for turn in range(times):
                day = first + (last - first) * (turn + place / 50) / max(times - 0.5, 1)
                self.rang(*((phone, other) if turn % 2 == 0 else (other, phone)), day)

    def rang_strangers(self, phone: str, strangers: Iterable[str], first: float, last: float, place: str = "") -> None:
        """Each once, for some seconds."""
        whom = list(strangers)
        for number, one in enumerate(whom):
            self.rang(phone, one, first + (last - first) * number / len(whom), 8, place or None)

    def on_data(self, phone: str, day: float, place: str) -> None:
        self.seen.append((phone, SPRING + timedelta(days=day), place, False))

    def snapshot(self, shuffled_by: int | None = None) -> Snapshot:
        whole = Story(self.story.entities, list(self.story.links))
        pairs: dict[tuple[str, str], list[tuple[datetime, int]]] = defaultdict(list)
        for caller, callee, at, seconds in self.calls:
            pairs[caller, callee].append((at, seconds))
        for (caller, callee), rows in pairs.items():
            whole.links.append((li.CALLED, k.PHONE, caller, k.PHONE, callee, _folded(rows)))
        entities, links = whole.tables()
        told = Whereabouts(_sightings(self.seen, shuffled_by), _forwards(self.passed))
        if shuffled_by is not None:
            entities, links = entities[::-1], links[::-1]
        return Snapshot.of(entities, links, NOW.replace(tzinfo=UTC), whereabouts=told)


def _folded(rows: list[tuple[datetime, int]]) -> dict[str, object]:
    times, seconds = zip(*rows, strict=True)
    whole = {"calls": len(rows), "texts": 0, "seconds": sum(seconds), "longest": max(seconds)}
    return {**whole, "first": min(times), "last": max(times), "days": len({at.date() for at in times})}


def _sightings(seen: list[tuple[str, datetime, str | None, bool]], shuffled_by: int | None) -> pa.Table:
    phone, at, place, calling = zip(*seen, strict=True) if seen else ((), (), (), ())
    columns = {"phone": pa.array(phone, pa.string()), "at": pa.array(at, pa.timestamp("us"))}
    table = pa.table({**columns, "place": pa.array(place, pa.string()), "calling": pa.array(calling, pa.bool_())})
    return table if shuffled_by is None else table.take(np.random.default_rng(shuffled_by).permutation(len(table)))


def _forwards(passed: list[tuple[str, str, int]]) -> pa.Table:
    start, end, times = zip(*passed, strict=True) if passed else ((), (), ())
    ends = {"start": pa.array(start, pa.string()), "end": pa.array(end, pa.string())}
    return pa.table({**ends, "times": pa.array(times, pa.int64())})


def crowd(*numbers: int) -> list[str]:
    return [f"phone of crowd {number} a" for number in numbers]


def town(people: int = 40) -> Lines:
    """Families whose phones ring their neighbours' from spring to autumn."""
    lines = Lines()
    with_crowd(lines.story, people)
    for number in range(people):
        near = [(number + step) % people for step in (1, 2, 3)]
        lines.friends(f"phone of crowd {number} a", crowd(*near), 0.1 * number / people, 183, times=8)
    return lines


def line(lines: Lines, phone: str, holder: str, opened: datetime = LONG_AGO, **more: object) -> str:
    """A phone of a person who lives alone."""
    lines.story.person(holder)
    return lines.story.phone(phone, holder, opened, **more)

"""A small world written by hand: people, their cards, and what the cards touch; tests tell their stories in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from workbench.model import EntityTable, Kind, LinkTable, LinkType, Type
from workbench.model import kinds as k
from workbench.model import links as li
from workbench.signals.limits import Limits
from workbench.signals.scene import scene
from workbench.signals.snapshot import Snapshot

NOW = datetime(2026, 10, 31)
SPRING = datetime(2026, 5, 1)
OLD = SPRING - timedelta(days=900)
ARROW = {Type.TEXT: pa.string(), Type.TIME: pa.timestamp("us"), Type.WHOLE: pa.int64(), Type.FEN: pa.int64()}
Row = dict[str, object]


@dataclass
class Story:
    """Rows by kind and by type of link; every word of the story returns the key it speaks of."""

    entities: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    links: list[tuple[LinkType, Kind, str, Kind, str, Row]] = field(default_factory=list)

    def person(self, key: str, home: str = "", employer: str = "", region: str = "510104") -> str:
        row = {"name": f"name {key}", "region": region, "address": home or f"house of {key}", "employer": employer}
        self.entities["Identity"][key] = {**row, "employer": employer or None}
        return key

    def card(self, kind: Kind, key: str, holder: str, opened: datetime = SPRING, **more: object) -> str:
        """A phone, bank card or account; `region`, `channel`, `outlet`, `card_type`, `service`, `contact`, `closed`."""
        known = {one: more.get(one) for one in ("card_type", "service") if more.get(one)}
        self.entities[kind.name].setdefault(key, {}).update(known)
        paper = {"opened_at": opened, "closed_at": more.get("closed"), "channel": more.get("channel", "counter")}
        paper["region"] = more.get("region", "510104")
        self.links.append((li.REGISTERED, kind, key, k.IDENTITY, holder, paper))
        if more.get("outlet"):
            self.links.append((li.OPENED_AT, kind, key, k.OUTLET, str(more["outlet"]), {"at": opened}))
        if more.get("contact"):
            link = li.RESERVED if kind is k.BANK_CARD else li.BOUND
            self.links.append((link, kind, key, k.PHONE, str(more["contact"]), {"first": opened, "last": opened}))
        return key

    def phone(self, key: str, holder: str, opened: datetime = SPRING, **more: object) -> str:
        return self.card(k.PHONE, key, holder, opened, **more)

    def bank_card(self, key: str, holder: str, opened: datetime = SPRING, **more: object) -> str:
        return self.card(k.BANK_CARD, key, holder, opened, **more)

    def account(self, key: str, holder: str, opened: datetime = SPRING, **more: object) -> str:
        return self.card(k.SOCIAL_ACCOUNT, key, holder, opened, **more)

    def used(
        self, kind: Kind, key: str, device: str = "", ip: str = "", days: int = 5, first: datetime = SPRING
    ) -> None:
        """On a device, at an address, or both, for some days from the first on."""
        row: Row = {"first": first, "last": first + timedelta(days=days * 10), "days": days, "times": days}
        for link, other, value in ((li.USED_ON, k.DEVICE, device), (li.SEEN_AT, k.IP, ip)):
            if value:
                self.links.append((link, kind, key, other, value, dict(row)))

    def called(self, caller: str, callee: str, calls: int = 3) -> None:
        row: Row = {"calls": calls, "texts": 0, "seconds": 60 * calls, "longest": 60, "days": calls}
        self.links.append((li.CALLED, k.PHONE, caller, k.PHONE, callee, {**row, "first": SPRING, "last": NOW}))

    def paid(self, payer: str, payee: str) -> None:
        row: Row = {"transfers": 1, "fen": 10000, "first": SPRING, "last": SPRING}
        self.links.append((li.PAID, k.BANK_CARD, payer, k.BANK_CARD, payee, row))

    def case(self, kind: Kind, key: str, at: datetime = NOW) -> None:
        number = f"case of {key}"
        self.links.append((li.NAMES, k.CASE_NUMBER, number, kind, key, {"at": at, "fraud_type": "loan"}))

    def disputes(self, holder: str, kind: Kind, key: str, answer: str = "not_mine", at: datetime = NOW) -> None:
        self.links.append((li.DISPUTED, k.IDENTITY, holder, kind, key, {"at": at, "answer": answer}))

    def family(self, name: str, *people: str, region: str = "510104") -> None:
        """People of one house, each with a phone, a bank card and an account used at home on an own handset."""
        for one in people:
            self.person(one, home=f"house of {name}", region=region)
            phone = self.phone(f"phone of {one}", one, datetime(2022, 1, 1), region=region)
            self.used(k.PHONE, phone, f"handset of {one}", f"ip of {name}")
            card = self.bank_card(f"card of {one}", one, datetime(2022, 1, 1), region=region, contact=phone)
            self.used(k.BANK_CARD, card, f"handset of {one}", f"ip of {name}")
            account = self.account(f"wechat:{one}", one, datetime(2022, 1, 1), region=region, contact=phone)
            self.used(k.SOCIAL_ACCOUNT, account, f"handset of {one}", f"ip of {name}")

    def tables(self) -> tuple[list[EntityTable], list[LinkTable]]:
        entities = [
            EntityTable(k.kind_of(name), _table(_described(name, rows))) for name, rows in self.entities.items()
        ]
        by: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for link, start, one, end, other, row in self.links:
            full = {each.name: (row.get(each.name), each.type) for each in link.all_properties}
            by[link.name, start.name, end.name].append({"start": (one, Type.TEXT), "end": (other, Type.TEXT), **full})
        links = [
            LinkTable(li.link_type_of(name), k.kind_of(start), k.kind_of(end), _table(rows))
            for (name, start, end), rows in by.items()
        ]
        return entities, links

    def snapshot(self, shuffled_by: int | None = None) -> Snapshot:
        entities, links = self.tables()
        if shuffled_by is not None:
            draw = np.random.default_rng(shuffled_by)
            links = [LinkTable(o.type, o.start, o.end, o.rows.take(draw.permutation(len(o.rows)))) for o in links[::-1]]
            entities = [EntityTable(o.kind, o.rows.take(draw.permutation(len(o.rows)))) for o in entities[::-1]]
        return Snapshot.of(entities, links, NOW.replace(tzinfo=UTC))


def _described(name: str, rows: dict[str, Row]) -> list[Row]:
    properties = k.kind_of(name).properties
    return [
        {"key": (key, Type.TEXT), **{p.name: (row.get(p.name), p.type) for p in properties}}
        for key, row in rows.items()
    ]


def _table(rows: list[Row]) -> pa.Table:
    columns = {name: [row[name][0] for row in rows] for name in rows[0]}
    return pa.table({name: pa.array(column, ARROW[rows[0][name][1]]) for name, column in columns.items()})


def with_ring(story: Story, name: str = "ring", size: int = 5) -> list[str]:
    """A ring at the house of its boss: papers of people far away, each with a phone and a bank card on shared tools."""
    boss = f"boss of {name}"
    story.family(boss, boss)
    members = []
    for number in range(size):
        victim = f"victim {number} of {name}"
        story.family(victim, victim, region="410105")
        opened = SPRING - timedelta(days=20 * number)
        phone = story.phone(f"{name} phone {number}", victim, opened, outlet=f"shop of {name}")
        card = story.bank_card(f"{name} card {number}", victim, opened, contact=phone, outlet=f"bank of {name}")
        story.used(k.PHONE, phone, f"tool {number % 2} of {name}", f"ip of {boss}")
        story.used(k.BANK_CARD, card, f"tool {number % 2} of {name}", f"ip of {boss}")
        members += [phone, card]
    for number in range(size - 1):
        story.paid(f"{name} card {number}", f"{name} card {number + 1}")
    return members


def with_crowd(story: Story, people: int = 60) -> None:
    """Ordinary families, so that what two share is rare."""
    for number in range(people):
        story.family(f"crowd {number}", f"crowd {number} a", f"crowd {number} b")


def contexts(story: Story, family: str, value: str) -> dict[str, str]:
    """The context of each card that touches the value, by the card's key."""
    at = scene(story.snapshot(), Limits())
    keys = at.snapshot.entities["key"]
    rows = at.touched[(at.touched["family"] == family) & (at.touched["value"].map(keys) == value)]
    return dict(zip(rows["card"].map(keys), rows["context"], strict=True))

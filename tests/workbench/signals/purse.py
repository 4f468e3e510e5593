"""Payments told by hand: who paid whom how much and when; tests tell their stories of money in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from signals.story import NOW, Story
from workbench.model import LinkTable
from workbench.model import kinds as k
from workbench.model.links import PAID
from workbench.signals.snapshot import Snapshot

MAY = datetime(2026, 5, 4, 9)


@dataclass
class Purse:
    """Payments among cards of a story; days and hours count from a morning in May."""

    story: Story = field(default_factory=Story)
    rows: list[tuple[str, str, datetime, int]] = field(default_factory=list)

    def paid(self, payer: str, payee: str, day: float, yuan: float) -> None:
        self.rows.append((payer, payee, MAY + timedelta(days=day), round(yuan * 100)))

    def collected(self, payee: str, payers: Iterable[str], day: float, yuan: float) -> None:
        """Each pays within a few hours, no two the same."""
        for number, payer in enumerate(payers):
            self.paid(payer, payee, day + number / 40, yuan + 130 * number)

    def habits(self, cards: Iterable[str]) -> None:
        """Every card buys at the shop each week, so that it has a life and the shop steady takings."""
        for number, card in enumerate(cards):
            for week in range(24):
                self.paid(card, "ACCT:shop:1", 7 * week + number % 7, 40 + number % 11)

    def tables(self, shuffled_by: int | None = None) -> list[LinkTable]:
        start, end, at, fen = zip(*self.rows, strict=True) if self.rows else ((), (), (), ())
        columns = {"start": pa.array(start, pa.string()), "end": pa.array(end, pa.string())}
        numbers = {"at": pa.array(at, pa.timestamp("us")), "fen": pa.array(fen, pa.int64())}
        table = pa.table({**columns, **numbers, "times": pa.array([1] * len(at), pa.int64())})
        if shuffled_by is not None:
            table = table.take(np.random.default_rng(shuffled_by).permutation(len(table)))
        return [LinkTable(PAID, k.BANK_CARD, k.BANK_CARD, table)]

    def snapshot(self, shuffled_by: int | None = None) -> Snapshot:
        entities, links = self.story.tables()
        return Snapshot.of(entities, links, NOW.replace(tzinfo=UTC), self.tables(shuffled_by))


def people(purse: Purse, name: str, count: int) -> list[str]:
    """The cards of so many people who live apart and shop every week."""
    for number in range(count):
        purse.story.family(f"{name} {number}", f"{name} {number}")
    cards = [f"card of {name} {number}" for number in range(count)]
    purse.habits(cards)
    return cards


def mules(purse: Purse, name: str, count: int, since: datetime = MAY - timedelta(days=30)) -> list[str]:
    """Cards of people who live apart, opened lately, with no life of their own."""
    cards = []
    for number in range(count):
        purse.story.person(f"{name} {number}")
        cards.append(purse.story.bank_card(f"{name} card {number}", f"{name} {number}", since))
    return cards


def with_campaign(purse: Purse, victims: list[str], cards: list[str], day: float = 20.0) -> None:
    """Victims pay the first card over two days; it pays the two next within hours, and these the last."""
    first, one, other, last = cards
    purse.collected(first, victims, day, 8000)
    for step in range(3):
        purse.paid(first, one, day + 0.1 + step / 3, 7000 + step)
        purse.paid(first, other, day + 0.12 + step / 3, 6000 + step)
        purse.paid(one, last, day + 0.15 + step / 3, 6800 + step)
        purse.paid(other, last, day + 0.2 + step / 3, 5900 + step)

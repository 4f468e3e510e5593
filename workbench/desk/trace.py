"""Tracing: from one payment, card by card, where the money went, and why it cannot be followed any further."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa

from graph_loaders import clean
from workbench.desk.coverage import Covering
from workbench.desk.show import link_name, show_time
from workbench.desk.trail import LEAST_PARTS, MOST_PAYMENTS, Start, Trail, starts, trail
from workbench.errors import NotFound, UsedWrongly
from workbench.model import BANK_CARD, PAID, SOCIAL_ACCOUNT, Clean, Entity, Link, kind_of
from workbench.model.shown import ShownEntity
from workbench.signals.flows.tracing import RULE

MOST_HOPS = 12
CASH = re.compile(r"(?i)\batm\b|cash|现金|取现|现钞")
WHY = {
    "cash": "taken out in cash: no record follows it",
    "service": "a known service: what it takes mixes with everybody's money",
    "many": f"a card with more than {MOST_PAYMENTS:,} payments: nobody can say which money left with which",
    "far": "followed so far and no further; ask for more hops",
    "small": f"less than a {LEAST_PARTS}th of the payment, which is not followed on",
    "outside": "what this card paid is not in the evidence: outside it, or not answered",
    "lies": "lies there still, as far as the evidence goes",
}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One payment on the way: `of_it` fen are of what is traced by the rule, `low` to `high` by any other.

    `hop` 1 is the payment itself; `minutes` is how long the money lay on the payer's card. `link` names the link
    that the rows stand behind.
    """

    hop: int
    payer: ShownEntity
    payee: ShownEntity
    bank: str
    at: str
    minutes: int
    fen: int
    of_it: int
    low: int
    high: int
    link: str


@dataclass(frozen=True, slots=True)
class TraceEnd:
    """Where some of it came to rest, or out of sight: `why` is one of WHY, `says` the sentence."""

    account: ShownEntity
    bank: str
    hop: int
    of_it: int
    low: int
    high: int
    why: str
    says: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A payment followed: the ends' fen are the payment's, to the last one; `notes` say what it rests on."""

    rule: str
    at: str
    fen: int
    steps: tuple[TraceStep, ...]
    ends: tuple[TraceEnd, ...]
    notes: tuple[str, ...]


class Tracing(Covering):
    """Following money."""

    def trace(
        self, entity: ShownEntity | str, at: str = "", amount: str = "", *, received: bool = False, hops: int = 6
    ) -> Trace:
        """Where a payment of the card went, masked; the look is on the record.

        The card is shown, a token or a value. The payment is the first that it made (or was paid, where `received`)
        from `at` on, of `amount` yuan where that is said; without `at` its largest one.
        """
        if not 1 <= hops <= MOST_HOPS:
            raise UsedWrongly(f"money is followed over 1 to {MOST_HOPS} cards; {hops} is not one of these")
        account = next((one for one in self._meant(entity) if one.kind in {BANK_CARD, SOCIAL_ACCOUNT}), None)
        if account is None:
            raise UsedWrongly("that is no card and no account; money is traced from one of these")
        self.record("trace", self.showing.entity(account).token)
        start = self._start(account.key, at, amount, received=received)
        services: frozenset[str] = frozenset()
        found = trail(self.evidence, start, hops, services)
        while more := self._services(found) - services:
            services |= more
            found = trail(self.evidence, start, hops, services)
        return self._told(found, start, hops, services)

    def _start(self, key: str, at: str, amount: str, *, received: bool) -> Start:
        rows = starts(self.evidence, key)
        if amount:
            rows = rows[rows["fen"] == _spelled(clean.money, amount, "a sum in yuan, as 50000 or 1234.50")]
        if at:
            rows = rows[rows["at"] >= _moment(at)]
        mine = rows[rows["end" if received else "start"] == key]
        rows = mine if len(mine) else rows
        if rows.empty:
            raise NotFound(
                "the evidence has no such payment; leave --at or --amount out, or look the card up with find"
            )
        order = ["at", "fen"] if at else ["fen", "at"]
        row = rows.sort_values(order, ascending=[bool(at), not at], kind="stable").iloc[0]
        return Start(str(row["start"]), str(row["end"]), row["at"].to_pydatetime(), int(row["fen"]))

    def _services(self, found: Trail) -> frozenset[str]:
        """The known services among the cards that were followed through."""
        return frozenset(key for key in found.read if self._account(found, key).properties.get("service"))

    def _account(self, found: Trail, key: str) -> ShownEntity:
        shown = self.showing.entity(Entity(kind_of(found.kinds[key]), key))
        try:
            return self.look.entity(shown.token)
        except NotFound:
            # The graph is behind the evidence: the mask alone has to do.
            return shown

    def _told(self, found: Trail, start: Start, hops: int, services: frozenset[str]) -> Trace:
        steps = tuple(self._steps(found))
        ends = tuple(self._ends(found, hops, services, max(start.fen // LEAST_PARTS, 1)))
        may_be = int(((found.followed.left["fen"] == 0) & (found.followed.left["high"] > 0)).sum())
        notes = [f"by the rule {RULE}; another order of leaving a card gives sums between the lowest and the highest"]
        notes.append("a card is taken to have held, before its first payment here, just what its payments needed")
        if may_be:
            notes.append(f"by another order some of it may have come to {may_be:,} further cards or accounts")
        if found.undone:
            notes.append(f"{found.undone:,} transfers of these cards failed or were reversed and moved nothing")
        return Trace(RULE, show_time(start.at), start.fen, steps, ends, tuple(notes))

    def _steps(self, found: Trail) -> Iterator[TraceStep]:
        steps = found.followed.steps[found.followed.steps["fen"] > 0]
        for step in steps.sort_values(["hop", "row"]).to_dict("records"):
            row = found.rows.iloc[int(step["row"])]
            payer, payee = (self._account(found, str(row[side])) for side in ("start", "end"))
            ends = (self.showing.entity_of(payer.token), self.showing.entity_of(payee.token))
            name = link_name(self.showing.link(Link(PAID, *ends)))
            fen = (int(row["fen"]), int(step["fen"]), int(step["low"]), int(step["high"]))
            minutes, at = int(step["wait"]) // 60, show_time(row["at"].to_pydatetime())
            yield TraceStep(int(step["hop"]), payer, payee, _bank(payee), at, minutes, *fen, name)

    def _ends(self, found: Trail, hops: int, services: frozenset[str], least: int) -> Iterator[TraceEnd]:
        left = found.followed.left[found.followed.left["fen"] > 0]
        for one in left.sort_values(["fen", "card"], ascending=[False, True]).to_dict("records"):
            key = found.cards[int(one["card"])]
            account = self._account(found, key)
            why = _why(found, key, services, far=int(one["hop"]) >= hops, small=int(one["fen"]) < least)
            says = f"{WHY[why]}. {self.answered(account)}" if why == "outside" else WHY[why]
            fen = (int(one["fen"]), int(one["low"]), int(one["high"]))
            yield TraceEnd(account, _bank(account), int(one["hop"]), *fen, why, says)


def _why(found: Trail, key: str, services: frozenset[str], *, far: bool, small: bool) -> str:
    rows = found.rows
    channels = rows.loc[rows["end"] == key, "channel"].fillna("").astype(str)
    reasons = {
        "cash": bool(CASH.search(key.replace(":", " "))) or bool(channels.str.contains(CASH).all()),
        "service": key in services,
        "many": key in found.many,
        "lies": key in found.read and bool((rows["start"] == key).any()),
        "outside": key in found.read,
        "far": far,
        "small": small,
    }
    return next((why for why, so in reasons.items() if so), "small")


def _bank(account: ShownEntity) -> str:
    return str(account.properties.get("bank") or account.properties.get("platform") or "")


def _spelled(spelling: Clean, value: str, wanted: str) -> int:
    found = spelling(pa.array([value], pa.string()), None).values[0].as_py()
    if not isinstance(found, int):
        raise UsedWrongly(f"that is not {wanted}")
    return found


def _moment(value: str) -> datetime:
    found = clean.time(pa.array([value], pa.string()), None).values[0].as_py()
    if not isinstance(found, datetime):
        raise UsedWrongly("that is no time; write it as 2026-03-01 14:30:00")
    moment = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    return pd.Timestamp(moment).floor("s").to_pydatetime()

"""Fraud's money: victims' payments, the layers of mules they run through, and the ways out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.city.hands import as_share, begun, waking
from workbench.city.lookalikes_work import job_of
from workbench.city.money import card_of, merchants, pay
from workbench.city.plan import DAY, END
from workbench.city.sheets import Town, ints, texts, times
from workbench.city.values import Bools, Floats, Ints, Texts, Times
from workbench.city.victims import Victims, at_work


@dataclass(frozen=True)
class Stream:
    """Payments that arrived on rings' cards: card row, ring, when, how much, and from whom."""

    row: Ints
    ring: Ints
    at: Times
    amount: Floats


def some(stream: Stream, keep: Bools) -> Stream:
    """Return some of the payments."""
    return Stream(stream.row[keep], stream.ring[keep], stream.at[keep], stream.amount[keep])


def victim_payments(town: Town, victims: Victims, keys: Texts) -> tuple[pd.DataFrame, Stream, Ints]:
    """Return payments of victims to the first layer, the same as a stream, and which victim made each."""
    rng = town.plan.draw("victim payments")
    payers = np.flatnonzero(victims.pays)
    who = np.repeat(payers, 1 + rng.poisson(victims.odds(7)[payers] - 1 + 0.2))
    delay = rng.exponential(victims.odds(6)[who] / 2, who.size) + 0.05
    at = waking(rng, victims.at[who] + (delay * DAY).astype("timedelta64[s]"))
    row = at_work(rng, town, victims.ring[who], at, "mule_1")
    amount = rng.lognormal(np.log(victims.odds(8)[who]), 0.7)
    amount = np.where(rng.random(who.size) < 0.6, np.round(amount / 100) * 100 + 100, amount)
    payer = card_of(rng, town, keys, ints(town.paper, "user")[victims.phone[who]], at)
    good = (row >= 0) & (payer != "") & (at < END)
    who, row, at, amount = who[good], row[good], at[good], amount[good]
    frame = pay(payer[good], keys[row], at, amount, "friend")
    return frame, Stream(row, victims.ring[who], at, amount), who


def passed_on(
    rng: np.random.Generator, town: Town, keys: Texts, stream: Stream, part: str
) -> tuple[pd.DataFrame, Stream]:
    """Return what one layer pays to the next: most of each sum, now and then in pieces, within hours or days."""
    # One sum in eight stays: frozen, kept, or forgotten.
    pieces = rng.choice((0, 1, 2, 3), stream.row.size, p=(0.12, 0.62, 0.22, 0.04))
    each = np.repeat(np.arange(stream.row.size), pieces)
    cut = rng.uniform(0.5, 1.5, each.size)
    share = as_share(cut, np.bincount(each, cut, stream.row.size).astype(np.float64)[each])
    amount = np.round(stream.amount[each] * share * rng.uniform(0.78, 1.0, stream.row.size)[each], 2)
    wait = np.where(rng.random(each.size) < 0.55, rng.uniform(0.02, 0.3, each.size), rng.exponential(2.0, each.size))
    at = waking(rng, stream.at[each] + (wait * DAY).astype("timedelta64[s]"))
    row = at_work(rng, town, stream.ring[each], at, part)
    good = (row >= 0) & (at < END) & (row != stream.row[each])
    frame = pay(keys[stream.row[each][good]], keys[row[good]], at[good], amount[good], "friend")
    return frame, Stream(row[good], stream.ring[each][good], at[good], amount[good])


def cashed_out(rng: np.random.Generator, town: Town, keys: Texts, stream: Stream) -> pd.DataFrame:
    """Return the ways out: cash, gold buyers, coin traders, goods."""
    way = rng.choice(4, stream.row.size, p=(0.35, 0.2, 0.2, 0.25))
    at = waking(rng, stream.at + (rng.exponential(0.6, stream.row.size) * DAY).astype("timedelta64[s]"))
    gold = card_of(rng, town, keys, rng.choice(job_of(town, "gold_buyer"), at.size), at)
    coin = card_of(rng, town, keys, rng.choice(job_of(town, "coin_trader"), at.size), at)
    cash = np.full(at.size, "ACCT:ATM:510100")
    payee = np.choose(way, [cash, gold, coin, rng.choice(merchants(town), at.size)])
    frame = pay(keys[stream.row], payee, at, stream.amount * rng.uniform(0.9, 1, at.size), "trade")
    return frame[(frame["payee"] != "") & (at < END)]


def everyday_cash(town: Town, keys: Texts) -> pd.DataFrame:
    """Return cash that people take from machines, fraud or not."""
    rng = town.plan.draw("cash")
    rows = np.flatnonzero(texts(town.paper, "kind") == "bank_card")
    row = np.repeat(rows, rng.poisson(1.1, rows.size))
    start = np.maximum(begun(town)[row], np.datetime64("2026-05-01", "s"))
    closed = times(town.paper, "closed")[row]
    at = start + (rng.random(row.size) * (END - start).astype(np.int64)).astype("timedelta64[s]")
    keep = (at < END) & (np.isnat(closed) | (at < closed)) & (start < END)
    amount = rng.choice((200.0, 500.0, 1000.0, 2000.0, 5000.0), row.size)
    return pay(keys[row][keep], np.full(keep.sum(), "ACCT:ATM:510100"), at[keep], amount[keep], "cash")


def pattern_rows(pattern: str, frame: pd.DataFrame, ring: Ints, side: str) -> pd.DataFrame:
    """Return one row a card that took part in a ring's pattern."""
    rows = pd.DataFrame({"pattern": pattern, "ring": ring, "card": texts(frame, side)})
    return rows.drop_duplicates()


def fraud_money(town: Town, victims: Victims, keys: Texts) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return fraud's transfers, which of them victims made (victim, row, at, amount), and the truth of patterns."""
    rng = town.plan.draw("mules")
    first, stream, who = victim_payments(town, victims, keys)
    made = pd.DataFrame({"victim": who, "row": stream.row, "at": stream.at, "amount": stream.amount})
    second, middle = passed_on(rng, town, keys, stream, "mule_2")
    deep = rng.random(middle.row.size) < 0.6
    third, last = passed_on(rng, town, keys, some(middle, deep), "mule_3")
    out = pd.concat([cashed_out(rng, town, keys, some(middle, ~deep)), cashed_out(rng, town, keys, last)])
    patterns = [
        pattern_rows("gather", first, stream.ring, "payee"),
        pattern_rows("layered", second, middle.ring, "payer"),
        pattern_rows("layered", second, middle.ring, "payee"),
        pattern_rows("layered", third, last.ring, "payee"),
        pattern_rows("pass_through", third, last.ring, "payer"),
    ]
    truth = pd.concat(patterns, ignore_index=True).drop_duplicates()
    truth = truth.assign(id=truth["pattern"] + "-" + truth["ring"].astype(str))
    return pd.concat([first, second, third, out], ignore_index=True), made, truth[["pattern", "id", "card"]]

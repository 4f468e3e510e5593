"""Fraud's money: victims' payments, the layers of mules they run through, and the ways out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.city.hands import as_share, begun, held_at, waking
from workbench.city.lookalikes_work import job_of
from workbench.city.money import card_of, merchants, pay
from workbench.city.operations import run_operations
from workbench.city.plan import DAY, END
from workbench.city.sheets import Town, adults, ints, texts, times
from workbench.city.values import Bools, Floats, Ints, Texts, Times
from workbench.city.victims import Victims, at_work

WAYS = ("exit_cash", "exit_gold", "exit_coin", "goods")
FEWEST_PAYERS = 5


@dataclass(frozen=True)
class Stream:
    """Payments that arrived on cards: card row, ring, when, and how much."""

    row: Ints
    ring: Ints
    at: Times
    amount: Floats


def some(stream: Stream, keep: Bools) -> Stream:
    """Return some of the payments."""
    return Stream(stream.row[keep], stream.ring[keep], stream.at[keep], stream.amount[keep])


def collectors(rng: np.random.Generator, town: Town, victims: Victims) -> tuple[Ints, Times]:
    """Return the card that takes the money of each ring's campaign, or -1, and when the campaign starts."""
    start = np.full(town.plan.rings, END)
    at = np.flatnonzero(victims.campaign)
    np.minimum.at(start, victims.ring[at], victims.at[at])
    return at_work(rng, town, np.arange(town.plan.rings), start, "mule_1"), start


def victim_payments(town: Town, victims: Victims, keys: Texts) -> tuple[pd.DataFrame, Stream, Ints]:
    """Return payments of victims to the first layer, the same as a stream, and which victim made each."""
    rng = town.plan.draw("victim payments")
    collector, _ = collectors(rng, town, victims)
    payers = np.flatnonzero(victims.pays)
    who = np.repeat(payers, 1 + rng.poisson(victims.odds(7)[payers] - 1 + 0.2))
    first = np.r_[True, who[1:] != who[:-1]] & victims.campaign[who]
    delay = rng.exponential(victims.odds(6)[who] / 2, who.size) + 0.05
    delay = np.where(first, rng.uniform(0.1, 4, who.size), delay)
    at = waking(rng, victims.at[who] + (delay * DAY).astype("timedelta64[s]"))
    row = at_work(rng, town, victims.ring[who], at, "mule_1")
    row = np.where(first & (collector[victims.ring[who]] >= 0), collector[victims.ring[who]], row)
    amount = rng.lognormal(np.log(victims.odds(8)[who]), 0.7)
    amount = np.where(rng.random(who.size) < 0.6, np.round(amount / 100) * 100 + 100, amount)
    payer = card_of(rng, town, keys, ints(town.paper, "user")[victims.phone[who]], at)
    good = (row >= 0) & (payer != "") & (at < END)
    who, row, at, amount = who[good], row[good], at[good], amount[good]
    frame = pay(payer[good], keys[row], at, amount, "friend")
    return frame, Stream(row, victims.ring[who], at, amount), who


def far_victims(town: Town, victims: Victims, keys: Texts) -> tuple[pd.DataFrame, Stream]:
    """Return payments of victims of each campaign whose phones the city does not see, and the same as a stream."""
    rng = town.plan.draw("far victims")
    # The same stream of chance as the victims' own payments begin with: the same collector.
    collector, start = collectors(town.plan.draw("victim payments"), town, victims)
    ring = np.repeat(np.arange(town.plan.rings), rng.integers(2, 7, town.plan.rings))
    at = waking(rng, start[ring] + (rng.uniform(0.2, 7, ring.size) * DAY).astype("timedelta64[s]"))
    payer = card_of(rng, town, keys, rng.choice(np.flatnonzero(adults(town)), ring.size), at)
    amount = np.round(rng.lognormal(np.log(2600), 0.8, ring.size) / 100) * 100 + 100
    good = (collector[ring] >= 0) & (payer != "") & (at < END)
    stream = some(Stream(collector[ring], ring, at, amount), good)
    return pay(payer[good], keys[stream.row], stream.at, stream.amount, "friend"), stream


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


def through_victims(town: Town, victims: Victims, keys: Texts) -> tuple[pd.DataFrame, Stream, pd.DataFrame]:
    """Return what rings send over cards of victims who were told to help, what these pass on, and the truth of it."""
    rng = town.plan.draw("victim mules")
    noted = ints(town.innocent[0], "row")
    turned = np.flatnonzero(victims.pays & (rng.random(victims.pays.size) < town.plan.difficulty.turned))
    begin = victims.at[turned] + (rng.uniform(1, 9, turned.size) * DAY).astype("timedelta64[s]")
    card = held_at(rng, town, "bank_card", ints(town.paper, "user")[victims.phone[turned]], begin)
    fit = (card >= 0) & ~np.isin(card, noted) & (ints(town.paper, "ring")[card] < 0)
    turned, card, begin = turned[fit], card[fit], begin[fit]
    each = np.repeat(np.arange(turned.size), 1 + rng.poisson(1.4, turned.size))
    at = waking(rng, begin[each] + (rng.uniform(0, 5, each.size) * DAY).astype("timedelta64[s]"))
    source = at_work(rng, town, victims.ring[turned[each]], at, "mule_1")
    amount = np.round(rng.lognormal(np.log(4200), 0.6, each.size), 2)
    good = (source >= 0) & (at < END)
    stream = some(Stream(card[each], victims.ring[turned[each]], at, amount), good)
    frame = pay(keys[source[good]], keys[stream.row], stream.at, stream.amount, "friend")
    out, _ = onward = passed_on(rng, town, keys, stream, "mule_2")
    helped = np.isin(keys[card], texts(frame, "payee")) & np.isin(keys[card], texts(out, "payer"))
    name = np.char.add("victim_mule-", np.arange(turned.size).astype(np.str_))
    truth = pd.DataFrame({"pattern": "victim_mule", "id": name, "card": keys[card], "part": "middle"})[helped]
    return pd.concat([frame, out], ignore_index=True), onward[1], truth


def cashed_out(rng: np.random.Generator, town: Town, keys: Texts, stream: Stream) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ways out (cash, gold buyers, coin traders, goods), and the truth of which card went which way."""
    way = rng.choice(4, stream.row.size, p=(0.35, 0.2, 0.2, 0.25))
    at = waking(rng, stream.at + (rng.exponential(0.6, stream.row.size) * DAY).astype("timedelta64[s]"))
    gold = card_of(rng, town, keys, rng.choice(job_of(town, "gold_buyer"), at.size), at)
    coin = card_of(rng, town, keys, rng.choice(job_of(town, "coin_trader"), at.size), at)
    cash = np.full(at.size, "ACCT:ATM:510100")
    payee = np.choose(way, [cash, gold, coin, rng.choice(merchants(town), at.size)])
    frame = pay(keys[stream.row], payee, at, stream.amount * rng.uniform(0.9, 1, at.size), "trade")
    good = ((frame["payee"] != "") & (at < END)).to_numpy()
    truth = pd.DataFrame(
        {"pattern": np.array(WAYS)[way], "ring": stream.ring, "card": keys[stream.row], "part": "exit"}
    )
    return frame[good], truth[good & (way < 3)]


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


def pattern_rows(pattern: str, part: str, cards: Texts, ring: Ints) -> pd.DataFrame:
    """Return one row a card that took part in a ring's pattern."""
    return pd.DataFrame({"pattern": pattern, "ring": ring, "card": cards, "part": part}).drop_duplicates()


def gathered(frame: pd.DataFrame, ring: Ints) -> pd.DataFrame:
    """Return the cards that took from five payers or more within a fortnight: the collectors of campaigns."""
    rows = frame.assign(ring=ring, day=times(frame, "at").astype("datetime64[D]").astype(np.int64))
    first = rows.assign(block=rows["day"] // 14)
    second = rows.assign(block=(rows["day"] + 7) // 14 + 10**6)
    groups = pd.concat([first, second]).groupby(["ring", "payee", "block"])["payer"].nunique()
    many = groups[groups >= FEWEST_PAYERS].reset_index()
    return pattern_rows("fan_in", "hub", texts(many, "payee"), ints(many, "ring"))


def fraud_money(town: Town, victims: Victims, keys: Texts) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return fraud's transfers, which of them victims made (victim, row, at, amount), and the truth of patterns."""
    rng = town.plan.draw("mules")
    first, stream, who = victim_payments(town, victims, keys)
    made = pd.DataFrame({"victim": who, "row": stream.row, "at": stream.at, "amount": stream.amount})
    far, strangers = far_victims(town, victims, keys)
    helped, from_helpers, truth_of_helpers = through_victims(town, victims, keys)
    stream = joined_streams(stream, strangers)
    second, middle = passed_on(rng, town, keys, stream, "mule_2")
    deep = rng.random(middle.row.size) < 0.6
    third, last = passed_on(rng, town, keys, some(middle, deep), "mule_3")
    out, exits = cashed_out(rng, town, keys, joined_streams(joined_streams(some(middle, ~deep), last), from_helpers))
    patterns = [
        gathered(pd.concat([first, far], ignore_index=True), stream.ring),
        pattern_rows("layered", "source", texts(second, "payer"), middle.ring),
        pattern_rows("layered", "middle", texts(second, "payee"), middle.ring),
        pattern_rows("layered", "sink", texts(third, "payee"), last.ring),
        exits,
    ]
    truth = pd.concat(patterns, ignore_index=True).drop_duplicates(["pattern", "ring", "card"])
    truth = truth.assign(id=truth["pattern"] + "-" + truth["ring"].astype(str))
    operated, known = run_operations(town, keys)
    truth = pd.concat([truth[["pattern", "id", "card", "part"]], truth_of_helpers, known], ignore_index=True)
    return pd.concat([first, far, helped, second, third, out, operated], ignore_index=True), made, truth


def joined_streams(one: Stream, other: Stream) -> Stream:
    """Return the payments of both."""
    pairs = zip(vars(one).values(), vars(other).values(), strict=True)
    return Stream(*(np.concatenate(pair) for pair in pairs))

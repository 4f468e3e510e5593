"""Everyday money: wages, rent, shopping, friends, trade, savings clubs, gold and coins."""

import numpy as np
import pandas as pd

from workbench.city.calls import near_pairs
from workbench.city.hands import held_at, moments
from workbench.city.lookalikes_home import days
from workbench.city.lookalikes_work import job_of
from workbench.city.plan import DAY, END, START
from workbench.city.sheets import Town, adults, bools, floats, ints, texts, times
from workbench.city.values import Floats, Ints, Texts, Times, joined, padded

MONTHS = 6


def pay(payer: Texts, payee: Texts, at: Times, amount: Floats, note: str) -> pd.DataFrame:
    """Return payments in yuan; `note` is a sort of NOTES, worded later."""
    return pd.DataFrame({"payer": payer, "payee": payee, "at": at, "amount": np.round(amount, 2), "note": note})


def any_time(rng: np.random.Generator, count: int) -> Times:
    """Return times anywhere in the window."""
    return moments(rng, np.full(count, START), np.full(count, END))


def card_of(rng: np.random.Generator, town: Town, keys: Texts, users: Ints, at: Times) -> Texts:
    """Return the key of a bank card each person holds at that time, or an empty text."""
    row = held_at(rng, town, "bank_card", users, at)
    return np.where(row >= 0, keys[row], "")


def sums(rng: np.random.Generator, count: int, usual: float, spread: float) -> Floats:
    """Return amounts about a usual one; half of them round."""
    amount = rng.lognormal(np.log(usual), spread, count)
    step = np.where(amount > 2000, 100.0, np.where(amount > 100, 10.0, 1.0))
    return np.where(rng.random(count) < 0.5, np.maximum(np.round(amount / step), 1) * step, amount + 0.01)


def merchants(town: Town) -> Texts:
    """Return the accounts of shops that are companies: bank accounts and wallets."""
    rng = town.plan.draw("merchants")
    count = max(20, town.plan.people // 40)
    number = padded(rng.choice(10**6, count, replace=False) + 2088 * 10**6, 12)
    bank = joined(np.array("ACCT:中国银行:"), number)
    wallet = joined(np.array("alipay:"), number)
    return np.where(rng.random(count) < 0.6, wallet, bank)


def shopping(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return shopping: at companies mostly, a third at people's own shops."""
    people = np.flatnonzero(floats(town.people, "age") > 15)
    who = np.repeat(people, rng.poisson(rng.gamma(0.9, 13, people.size)))
    at = any_time(rng, who.size)
    shop = rng.choice(job_of(town, "shop"), who.size)
    company = rng.choice(merchants(town), who.size)
    payee = np.where(rng.random(who.size) < 0.3, card_of(rng, town, keys, shop, at), company)
    return pay(card_of(rng, town, keys, who, at), payee, at, sums(rng, who.size, 75, 1.0), "shop")


def friends(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return payments among relatives, friends and colleagues, most small, a few large."""
    frames = []
    region = np.unique(texts(town.people, "region"), return_inverse=True)[1].astype(np.int64)
    for group, reach, each, usual in ((ints(town.people, "home"), 3, 1.2, 600), (region, 150, 3.0, 220)):
        one, other = near_pairs(rng, group, reach, each)
        many = rng.poisson(rng.gamma(0.7, 2.2, one.size))
        one, other = np.repeat(one, many), np.repeat(other, many)
        swap = rng.random(one.size) < 0.4
        one, other = np.where(swap, other, one), np.where(swap, one, other)
        at = any_time(rng, one.size)
        amount = sums(rng, one.size, usual, 1.1) * np.where(rng.random(one.size) < 0.03, 60, 1)
        frames.append(pay(card_of(rng, town, keys, one, at), card_of(rng, town, keys, other, at), at, amount, "friend"))
    return pd.concat(frames)


def own_moves(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return money people move between their own cards, often all of it within hours."""
    who = np.repeat(np.arange(len(town.people)), rng.poisson(rng.gamma(0.6, 9, len(town.people))))
    at = any_time(rng, who.size)
    one, other = card_of(rng, town, keys, who, at), card_of(rng, town, keys, who, at)
    return pay(one, other, at, sums(rng, who.size, 2600, 1.1), "friend")


def rents(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return rents: monthly, to one landlord each."""
    tenants = np.flatnonzero(adults(town) & bools(town.people, "migrant"))
    landlord = rng.choice(job_of(town, "landlord"), tenants.size)
    due, amount = rng.integers(0, 28, tenants.size), sums(rng, tenants.size, 1500, 0.4)
    who, owner = np.tile(tenants, MONTHS), np.tile(landlord, MONTHS)
    month = np.repeat(np.arange(MONTHS), tenants.size) * 30
    at = START + days(np.tile(due, MONTHS) + month) + rng.integers(0, DAY, who.size).astype("timedelta64[s]")
    owners = card_of(rng, town, keys, owner, at)
    return pay(card_of(rng, town, keys, who, at), owners, at, np.tile(amount, MONTHS), "rent")


def savings(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return rotating savings: each month every member pays the one whose turn it is."""
    members = job_of(town, "rotating_savings")
    club = np.arange(members.size) // 9
    month = np.repeat(np.arange(MONTHS), members.size)
    who = np.tile(members, MONTHS)
    turn = np.tile(club, MONTHS) * 9 + month % np.maximum(np.bincount(club), 1)[np.tile(club, MONTHS)]
    stake = np.tile(rng.choice((500.0, 1000.0, 2000.0, 3000.0), club.max() + 1)[club], MONTHS)
    at = START + days(month * 30 + 10) + rng.integers(0, 3 * DAY, who.size).astype("timedelta64[s]")
    holder = members[np.minimum(turn, members.size - 1)]
    return pay(card_of(rng, town, keys, who, at), card_of(rng, town, keys, holder, at), at, stake, "savings")


def trade(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return suppliers paying each other in rings of five, both goods and returns, and shops paying suppliers."""
    firms, shops = job_of(town, "supplier"), job_of(town, "shop")
    at_firm = np.repeat(np.arange(firms.size), rng.poisson(9, firms.size))
    following = np.minimum(at_firm // 5 * 5 + (at_firm % 5 + 1) % 5, firms.size - 1)
    shop = np.repeat(shops, rng.poisson(12, shops.size))
    payer = np.r_[firms[at_firm], shop]
    payee = np.r_[firms[following], rng.choice(firms, shop.size)]
    at = any_time(rng, payer.size)
    amount = np.r_[sums(rng, at_firm.size, 14000, 0.8), sums(rng, shop.size, 2500, 0.7)]
    return pay(card_of(rng, town, keys, payer, at), card_of(rng, town, keys, payee, at), at, amount, "trade")


def through_traders(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return gold buyers and coin traders: paid by many for large sums, paying on within hours."""
    frames = []
    payers = np.flatnonzero(adults(town))
    for job, usual in (("gold_buyer", 5200.0), ("coin_trader", 7600.0)):
        traders = job_of(town, job)
        trader = np.repeat(traders, rng.poisson(rng.gamma(2, 5, traders.size)))
        at = any_time(rng, trader.size)
        amount = sums(rng, trader.size, usual, 0.9)
        mine = card_of(rng, town, keys, trader, at)
        frames.append(pay(card_of(rng, town, keys, rng.choice(payers, at.size), at), mine, at, amount, "trade"))
        on = at + rng.integers(1200, 30 * 3600, at.size).astype("timedelta64[s]")
        target = np.where(
            rng.random(at.size) < 0.5, rng.choice(merchants(town), at.size), mine[rng.permutation(at.size)]
        )
        frames.append(pay(mine, target, on, amount * rng.uniform(0.9, 1.0, at.size), "trade"))
    return pd.concat(frames)


def borrowed_habits(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return the small everyday payments rings make with their cards so that they look lived in."""
    cards = np.flatnonzero((ints(town.paper, "ring") >= 0) & (texts(town.paper, "kind") == "bank_card"))
    row = np.repeat(cards, rng.poisson(rng.gamma(0.5, 6, cards.size)))
    start = np.maximum(times(town.paper, "opened")[row], START)
    at = moments(rng, start, np.fmin(times(town.paper, "closed")[row], END))
    someone = card_of(rng, town, keys, rng.choice(np.flatnonzero(adults(town)), row.size), at)
    out = rng.random(row.size) < 0.6
    other = np.where(out & (rng.random(row.size) < 0.7), rng.choice(merchants(town), row.size), someone)
    mine = keys[row]
    amount = sums(rng, row.size, 110, 1.1)
    return pay(np.where(out, mine, other), np.where(out, other, mine), at, amount, "shop")

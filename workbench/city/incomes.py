"""Incomes: wages, pensions and takings month by month, what is sent on of them, credit cards and what is repaid."""

import numpy as np
import pandas as pd

from workbench.city import money
from workbench.city.dealings import dealings, pennies
from workbench.city.hands import moments, waking
from workbench.city.lookalikes_home import days
from workbench.city.money import MONTHS, card_of, merchants, pay, sums
from workbench.city.paper import open_through
from workbench.city.plan import DAY, END, START
from workbench.city.sheets import Town, floats, ints, rows_of, texts, times
from workbench.city.values import Ints, Texts

# Share of cards that are emptied every fortnight.
SWEEPERS = 0.3


def incomes(rng: np.random.Generator, town: Town, keys: Texts) -> tuple[pd.DataFrame, Ints]:
    """Return monthly incomes and whose each is: wages on pay day, pensions, else takings of odd sums."""
    age, employer = floats(town.people, "age"), ints(town.people, "employer")
    earners = np.flatnonzero((employer >= 0) | ((age > 19) & (rng.random(age.size) < 0.75)))
    who = np.tile(earners, MONTHS)
    month = np.repeat(np.arange(5, 5 + MONTHS), earners.size)
    staff, old = employer[who] >= 0, age[who] > 60
    day = np.where(staff, 5 + employer[who] % 20, np.where(old, 15, rng.integers(0, 30, who.size)))
    at = np.array("2026", dtype="datetime64[Y]").astype("datetime64[M]") + (month - 1)
    at = at.astype("datetime64[s]") + days(day) + rng.integers(9 * 3600, 17 * 3600, who.size).astype("timedelta64[s]")
    usual = rng.lognormal(8.75, 0.45, earners.size) * np.where(employer[earners] >= 0, 1, 0.5)
    amount = np.tile(usual, MONTHS) * np.where(
        staff | old, rng.normal(1, 0.04, who.size), rng.lognormal(0, 0.5, who.size)
    )
    payer = np.where(old, "ACCT:成都社保:510100000001", rng.choice(merchants(town), who.size))
    payer = np.where(staff, texts(town.places.employers, "account")[employer[who]], payer)
    return pay(payer, card_of(rng, town, keys, who, at), at, amount, "salary"), who


def sent_on(rng: np.random.Generator, town: Town, keys: Texts, income: pd.DataFrame, who: Ints) -> pd.DataFrame:
    """Return incomes sent on within days, most of each: to a mortgage, to another card of one's own, to a relative."""
    habit = rng.random(len(town.people)) < 0.66
    goes = habit[who] & (rng.random(who.size) < 0.85)
    who, income = who[goes], income.loc[goes]
    at = times(income, "at") + (rng.exponential(0.7, who.size) * DAY + 600).astype("timedelta64[s]")
    near = np.argsort(ints(town.people, "home"), kind="stable")
    relative = near[(np.argsort(near)[who] + 1) % near.size]
    other = card_of(rng, town, keys, np.where(rng.random(who.size) < 0.7, who, relative), at)
    target = np.where(rng.random(who.size) < 0.3, rng.choice(merchants(town), who.size), other)
    amount = floats(income, "amount") * rng.uniform(0.55, 1.0, who.size)
    return pay(texts(income, "payee"), target, waking(rng, at), amount, "friend")


def earned(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return incomes and what is sent on of them at once."""
    income, who = incomes(rng, town, keys)
    return pd.concat([income, sent_on(rng, town, keys, income, who)])


def credit(rng: np.random.Generator, town: Town, keys: Texts) -> pd.DataFrame:
    """Return credit cards' spending and its repayment from a debit card."""
    paper = town.paper
    rows = np.flatnonzero((texts(paper, "card_type") == "credit") & (times(paper, "opened") < START))
    rows = rows[(ints(paper, "ring")[rows] < 0) & np.isnat(times(paper, "closed")[rows])]
    row = np.repeat(rows, rng.poisson(rng.gamma(1.0, 9, rows.size)))
    spent = moments(rng, np.full(row.size, START), np.full(row.size, END))
    amount = sums(rng, row.size, 260, 1.2)
    bought = pay(keys[row], rng.choice(merchants(town), row.size), spent, amount, "shop")
    total = bought.assign(month=spent.astype("datetime64[M]").astype("datetime64[s]"), row=row)
    due = total.groupby(["row", "month"])[["amount"]].sum().reset_index()
    at = times(due, "month") + days(np.full(len(due), 34)) + rng.integers(0, 6 * DAY, len(due)).astype("timedelta64[s]")
    payer = card_of(rng, town, keys, ints(paper, "user")[ints(due, "row")], at)
    repaid = pay(payer, keys[ints(due, "row")], waking(rng, at), floats(due, "amount"), "trade")
    return pd.concat([bought, repaid])


def swept(rng: np.random.Generator, town: Town, keys: Texts, paid: pd.DataFrame) -> pd.DataFrame:
    """Return what is moved off some people's cards each fortnight: all that came in and stayed, to a fund."""
    rows = open_through(town, rows_of(town, "bank_card"))
    rows = rows[rng.random(rows.size) < SWEEPERS]
    sides = []
    for side, sign in (("payee", 1.0), ("payer", -1.0)):
        mine = paid[np.isin(texts(paid, side), keys[rows])]
        block = (times(mine, "at") - START).astype(np.int64) // (15 * DAY)
        sides.append(pd.DataFrame({"card": texts(mine, side), "block": block, "sum": sign * floats(mine, "amount")}))
    net = pd.concat(sides).groupby(["card", "block"])[["sum"]].sum().reset_index()
    # What is above the highest mark so far is new and goes.
    mark = net.groupby("card")["sum"].cumsum().groupby(net["card"]).cummax().clip(lower=0)
    left = (mark - mark.groupby(net["card"]).shift(fill_value=0)).to_numpy(dtype=np.float64)
    goes = left > 30
    at = (
        START
        + days((ints(net, "block")[goes] + 1) * 15)
        + rng.integers(0, 2 * DAY, goes.sum()).astype("timedelta64[s]")
    )
    amount = left[goes] * rng.uniform(0.88, 1.0, goes.sum())
    return pay(texts(net, "card")[goes], rng.choice(merchants(town), at.size), waking(rng, at), amount, "friend")


def everyday_money(town: Town, keys: Texts) -> pd.DataFrame:
    """Return all transfers but those of fraud: payer, payee, at, amount (yuan), note."""
    flows = (
        earned,
        credit,
        money.shopping,
        money.friends,
        money.own_moves,
        money.rents,
        money.savings,
        money.trade,
        money.through_traders,
        money.borrowed_habits,
        dealings,
        pennies,
    )
    paid = pd.concat([flow(town.plan.draw(flow.__name__), town, keys) for flow in flows], ignore_index=True)
    whole = (paid["payer"] != "") & (paid["payee"] != "") & (paid["payer"] != paid["payee"])
    paid = paid[whole & (times(paid, "at") <= END)]
    moved = swept(town.plan.draw("swept"), town, keys, paid)
    return pd.concat([paid, moved[times(moved, "at") <= END]], ignore_index=True)
